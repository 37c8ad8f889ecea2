"""Messages about minutes that circulate: the list, a card, the paragraphs, and what members are told (G6)."""

from datetime import datetime
from typing import Any

from messages.history import history_keyboard
from messages.meetings.card import names
from messages.minutes.document import owners_of
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.texts import Text, _
from storage.meetings import Meeting
from storage.members import Adoption, Twg
from storage.minutes import CorrectionState, MinutesVersion
from storage.records import LineKind
from twg.core.actors import Actor
from twg.core.addressing import may_run
from twg.core.permissions import Permission
from twg.minutes.access import decides, may_adopt, takes_corrections
from twg.minutes.carrying import may_pass_on
from twg.minutes.composing import Minutes, Paragraph, Section
from twg.minutes.listing import Listing, MinutesCard

#: Characters of one paragraph in a message.
LONGEST_SHOWN = 400
#: Characters of the name of a meeting on a button.
_LONGEST_NAME = 40
_AROUND = 60


def listing(actor: Actor, found: Listing, locale: str) -> Content:
    """A page of minutes by meeting, each with how it stands."""
    meetings = [version.meeting for version in found.versions]
    called = names(meetings, actor.zone, locale)
    opens = [
        button(shorten(name, _LONGEST_NAME), "minutes:show", version.id)
        for name, version in zip(called, found.versions, strict=True)
    ]
    writes = [
        button(_("Write: {meeting}").with_(meeting=shorten(name, _LONGEST_NAME)), "minutes:open", meeting.id)
        for name, meeting in zip(names(found.unsent, actor.zone, locale), found.unsent, strict=True)
    ]
    turns: list[Button] = []
    if found.page > 1:
        turns.append(button(Text("‹ {n}").with_(n=found.page - 1), "minutes:page", found.page - 1))
    if found.more:
        turns.append(button(Text("{n} ›").with_(n=found.page + 1), "minutes:page", found.page + 1))
    context = {"twg": actor.twg, "found": found, "Adoption": Adoption}
    return Content("minutes/list", context, (*rows(opens), *rows(writes), *rows(turns, per_row=2)))


def version_card(actor: Actor, card: MinutesCard, *, now: datetime) -> Content:
    """How the minutes stand, and what the reader can do with them."""
    version, meeting = card.version, card.meeting
    today = now.astimezone(actor.zone).date()
    open_, organises = version.open_corrections, decides(actor, meeting)
    buttons = [
        button(_("Read ({n})").with_(n=sum(each.stands for each in version.paragraphs)), "minutes:text", version.id, 1)
    ]
    if takes_corrections(version, today=today) and version.paragraphs:
        buttons.append(button(_("Propose a correction"), "minutes:choose", meeting.id))
    if card.corrections:
        buttons.append(
            button(_("Corrections ({n})").with_(n=len(card.corrections)), "minutes:corrections", version.id, 1)
        )
    if card.document is not None:
        buttons.append(button(_("The document"), "documents:open", card.document.id))
        if may_run(actor, Permission.DOCUMENT_CIRCULATE, card.document.audience):
            buttons.append(button(_("Who has not acknowledged"), "documents:receipts", card.document.id))
    over = version.correct_by is None or today > version.correct_by
    context = {
        "twg": actor.twg,
        "card": card,
        "version": version,
        "meeting": meeting,
        "open": open_,
        "organises": organises,
        "over": over,
        "Adoption": Adoption,
        "CorrectionState": CorrectionState,
    }
    ways = _adopting(actor, card, over=over)
    if any(each.adopted_at is not None for each in card.versions) and may_pass_on(actor.member, meeting):
        buttons.append(button(_("Note to pass on"), "minutes:pass_on", version.id))
    papers: list[Button] = []
    if organises:
        papers = [button(_("Word, P&H form"), "minutes:word", meeting.id, "ph")]
        papers.append(button(_("Word, Health form"), "minutes:word", meeting.id, "health"))
    last = (button(_("To the meeting"), "meetings:open", meeting.id),)
    keyboard = (*rows(ways), *rows(buttons, per_row=2), *rows(papers, per_row=2), last)
    return Content("minutes/version", context, (*keyboard, *history_keyboard(actor, version)))


def _adopting(actor: Actor, card: MinutesCard, *, over: bool) -> list[Button]:
    """The ways in which the reader can adopt the minutes now; none while something is undecided."""
    version = card.version
    if version.adopted_at is not None or version.open_corrections:
        return []
    ways = []
    if over and may_adopt(actor.member, card.meeting):
        ways.append(button(_("Adopt the minutes"), "minutes:adopting", version.id, Adoption.CHAIR.value))
    if card.adopting is not None and decides(actor, card.meeting):
        at_meeting = version.id, Adoption.NEXT_MEETING.value
        ways.append(button(_("Adopted at the last meeting"), "minutes:adopting", *at_meeting))
    return ways


