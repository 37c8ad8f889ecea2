"""What people are told of a search for a date, and when they are reminded (G14)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.dates import DatePoll, list_date_answers
from storage.engine.labels import N_
from storage.members import Membership, Twg, list_members
from twg.core.notices import Cause, Notice, end_of
from twg.core.permissions import Permission
from twg.core.rules import Rule, rule
from twg.dates.access import list_asked, list_others
from twg.reminders.schedule import anchored


async def asked(cause: Cause) -> list[Membership]:
    """Everybody who is asked."""
    return await list_asked(cause.session, cause.subject)


async def silent(cause: Cause) -> list[Membership] | None:
    """Those who have answered for no date; None where everybody has."""
    poll: DatePoll = cause.subject
    answers = await list_date_answers(cause.session, [option.id for option in poll.options])
    found = [member for member in await list_asked(cause.session, poll) if member.person_id not in answers]
    return found or None


async def proposer(cause: Cause) -> list[Membership]:
    """Who proposes the dates."""
    poll: DatePoll = cause.subject
    return await list_members(cause.session, poll.twg_id, Membership.person_id == poll.created_by_id)


async def others(cause: Cause) -> list[Membership]:
    """Everybody who is asked and who proposes, apart from who caused it."""
    return await list_others(cause.session, cause.subject, cause.by_id)


async def last_day(cause: Cause) -> datetime | None:
    """The end of the last day to answer."""
    poll: DatePoll = cause.subject
    return end_of(poll.answer_by, cause, await cause.session.get_one(Twg, poll.twg_id))


ASKED = Notice(
    name="dates_asked",
    subject=DatePoll,
    recipients=asked,
    permission=Permission.MEETING_ANSWER,
    grouped=True,
    useful_until=last_day,
)
REMINDER = Notice(
    name="dates_reminder", subject=DatePoll, recipients=silent, permission=Permission.MEETING_ANSWER, grouped=True
)
#: The last day to answer is over, and a date is to be chosen.
TO_CHOOSE = Notice(name="dates_to_choose", subject=DatePoll, recipients=proposer)
CHOSEN = Notice(name="dates_chosen", subject=DatePoll, recipients=others)
CLOSED = Notice(name="dates_closed", subject=DatePoll, recipients=others)
#: Every proposed date is past, and none was chosen.
PAST = Notice(name="dates_none_chosen", subject=DatePoll, recipients=others)

RULES = (
    rule("dates_1_day", N_("Finding a date: reminder to those who have not answered"), REMINDER, days=-1, grace_h=24),
    rule("dates_over", N_("Finding a date: the last day to answer is over"), TO_CHOOSE, days=1, grace_h=72),
    rule("dates_past", N_("Finding a date: no date was chosen"), PAST, at=None, hours=1, grace_h=72),
)
_OF_ANSWERS: tuple[Rule, ...] = RULES[:2]


def anchors_of(poll: DatePoll, zone: ZoneInfo) -> dict[str, datetime]:
    """From which moment each rule counts: the end of the last day to answer, or the last of the dates."""
    over = datetime.combine(poll.answer_by, time(23, 59), zone)
    last = max(option.starts_at for option in poll.options)
    return {**anchored(_OF_ANSWERS, over), "dates_past": last + timedelta(minutes=poll.duration_min)}
