"""Who is told that two entries are one person: the person, and the secretariat of each of their TWGs (M10)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.members import Membership, MembershipState, PersonMerge, Role, list_members
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify


async def person_and_secretariat(cause: Cause) -> list[Membership]:
    """The member whom it is about, and the secretariat, apart from who merged them."""
    about: Membership = cause.subject
    told = (Membership.person_id == about.person_id) | (Membership.role == Role.SECRETARIAT)
    return excluding(await list_members(cause.session, about.twg_id, told), cause.by_id)


MERGED = Notice(name="people_merged", subject=Membership, recipients=person_and_secretariat)


async def tell_of_merge(
    session: AsyncSession, actor: Actor, merged: PersonMerge, *, not_before: datetime, now: datetime
) -> list[int]:
    """Write the notice in each TWG of the person. Returns the ids of notifications."""
    of_either = Membership.person_id.in_((merged.kept_id, merged.gone_id)), Membership.state == MembershipState.ACTIVE
    query = select(Membership).where(*of_either).options(joinedload(Membership.twg)).order_by(Membership.id)
    told = []
    for member in list(await session.scalars(query)):
        by = replace(actor, twg=member.twg)
        data = {"merge_id": merged.id, "undone": merged.undone_at is not None}
        written = await notify(session, MERGED, subject=member, now=now, by=by, not_before=not_before, data=data)
        told.append(written.id)
    return told
