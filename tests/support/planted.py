"""Functions that write without being operations, planted for the test of what finds them; and some that may."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.meetings import Meeting
from storage.members import Membership, Person, Twg
from twg.core.actors import Actor
from twg.core.operations import operation, operation_without_actor
from twg.core.permissions import Permission

_RENAME = update(Twg).values(name="Renamed")


async def plain(session: AsyncSession, actor: Actor) -> None:
    session.add(Twg(code=actor.twg.code))


async def other_names_in_another_order(meeting: Meeting, by: Actor, *, s: AsyncSession) -> None:
    s.add(Meeting(title=f"{meeting.title} of {by.twg.code}"))


async def optional(session: AsyncSession | None, actor: "Actor | None") -> None:
    """Without a session there is nobody to write for."""


def without_waiting(session: AsyncSession, actor: Actor) -> None:
    session.add_all([actor.twg])


async def for_a_person(session: AsyncSession, person: Person, now: datetime) -> None:
    await hold(session, person)
    person.unreachable_since = now


async def for_a_member(member: Membership, session: AsyncSession) -> None:
    await _write(session, member.twg_id)


async def by_a_statement(session: AsyncSession, person: Person) -> None:
    await session.execute(_RENAME.where(Twg.id == person.current_twg_id))


async def in_a_relationship(session: AsyncSession, person: Person) -> None:
    await session.refresh(person)
    person.memberships.clear()


async def access_and_change(session: AsyncSession, actor: Actor) -> Meeting | None:
    meeting = await session.scalar(select(Meeting).where(Meeting.twg_id == actor.twg.id))
    if meeting is not None:
        meeting.sequence += 1
    return meeting


class Planner:
    """A class may hold some too."""

    @staticmethod
    async def plan(session: AsyncSession, actor: Actor) -> None:
        session.add(Meeting(twg_id=actor.twg.id))

    async def _plan(self, session: AsyncSession, actor: Actor) -> None:
        session.add(Meeting(twg_id=actor.twg.id))


async def access_meeting(session: AsyncSession, actor: Actor) -> Meeting | None:
    """Allowed: it only reads."""
    return await session.scalar(select(Meeting).where(Meeting.twg_id == actor.twg.id))


async def list_of_a_person(session: AsyncSession, person: Person) -> list[int]:
    """Allowed: it only reads."""
    found = set()
    found.add(await session.scalar(select(Membership.id).where(Membership.person_id == person.id)))
    return sorted(item for item in found if item is not None)


async def for_nobody(session: AsyncSession, meeting: Meeting) -> None:
    """Allowed: the clock does it; the guard of transactions looks at it."""
    meeting.sequence += 1


async def _write(session: AsyncSession, twg_id: int) -> None:
    session.add(Meeting(twg_id=twg_id))


@operation(Permission.SEE)
async def checked(session: AsyncSession, actor: Actor) -> None:
    await plain(session, actor)


@operation_without_actor
async def noted(session: AsyncSession, person: Person) -> None:
    person.language = "km"
