"""Meetings: planning, announcing, changing; who comes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from storage.attendance import MeetingPresence
from storage.engine.labels import N_
from storage.meetings import Attendance, Meeting, MeetingKind, find_meeting
from storage.meetings.items import ItemInvitation, find_item_invitation
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
    item_notices,
    items,
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
    of_items = select(ItemInvitation.id).where(ItemInvitation.meeting_id == meeting.id)
    presence = select(MeetingPresence.id).where(MeetingPresence.meeting_id == meeting.id)
    return {
        Attendance.__tablename__: answers,
        ItemInvitation.__tablename__: of_items,
        MeetingPresence.__tablename__: presence,
    }


DOMAIN = Domain(
    operations=operations_of(access, agenda, planning, changing, rsvp, overview, delegating, listing, guests, items),
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
            gathers=True,
            also_called=("Agenda", "របៀបវារៈ"),
            kinds=MeetingKind,
            sheets=SHEETS,
            parts=_parts,
        ),
        Subject(
            table=ItemInvitation,
            label=N_("Invitation to one item"),
            access=items.access_item_invitation,
            title=lambda invitation: invitation.meeting.title,
            find=find_item_invitation,
            still_calls=items.check_calls,
            ends_at=items.begins_of,
            reschedule=items.reschedule,
            exported=False,
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
        item_notices.INVITED,
        item_notices.CHANGED,
        item_notices.WITHDRAWN,
        item_notices.REMINDER,
    ),
    rules=(
        *notices.RULES,
        *notices.PLENARY_RULES,
        *preparing.PAPER_RULES,
        *preparing.OWED_RULES,
        *brief.BRIEF_RULES,
        *item_notices.RULES,
        *yearly.YEAR_RULES,
    ),
    undos=agenda.UNDOS,
    handings=handing.HANDINGS,
    unitings=uniting.UNITINGS,
    pairs=uniting.PAIRS,
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
    "item_notices",
    "items",
    "listing",
    "notices",
    "overview",
    "planning",
    "preparing",
    "rsvp",
    "yearly",
]
