"""Origins of messages forwarded from outside of a sandbox, for `forward_origin`, and of external replies."""

from __future__ import annotations

from sandbox.client_types import Json

#: Where the made-up ids of accounts and channels begin.
ACCOUNT, CHANNEL = 7_000_000_001, -1_009_000_000_001


def from_user(first_name: str, *, last_name: str | None = None, username: str | None = None, id: int = ACCOUNT) -> Json:
    """A person whose account the forwarded message names."""
    user = {"id": id, "is_bot": False, "first_name": first_name, "last_name": last_name, "username": username}
    return {"type": "user", "sender_user": {key: value for key, value in user.items() if value is not None}}


def from_hidden_user(name: str) -> Json:
    """A person whose privacy settings hide the account."""
    return {"type": "hidden_user", "sender_user_name": name}


def from_bot(username: str, first_name: str = "Another bot", *, id: int = ACCOUNT + 1) -> Json:
    """Another bot."""
    return {"type": "user", "sender_user": {"id": id, "is_bot": True, "first_name": first_name, "username": username}}


def from_group(title: str, *, username: str | None = None, id: int = CHANNEL, signature: str | None = None) -> Json:
    """A group in whose name an administrator wrote; `signature` is the custom title."""
    origin: Json = {"type": "chat", "sender_chat": _chat("supergroup", title, username, id)}
    return origin | {"author_signature": signature} if signature else origin


def from_channel(
    title: str,
    *,
    username: str | None = None,
    id: int = CHANNEL - 1,
    message_id: int = 1,
    signature: str | None = None,
) -> Json:
    """A post of a channel."""
    origin: Json = {"type": "channel", "chat": _chat("channel", title, username, id), "message_id": message_id}
    return origin | {"author_signature": signature} if signature else origin


def _chat(kind: str, title: str, username: str | None, id: int) -> Json:
    chat: Json = {"id": id, "type": kind, "title": title}
    return chat | {"username": username} if username else chat
