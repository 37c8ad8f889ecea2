"""What follows when the last day for corrections is over (G6).

Where the TWG adopts by silence and nothing is undecided, the minutes are adopted then; else those are told on whom it
waits. The day after the last one is moved off days off, as all reminders are.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from storage.engine.labels import N_
from storage.members import Adoption, Membership
from storage.minutes import MinutesVersion
from twg.core.notices import Cause, Notice
from twg.core.rules import rule
from twg.minutes.adopting import adopt_on_its_day
from twg.minutes.notices import list_adopting, list_deciding
from twg.reminders.schedule import anchored


async def list_awaited(cause: Cause) -> list[Membership] | None:
    """Who decides open corrections, else who chairs; None where the adoption waits for the next meeting."""
    version: MinutesVersion = cause.subject
    if version.adopted_at is not None:
        return None
    if version.open_corrections:
        return await list_deciding(cause.session, version.meeting)
    return await list_adopting(cause.session, version.meeting) if version.adoption is Adoption.CHAIR else None


WAITING = Notice(name="minutes_waiting", subject=MinutesVersion, recipients=list_awaited, happens=adopt_on_its_day)

#: It may come late: what it brings about is not lost by that.
RULES = (rule("minutes_over", N_("Minutes: the last day for corrections is over"), WAITING, days=1, grace_h=336),)


def anchors_of(version: MinutesVersion, zone: ZoneInfo) -> dict[str, datetime]:
    """The end of the last day for corrections; nothing for a version that corrects adopted minutes."""
    if version.correct_by is None or version.adopted_at is not None:
        return {}
    return anchored(RULES, datetime.combine(version.correct_by, time(23, 59), zone))
