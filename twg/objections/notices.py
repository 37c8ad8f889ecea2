"""What people are told of a no-objection, and when they are reminded (G16)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from storage.engine.labels import N_
from storage.members import Membership, Role, Twg, list_members
from storage.objections import NoObjection
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice, end_of
from twg.core.permissions import Permission
from twg.core.rules import rule
from twg.objections.access import list_asked, list_silent
from twg.reminders.schedule import anchored


async def asked(cause: Cause) -> list[Membership]:
    """Everybody who is asked."""
    return await list_asked(cause.session, cause.subject)


async def silent(cause: Cause) -> list[Membership] | None:
    """Those who have not answered; None where everybody has."""
    return await list_silent(cause.session, cause.subject) or None


async def deciding(cause: Cause) -> list[Membership]:
    """The Chair, who confirms, and who asked."""
    members = await list_members(cause.session, cause.subject.twg_id)
    asks = cause.subject.created_by_id
    return [member for member in members if member.role is Role.CHAIR or member.person_id == asks]


async def concerned(cause: Cause) -> list[Membership]:
    """Everybody who is asked, the Chair and who asked, apart from who caused it."""
    return excluding([*await asked(cause), *await deciding(cause)], cause.by_id)


async def last_day(cause: Cause) -> datetime | None:
    """The end of the last day to answer."""
    objection: NoObjection = cause.subject
    return end_of(objection.answer_by, cause, await cause.session.get_one(Twg, objection.twg_id))


ASKED = Notice(
    name="objection_asked",
    subject=NoObjection,
    recipients=asked,
    permission=Permission.MEETING_ANSWER,
    grouped=True,
    useful_until=last_day,
)
REMINDER = Notice(
    name="objection_reminder",
    subject=NoObjection,
    recipients=silent,
    permission=Permission.MEETING_ANSWER,
    grouped=True,
)
#: The last day to answer is over, and the Chair is to confirm.
TO_CONFIRM = Notice(name="objection_to_confirm", subject=NoObjection, recipients=deciding)
CONFIRMED = Notice(name="objection_confirmed", subject=NoObjection, recipients=concerned)
WITHDRAWN = Notice(name="objection_withdrawn", subject=NoObjection, recipients=concerned)

RULES = (
    rule(
        "objection_3_days", N_("No-objection: reminder to those who have not answered"), REMINDER, days=-3, grace_h=24
    ),
    rule("objection_1_day", N_("No-objection: second reminder to them"), REMINDER, days=-1, grace_h=24),
    rule("objection_over", N_("No-objection: the last day to answer is over"), TO_CONFIRM, days=1, grace_h=72),
)


def anchors_of(objection: NoObjection, zone: ZoneInfo) -> dict[str, datetime]:
    """All rules count from the end of the last day to answer."""
    return anchored(RULES, datetime.combine(objection.answer_by, time(23, 59), zone))
