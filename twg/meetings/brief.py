"""Who gets the brief before a meeting, in private: the Chair and the lead facilitators (G9).

Source: Guideline 2016, Part Three (d): they "meet regularly to follow-up on any agreed actions".
"""

from storage.engine.labels import N_
from storage.meetings import Meeting
from storage.members import Membership, Role
from twg.core.audiences import list_audience
from twg.core.notices import Cause, Notice
from twg.core.rules import rule

_LEADS = frozenset({Role.CHAIR, Role.LEAD_FACILITATOR})


async def leads(cause: Cause) -> list[Membership] | None:
    """The Chair and the lead facilitators, as far as they are invited; None where none of them is."""
    meeting: Meeting = cause.subject
    invited = await list_audience(cause.session, meeting.twg_id, meeting.audience)
    return [member for member in invited if member.role in _LEADS] or None


BRIEF = Notice(name="meeting_brief", subject=Meeting, recipients=leads)
BRIEF_RULES = (rule("brief_2_days", N_("Meeting: brief for Chair and lead facilitators"), BRIEF, days=-2, grace_h=24),)
