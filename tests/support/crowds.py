"""Filling databases with many members and meetings, for measurements and for tests of large audiences."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.meetings import MeetingKind, MeetingState
from storage.members import Account, Membership, MembershipState, Person, Role, Twg
from twg.core.actors import Actor
from twg.core.audiences import Audience
from twg.meetings import access, planning
from twg.members import twg_facts

#: Telegram id of the first member; the ids of the others follow it.
FIRST_CHAT = 10_000


async def write_members(session: AsyncSession, code: str, total: int, *, first_chat: int = FIRST_CHAT) -> Actor:
    """Add a TWG with `total` members; the first is its secretariat, the others are from government.

    Returns: the secretariat as an actor.
    """
    now = datetime.now(UTC)
    twg: Twg = await twg_facts.add_twg(session, twg_facts.NewTwg(code=code, name=f"TWG {code}"), now=now)
    people = [Person(name=f"Member {number}", created_at=now) for number in range(total)]
    session.add_all(
        Account(telegram_id=first_chat + number, person=person, created_at=now) for number, person in enumerate(people)
    )
    await session.flush()
    joined = [
        Membership(
            person_id=person.id,
            twg_id=twg.id,
            role=Role.GOVERNMENT if number else Role.SECRETARIAT,
            themes=[],
            state=MembershipState.ACTIVE,
            since=date(2026, 1, 1),
        )
        for number, person in enumerate(people)
    ]
    session.add_all(joined)
    await session.flush()
    joined[0].person, joined[0].twg = people[0], twg
    return Actor(twg, joined[0])


async def write_meeting(session: AsyncSession, actor: Actor, title: str, *, days: int) -> int:
    """Plan a meeting `days` days from now for all members, without announcing it. Returns its id."""
    now = datetime.now(UTC)
    args = planning.NewMeeting(
        kind=MeetingKind.PLENARY,
        title=title,
        day=(now + timedelta(days=days)).date(),
        at=time(9),
        duration_min=120,
        place="Ministry of Health, meeting room A",
        audience=Audience.ALL,
    )
    return (await planning.plan(session, actor, args, now=now)).id


async def write_announced(session: AsyncSession, actor: Actor, total: int) -> None:
    """Add announced meetings without deliveries, as if the announcements had been sent."""
    for number in range(total):
        meeting_id = await write_meeting(session, actor, f"Plenary meeting {number + 1}", days=20 + 30 * number)
        meeting = await access.access_meeting(session, actor, meeting_id)
        meeting.state, meeting.announced_at = MeetingState.ANNOUNCED, datetime.now(UTC)


async def announce(session: AsyncSession, actor: Actor) -> None:
    """Plan and announce a meeting; its deliveries are left to the program."""
    meeting_id = await write_meeting(session, actor, "Annual review 2026", days=30)
    await planning.announce(session, actor, meeting_id, now=datetime.now(UTC))


@asynccontextmanager
async def database_at(url: str) -> AsyncIterator[Database]:
    """The database at this URL with the newest schema; it is closed when the block ends."""
    database = Database(url)
    await prepare(database)
    try:
        yield database
    finally:
        await database.close()
