"""What people are told of meetings, and when they are reminded (G2, G4)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.meetings import Meeting, MeetingKind, MeetingState, Rsvp, list_attendance
from storage.members import Membership, list_members
from storage.subgroups import SubGroup, list_groups
from twg.core.audiences import list_audience
from twg.core.notices import Cause, InGroups, Notice
from twg.core.rules import Rule, rule
from twg.meetings.brief import BRIEF_RULES
from twg.meetings.kinds import KINDS
from twg.meetings.preparing import OWED_RULES, PAPER_RULES
from twg.reminders.schedule import anchored

#: An announcement that would be held until less than this before the meeting is sent at once.
NEAR = timedelta(days=1)
#: Changes within this time of each other are announced in one notice (G2).
CHANGES_SETTLE = timedelta(minutes=2)
#: The text and the calendar file.
_WITH_CALENDAR = 2


async def invited(cause: Cause) -> list[Membership]:
    """Everybody in the meeting's audience now."""
    return await list_audience(cause.session, cause.subject.twg_id, cause.subject.audience)


async def invited_who_can_act(cause: Cause) -> list[Membership]:
    """Those invited who have not said that they do not come: who sends a delegate can still brief them."""
    answers = await list_attendance(cause.session, cause.subject.id)
    away = {person_id for person_id, given in answers.items() if given.rsvp is Rsvp.NO}
    return [member for member in await invited(cause) if member.person_id not in away]


async def named(cause: Cause) -> list[Membership]:
    """The members of the TWG whose person ids the notice names."""
    people = frozenset(cause.data["people"])
    return [each for each in await list_members(cause.session, cause.subject.twg_id) if each.person_id in people]


async def leaders_of_groups(cause: Cause) -> list[Membership] | None:
    """Those invited who lead a sub-group that goes on; None for a meeting that is not a plenary."""
    meeting: Meeting = cause.subject
    if meeting.kind is not MeetingKind.PLENARY:
        return None
    return [member for member, _groups in await list_reporting(cause.session, meeting, now=cause.now)]


async def list_reporting(
    session: AsyncSession, meeting: Meeting, *, now: datetime
) -> list[tuple[Membership, list[SubGroup]]]:
    """Those invited who lead sub-groups that go on, each with these sub-groups, by name."""
    members = [member for member in await list_audience(session, meeting.twg_id, meeting.audience) if member.led]
    if not members:
        return []
    today = now.astimezone(ZoneInfo(members[0].twg.zone)).date()
    groups = [group for group in await list_groups(session, meeting.twg_id) if group.is_active(today)]
    reporting = [(member, [group for group in groups if group.token in member.led]) for member in members]
    return [(member, led) for member, led in reporting if led]


async def a_day_before(cause: Cause) -> datetime | None:
    """A day before the meeting."""
    starts_at: datetime = cause.subject.starts_at
    return starts_at - NEAR


ANNOUNCED = Notice(
    name="meeting_announced",
    subject=Meeting,
    recipients=invited,
    parts=_WITH_CALENDAR,
    useful_until=a_day_before,
    in_groups=InGroups.ALWAYS,
)
#: Key of the former title in the data of `CHANGED`; the other former values stand under the names of their columns.
FORMER_TITLE = "former_title"
CHANGED = Notice(
    name="meeting_changed",
    subject=Meeting,
    recipients=invited,
    parts=_WITH_CALENDAR,
    urgent=True,
    in_groups=InGroups.ALWAYS,
)
CANCELLED = Notice(
    name="meeting_cancelled",
    subject=Meeting,
    recipients=invited,
    parts=_WITH_CALENDAR,
    urgent=True,
    in_groups=InGroups.ALWAYS,
)
#: To those who are invited to an announced meeting later than the others. data: `people`, their person ids.
INVITED = Notice(
    name="meeting_invited", subject=Meeting, recipients=named, parts=_WITH_CALENDAR, useful_until=a_day_before
)
#: To those who are not invited any more. data: `people`; `title` and `starts_at` as they were told last.
UNINVITED = Notice(
    name="meeting_uninvited", subject=Meeting, recipients=named, parts=_WITH_CALENDAR, useful_until=a_day_before
)
REMINDER = Notice(name="meeting_reminder", subject=Meeting, recipients=invited_who_can_act, grouped=True)
#: Source: Guideline, Part Three (b): sub-groups report back to the TWG.
REPORT_BACK = Notice(name="subgroups_report_back", subject=Meeting, recipients=leaders_of_groups, grouped=True)

#: A reminder is dropped when it would come so late that the next one, or the meeting itself, is nearer.
RULES = (
    rule("meeting_3_days", N_("Meeting: first reminder"), REMINDER, days=-3, grace_h=36),
    rule("meeting_1_day", N_("Meeting: second reminder"), REMINDER, days=-1, grace_h=20),
    rule("meeting_2_hours", N_("Meeting: last reminder"), REMINDER, at=None, hours=-2, grace_h=1.5, urgent=True),
)
PLENARY_RULES = (rule("plenary_7_days", N_("Plenary: sub-groups report back"), REPORT_BACK, days=-7, grace_h=72),)

#: Names of the rules of `twg.updates` and `twg.actions`, which count from the start of a plenary, announced or not.
#: These packages import this one, so the rules themselves cannot be named here.
RULES_OF_OTHERS = ("updates_21_days", "updates_16_days", "updates_over", "actions_7_days_before")


def anchors_of(meeting: Meeting) -> dict[str, datetime]:
    """From which moment each rule counts that reminds of a meeting, or of something before it."""
    others = RULES_OF_OTHERS if meeting.kind is MeetingKind.PLENARY else ()
    return {**anchored(rules_of(meeting), meeting.starts_at), **dict.fromkeys(others, meeting.starts_at)}


def rules_of(meeting: Meeting) -> tuple[Rule, ...]:
    """The rules that remind of a meeting of its kind; before it is announced, only those of its papers."""
    papers = PAPER_RULES if KINDS[meeting.kind].papers else ()
    if meeting.state is not MeetingState.ANNOUNCED:
        return papers
    owed = OWED_RULES if papers else ()
    brief = BRIEF_RULES if KINDS[meeting.kind].prepared else ()
    plenary = PLENARY_RULES if meeting.kind is MeetingKind.PLENARY else ()
    return (*RULES, *papers, *owed, *brief, *plenary)
