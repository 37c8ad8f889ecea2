"""Progress messages: show the sender of a notification how many recipients have it, and the outcome at the end (U5)."""

import asyncio
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
from messages.rendering.several_twgs import in_twg
from messages.rendering.texts import LOCALES
from scheduler.delivery.pacing import ChatBusy, ChatPaused, Lane
from scheduler.delivery.sender import Sender, fingerprint
from scheduler.leadership.lease import NotLeading
from storage.core.due_work import list_followed
from storage.core.notifications import Notification
from storage.engine.database import Database, hold
from storage.members import Twg, find_account, list_twgs_read
from twg.core.subjects import Domains
from twg.deliveries import find_outcome

log = logging.getLogger(__name__)

#: Least time between two edits of a progress message, since edits count against the budget of the chat.
EDIT_EVERY_S = 3.0
#: After this time a reply that should have become the progress message is edited: its process may have ended.
REPLY_LATE = timedelta(seconds=10)
#: After this time a reply that has not been sent is taken for lost: the chat was unreachable, or the program stopped.
REPLY_LOST = timedelta(minutes=2)


@dataclass(frozen=True)
class _View:
    """A progress message as it should look now.

    Attributes:
        message_id: None if the message has not been sent yet.
        final: whether it shows the final outcome.
        shown: fingerprint of what the message shows already; empty if that is not known.
    """

    notification_id: int
    chat_id: int
    message_id: int | None
    part: Part
    locale: str
    final: bool
    shown: str

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.part, self.locale)


@dataclass
class Progress:
    """Sends and edits the progress messages of notifications.

    Args:
        clock: returns the current time, UTC, aware.
        monotonic: returns seconds, for the time between edits.
    """

    database: Database
    sender: Sender
    clock: Callable[[], datetime]
    domains: Domains
    monotonic: Callable[[], float] = monotonic
    #: By notification id: when its progress message was last edited, by `monotonic`.
    _edited: dict[int, float] = field(default_factory=dict)
    #: By notification id: id of a progress message that was sent and whose id the database has not taken yet.
    _sent: dict[int, int] = field(default_factory=dict)
    #: Held by `refresh`: two at once would each send a message that is not sent yet.
    _refreshing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def refresh(self) -> None:
        """Edit the progress messages that have changed; stop following notifications that show the final outcome."""
        async with self._refreshing:
            async with self.database.read() as session:
                followed = [each.id for each in await list_followed(session) if self._is_due(each)]
            for notification_id in followed:
                try:
                    await self._refresh(notification_id)
                except Exception:  # go on with the others
                    log.exception("progress of notification %s could not be shown", notification_id)

    async def _refresh(self, notification_id: int) -> None:
        async with self.database.read() as session:
            view = await self._view(session, await session.get_one(Notification, notification_id))
        shown = await self._show(view)
        if shown is not None and shown.final:
            await self._stop_following(shown)

    def _is_due(self, notification: Notification) -> bool:
        """Whether there is a message to edit, or the reply that should have become it was lost."""
        if notification.progress_shown:
            return True
        patience = REPLY_LOST if notification.progress_message_id is None else REPLY_LATE
        return notification.created_at <= self.clock() - patience

    async def _view(self, session: AsyncSession, notification: Notification) -> _View:
        """The message as it should look now. It is cut to one part, with the buttons of the last one below it."""
        assert notification.progress_chat_id is not None  # noqa: S101 - followed ones have it
        outcome = await find_outcome(session, notification, now=self.clock())
        twg = await session.get_one(Twg, notification.twg_id)
        account = await find_account(session, notification.progress_chat_id)
        locale = LOCALES[0] if account is None else account.language
        content = progress(outcome, await self._title(session, notification))
        if account is not None and await list_twgs_read(session, [account.id]) != {account.id: {twg.id}}:
            content = in_twg(content, twg)
        parts = to_parts(content, locale, ZoneInfo(twg.zone))
        return _View(
            notification.id,
            notification.progress_chat_id,
            notification.progress_message_id,
            Part(parts[0].text, parts[-1].keyboard, sources=parts[0].sources),
            locale,
            final=not outcome.open,
            shown=notification.progress_shown,
        )

    async def _title(self, session: AsyncSession, notification: Notification) -> str:
        """What it is about: as its sender named it, else the title of its subject."""
        named: str = notification.data.get("title", "")
        about = self.domains.subjects.get(notification.subject_type)
        if named or about is None or about.find is None:
            return named
        row = await about.find(session, notification.subject_id)
        return "" if row is None else about.title(row)

    async def _show(self, view: _View) -> _View | None:
        """Bring the message to this view; returns the view, or None if that has to be tried again later.

        A message that can no longer be edited or whose reader is gone counts as shown.
        """
        if view.fingerprint == view.shown:
            return view
        at = self._edited.get(view.notification_id, float("-inf"))
        if not view.final and self.monotonic() - at < EDIT_EVERY_S:
            return None
        try:
            view = await self._edit_or_send(view)
        except (BadRequest, Forbidden) as error:  # the message was deleted, or its reader blocked the bot
            log.info("progress of notification %s was not shown: %s", view.notification_id, error.message)
        except ChatBusy:  # its turn comes
            return None
        except (TelegramError, ChatPaused, NotLeading) as error:
            log.warning("progress of notification %s is shown later: %s", view.notification_id, error)
            return None
        self._edited[view.notification_id] = self.monotonic()
        await self._note_shown(view)
        return view

    async def _note_shown(self, view: _View) -> None:
        """Store what the message shows, so that the next leader knows it too."""
        async with self.database.begin() as session:
            notification = await session.get_one(Notification, view.notification_id)
            if notification.progress_message_id == view.message_id:
                notification.progress_shown = view.fingerprint

    async def _edit_or_send(self, view: _View) -> _View:
        """Edit the message, or send it if the reply that should have become it was lost. Returns it with its id."""
        if view.message_id is not None:
            await self.sender.edit(
                view.chat_id, view.message_id, view.part, view.locale, on_caption=False, lane=Lane.BULK
            )
            return view
        if view.notification_id not in self._sent:
            sent = await self.sender.send(view.chat_id, view.part, view.locale, lane=Lane.BULK)
            self._sent[view.notification_id] = sent.message_id
        async with self.database.begin() as session:
            notification = await session.get_one(Notification, view.notification_id)
            await hold(session, notification)
            if notification.progress_message_id is None:  # otherwise the reply has arrived and is edited from now on
                notification.progress_message_id = self._sent[view.notification_id]
        return replace(view, message_id=self._sent.pop(view.notification_id))

    async def _stop_following(self, view: _View) -> None:
        """Stop following the notification, unless it was sent again or got another progress message meanwhile."""
        self._edited.pop(view.notification_id, None)
        async with self.database.begin() as session:
            notification = await session.get_one(Notification, view.notification_id)
            outcome = await find_outcome(session, notification, now=self.clock())
            if not outcome.open and view.message_id == notification.progress_message_id:
                notification.settled_at = self.clock()
