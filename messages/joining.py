"""Requests to join a TWG: the card for those who decide, their list, and what those who ask are told."""

from collections.abc import Sequence
from typing import Any

from messages.members import MOST_ALIKE
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.texts import Text, _, counted
from storage.joining import JoinRequest, JoinState
from storage.members import Membership, Twg
from twg.core.permissions import GRANTS, Permission
from twg.joining.deciding import is_for_chair, may_advise

#: Requests listed at most, each with a button; what was decided makes room for the others.
MOST_LISTED = 20

#: To begin to ask, for somebody without a role.
ASK = button(_("Ask to join"), "joining:ask")


def card(
    reader: Membership,
    request: JoinRequest,
    *,
    heading: str = "",
    decides: bool = False,
    to_chair: bool = False,
    chairless: bool = False,
    link_of: str = "",
    may_be: Sequence[Membership] = (),
) -> Content:
    """One request, with the buttons that its reader may use.

    Args:
        heading: what is told of it: "asked", "passed_on", "consulted", "advised", "answered", "chair_declined".
        decides: whether the reader decides it as it stands.
        to_chair: whether the Chair decides it after the reader.
        chairless: whether it waits for a Chair, of whom the TWG has none.
        link_of: the name in the TWG's list of the person by whose personal link they came; empty without one.
        may_be: members who may be this person, with a new account.
    """
    context = {
        "request": request,
        "twg": request.twg,
        "details": request.as_entered,
        "heading": heading,
        "link_of": link_of,
        "alike": may_be[:MOST_ALIKE],
        "decides": decides,
        "to_chair": to_chair,
        "chairless": chairless,
    }
    keyboard: Keyboard = ()
    if decides:
        keyboard = _deciding(request, to_chair=to_chair)
    elif may_advise(reader, request):
        keyboard = ((button(_("Give an opinion"), "joining:advise", request.id),),)
    if request.is_open and reader.role in GRANTS[Permission.PERSON_MERGE]:
        keyboard = (*keyboard, (button(_("Is a member already"), "joining:recognise", request.id),))
    return Content("joining/card", context, keyboard)


def _deciding(request: JoinRequest, *, to_chair: bool) -> Keyboard:
    reasoned = is_for_chair(request) and request.state is JoinState.PASSED_ON
    label = _("Pass it on to the Chair") if to_chair else _("Admit")
    return (
        (
            button(label, "joining:admit_for" if reasoned else "joining:admit", request.id),
            button(_("Decline"), "joining:decline", request.id),
        ),
        (button(_("Ask a question"), "joining:question", request.id),),
    )


def several(requests: Sequence[JoinRequest], twg: Twg) -> Content:
    """Those who wait for one who decides; without any it says so."""
    shown = requests[:MOST_LISTED]
    context = {"requests": shown, "total": len(requests), "more": len(requests) - len(shown), "twg": twg}
    buttons = [
        button(_("{number}. {label}").with_(number=number, label=shorten(request.name, 30)), "joining:open", request.id)
        for number, request in enumerate(shown, 1)
    ]
    return Content("joining/several", context, rows(buttons, per_row=2))


def waiting_rows(requests: Sequence[JoinRequest]) -> Keyboard:
    """The button that leads to those who wait; none where nobody does."""
    if not requests:
        return ()
    label = counted(len(requests), _("1 person asks to join"), _("{n} people ask to join"))
    return ((button(label, "joining:list"),),)


def waits(request: JoinRequest) -> Content:
    """Said to somebody whose request waits."""
    return Content("joining/waits", {"request": request, "twg": request.twg}, own_rows(request))


def own_rows(request: JoinRequest) -> Keyboard:
    """What somebody may do while they wait."""
    withdraw = button(_("Withdraw it"), "joining:withdraw", request.id)
    asked = button(_("Answer it"), "joining:answer", request.id)
    return ((asked, withdraw),) if request.question and not request.answer else ((withdraw,),)


def stranger(waiting: Sequence[JoinRequest]) -> Content:
    """Said to somebody without a role, whatever they send: what they have asked, else how to get in."""
    if not waiting:
        return Content("joining/stranger", {}, ((ASK,),))
    context: dict[str, Any] = {"waiting": waiting}
    several_wait = len(waiting) > 1
    keyboard = tuple(
        tuple(_of(request, each) if several_wait else each for each in row)
        for request in waiting
        for row in own_rows(request)
    )
    return Content("joining/waiting", context, (*keyboard, (ASK,)))


def _of(request: JoinRequest, below: Button) -> Button:
    """The button with the TWG that it is about."""
    label: Text | str = _("{twg}: {label}").with_(twg=request.twg.code, label=below.label)
    return Button(label, below.data)


def question(request: JoinRequest) -> Content:
    """What the person who asks to join reads when those who decide have asked them something."""
    return Content("joining/question", {"request": request, "twg": request.twg}, own_rows(request))


def decided(request: JoinRequest, membership: Membership | None) -> Content:
    """What became of it, for the person who asked. Args: `membership`, theirs where they were admitted."""
    return Content("joining/decided", {"request": request, "twg": request.twg, "membership": membership})


def admission_undone(request: JoinRequest, *, themself: bool) -> Content:
    """Said when an admission was taken back, to the person (`themself`) and to others who were told of it."""
    context = {"request": request, "twg": request.twg, "themself": themself}
    return Content("joining/admission_undone", context, own_rows(request) if themself else ())
