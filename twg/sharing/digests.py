"""Digests: what is shared reaches each reader at once, once a day or once a week, as they choose (S3).

A digest is stored nowhere: what waits for one are deliveries that are due on the same morning, which the delivery loop
puts into one message. So a post is left out that was withdrawn meanwhile, and nothing is sent twice or lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import HELD, Delivery, DeliveryState, Notification
from storage.members import Membership, Pace, Twg
from storage.sharing import Post, PostKind
from storage.sharing.digests import Waiting, list_waiting, send_at
from twg.core.actors import Actor
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.timekeeping import Timekeeping, hours_of
from twg.time.working_time import WorkingTime

#: Local time of a digest; later where the TWG opens later.
DIGEST_AT = time(8)
#: A reader has so many days at least to comment, or before what a post tells of begins.
_DAYS_TO_COMMENT, _DAYS_BEFORE = 2, 1


async def readers_of_digests(cause: Cause) -> list[Membership]:
    """The current members of the post's audience, without its author, who have chosen a digest."""
    post: Post = cause.subject
    members = excluding(await list_audience(cause.session, post.twg_id, post.audience), post.author_id)
    return [member for member in members if member.person.post_pace is not Pace.INSTANT]


DIGESTED = Notice(name="post_in_digest", subject=Post, recipients=readers_of_digests)


def next_digest(pace: Pace, hours: WorkingTime, zone: ZoneInfo, now: datetime) -> datetime:
    """The first digest after a moment, UTC or aware: on the next working day, or on the first one of a week."""
    today = now.astimezone(zone).date()
    opens = max(DIGEST_AT, hours.quiet_until) if hours.quiet_from != hours.quiet_until else DIGEST_AT
    for day in _digest_days(pace, hours, today):
        moment = datetime.combine(day, opens, zone)
        if moment > now:
            return moment
    raise AssertionError  # the days have no end


def _digest_days(pace: Pace, hours: WorkingTime, today: date) -> Iterator[date]:
    """The days of digests, from about today on."""
    step = timedelta(days=7 if pace is Pace.WEEKLY else 1)
    day = today - timedelta(days=today.weekday()) if pace is Pace.WEEKLY else today
    while True:
        yield hours.later_working_day(day)
        day += step


def _last_use(post: Post, zone: ZoneInfo) -> date | None:
    """The last local day on which a digest with the post comes in time; None where it may come whenever it does."""
    comments = [] if post.comments_by is None else [post.comments_by - timedelta(days=_DAYS_TO_COMMENT)]
    ahead = post.starts_on is not None and post.starts_on > post.created_at.astimezone(zone).date()
    begins = [post.starts_on - timedelta(days=_DAYS_BEFORE)] if ahead and post.starts_on is not None else []
    return min(comments + begins, default=None)


def moment_of(post: Post, pace: Pace, hours: WorkingTime, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When a post goes out at this pace; None for at once, as with an office notice, or where that is too late."""
    if pace is Pace.INSTANT or post.kind is PostKind.NOTICE:
        return None
    moment, last = next_digest(pace, hours, zone, now), _last_use(post, zone)
    return None if last is not None and moment.astimezone(zone).date() > last else moment


@dataclass(frozen=True)
class Split:
    """The readers of a post: those who get it at once, and those of each digest, with its moment."""

    at_once: list[Membership]
    digests: dict[Pace, tuple[datetime, list[Membership]]]


async def split(session: AsyncSession, post: Post, hours: WorkingTime, zone: ZoneInfo, *, now: datetime) -> Split:
    """Who gets a post at once, and who with which digest. Args: `hours`, `zone`: of its TWG."""
    members = excluding(await list_audience(session, post.twg_id, post.audience), post.author_id)
    found = Split([], {})
    for member in members:
        pace = member.person.post_pace
        if pace in found.digests:
            found.digests[pace][1].append(member)
        elif (moment := moment_of(post, pace, hours, zone, now)) is None:
            found.at_once.append(member)
        else:
            found.digests[pace] = moment, [member]
    return found


async def notify_later(
    session: AsyncSession, actor: Actor, post: Post, split: Split, *, title: str, now: datetime
) -> None:
    """Write what the digests bring: "send it now" in quiet hours changes nothing of a reader's choice."""
    by, data = replace(actor, at_once=False), {"title": title}
    for moment, members in split.digests.values():
        await notify(
            session, DIGESTED, subject=post, to=members, now=now, by=by, not_before=moment, data=data, posted=False
        )


async def hasten(session: AsyncSession, actor: Actor, post: Post, *, now: datetime) -> None:
    """Send at once what waits of a post, where a correction left its digest too late."""
    waiting = await list_waiting(session, DIGESTED.name, Notification.subject_id == post.id)
    late = [each for each in waiting if moment_of(post, each.pace, actor.hours, actor.zone, now) is None]
    if late:
        await send_at(session, [each.delivery_id for each in late], now)


@operation(Permission.SEE)
async def choose_pace(session: AsyncSession, actor: Actor, pace: Pace, *, now: datetime) -> int:
    """Choose how what is shared reaches the actor, in every TWG; what waits for a digest follows the choice.

    Returns: how many posts wait, or go out now.
    """
    person = actor.person
    before = values_of(person, "post_pace")
    person.post_pace = pace
    await record(
        session, actor, "sharing.choose_pace", person, now=now, before=before, after=values_of(person, "post_pace")
    )
    waiting = await list_waiting(session, DIGESTED.name, Delivery.person_id == person.id)
    for each in waiting:
        await _follow(session, actor, each, pace, now)
    return len({each.post.id for each in waiting})


async def _follow(session: AsyncSession, actor: Actor, waiting: Waiting, pace: Pace, now: datetime) -> None:
    """Let one delivery go out at another pace, by the working time of its TWG."""
    twg = await session.get_one(Twg, waiting.post.twg_id)
    hours = hours_of(twg, actor.timekeeping.hours)
    moment = moment_of(waiting.post, pace, hours, ZoneInfo(twg.zone), now)
    await send_at(session, [waiting.delivery_id], moment or now)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Let what waits for the digests of a TWG follow its days off and opening hours as they are now."""
    ahead = Delivery.not_before > now, Delivery.error.in_(("", HELD)), Delivery.state == DeliveryState.PENDING
    # Looked up by themselves: else SQLite goes through all that the TWG was ever told.
    pending = Delivery.id.in_(select(Delivery.id).where(*ahead))
    waiting = await list_waiting(session, DIGESTED.name, Notification.twg_id == twg.id, pending)
    hours, zone = hours_of(twg, timekeeping.hours), ZoneInfo(twg.zone)
    due: dict[datetime, list[int]] = {}
    for each in waiting:
        due.setdefault(moment_of(each.post, each.pace, hours, zone, now) or now, []).append(each.delivery_id)
    for moment, delivery_ids in due.items():
        await send_at(session, delivery_ids, moment)
