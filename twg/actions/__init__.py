"""Agreed actions: recording them, and following them until they are done."""

from datetime import datetime

from storage.actions import Action, find_action
from storage.engine.labels import N_
from twg.actions import access, correcting, handing, notices, noting, progress, recording
from twg.actions.sheets import SHEETS
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject


def _still_calls(action: Action, _now: datetime) -> None:
    access.check_open(action)


DOMAIN = Domain(
    operations=operations_of(progress, recording, noting, correcting),
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
    ),
    rules=notices.RULES,
    undos=(*progress.UNDOS, *noting.UNDOS),
    handings=handing.HANDINGS,
)

__all__ = ["DOMAIN", "access", "correcting", "notices", "noting", "progress", "recording"]
