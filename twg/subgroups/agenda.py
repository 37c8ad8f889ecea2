"""Reports of sub-groups, as proposals for an agenda (G7). Source: Guideline, Part Three (b): they report back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.subgroups import Office, holder_among, list_groups, list_members_of
from twg.core.actors import Actor
from twg.core.agenda_sources import AgendaSource, Proposal
from twg.core.permissions import Permission


async def _propose(session: AsyncSession, actor: Actor, now: datetime) -> list[Proposal]:
    """An item for each sub-group that goes on, presented by its chair."""
    today, proposals = now.astimezone(actor.zone).date(), []
    for group in await list_groups(session, actor.twg.id):
        if not group.is_active(today):
            continue
        chair = holder_among(await list_members_of(session, group), group, Office.CHAIR)
        title = N_("Report of the sub-group {group}")
        who = "" if chair is None else chair.person.name
        proposals.append(Proposal(key=f"group-{group.id}", title=title, data={"group": group}, presenter=who))
    return proposals


SOURCES = (AgendaSource(permission=Permission.MEETING_ORGANISE, propose=_propose),)