def ask_to_adopt(actor: Actor, card: MinutesCard, how: Adoption) -> Content:
    """Whether the minutes are to be adopted: everybody invited is told at once, and they stay as they are."""
    at_meeting = how is Adoption.NEXT_MEETING
    verb = "minutes:adopted_then" if at_meeting else "minutes:adopt_now"
    yes = button(_("Adopted at the last meeting") if at_meeting else _("Adopt the minutes"), verb, card.version.id)
    context = {"twg": actor.twg, "meeting": card.meeting, "at": card.adopting if at_meeting else None}
    back = button(_("Back"), "minutes:show", card.version.id)
    return Content("minutes/ask_to_adopt", context, ((yes,), (back,)))


def version_text(actor: Actor, minutes: Minutes, *, page: int, now: datetime, choosing: bool) -> Content:
    """A page of the paragraphs; a tap on a number proposes other words for it, while that is possible.

    Args:
        choosing: whether the reader is about to choose one.
    """
    version, meeting = minutes.version, minutes.meeting
    assert version is not None  # noqa: S101 - it is shown where there is one
    ids = {each.number: each.id for each in version.paragraphs}
    entries = [(section, each) for section in minutes.sections for each in section.paragraphs or (None,)]
    pages = into_pages(entries, _length, most=20)
    page = min(max(page, 1), len(pages))
    shown = pages[page - 1]
    takes = takes_corrections(version, today=now.astimezone(actor.zone).date())
    taps = [
        button(Text("{n}").with_(n=each.number), "minutes:correct", ids[each.number])
        for _section, each in shown
        if each is not None and takes
    ]
    verb = "minutes:choose" if choosing else "minutes:text"
    keyboard = (
        *rows(taps, per_row=5),
        *turn_pages(page, pages, verb, meeting.id if choosing else version.id),
        (button(_("Back"), "minutes:show", version.id),),
    )
    context = {
        "meeting": meeting,
        "version": version,
        "entries": shown,
        "page": page,
        "pages": len(pages),
        "takes": takes,
        "choosing": choosing and takes,
        "longest": LONGEST_SHOWN,
        "owners_of": owners_of,
        "LineKind": LineKind,
    }
    return Content("minutes/paragraphs", context, keyboard)


def _length(entry: tuple[Section, Paragraph | None]) -> int:
    _section, each = entry
    return 2 * _AROUND + (0 if each is None else min(len(each.text), LONGEST_SHOWN))


def told_adopted(actor: Actor, version: MinutesVersion, *, organises: bool) -> Content:
    """That the minutes are adopted. Args: `organises`: whether the reader sends them to those invited."""
    opener = button(_("Read the minutes"), "minutes:show", version.id)
    sending: Keyboard = ()
    if organises:
        word = button(_("Word, P&H form"), "minutes:word", version.meeting_id, "ph")
        sending = ((word, button(_("Word, Health form"), "minutes:word", version.meeting_id, "health")),)
    context: dict[str, Any] = {
        "twg": actor.twg,
        "version": version,
        "organises": organises,
        "Adoption": Adoption,
    }
    named = button(shorten(version.meeting.title), "minutes:show", version.id)
    return Content("minutes/adopted", context, ((opener,), *sending), grouped=((named,),))


def told_waiting(actor: Actor, version: MinutesVersion, *, adopts: bool) -> Content:
    """To those on whom the adoption waits: corrections to decide, or who chairs. Args: `adopts`: it is the reader."""
    undecided = version.open_corrections
    buttons: list[Button] = []
    if undecided:
        buttons.append(button(_("Corrections ({n})").with_(n=len(undecided)), "minutes:corrections", version.id, 1))
    elif adopts:
        buttons.append(button(_("Adopt the minutes"), "minutes:adopting", version.id, Adoption.CHAIR.value))
    buttons.append(button(_("Read the minutes"), "minutes:show", version.id))
    context = {"twg": actor.twg, "version": version, "undecided": undecided}
    named = button(shorten(version.meeting.title), "minutes:show", version.id)
    return Content("minutes/waiting", context, rows(buttons), grouped=((named,),))


def reported(twg: Twg, meeting: Meeting, plenary: Meeting) -> Content:
    """To who has handed in the minutes of a sub-group for the plenary."""
    opener = button(_("To the meeting"), "meetings:open", plenary.id)
    return Content("minutes/reported", {"twg": twg, "meeting": meeting, "plenary": plenary}, ((opener,),))
