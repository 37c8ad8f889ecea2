"""A search for a date passes from who began it to another member, and to the entry that stays of a person (M10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dates import DateAnswer, DatePoll
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import includes
from twg.core.handing import handing_of_column, handing_of_forms
from twg.core.permissions import Permission
from twg.core.uniting import Uniting
from twg.meetings.convening import may_organise


async def list_begun(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
    """Ids of the searches that a person has begun and that have not ended."""
    begun = DatePoll.twg_id == twg_id, DatePoll.created_by_id == person_id, DatePoll.ended_at.is_(None)
    return sorted(await session.scalars(select(DatePoll.id).where(*begun)))


async def choose(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that a member may run, and whose meeting they will be invited to."""
    rows = await session.execute(
        select(DatePoll.id, DatePoll.kind, DatePoll.audience).where(DatePoll.id.in_(ids)).order_by(DatePoll.id)
    )
    theirs = Actor(to.twg, to)
    return [
        number for number, kind, audience in rows if may_organise(theirs, kind, audience) and includes(audience, to)
    ]


HANDINGS = (
    handing_of_column("date_polls", DatePoll.created_by_id, list_begun, told_as="drafts", choose=choose),
    handing_of_forms("date_forms", Permission.MEETING_ORGANISE, "propose_dates", "plan_found_meeting"),
)


def newest_word(older: DateAnswer, newer: DateAnswer) -> dict[str, Any]:
    """What was said last of a date."""
    last = max((older, newer), key=lambda row: row.answered_at)
    return {name: getattr(last, name) for name in ("choice", "words", "answered_at", "entered_by_id")}


UNITINGS = (Uniting(table=DateAnswer, same=("option_id",), unite=newest_word),)
