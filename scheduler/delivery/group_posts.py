"""Posting in linked groups (M7): what is due for a group goes there once, in one message as far as it fits.

A post is marked as in flight before it is sent, as a delivery is, so that a crash loses nothing; the pacing keeps
Telegram's limit of messages to a group.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import BadRequest

from messages.rendering.content import Content, Part, render_text, utf16_length
from messages.rendering.keyboards import Button
from messages.rendering.templating import LONGEST_TEXT
from messages.rendering.texts import _
from scheduler.delivery.claimed import Result
from scheduler.delivery.pacing import ChatBusy, Lane
from scheduler.delivery.refused import failure, put_off_until
from scheduler.delivery.sender import Sender
from scheduler.delivery.wording import GroupOccasion, Wordings
from scheduler.leadership.lease import Lease
from storage.core.notifications import HELD, DeliveryState
from storage.engine.database import Database, is_trouble
from storage.groups import CLOSED, GroupPost, LinkedGroup, claim_posts, is_post_due, release_posts
from twg.core.notifications import leaves_at
from twg.core.timekeeping import hours_of
from twg.groups import follow_migration, note_lost
from twg.time.working_time import WorkingTime

log = logging.getLogger(__name__)

_BETWEEN = "\n\n"
#: The button below what is posted: answers, files and personal matters have their place in the private chat.
OPEN = _("Open the assistant")
#: In Telegram's words: the topic is closed or deleted, so that nothing can be posted there.
_TOPIC_GONE = ("topic_closed", "topic_deleted", "thread not found")
#: In Telegram's words: the group is there, and the bot may not write in it.
_MAY_NOT_WRITE = ("not enough rights", "have no rights", "chat_write_forbidden")


@dataclass
class _Due:
    """A post of a group as it is worded now; `result` says why nothing is sent."""

    post: GroupPost
    content: Content | None = None
    result: Result | None = None


@dataclass
class GroupPosts:
    """Posts what is due in linked groups.

    Args:
        clock: returns the current time, UTC, aware.
        hours: when what is not urgent may be posted.
        lease: locked while posts are claimed; None if no other process can use the database.
    """

    database: Database
    sender: Sender
    clock: Callable[[], datetime]
    wordings: Wordings
    hours: WorkingTime = field(default_factory=WorkingTime)
    lease: Lease | None = None

    async def recover(self) -> int:
        """Make pending again what a crash or the previous leader left in flight; returns how much."""
        async with self.database.begin() as session:
            return await release_posts(session)

    async def drain(self) -> int:
        """Post all that is due now, group by group; returns how many posts were taken up. Raises: NotLeading."""
        async with self.database.read() as session:  # a read does not block writers, as a claim does
            if not await is_post_due(session, now=self.clock()):
                return 0
        taken = 0
        while posts := await self._claim():
            taken += len(posts)
            await self._post(posts)
        return taken

    async def _claim(self) -> list[GroupPost]:
        async with self.database.begin() as session:
            if self.lease is not None:
                self.lease.check()
                await self.lease.hold(session)
            return await claim_posts(session, now=self.clock())

    async def _post(self, posts: Sequence[GroupPost]) -> None:
        """Word and send what is due for one group, and store what became of it."""
        now, group = self.clock(), posts[0].group
        async with self.database.read() as session:
            due = [await self._word(session, post, now) for post in posts]
        for together, text in _combined([item for item in due if item.content is not None], group):
            result = await self._send(group, text, together[0].post, now)
            for item in together:
                item.result = result
        async with self.database.begin() as session:
            await self._write_down(session, group, due, now)

    async def _word(self, session: AsyncSession, post: GroupPost, now: datetime) -> _Due:
        """The content, or the result of what is void or held until later. Raises: trouble of the database."""
        group, notification = post.group, post.notification
        if group.ended_at is not None:
            return _Due(post, result=Result(DeliveryState.VOID, "no longer linked"))
        opens_at = leaves_at(notification, hours_of(group.twg, self.hours), ZoneInfo(group.twg.zone), soonest=now)
        if opens_at > now:
            return _Due(post, result=Result(DeliveryState.PENDING, HELD, not_before=opens_at))
        posted = self.wordings.posted[notification.kind]
        try:
            content = await posted.load(GroupOccasion(session, notification, group, now))
        except Exception as error:
            if is_trouble(error):
                raise
            log.exception("post %s cannot be worded", post.id)
            return _Due(post, result=Result(DeliveryState.FAILED, repr(error)))
        if content is None:
            return _Due(post, result=Result(DeliveryState.VOID, f"posted only while {posted.holds}"))
        return _Due(post, content)

    async def _send(self, group: LinkedGroup, text: Part, post: GroupPost, now: datetime) -> Result:
        keyboard = ((Button(OPEN, url=f"https://t.me/{self.sender.bot_username}"),),)
        part = Part(text.text, keyboard, sources=text.sources)
        try:
            sent = await self.sender.send(
                group.chat_id, part, group.language, lane=Lane.BULK, thread_id=group.thread_id, queues=0
            )
        except ChatBusy as busy:
            return put_off_until(busy, now=now)
        except Exception as error:
            return _ended(error) or failure(post, error, now=now)
        return Result(DeliveryState.SENT, message_id=sent.message_id)

    async def _write_down(self, session: AsyncSession, group: LinkedGroup, due: Sequence[_Due], now: datetime) -> None:
        ids = [item.post.id for item in due]
        rows = {row.id: row for row in await session.scalars(select(GroupPost).where(GroupPost.id.in_(ids)))}
        for item in due:
            result, row = item.result or Result(DeliveryState.FAILED, "no result"), rows[item.post.id]
            row.state, row.error, row.in_flight_since = result.state, result.error, None
            row.attempts += result.attempt
            row.not_before = result.not_before or row.not_before
            if result.state is DeliveryState.SENT:
                row.message_id, row.sent_at = result.message_id, now
        results = [item.result for item in due if item.result is not None and item.content is not None]
        for new_chat_id in {result.chat_id for result in results if result.chat_id is not None}:
            await follow_migration(session, group.chat_id, new_chat_id, now=now)
        if any(result.state is DeliveryState.UNREACHABLE for result in results):
            await note_lost(session, group.chat_id, now=now)
        elif any(result.error == CLOSED for result in results):
            await note_lost(session, group.chat_id, thread_id=group.thread_id, why=CLOSED, now=now)


def _ended(error: Exception) -> Result | None:
    """The result where Telegram says that nothing can be posted in the group, or the topic, any more."""
    said = error.message.casefold() if isinstance(error, BadRequest) else ""
    if any(words in said for words in _TOPIC_GONE):
        return Result(DeliveryState.FAILED, CLOSED)
    return Result(DeliveryState.UNREACHABLE, said) if any(words in said for words in _MAY_NOT_WRITE) else None


def _combined(due: list[_Due], group: LinkedGroup) -> list[tuple[list[_Due], Part]]:
    """What is posted in each message, oldest first. Of several about one subject only the newest is said."""
    newest = {_subject(item): item for item in due}
    messages: list[tuple[list[_Due], Part]] = []
    zone = ZoneInfo(group.twg.zone)
    for item in newest.values():
        assert item.content is not None  # noqa: S101 - those without are left out
        text = render_text(item.content, group.language, zone)
        about = [other for other in due if _subject(other) == _subject(item)]
        if messages and utf16_length(longer := messages[-1][1].text + _BETWEEN + text) <= LONGEST_TEXT:
            together, part = messages[-1]
            messages[-1] = ([*together, *about], Part(longer, sources=(*part.sources, item.content)))
        else:
            messages.append((about, Part(text, sources=(item.content,))))
    return messages


def _subject(item: _Due) -> tuple[str, int]:
    return item.post.notification.subject_type, item.post.notification.subject_id
