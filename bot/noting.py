"""What is written down of a reply once it was sent: which message shows something that changes later."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routing.handled import Handled
from storage.core.bound_messages import bind
from storage.core.notifications import Notification
from storage.engine.database import Base, identity, table_name

#: Writes in a transaction of its own.
Note = Callable[[AsyncSession], Awaitable[None]]


def following(notification_id: int, chat_id: int, message_id: int, shown: str) -> Note:
    """Make a message show the progress of a notification from now on.

    `settled_at` is reset, because every delivery may have ended before the message was sent.

    Args:
        shown: the fingerprint of what it shows.
    """

    async def note(session: AsyncSession) -> None:
        notification = await session.get_one(Notification, notification_id)
        notification.progress_chat_id, notification.progress_message_id = chat_id, message_id
        notification.progress_shown = shown
        notification.settled_at = None

    return note


def showing(row: Base, handled: Handled, message_id: int, kind: str, *, now: datetime) -> Note:
    """Keep a message that shows a row with the row, which may be recalled, or be otherwise later.

    Args:
        kind: of its file: "document", "photo"; empty for a text.
        now: UTC, timezone-aware.
    """

    async def note(session: AsyncSession) -> None:
        incoming = handled.incoming
        about = {"subject_type": table_name(type(row)), "subject_id": identity(row)}
        place = {"account_id": handled.account_id, "chat_id": incoming.chat_id, "message_id": message_id}
        await bind(session, [{**about, **place, "kind": kind, "sent_at": now}])

    return note
