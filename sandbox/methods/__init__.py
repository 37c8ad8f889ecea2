"""Bot API methods, one function each, entered in one table."""

from sandbox.methods import callbacks, chats, commands, editing, media, sending, updates
from sandbox.methods.registry import METHODS, Method

__all__ = ["METHODS", "Method", "callbacks", "chats", "commands", "editing", "media", "sending", "updates"]
