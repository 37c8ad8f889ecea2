"""Functions that write without being operations, planted for the test of what finds them; and some that may."""

from datetime import datetime
from functools import partial

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.meetings import Meeting
from storage.members import Membership, Person, Twg
from twg.core.actors import Actor
from twg.core.operations import operation, operation_without_actor
from twg.core.permissions import Permission

_RENAME = update(Twg).values(name="Renamed")
_REMOVE = text("DELETE FROM person WHERE id = :id")


class CountingSession(AsyncSession):
    """A session of a kind."""


class Chair(Actor):
    """An actor of a kind."""


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
    person.created_at = now


async def for_a_member(member: Membership, session: AsyncSession) -> None:
    await _write(session, member.twg_id)


async def by_a_statement(session: AsyncSession, person: Person) -> None:
    await session.execute(_RENAME.where(Twg.id == person.institution_id))


async def in_a_relationship(session: AsyncSession, person: Person) -> None:
    await session.refresh(person)
    person.memberships.clear()


async def access_and_change(session: AsyncSession, actor: Actor) -> Meeting | None:
    meeting = await session.scalar(select(Meeting).where(Meeting.twg_id == actor.twg.id))
    if meeting is not None:
        meeting.sequence += 1
    return meeting


async def among_others(session: AsyncSession, actors: list[Actor] | None) -> None:
    """Who acts may be one of several."""


async def of_a_kind(session: "CountingSession", chair: "Chair") -> None:
    """Kinds of sessions and actors count as such."""


async def within_a_column(session: AsyncSession, member: Membership) -> None:
    await session.refresh(member)
    member.themes[0] = "Nutrition"


async def by_words(session: AsyncSession, person: Person) -> None:
    await session.execute(text("UPDATE twg SET name = :name"), {"name": person.name})


async def by_kept_words(session: AsyncSession, person: Person) -> None:
    await session.execute(_REMOVE, {"id": person.id})


async def by_words_from_elsewhere(session: AsyncSession, person: Person, words: str) -> None:
    await session.execute(text(words), {"id": person.id})


async def past_the_session(session: AsyncSession, person: Person) -> None:
    await (await session.connection()).exec_driver_sql("UPDATE twg SET name = ?", (person.name,))


async def by_another_name(session: AsyncSession, person: Person) -> None:
    s = session
    s.add(person)


async def by_the_name_of_a_method(session: AsyncSession, person: Person, method: str) -> None:
    getattr(session, method)(person)


async def by_the_name_of_a_column(session: AsyncSession, person: Person, column: str) -> None:
    await session.refresh(person)
    setattr(person, column, "")


async def by_a_partial(session: AsyncSession, person: Person) -> None:
    await _write_to_the_first(session)
    await session.refresh(person)


class Planner:
    """A class may hold some too."""

    @staticmethod
    async def plan(session: AsyncSession, actor: Actor) -> None:
        session.add(Meeting(twg_id=actor.twg.id))

    async def __call__(self, session: AsyncSession, actor: Actor) -> None:
        session.add(Meeting(twg_id=actor.twg.id))

    async def _plan(self, session: AsyncSession, actor: Actor) -> None:
        session.add(Meeting(twg_id=actor.twg.id))


class _Canceller:
    async def __call__(self, session: AsyncSession, actor: Actor) -> None:
        session.add(Meeting(twg_id=actor.twg.id))


cancel = _Canceller()


async def access_meeting(session: AsyncSession, actor: Actor) -> Meeting | None:
    """Allowed: it only reads."""
    return await session.scalar(select(Meeting).where(Meeting.twg_id == actor.twg.id))


async def list_of_a_person(session: AsyncSession, person: Person) -> list[int]:
    """Allowed: it only reads."""
    found = set()
    found.add(await session.scalar(select(Membership.id).where(Membership.person_id == person.id)))
    return sorted(item for item in found if item is not None)


async def list_in_words(session: AsyncSession, person: Person) -> None:
    """Allowed: it only reads, and leaves a note on the session."""
    await session.execute(select(Membership).where(text("person_id = :id")), {"id": person.id})
    await session.execute(text("SELECT name FROM person FOR UPDATE"))
    session.info["listed"] = person.id


async def for_nobody(session: AsyncSession, meeting: Meeting) -> None:
    """Allowed: the clock does it; the guard of transactions looks at it."""
    meeting.sequence += 1


async def _write(session: AsyncSession, twg_id: int) -> None:
    session.add(Meeting(twg_id=twg_id))


_write_to_the_first = partial(_write, twg_id=1)


async def _write_for(title: str, session: AsyncSession, actor: Actor) -> None:
    session.add(Meeting(title=title, twg_id=actor.twg.id))


plan_review = partial(_write_for, "Annual review")


@operation(Permission.SEE)
async def checked(session: AsyncSession, actor: Actor) -> None:
    await plain(session, actor)


@operation_without_actor
async def noted(session: AsyncSession, person: Person) -> None:
    person.language = "km"
