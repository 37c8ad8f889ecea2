"""Agreed actions: recording them, and following them until they are done."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from storage.actions import Action, ActionUpdate, find_action
from storage.engine.labels import N_
from twg.actions import (
    access,
    agenda,
    correcting,
    handing,
    notices,
    noting,
    plenaries,
    progress,
    recording,
    registering,
)
from twg.actions.sheets import SHEETS
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject


def _still_calls(action: Action, _now: datetime) -> None:
    access.check_open(action)


def _parts(action: Action) -> Mapping[str, Select[int]]:
    """What belongs to it, as what has happened to it is read."""
    notes = select(ActionUpdate.id).where(ActionUpdate.action_id == action.id)
    return {ActionUpdate.__tablename__: notes}


DOMAIN = Domain(
    operations=operations_of(progress, recording, registering, noting, correcting),
    subjects=(
        Subject(
            table=Action,
            label=N_("Action"),
            access=access.access_action,
            title=lambda action: action.title,
            find=find_action,
            still_calls=_still_calls,
            reschedule=recording.reschedule,
            searched=True,
            found_by=access.owned_entries,
            sheets=SHEETS,
            parts=_parts,
        ),
    ),
    notices=(
        notices.GIVEN,
        notices.TAKEN,
        notices.MOVED,
        notices.NOTED,
        notices.NOTE_UNDONE,
        notices.CLOSED,
        notices.UNDONE,
        notices.REMINDER,
        notices.OVERDUE,
        notices.LATE,
        notices.STALLED,
        notices.REVIEW,
        plenaries.BEFORE_PLENARY,
    ),
    rules=(*notices.RULES, *plenaries.RULES),
    undos=(*progress.UNDOS, *noting.UNDOS),
    handings=handing.HANDINGS,
    agenda_sources=agenda.SOURCES,
)

__all__ = ["DOMAIN", "access", "correcting", "notices", "noting", "plenaries", "progress", "recording", "registering"]
