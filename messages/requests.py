"""Messages about requests: what is asked of whom, and the buttons of those who decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from messages.documents import attach
from messages.indicators import report_keyboard
from messages.rendering.content import Content
from messages.rendering.file_names import names_of
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.labels import label
from messages.rendering.texts import Text, _
from storage.actions import Action
from storage.engine.database import Base, identity
from storage.indicators import ReportRequest
from storage.meetings import Meeting
from storage.members import Membership, Role, Twg
from storage.requests import OF_PAPERS, MemberRequest, RequestKind, RequestState
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.requests.access import title_of
from twg.requests.asking import PAGE

#: What the buttons below an action or an indicator say.
_OFFERED = {
    RequestKind.MORE_TIME: _("More time"),
    RequestKind.HAND_OVER: _("Somebody else should do it"),
    RequestKind.NOT_MINE: _("It is not my task"),
    RequestKind.STILL_NEEDED: _("Is it still needed?"),
    RequestKind.NO_DATA: _("There is no data"),
    RequestKind.LEFT: _("I have left my post"),
    RequestKind.QUESTION: _("Ask a question"),
}


@dataclass(frozen=True)
class Replaced:
    """What a request said that another one of the same person has replaced."""

    until: date | None
    text: str


def obstacle_button(subject_type: str, subject_id: int) -> Button:
    """The button that offers what can be asked about a row."""
    return button(_("Something in the way?"), "requests:about", subject_type, subject_id)


def choices(subject: Base, kinds: Sequence[RequestKind]) -> Content:
    """What can be asked about a row, with a button each."""
    about = subject.__tablename__, identity(subject)
    buttons = rows(button(_OFFERED[kind], "requests:ask", kind, *about) for kind in kinds)
    return Content("requests/choices", {"title": title_of(subject), "obstacle": len(kinds) > 1}, buttons)


def card(
    actor: Actor,
    request: MemberRequest,
    subject: Base | None,
    *,
    heading: str = "",
    decides: bool = False,
    deciders: Sequence[Membership] = (),
    files: bool = False,
    replaced: Replaced | None = None,
) -> Content:
    """The card of a request, with the buttons that this actor may use.

    Args:
        subject: what it is about; None where the actor may not see that any more.
        heading: "" on demand; "made", "changed" or "reminder" to those who decide, "withdrawn" to those who were told;
            "decided" to the person who asked, then "corrected" or "undecided", and "over" where nobody decided it in
            time; "sent" or "settled" to the person who has just asked or decided.
        decides: whether the actor decides it.
        deciders: those who decide it; shown to the person who has just asked.
        files: send the files of the request too.
        replaced: the request of the same person that it replaces.
    """
    context = {
        "request": request,
        "twg": actor.twg,
        "heading": heading,
        "title": title_of(subject),
        "starts_at": subject.starts_at if isinstance(subject, Meeting) else None,
        "due": _due(subject),
        "deciders": list(deciders),
        "own": request.asked_by_id == actor.person.id,
        "names": names_of(request.files),
        "replaced": replaced,
        "earlier": None,
    }
    keyboard: Keyboard = ()
    if request.state is RequestState.WAITING:
        keyboard = _deciding(request, subject) if decides else ()
        if context["own"]:
            keyboard = ((button(_("Withdraw it"), "requests:withdraw", request.id),),)
    opener = _opener_of_papers(actor, request) or _opener(subject)
    if opener is not None:
        keyboard = (*keyboard, (opener,))
    # What has files stands alone, and is the caption of the first where Telegram takes one: among others nobody would
    # see to which request a file belongs.
    sent = tuple(attach(file, captioned=file.kind != "video_note") for file in request.files) if files else ()
    grouped = () if sent else ((button(name(request), "requests:open", request.id),),)
    return Content("requests/card", context, keyboard, sent, grouped)


def time_ends(request: MemberRequest, asked: ReportRequest, twg: Twg, *, now: datetime) -> Content:
    """A reminder of a report for which more time was agreed; a reply to it is a report."""
    context = {"request": request, "indicator": asked.indicator, "twg": twg, "now": now}
    label = _("Report on {number}").with_(number=asked.indicator.number)
    grouped = ((button(label, "indicators:report", asked.indicator_id),),)
    obstacle = (obstacle_button(ReportRequest.__tablename__, asked.id),)
    return Content("requests/time_ends", context, (*report_keyboard(asked.indicator_id), obstacle), grouped=grouped)


def name(request: MemberRequest) -> Text:
    """The label of a request's button, with the day that it asks for."""
    if request.until is not None:
        day = request.until.strftime("%d/%m")
        shown = {"kind": label(request.kind), "day": day, "name": shorten(request.asked_by.name, 20)}
        return _("{kind} until {day} – {name}").with_(**shown)
    return _("{kind} – {name}").with_(kind=label(request.kind), name=shorten(request.asked_by.name, 24))


def _due(subject: Base | None) -> date | None:
    return subject.due_on if isinstance(subject, Action) else None


