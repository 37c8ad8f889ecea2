"""Asking members for important developments before a plenary, and telling who prepares it what came (S4)."""

from storage.engine.labels import N_
from storage.meetings import Meeting, MeetingKind
from storage.members import Membership, Role, list_members
from storage.updates import list_updates
from twg.core.audiences import includes, list_audience
from twg.core.notices import Cause, Notice
from twg.core.permissions import ORGANISERS, Permission
from twg.core.rules import rule


async def silent(cause: Cause) -> list[Membership] | None:
    """Those who are, or will be, invited to the plenary and have not answered; None where nobody is to be asked."""
    meeting: Meeting = cause.subject
    if meeting.kind is not MeetingKind.PLENARY:
        return None
    answered = {update.person_id for update in await list_updates(cause.session, meeting.id)}
    members = await list_audience(cause.session, meeting.twg_id, meeting.audience)
    return [member for member in members if member.person_id not in answered] or None


async def who_prepare(cause: Cause) -> list[Membership] | None:
    """The secretariat; the Chair where there is none."""
    meeting: Meeting = cause.subject
    if meeting.kind is not MeetingKind.PLENARY:
        return None
    members = await list_members(cause.session, meeting.twg_id, Membership.role.in_(ORGANISERS))
    found = [member for member in members if includes(meeting.audience, member)]
    return [member for member in found if member.role is Role.SECRETARIAT] or found


ASKED = Notice(
    name="updates_asked", subject=Meeting, recipients=silent, permission=Permission.MEETING_ANSWER, grouped=True
)
REMINDER = Notice(
    name="updates_reminder", subject=Meeting, recipients=silent, permission=Permission.MEETING_ANSWER, grouped=True
)
OVER = Notice(
    name="updates_collected",
    subject=Meeting,
    recipients=who_prepare,
    permission=Permission.MEETING_ORGANISE,
    grouped=True,
)

#: The rule at whose time the round closes.
OVER_RULE = "updates_over"
#: Before the papers go out, 10 days ahead. Source: Guideline, Part Three (c)(iii), (v).
RULES = (
    rule("updates_21_days", N_("Plenary: members are asked for developments"), ASKED, days=-21, grace_h=72),
    rule("updates_16_days", N_("Plenary: reminder of developments"), REMINDER, days=-16, grace_h=96),
    rule(OVER_RULE, N_("Plenary: what members told is listed"), OVER, days=-14, grace_h=72),
)
