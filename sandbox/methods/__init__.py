"""The Bot API methods, one function each. Importing this package fills the table `METHODS`."""

from sandbox.methods import (
    albums,
    callbacks,
    chats,
    commands,
    copying,
    editing,
    media,
    membership,
    pins_and_reactions,
    polls,
    profile,
    sending,
    topics,
    updates,
)
from sandbox.methods.registry import METHODS, Method

__all__ = [
    "METHODS",
    "Method",
    "albums",
    "callbacks",
    "chats",
    "commands",
    "copying",
    "editing",
    "media",
    "membership",
    "pins_and_reactions",
    "polls",
    "profile",
    "sending",
    "topics",
    "updates",
]
