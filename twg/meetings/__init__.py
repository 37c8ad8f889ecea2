"""Meetings: planning, announcing, changing; who comes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from storage.engine.labels import N_
from storage.meetings import Attendance, Meeting, MeetingKind, find_meeting
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.meetings import (
    access,
    agenda,
    brief,
    changing,
    delegating,
    guests,
    handing,
    listing,
    notices,
    overview,
    planning,
    preparing,
    rsvp,
    uniting,
    yearly,
)
from twg.meetings.forgetting import forget
from twg.meetings.sheets import SHEETS


def _still_calls(meeting: Meeting, now: datetime) -> None:
    access.check_ahead(meeting, now=now)


def _parts(meeting: Meeting) -> Mapping[str, Select[int]]:
    """What belongs to it, as what has happened to it is read."""
    answers = select(Attendance.id).where(Attendance.meeting_id == meeting.id)
    return {Attendance.__tablename__: answers}


DOMAIN = Domain(
    operations=operations_of(access, agenda, planning, changing, rsvp, overview, delegating, listing, guests),
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
        notices.INVITED,
        notices.UNINVITED,
        notices.REMINDER,
        notices.REPORT_BACK,
        preparing.PAPERS,
        preparing.OWED,
        agenda.AGENDA_CHANGED,
        brief.BRIEF,
        yearly.TOO_FEW,
        delegating.ASKED,
        delegating.REPLIED,
    ),
    rules=(
        *notices.RULES,
        *notices.PLENARY_RULES,
        *preparing.PAPER_RULES,
        *preparing.OWED_RULES,
        *brief.BRIEF_RULES,
        *yearly.YEAR_RULES,
    ),
    undos=agenda.UNDOS,
    handings=handing.HANDINGS,
    unitings=uniting.UNITINGS,
    forgets=forget,
)

__all__ = [
    "DOMAIN",
    "access",
    "agenda",
    "brief",
    "changing",
    "delegating",
    "guests",
    "listing",
    "notices",
    "overview",
    "planning",
    "preparing",
    "rsvp",
    "yearly",
]