def _opener(subject: Base | None) -> Button | None:
    match subject:
        case Action():
            return button(_("Show the action"), "actions:open", subject.id)
        case Meeting():
            return button(_("Show the meeting"), "meetings:open", subject.id)
        case ReportRequest():
            return button(_("Show the indicator"), "indicators:open", subject.indicator_id)
    return None


def _opener_of_papers(actor: Actor, request: MemberRequest) -> Button | None:
    """The button to the papers of the meeting, where who asks for them can set another day, or ask somebody else."""
    if request.kind not in OF_PAPERS or not actor.may(Permission.PAPER_ACCEPT):
        return None
    return button(_("Show the papers"), "papers:meeting", request.subject_id)


def _deciding(request: MemberRequest, subject: Base | None) -> Keyboard:
    """The buttons of those who decide a request that waits."""
    agree = button(_("Agree"), "requests:agree", request.id)
    decline = button(_("Decline"), "requests:decline", request.id)
    answer = button(_("Answer it"), "requests:answer", request.id)
    another_day = button(_("Another date") if request.until else _("Set a date"), "requests:day", request.id)
    another = button(_("Choose somebody"), "requests:person", request.id)
    match request.kind:
        case RequestKind.MORE_TIME:
            first = (agree, another_day) if request.until else (another_day,)
        case RequestKind.NOT_MINE if not _is_led_by_asker(subject, request):
            first = (agree, another)
        case RequestKind.HAND_OVER | RequestKind.NOT_MINE:
            first = (agree, another) if request.named_id else (another,)
        case RequestKind.STILL_NEEDED:
            needed = button(_("Still needed"), "requests:needed", request.id)
            return ((needed, button(_("Drop the action"), "requests:drop", request.id)), (answer,))
        case RequestKind.QUESTION:
            return ((answer,),)
        case _ if request.kind is RequestKind.LEFT or request.is_message:
            return ((button(_("Noted"), "requests:agree", request.id), answer),)
        case _:
            first = (agree,)
    return (first, (decline, answer))


def _is_led_by_asker(subject: Base | None, request: MemberRequest) -> bool:
    """Whether it is about an action that would have no lead without who asked: somebody else has to be named."""
    if not isinstance(subject, Action):
        return False
    if subject.owner_id is not None:
        return subject.owner_id == request.asked_by_id
    return subject.institution_id is not None and subject.institution_id == request.asked_by.institution_id


def send_button(subject: Base, role: Role, *, in_twg: str = "") -> Button:
    """The button that sends a message on, about a row, to those who decide.

    Args:
        role: theirs: the secretariat's, or another for the Chair.
        in_twg: the code of the TWG, for a person who is in several.
    """
    if role is Role.SECRETARIAT:
        label = _("Send to the secretariat of {twg}").with_(twg=in_twg) if in_twg else _("Send to the secretariat")
    else:
        label = _("Send to the Chair of {twg}").with_(twg=in_twg) if in_twg else _("Send to the Chair")
    return button(label, "requests:send", subject.__tablename__, identity(subject))


def reply_buttons(request: MemberRequest, until: date | None) -> list[Button]:
    """What a reply to a request can do, besides what the buttons of the request do.

    Args:
        until: the day that the reply names.
    """
    buttons = []
    if until is not None:
        agree = _("Agree until {day}").with_(day=until.strftime("%d/%m/%Y"))
        buttons.append(button(agree, "requests:agree_day", request.id, until))
    elif (request.kind is RequestKind.MORE_TIME and request.until) or request.kind is RequestKind.NO_DATA:
        buttons.append(button(_("Agree"), "requests:agree", request.id))
    answer = button(_("Answer with these words"), "requests:answer_with", request.id)
    return [*buttons, answer, button(_("Decline with these words"), "requests:decline_with", request.id)]


def listing(
    actor: Actor, found: Sequence[MemberRequest], titles: Sequence[str], *, waiting: bool, page: int
) -> Content:
    """A page of requests with a button each.

    Args:
        found: the requests of this page, and one more where another page follows.
        titles: what each of them is about.
        page: counted from 1.
    """
    shown = found[:PAGE]
    keyboard: Keyboard = tuple((button(name(request), "requests:open", request.id),) for request in shown)
    scope = "waiting" if waiting else "decided"
    if len(found) > len(shown):
        keyboard = (*keyboard, (button(_("More"), "requests:list", scope, page + 1),))
    other = button(_("Decided ones"), "requests:list", "decided")
    if not waiting:
        other = button(_("Waiting ones"), "requests:list", "waiting")
    ask = button(_("Ask a question"), "requests:ask", RequestKind.QUESTION, "twg", actor.twg.id)
    context = {
        "requests": list(zip(shown, titles, strict=False)),
        "twg": actor.twg,
        "waiting": waiting,
        "page": page,
    }
    return Content("requests/list", context, (*keyboard, (other,), (ask,)))
