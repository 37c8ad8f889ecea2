"""Messages about finding a date: who is asked, who can when, what was chosen (G14)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, enter_rows, rows, shorten
from messages.rendering.texts import Name, Text, _, localize_digits
from storage.dates import Choice, DateAnswer, DateOption, DatePoll
from storage.meetings import MeetingState
from storage.members import Membership, Twg
from twg.dates.access import is_asked, takes_answers
from twg.dates.answering import Standing
from twg.dates.clashes import Against

#: People whom the overview names of each date and answer: five dates with three answers fit into a message.
_NAMED = 5
_CHOICES: dict[Choice, Text] = {
    Choice.CAN: _("{date}: I can"),
    Choice.IF_NEED_BE: _("If need be"),
    Choice.CANNOT: _("I cannot"),
}


def name_dates(poll: DatePoll, zone: ZoneInfo) -> dict[int, Name]:
    """What each date is called on a button, by its id: "17/12", with the time where two are on one day."""
    moments = {option.id: option.starts_at.astimezone(zone) for option in poll.options}
    days = [moment.date() for moment in moments.values()]
    return {number: _name(moment, alone=days.count(moment.date()) == 1) for number, moment in moments.items()}


def _name(moment: datetime, *, alone: bool) -> Name:
    text = f"{moment.day}/{moment.month}" + ("" if alone else f" {moment:%H:%M}")
    return Name(text, km=localize_digits(text, locale="km"))


def card(
    twg: Twg,
    poll: DatePoll,
    own: Mapping[int, DateAnswer],
    against: Mapping[int, Against],
    *,
    now: datetime,
    asked: bool = True,
    heading: str = "",
) -> Content:
    """To who is asked: the dates with what they have said of each, and a row of buttons for each.

    Args:
        own: what the reader has said, by the id of the date.
        asked: whether the reader is asked; else it has no buttons.
        heading: "", "asked" or "reminder".
    """
    zone = ZoneInfo(twg.zone)
    answerable = asked and takes_answers(poll, today=now.astimezone(zone).date(), now=now)
    keyboard = _answer_keyboard(poll, own, zone, now=now) if answerable else ()
    words = next((said.words for said in own.values() if said.words), "")
    context = {
        "poll": poll,
        "twg": twg,
        "own": {number: said.choice for number, said in own.items()},
        "words": words,
        "entered_by": next((said.entered_by for said in own.values() if said.entered_by), None),
        "against": dict(against),
        "answerable": answerable,
        "heading": heading,
    }
    opener = button(shorten(poll.title), "dates:open", poll.id)
    return Content("dates/card", context, keyboard, grouped=((opener,),))


def _answer_keyboard(poll: DatePoll, own: Mapping[int, DateAnswer], zone: ZoneInfo, *, now: datetime) -> Keyboard:
    named = name_dates(poll, zone)

    def answer(option: DateOption, choice: Choice) -> Button:
        label = _CHOICES[choice].with_(date=named[option.id])
        said = own.get(option.id)
        marked = _("✓ {answer}").with_(answer=label) if said is not None and said.choice is choice else label
        return button(marked, "dates:answer", poll.id, option.id, choice)

    ahead = [option for option in poll.options if option.starts_at > now]
    return tuple(tuple(answer(option, choice) for choice in Choice) for option in ahead)


def standing(twg: Twg, found: Standing, *, now: datetime, heading: str = "", more: Keyboard = ()) -> Content:
    """To who runs a search: who can when, with a button to choose each date; it is changed as answers come.

    Args:
        heading: "", or "to_choose" where the last day to answer is over.
        more: further rows of buttons.
    """
    poll, zone = found.poll, ZoneInfo(twg.zone)
    context = {
        "poll": poll,
        "twg": twg,
        "found": found,
        "Choice": Choice,
        "best": {option.id for option in found.best},
        "answerable": takes_answers(poll, today=now.astimezone(zone).date(), now=now),
        "heading": heading,
        "most": _NAMED,
    }
    keyboard = (*_running_keyboard(poll, zone, now=now), *more) if poll.ended_at is None else _found_keyboard(poll)
    entering = enter_rows((member.person for member in found.without_account), "dates:open", poll.id)
    keyboard = (*keyboard, *entering)
    if found.undo_id is not None:
        keyboard = (*keyboard, (button(_("Undo"), "general:undo", found.undo_id),))
    opener = button(shorten(poll.title), "dates:open", poll.id)
    return Content("dates/standing", context, keyboard, grouped=((opener,),))


def own_row(poll: DatePoll, reader: Membership) -> Keyboard:
    """The button to the own answers of somebody who runs a search and is asked too."""
    return ((button(_("My own answer"), "dates:mine", poll.id),),) if is_asked(poll, reader) else ()


def _running_keyboard(poll: DatePoll, zone: ZoneInfo, *, now: datetime) -> Keyboard:
    named, choose = name_dates(poll, zone), _("Choose {date}")
    ahead = [option for option in poll.options if option.starts_at > now]
    choosing = [button(choose.with_(date=named[option.id]), "dates:choose", poll.id, option.id) for option in ahead]
    close = button(_("Close without a date"), "dates:close", poll.id)
    return (*rows(choosing, per_row=2), (close,))


def _found_keyboard(poll: DatePoll) -> Keyboard:
    """The way on from a date that was chosen: to the meeting, or to planning it."""
    if poll.chosen is None:
        return ()
    if poll.meeting is not None and poll.meeting.state is not MeetingState.CANCELLED:
        return ((button(shorten(poll.meeting.title), "meetings:open", poll.meeting.id),),)
    return ((button(_("Plan the meeting"), "dates:plan", poll.id),),)


def told(twg: Twg, poll: DatePoll, own: Mapping[int, DateAnswer], *, heading: str) -> Content:
    """What became of a search, with the reader's answer for the date that was chosen.

    Args:
        own: what the reader had said, by the id of the date.
        heading: "chosen", "closed" or "past".
    """
    said = None if poll.chosen is None else own.get(poll.chosen.id)
    context = {"poll": poll, "twg": twg, "choice": None if said is None else said.choice, "heading": heading}
    return Content("dates/told", context)


def listing(polls: Sequence[DatePoll], twg: Twg, *, proposes: bool) -> Content:
    """The searches that have not ended. Args: `proposes`, whether the reader may begin one."""
    buttons = [button(shorten(poll.title), "dates:open", poll.id) for poll in polls]
    buttons += [button(_("Propose dates"), "dates:new")] if proposes else []
    return Content("dates/list", {"polls": polls, "twg": twg}, rows(buttons))
