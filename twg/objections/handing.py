"""A no-objection passes from who asked to another member, and to the entry that stays of a person (M10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Membership
from storage.objections import NoObjection, ObjectionAnswer
from twg.core.actors import Actor
from twg.core.handing import handing_of_column, handing_of_forms
from twg.core.permissions import Permission
from twg.core.uniting import Uniting


async def list_asked_for(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
    """Ids of those that a person has asked for and that have not ended."""
    theirs = NoObjection.twg_id == twg_id, NoObjection.created_by_id == person_id, NoObjection.ended_at.is_(None)
    return sorted(await session.scalars(select(NoObjection.id).where(*theirs)))


async def choose(_session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """All of them for a member who may ask."""
    return ids if Actor(to.twg, to).may(Permission.OBJECTION_ASK) else []


HANDINGS = (
    handing_of_column("no_objections", NoObjection.created_by_id, list_asked_for, told_as="drafts", choose=choose),
    handing_of_forms("objection_forms", Permission.OBJECTION_ASK, "ask_no_objection", "withdraw_no_objection"),
)


def newest_word(older: ObjectionAnswer, newer: ObjectionAnswer) -> dict[str, Any]:
    """What was said last."""
    last = max((older, newer), key=lambda row: row.answered_at)
    return {name: getattr(last, name) for name in ("agrees", "reason", "words", "answered_at", "entered_by_id")}


UNITINGS = (Uniting(table=ObjectionAnswer, same=("objection_id",), unite=newest_word),)
