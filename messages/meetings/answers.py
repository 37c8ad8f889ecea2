"""Messages about who comes to a meeting, for those who organise it (G2)."""

from collections.abc import Sequence

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, button, enter_rows, rows
from messages.rendering.labels import label
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.texts import Text, _
from storage.meetings import Attendance, MeetingState, Rsvp
from storage.members import Membership, Twg, institution_name
from twg.meetings.overview import AnswerList

#: Most people on a page of those with one answer.
_ON_PAGE = 50
#: Stands for those who have not answered.
SILENT = "none"


def answers(listed: AnswerList, twg: Twg, *, live: bool = True) -> Content:
    """How many come, as of now, with the names a tap away. Args: `live`: it is changed as answers come."""
    meeting = listed.meeting
    people = [member.person for member in listed.without_account]
    guests = _("Guests ({n})").with_(n=len(listed.guests))
    keyboard = (
        *rows(_names_buttons(listed), per_row=2),
        *(((button(guests, "meetings:guests", meeting.id),),) if listed.guests else ()),
        *enter_rows(people, "meetings:open", meeting.id),
    )
    live = live and meeting.state is MeetingState.ANNOUNCED
    return Content("meetings/answers", {"answers": listed, "twg": twg, "Rsvp": Rsvp, "live": live}, keyboard)


def _names_buttons(listed: AnswerList) -> list[Button]:
    groups: list[tuple[Text, str, int]] = [(_("Not answered ({n})"), SILENT, len(listed.unanswered))]
    counted = Text("{answer} ({n})")
    groups += [
        (counted.with_(answer=label(answer)), answer.value, len(given)) for answer, given in listed.by_answer.items()
    ]
    return [button(words.with_(n=n), "meetings:who", listed.meeting.id, code) for words, code, n in groups if n]


def answered(listed: AnswerList, answer: Rsvp | None, *, page: int) -> Content:
    """A page of the names of those with one answer. Args: `answer`: None for those who have not answered."""
    people: Sequence[tuple[Membership, Attendance | None]]
    people = [(member, None) for member in listed.unanswered] if answer is None else listed.by_answer[answer]
    pages, meeting = into_pages(people, _length, most=_ON_PAGE), listed.meeting
    page = min(max(page, 1), len(pages))
    context = {
        "meeting": meeting,
        "rsvp": answer,
        "people": pages[page - 1],
        "count": len(people),
        "page": page,
        "pages": len(pages),
        "stands_for": listed.stands_for,
        "lost": listed.lost,
    }
    turns = turn_pages(page, pages, "meetings:who", meeting.id, SILENT if answer is None else answer.value)
    return Content("meetings/answered", context, (*turns, (button(_("Back"), "meetings:answers", meeting.id, 1),)))


def _length(named: tuple[Membership, Attendance | None]) -> int:
    """About how many characters a person takes with what they have answered."""
    member, given = named
    typed = [member.person.name, institution_name(member.person)]
    if given is not None:
        entered = "" if given.entered_by is None else given.entered_by.name
        typed += [given.delegate_name, given.delegate_contact, given.words[:200], entered]
    return 40 + sum(map(len, typed))
