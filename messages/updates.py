"""Messages of the updates round (S4)."""

from datetime import datetime

from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button, enter_rows, shorten
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.texts import _
from storage.meetings import Meeting, MeetingState
from storage.members import Twg
from storage.updates import MemberUpdate
from twg.updates.rounds import Round

#: Characters of one update that the list shows.
LONGEST_SHOWN = 400
#: Characters beside the text of an update: who told it, and their institution.
_AROUND = 160
#: People whom the list names of those without anything to report, and of those who are silent.
_NAMED = 10


def question(
    twg: Twg,
    meeting: Meeting,
    update: MemberUpdate | None,
    *,
    closes_at: datetime,
    heading: str = "",
    is_open: bool = True,
) -> Content:
    """What a member is asked before a plenary, with what they have told.

    Args:
        update: None where the reader has not answered.
        heading: "", "asked" or "reminder".
        is_open: whether an answer is taken.
    """
    context = {
        "twg": twg,
        "announced": meeting if meeting.state is MeetingState.ANNOUNCED else None,
        "update": update,
        "closes_at": closes_at,
        "heading": heading,
        "is_open": is_open,
    }
    text = "" if update is None else update.text
    keyboard: Keyboard = ()
    if is_open:
        keyboard = ((button(_("Write more") if text else _("Write it now"), "updates:write", meeting.id),),)
        if text:
            keyboard = (*keyboard, (button(_("Take it back"), "updates:take_back", meeting.id),))
        elif update is None:
            keyboard = (*keyboard, (button(_("Nothing to report"), "updates:nothing", meeting.id),))
    if update is not None and text:
        keyboard = ((button(_("Share it with members"), "updates:share", update.id),), *keyboard)
    grouped = ((button(_("Nothing to report"), "updates:nothing", meeting.id),),)
    return Content("updates/question", context, keyboard, grouped=grouped)


def listing(twg: Twg, found: Round, *, now: datetime, heading: str = "", page: int = 1) -> Content:
    """A page of what came, for who prepares the plenary; who is silent stands on the last one.

    Args:
        heading: "" or "over".
    """
    told = list(enumerate(found.told, start=1))
    pages = into_pages(told, lambda each: _AROUND + len(each[1].text[:LONGEST_SHOWN]), most=len(told))
    page = min(max(page, 1), len(pages))
    context = {
        "twg": twg,
        "found": found,
        "told": pages[page - 1],
        "longest": LONGEST_SHOWN,
        "page": page,
        "pages": len(pages),
        "is_open": now < found.closes_at,
        "heading": heading,
        "most": _NAMED,
    }
    keyboard: Keyboard = turn_pages(page, pages, "updates:page", found.meeting.id)
    if now < found.closes_at and found.silent:
        keyboard = (*keyboard, (button(_("Ask those who have not answered"), "updates:ask", found.meeting.id),))
    entering = enter_rows((member.person for member in found.without_account), "updates:open", found.meeting.id)
    keyboard = (*keyboard, *entering, (button(_("My own answer"), "updates:mine", found.meeting.id),))
    opener = ((button(shorten(found.meeting.title), "meetings:open", found.meeting.id),),)
    return Content("updates/list", context, keyboard, grouped=opener)
