"""Keeping a sender's progress message true: edited now and then while it goes out, once more with the outcome (U5)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import BadRequest, Forbidden, TelegramError

from messages.deliveries import progress
from messages.rendering.content import Part, to_parts
from scheduler.delivery.pacing import ChatPaused, Lane
from scheduler.delivery.sender import Sender
from scheduler.leading.lease import NotLeading
from storage.core.notifications import Notification, list_followed
from storage.engine.database import Database, hold
from storage.members import Person, Twg
from twg.deliveries import find_outcome

log = logging.getLogger(__name__)

#: Edits count against the chat's budget, and a person reads no faster.
EDIT_EVERY_S = 3.0
#: A reply that has not arrived after so long was lost: its sender's chat was out of reach, or we were stopped.
REPLY_LOST = timedelta(minutes=2)


@dataclass(frozen=True)
class _View:
    """A progress message as it should look now; `message_id` is empty where it is still to be said."""

    notification_id: int
    chat_id: int
    message_id: int | None
    part: Part
    locale: str
    final: bool


@dataclass
class Progress:
    """Looks after the notifications that somebody follows.

    Args:
        clock: the current time, UTC, aware.
        monotonic: seconds, for the time between edits.
    """

    database: Database
    sender: Sender
    clock: Callable[[], datetime]
    monotonic: Callable[[], float] = monotonic
    #: When each progress message was last changed, and how it looked then.
    _edited: dict[int, tuple[float, _View]] = field(default_factory=dict)
    #: Progress messages that were said, while the database does not take their ids.
    _said: dict[int, int] = field(default_factory=dict)

    async def refresh(self) -> None:
        """Change what has something new to show; what shows the outcome is followed no more."""
        async with self.database.read() as session:
            followed = [notification.id for notification in await list_followed(session) if self._is_due(notification)]
        for notification_id in followed:
            try:
                await self._refresh(notification_id)
            except Exception:  # one that cannot be shown holds up no other
                log.exception("progress of notification %s could not be shown", notification_id)

    async def _refresh(self, notification_id: int) -> None:
        async with self.database.read() as session:
            view = await self._view(session, await session.get_one(Notification, notification_id))
        shown = await self._show(view)
        if shown is not None and shown.final:
            await self._settle(shown)

    def _is_due(self, notification: Notification) -> bool:
        """Whether there is a message to change, or should have been one long ago."""
        return notification.progress_message_id is not None or notification.created_at <= self.clock() - REPLY_LOST

    async def _view(self, session: AsyncSession, notification: Notification) -> _View:
        """The message as it should look now; the names of those who did not get it end where the message does."""
        assert notification.progress_chat_id is not None  # noqa: S101 - followed ones have it
        outcome = await find_outcome(session, notification, now=self.clock())
        twg = await session.get_one(Twg, notification.twg_id)
        sender = await session.get_one(Person, notification.actor_id)
        parts = to_parts(progress(outcome), sender.language, ZoneInfo(twg.zone))
        return _View(
            notification.id,
            notification.progress_chat_id,
            notification.progress_message_id,
            Part(parts[0].text, parts[-1].keyboard, sources=parts[0].sources),
            sender.language,
            final=not outcome.open,
        )

    async def _show(self, view: _View) -> _View | None:
        """The view as its message shows it now, as far as that depends on us; nothing where it does not yet."""
        at, shown = self._edited.get(view.notification_id, (float("-inf"), None))
        if view == shown:
            return view
        if not view.final and self.monotonic() - at < EDIT_EVERY_S:
            return None
        try:
            view = await self._say(view)
        except (BadRequest, Forbidden) as error:  # the message is gone, or its reader is
            log.info("progress of notification %s was not shown: %s", view.notification_id, error.message)
        except (TelegramError, ChatPaused, NotLeading) as error:
            log.warning("progress of notification %s is shown later: %s", view.notification_id, error)
            return None
        self._edited[view.notification_id] = (self.monotonic(), view)
        return view

    async def _say(self, view: _View) -> _View:
        """Change the message, or say it where the reply that should have been it was lost."""
        if view.message_id is not None:
            await self.sender.edit(
                view.chat_id, view.message_id, view.part, view.locale, on_caption=False, lane=Lane.BULK
            )
            return view
        if view.notification_id not in self._said:
            sent = await self.sender.send(view.chat_id, view.part, view.locale, lane=Lane.BULK)
            self._said[view.notification_id] = sent.message_id
        async with self.database.begin() as session:
            notification = await session.get_one(Notification, view.notification_id)
            await hold(session, notification)
            if notification.progress_message_id is None:  # else the reply came after all, and is shown from now on
                notification.progress_message_id = self._said[view.notification_id]
        return replace(view, message_id=self._said.pop(view.notification_id))

    async def _settle(self, view: _View) -> None:
        """Follow it no more, unless it was sent again or shown in another message meanwhile."""
        self._edited.pop(view.notification_id, None)
        async with self.database.begin() as session:
            notification = await session.get_one(Notification, view.notification_id)
            outcome = await find_outcome(session, notification, now=self.clock())
            if not outcome.open and view.message_id == notification.progress_message_id:
                notification.settled_at = self.clock()
