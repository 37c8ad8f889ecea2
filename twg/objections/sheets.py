"""What was put to members without a meeting, as a sheet of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.objections import list_objection_answers, read_objections
from twg.core.actors import Actor
from twg.core.addressing import access_reading
from twg.core.audiences import Reader
from twg.core.permissions import Permission
from twg.core.sheets import Sheet
from twg.objections.access import organises, visible_objections


async def _objections(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    read = await access_reading(session, actor)
    async for found in read_objections(session, actor.twg.id, visible_objections(Reader.of(actor))):
        for each in found:
            answers = await list_objection_answers(session, each.id) if organises(actor, each) else {}
            agreed = sum(answer.agrees for answer in answers.values())
            reference = "" if each.decision is None else each.decision.reference
            facts = each.text, read(each.audience), each.answer_by, each.created_by.name
            yield (each.id, *facts, agreed, len(answers) - agreed, each.outcome, each.ended_at, each.reason, reference)


def _counts_left_out(actor: Actor) -> str:
    return "" if actor.may(Permission.OBJECTION_ASK) else N_("how many object to what is put to members")


SHEETS = (
    Sheet(
        "no_objections",
        N_("No-objection"),
        {
            "text": N_("Text"),
            "audience": N_("For"),
            "answer_by": N_("Last day to answer"),
            "name": N_("Asked by"),
            "agreed": N_("No objection from"),
            "objected": N_("Objections"),
            "outcome": N_("State"),
            "ended_at": N_("Ended"),
            "reason": N_("Reason"),
            "decision": N_("Decision"),
        },
        _objections,
        order=33,
        dated_by=("answer_by", "ended_at"),
        left_out=_counts_left_out,
    ),
)
