"""What people do in Telegram, one function for each action, registered by its name in the HTTP API.

An action takes the world, the person who acts and the fields of the request. It changes the world, queues the updates
that Telegram would send to the bot, and returns the JSON that the caller gets. It raises `Impossible` when Telegram's
apps would not let the person do it.
"""

from sandbox.person_actions import account, buttons, forwarding, groups, media, messages, service, sharing
from sandbox.person_actions.registry import PERSON_ACTIONS

__all__ = [
    "PERSON_ACTIONS",
    "account",
    "buttons",
    "forwarding",
    "groups",
    "media",
    "messages",
    "service",
    "sharing",
]
