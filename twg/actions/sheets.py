"""Agreed actions as a sheet of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, read_actions
from storage.engine.labels import N_
from twg.actions.access import meeting_of, visible_actions
from twg.core.actors import Actor
from twg.core.addressing import Addressed, access_reading
from twg.core.audiences import Reader
from twg.core.sheets import Filed, Sheet


async def _actions(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    criteria = Action.twg_id == actor.twg.id, visible_actions(Reader.of(actor))
    read = await access_reading(session, actor)
    async for actions in read_actions(session, *criteria):
        for action in actions:
            yield _row(actor, action, read(action.audience), read(action.co_owners))


def _row(actor: Actor, action: Action, audience: Addressed, sharing: Addressed) -> tuple[Any, ...]:
    meeting = meeting_of(action, actor.member)
    files = [item.evidence for item in action.updates] + [action.evidence]
    return (
        action.id,
        action.id,
        f"{actor.twg.code}-{action.number}",
        action.text,
        action.owner.name if action.owner else "",
        action.institution,
        sharing if sharing.tokens else "",
        action.due_on,
        action.due_words,
        action.every or "",
        action.review_on,
        action.theme,
        action.state,
        meeting.title if meeting else "",
        audience,
        action.created_at,
        "\n".join(f"{item.person.name}: {item.text}" for item in action.updates if item.text),
        action.closed_at,
        action.closing_note,
        ", ".join(file.name for file in files if file is not None),
    )


async def _evidence(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    criteria = Action.twg_id == actor.twg.id, visible_actions(Reader.of(actor))
    async for actions in read_actions(session, *criteria):
        for action in actions:
            files = [item.evidence for item in action.updates] + [action.evidence]
            for file in files:
                if file is not None:
                    yield Filed(action.id, f"{actor.twg.code}-{action.number}", file.created_at, file)


SHEETS = (
    Sheet(
        "actions",
        N_("Actions"),
        {
            "number": N_("Number"),
            "number_in_twg": N_("Number in the TWG"),
            "action": N_("Action"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "together_with": N_("Together with"),
            "due_on": N_("Due"),
            "due_words": N_("Period"),
            "every": N_("Again"),
            "review_on": N_("Looked at again on"),
            "theme": N_("Theme"),
            "state": N_("State"),
            "meeting": N_("Meeting"),
            "audience": N_("For"),
            "recorded_at": N_("Recorded"),
            "updates": N_("Updates"),
            "closed_at": N_("Closed"),
            "closing_note": N_("Outcome"),
            "evidence": N_("Evidence"),
        },
        _actions,
        order=80,
        dated_by=("recorded_at", "due_on", "closed_at"),
        files=_evidence,
    ),
)
