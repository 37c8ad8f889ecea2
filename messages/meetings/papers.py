"""Messages about the papers of a meeting: what the secretariat is reminded of, and how far ahead papers go out (G3)."""

from dataclasses import dataclass
from datetime import date

from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button, shorten
from messages.rendering.texts import Text, _, counted
from storage.meetings import Meeting, MeetingState
from storage.members import Twg
from twg.meetings.lead_time import LEAD_DAYS, is_short
from twg.meetings.preparing import CALL, Pack

#: Items that a reminder names; the rest are counted.
MOST_NAMED = 8


@dataclass(frozen=True)
class PapersDue:
    """What a reminder of papers says.

    Attributes:
        rule: name of the rule that reminds.
        left: days from today to the meeting.
        send_by: the last working day to send them, local; None where no rule says.
    """

    rule: str
    pack: Pack
    left: int
    send_by: date | None


def papers_due(meeting: Meeting, twg: Twg, due: PapersDue) -> Content:
    """To the secretariat: which papers are missing by when, with the next step."""
    missing = due.pack.unasked
    context = {
        "meeting": meeting,
        "twg": twg,
        "rule": due.rule,
        "left": due.left,
        "send_by": due.send_by,
        "pack": due.pack,
        "named": missing[:MOST_NAMED],
        "others": max(0, len(missing) - MOST_NAMED),
        "days": LEAD_DAYS,
    }
    opener = (button(shorten(meeting.title), "meetings:open", meeting.id),)
    keyboard = (*_next_step(meeting, due), opener)
    return Content("meetings/papers", context, keyboard, grouped=keyboard)


def _next_step(meeting: Meeting, due: PapersDue) -> Keyboard:
    """What is to be done next."""
    if meeting.state is MeetingState.DRAFT:
        return ((button(_("Announce…"), "meetings:preview", meeting.id),),)
    shown = (button(_("Show the papers"), "papers:meeting", meeting.id),)
    intake = (shown,) if due.pack.waiting or due.pack.accepted or due.pack.owed else ()
    if due.rule == CALL:
        return ((button(_("Ask for the papers"), "papers:call", meeting.id),), *intake)
    if due.pack.accepted:
        label = counted(due.pack.accepted, _("Circulate 1 paper"), _("Circulate {n} papers"))
        return ((button(label, "papers:circulate", meeting.id),), *intake)
    return ((button(_("Send the papers"), "documents:pack", meeting.id),), *intake)


def word_short_notice(days: int) -> Text:
    """The question whether a meeting is to be so soon: its papers would go out later than the clause asks."""
    words = _by_days(
        days,
        _(
            "Short notice: this is today, "
            "the guideline asks for papers {least} days before (Part Three (c)(iii)). Go on?"
        ),
        _(
            "Short notice: this is 1 day ahead, "
            "the guideline asks for papers {least} days before (Part Three (c)(iii)). Go on?"
        ),
        _(
            "Short notice: this is {n} days ahead, "
            "the guideline asks for papers {least} days before (Part Three (c)(iii)). Go on?"
        ),
    )
    return words.with_(least=LEAD_DAYS)


def word_late(days: int) -> Text:
    """By how much papers are late that go out so many days before their meeting."""
    words = _by_days(
        days,
        _("Late: on the day of the meeting, the guideline says {least} days before (Part Three (c)(iii))."),
        _("Late: 1 day before the meeting, the guideline says {least} (Part Three (c)(iii))."),
        _("Late: {n} days before the meeting, the guideline says {least} (Part Three (c)(iii))."),
    )
    return words.with_(least=LEAD_DAYS)


def word_lead(days: int) -> Text:
    """How many days before its meeting a document was sent; where that is late, what the guideline says."""
    return word_late(days) if is_short(days) else _("Sent {n} days before the meeting").with_(n=days)


def _by_days(days: int, none: Text, one: Text, many: Text) -> Text:
    return none if days <= 0 else counted(days, one, many)
