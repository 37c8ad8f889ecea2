"""Messages about no-objection between meetings (G16)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.texts import Text, _
from storage.core.shortening import first_line
from storage.documents import Document
from storage.objections import NoObjection, ObjectionAnswer
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.objections.access import is_asked, may_withdraw, takes_answers
from twg.objections.answering import Standing

#: Characters of the text that a message shows, and people whom it names of each answer.
LONGEST_SHOWN, _NAMED = 1500, 12


def card(
    actor: Actor,
    objection: NoObjection,
    own: ObjectionAnswer | None,
    papers: Sequence[Document],
    *,
    now: datetime,
    heading: str = "",
) -> Content:
    """To who is asked: the text, its papers, and the buttons to answer.

    Args:
        own: what the reader has answered.
        papers: those that the reader may see.
        heading: "", "asked" or "reminder".
    """
    today = now.astimezone(actor.zone).date()
    answerable = is_asked(objection, actor.member) and takes_answers(objection, today=today)
    keyboard: Keyboard = ()
    if answerable:
        agree = _mark(_("No objection"), own is not None and own.agrees)
        object_ = _mark(_("I object…"), own is not None and not own.agrees)
        first = button(agree, "objections:agree", objection.id)
        keyboard = ((first, button(object_, "objections:object", objection.id)),)
    context: dict[str, Any] = {
        "objection": objection,
        "twg": actor.twg,
        "own": own,
        "answerable": answerable,
        "heading": heading,
    }
    context |= {"papers": papers, "longest": LONGEST_SHOWN}
    opener = ((button(shorten(first_line(objection.text)), "objections:open", objection.id),),)
    return Content("objections/card", context, (*keyboard, *_paper_rows(papers)), grouped=opener)


def _mark(label: Text, chosen: bool) -> Text:
    return _("✓ {answer}").with_(answer=label) if chosen else label


def _paper_rows(papers: Sequence[Document]) -> Keyboard:
    return rows([button(shorten(paper.title), "documents:open", paper.id) for paper in papers])


def standing(actor: Actor, found: Standing, papers: Sequence[Document], *, now: datetime, heading: str = "") -> Content:
    """To who organises it: who answers what; it is changed as answers come.

    Args:
        papers: those that the reader may see.
        heading: "", or "to_confirm" where the last day is over.
    """
    objection = found.objection
    today = now.astimezone(actor.zone).date()
    answerable = takes_answers(objection, today=today)
    buttons: list[Button] = []
    if objection.ended_at is None and actor.may(Permission.OBJECTION_CONFIRM) and not (answerable and found.silent):
        words = _("Decide despite objections") if found.objecting else _("Confirm")
        buttons.append(button(words, "objections:confirm", objection.id))
    if objection.ended_at is None and may_withdraw(actor, objection):
        buttons.append(button(_("Withdraw"), "objections:withdraw", objection.id))
    if objection.decision is not None:
        buttons.append(button(objection.decision.reference, "decisions:open", objection.decision.id))
    context: dict[str, Any] = {
        "objection": objection,
        "twg": actor.twg,
        "found": found,
        "answerable": answerable,
        "heading": heading,
    }
    context |= {"papers": papers, "longest": LONGEST_SHOWN, "most": _NAMED}
    opener = ((button(shorten(first_line(objection.text)), "objections:open", objection.id),),)
    return Content("objections/standing", context, (*rows(buttons, per_row=2), *_paper_rows(papers)), grouped=opener)


def told(actor: Actor, objection: NoObjection, *, objected: int) -> Content:
    """What became of it. Args: `objected`: how many objected."""
    keyboard: Keyboard = ()
    if objection.decision is not None:
        keyboard = ((button(objection.decision.reference, "decisions:open", objection.decision.id),),)
    context = {"objection": objection, "twg": actor.twg, "objected": objected, "longest": LONGEST_SHOWN}
    return Content("objections/told", context, keyboard)


def listing(actor: Actor, found: Sequence[NoObjection]) -> Content:
    """Those that have not ended."""
    opens = [button(shorten(first_line(each.text)), "objections:open", each.id) for each in found]
    if actor.may(Permission.OBJECTION_ASK):
        opens.append(button(_("Ask for no objection"), "objections:new"))
    context = {"twg": actor.twg, "found": found, "headline": first_line}
    return Content("objections/list", context, (*rows(opens), (button(_("Decisions"), "decisions:page", 1),)))
