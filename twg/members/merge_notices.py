"""Who is told that two entries are one person: the person once, and the secretariat of each of their TWGs (M10)."""

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.members import Membership, MembershipState, PersonMerge, Role, list_members
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify


async def people_and_secretariat(cause: Cause) -> list[Membership]:
    """Those of the two entries who are told in this TWG, and its secretariat, apart from who merged them."""
    told = Membership.person_id.in_(cause.data["people"]) | (Membership.role == Role.SECRETARIAT)
    return excluding(await list_members(cause.session, cause.subject.twg_id, told), cause.by_id)


MERGED = Notice(name="people_merged", subject=Membership, recipients=people_and_secretariat)


async def tell_of_merge(
    session: AsyncSession, actor: Actor, merged: PersonMerge, *, not_before: datetime, now: datetime
) -> list[int]:
    """Write the notice in each TWG of the person. Returns the ids of notifications.

    The person is told in the actor's TWG, which has merged them; where they do not belong to it, in one of theirs.
    """
    of_either = Membership.person_id.in_((merged.kept_id, merged.gone_id)), Membership.state == MembershipState.ACTIVE
    query = select(Membership).where(*of_either).options(joinedload(Membership.twg)).order_by(Membership.id)
    members = sorted(await session.scalars(query), key=lambda member: (member.twg_id != actor.twg.id, member.twg_id))
    told: list[int] = []
    to_tell = {member.person_id for member in members}
    for twg, periods in groupby(members, key=attrgetter("twg")):
        about = list(periods)
        here = to_tell & {member.person_id for member in about}
        to_tell -= here
        data = {"merge_id": merged.id, "undone": merged.undone_at is not None, "people": sorted(here)}
        by = replace(actor, twg=twg)
        written = await notify(session, MERGED, subject=about[0], now=now, by=by, not_before=not_before, data=data)
        told.append(written.id)
    return told
