"""Decisions: the register of what a TWG has decided (G16)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.shortening import first_line
from storage.decisions import Decision, find_decision, read_decisions
from storage.engine.labels import N_
from twg.core.actors import Actor
from twg.core.addressing import access_reading
from twg.core.audiences import Reader
from twg.core.operations import operations_of
from twg.core.sheets import Sheet
from twg.core.subjects import Domain, Subject
from twg.decisions import access, registering


async def _decisions(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    read = await access_reading(session, actor)
    async for decisions in read_decisions(session, actor.twg.id, access.visible_decisions(Reader.of(actor))):
        for each in decisions:
            about = "" if each.meeting is None else each.meeting.title, each.item, read(each.audience)
            yield each.id, each.reference, each.text, each.decided_on, *about, each.withdrawn_at, each.withdrawn_why


DOMAIN = Domain(
    operations=operations_of(registering),
    subjects=(
        Subject(
            table=Decision,
            label=N_("Decision"),
            access=access.access_decision,
            title=lambda decision: f"{decision.reference} {first_line(decision.text)}",
            find=find_decision,
            searched=True,
            sheets=(
                Sheet(
                    "decisions",
                    N_("Decisions"),
                    {
                        "number": N_("Number"),
                        "text": N_("Text"),
                        "decided_on": N_("Decided"),
                        "meeting": N_("Meeting"),
                        "item": N_("Agenda item"),
                        "audience": N_("For"),
                        "withdrawn_at": N_("Withdrawn"),
                        "why": N_("Reason"),
                    },
                    _decisions,
                    order=32,
                    dated_by=("decided_on",),
                ),
            ),
        ),
    ),
)

__all__ = ["DOMAIN", "access", "registering"]
