"""Messages to those who lead a TWG: the brief before a meeting, too few meetings in a year (G8, G9)."""

from messages.rendering.content import Content
from messages.rendering.keyboards import button, shorten
from messages.rendering.texts import _
from storage.meetings import Meeting
from storage.members import Twg
from twg.actions.brief import MOST_NAMED, Brief
from twg.meetings.yearly import LEAST_A_YEAR, YearCount


def brief_before(meeting: Meeting, twg: Twg, brief: Brief) -> Content:
    """To the Chair and the lead facilitators: what is open and what is overdue."""
    context = {
        "meeting": meeting,
        "twg": twg,
        "brief": brief,
        "more_actions": brief.open_actions - len(brief.actions),
        "reports": brief.reports[:MOST_NAMED],
        "more_reports": max(0, len(brief.reports) - MOST_NAMED),
    }
    opener = (button(shorten(meeting.title), "meetings:open", meeting.id),)
    return Content("meetings/brief", context, (opener,), grouped=(opener,))


def too_few(twg: Twg, count: YearCount) -> Content:
    """To secretariat and Chair: how many meetings the year has, with the next step."""
    keyboard = ((button(_("New meeting"), "meetings:new"),),)
    context = {"twg": twg, "count": count, "least": LEAST_A_YEAR}
    return Content("meetings/too_few", context, keyboard, grouped=keyboard)
