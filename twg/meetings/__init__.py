"""Meetings: planning, announcing, changing; who comes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from storage.engine.labels import N_
from storage.meetings import Attendance, Meeting, MeetingKind, find_meeting
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.meetings import access, changing, handing, notices, planning, preparing, rsvp, uniting
from twg.meetings.sheets import SHEETS


def _still_calls(meeting: Meeting, now: datetime) -> None:
    access.check_ahead(meeting, now=now)


def _parts(meeting: Meeting) -> Mapping[str, Select[int]]:
    """What belongs to it, as what has happened to it is read."""
    answers = select(Attendance.id).where(Attendance.meeting_id == meeting.id)
    return {Attendance.__tablename__: answers}


DOMAIN = Domain(
    operations=operations_of(access, planning, changing, rsvp),
    subjects=(
        Subject(
            table=Meeting,
            label=N_("Meeting"),
            access=access.access_meeting,
            title=lambda meeting: meeting.title,
            find=find_meeting,
            still_calls=_still_calls,
            ends_at=lambda meeting: meeting.starts_at,
            reschedule=planning.reschedule,
            searched=True,
            kinds=MeetingKind,
            sheets=SHEETS,
            parts=_parts,
        ),
    ),
    notices=(
        notices.ANNOUNCED,
        notices.CHANGED,
        notices.CANCELLED,
        notices.REMINDER,
        notices.REPORT_BACK,
        preparing.PAPERS,
        preparing.OWED,
    ),
    rules=(*notices.RULES, *notices.PLENARY_RULES, *preparing.PAPER_RULES, *preparing.OWED_RULES),
    handings=handing.HANDINGS,
    unitings=uniting.UNITINGS,
)

__all__ = ["DOMAIN", "access", "changing", "notices", "planning", "preparing", "rsvp"]
