"""Bot API methods, one function each, entered in one table."""

from sandbox.methods import (
    albums,
    callbacks,
    chats,
    commands,
    copying,
    editing,
    marks,
    media,
    membership,
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
    "marks",
    "media",
    "membership",
    "polls",
    "profile",
    "sending",
    "topics",
    "updates",
]
