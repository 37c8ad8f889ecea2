"""Messages about corrections of minutes (G6)."""

from collections.abc import Sequence

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.texts import _
from storage.minutes import CorrectionState, MinutesCorrection, MinutesParagraph, MinutesVersion
from twg.core.actors import Actor
from twg.minutes.access import decides

#: Characters of old and new words in a list, and in a message about one correction.
LONGEST_LISTED, LONGEST_SHOWN = 250, 1200
_AROUND = 160


def card(actor: Actor, correction: MinutesCorrection, *, heading: str = "") -> Content:
    """A correction, with what the reader can do with it.

    Args:
        heading: "", "proposed" to who decides it, "decided" to who proposed it, "yours" where it was just proposed.
    """
    meeting = correction.version.meeting
    is_open = correction.state is CorrectionState.PROPOSED
    buttons: list[Button] = []
    if is_open and decides(actor, meeting):
        buttons = [button(_("Accept"), "minutes:accept", correction.id)]
        buttons.append(button(_("Do not accept…"), "minutes:refuse", correction.id))
    elif is_open and correction.proposed_by_id == actor.person.id:
        buttons = [button(_("Withdraw"), "minutes:withdraw", correction.id)]
    context = {
        "twg": actor.twg,
        "correction": correction,
        "meeting": meeting,
        "heading": heading,
        "longest": LONGEST_SHOWN,
        "CorrectionState": CorrectionState,
    }
    minutes = button(shorten(meeting.title), "minutes:show", correction.version_id)
    label = _("Paragraph {n}: {words}").with_(n=correction.number, words=shorten(correction.new, 30))
    if not correction.new:
        label = _("Paragraph {n}: remove it").with_(n=correction.number)
    named = button(label, *_opens(correction))
    return Content("minutes/correction", context, (*rows(buttons, per_row=2), (minutes,)), grouped=((named,),))


def _opens(correction: MinutesCorrection) -> tuple[str, int]:
    return "minutes:correction", correction.id


def which_words(paragraphs: Sequence[MinutesParagraph]) -> Content:
    """How paragraphs should read for which a message gave no words that fit, with a button each."""
    asks = [button(_("Paragraph {n}").with_(n=each.number), "minutes:correct", each.id) for each in paragraphs]
    context = {"paragraphs": paragraphs, "longest": LONGEST_LISTED}
    return Content("minutes/which_words", context, rows(asks, per_row=3))


def which_paragraph(version: MinutesVersion, paragraphs: Sequence[MinutesParagraph]) -> Content:
    """Which paragraph a remark is about. Args: `paragraphs`: those that it fits; none where it fits none."""
    taps = [button(_("Paragraph {n}").with_(n=each.number), "minutes:remark", each.id) for each in paragraphs]
    choose = button(_("Choose a paragraph"), "minutes:choose", version.meeting_id)
    context = {"meeting": version.meeting, "paragraphs": paragraphs, "longest": LONGEST_LISTED}
    return Content("minutes/which_paragraph", context, (*rows(taps, per_row=3), (choose,)))


def listing(
    actor: Actor, version: MinutesVersion, corrections: Sequence[MinutesCorrection], *, page: int = 1
) -> Content:
    """A page of the corrections of the minutes of a meeting; those that are open come first, with buttons."""
    ordered = sorted(corrections, key=lambda each: each.state is not CorrectionState.PROPOSED)
    pages = into_pages(ordered, _length, most=8)
    page = min(max(page, 1), len(pages))
    shown = pages[page - 1]
    organises = decides(actor, version.meeting)
    taps: Keyboard = ()
    for each in shown:
        if each.state is not CorrectionState.PROPOSED:
            continue
        if organises:
            accept = button(_("{n}: accept").with_(n=each.number), "minutes:accept", each.id)
            taps = (*taps, (accept, button(_("{n}: do not accept…").with_(n=each.number), "minutes:refuse", each.id)))
        elif each.proposed_by_id == actor.person.id:
            taps = (*taps, (button(_("{n}: withdraw").with_(n=each.number), "minutes:withdraw", each.id),))
    keyboard = (
        *taps,
        *turn_pages(page, pages, "minutes:corrections", version.id),
        (button(_("Back"), "minutes:show", version.id),),
    )
    context = {
        "twg": actor.twg,
        "version": version,
        "meeting": version.meeting,
        "corrections": shown,
        "longest": LONGEST_LISTED,
        "CorrectionState": CorrectionState,
    }
    return Content("minutes/corrections", context, keyboard)


def _length(each: MinutesCorrection) -> int:
    return _AROUND + min(len(each.old), LONGEST_LISTED) + min(len(each.new), LONGEST_LISTED) + len(each.why)
