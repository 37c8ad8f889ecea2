"""The register of decisions in the chat: /decisions, cards, entering and correcting (G16)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.choice_fields import OptionField
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.surroundings import Option, Surroundings
from handlers.meetings.planning import show_card
from handlers.meetings.subjects import about_meeting
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import decisions as messages
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button
from messages.rendering.texts import _
from storage.decisions import LONGEST_DECISION, Decision
from storage.meetings import Meeting
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.decisions import registering
from twg.decisions.access import access_decision
from twg.language.tasks import Deed
from twg.meetings import access, listing
from twg.meetings.convening import may_organise

router = Router("decisions")

_TEXT = Field(
    question=_("What was decided?"),
    hint=_("For example: The budget annex is adopted as amended."),
    label=_("Decision"),
    limit=LONGEST_DECISION,
)


@router.command("decisions", _("What the TWG has decided"), lists=True, group=Group.WORK)
async def list_(request: Request) -> Reply:
    return await _list(request, edit=False)


@router.wish("see_decisions")
async def see(_request: Request, _text: str) -> list[Button]:
    return [button(_("What the TWG has decided"), "general:only", "decisions")]


@router.button("page")
async def turn(request: Request, page: int) -> Reply:
    return await _list(request, page=page)


async def _list(request: Request, *, page: int = 1, edit: bool = True) -> Reply:
    found, more = await registering.list_register(request.session, request.member, page=page)
    return Reply(messages.listing(request.member, found, page=page, more=more), edit=edit)


@router.button("of_meeting", subject=Meeting)
async def list_of_meeting(request: Request, meeting_id: int, page: int = 1) -> Reply:
    """The decisions of one meeting."""
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    about = {"page": page, "meeting_id": meeting.id}
    found, more = await registering.list_register(request.session, request.member, **about)
    return Reply(messages.listing(request.member, found, page=page, more=more, meeting=meeting), edit=True)


@router.button("open", subject=Decision, opens=True)
async def open_(request: Request, decision_id: int) -> Reply:
    return await _show(request, decision_id)


async def _show(request: Request, decision_id: int, *, edit: bool = True) -> Reply:
    decision = await access_decision(request.session, request.member, decision_id)
    return Reply(messages.card(request.member, decision), edit=edit)


@router.button("meeting", subject=Decision)
async def open_meeting(request: Request, decision_id: int) -> Reply:
    """The meeting that decided it."""
    decision = await access_decision(request.session, request.member, decision_id)
    if decision.meeting_id is None:
        raise NotFound
    return Reply(await show_card(request, decision.meeting_id), edit=True)


@router.form("enter_decision", _("Enter a decision"), saves=registering.enter, opened_by="enter")
class EnterForm(Form):
    meeting: Annotated[str, OptionField(question=_("Which meeting decided it?"), label=_("Meeting"))]
    text: Annotated[str, _TEXT]

    @classmethod
    async def load(cls, request: Request, _about: Any) -> list[Option]:
        about = request.session, request.member
        past = (await listing.list_past(*about, now=request.now)).meetings
        on = await listing.list_under_way(*about, now=request.now)
        found = []
        for meeting_id in (*(each.id for each in on), *(each.id for each in past)):
            meeting = await access.access_meeting(*about, meeting_id)
            if may_organise(request.member, meeting.kind, meeting.audience):
                found.append(meeting)
        labels = names(found, request.zone, request.locale)
        return [Option(str(meeting.id), label) for meeting, label in zip(found, labels, strict=True)]

    @classmethod
    def surround(cls, loaded: list[Option], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options={"meeting": loaded})

    async def save(self, request: Request, _about: Any) -> Reply:
        args = registering.NewDecision(meeting_id=int(self.meeting), text=self.text)
        made = await registering.enter(request.session, request.member, args, now=request.now)
        return await _show(request, made.id)


@router.form(
    "enter_decision_of_meeting",
    _("Enter a decision"),
    saves=registering.enter,
    about=about_meeting(registering.access_meeting_to_enter),
    opened_by="enter_for",
    adds=True,
)
class EnterForForm(Form):
    text: Annotated[str, _TEXT]

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        args = registering.NewDecision(meeting_id=meeting.id, text=self.text)
        made = await registering.enter(request.session, request.member, args, now=request.now)
        return await _show(request, made.id)


_DECISION = about_row(Decision, registering.access_kept, lambda decision: decision.reference)


@router.form(
    "correct_decision",
    _("Correct the decision"),
    saves=registering.correct,
    about=about_row(Decision, registering.access_correctable, lambda decision: decision.reference),
    opened_by="correct",
)
class CorrectForm(Form):
    text: Annotated[str, _TEXT]

    @classmethod
    async def initial(cls, _request: Request, decision: Decision) -> Mapping[str, Any]:
        return {"text": decision.text}

    async def save(self, request: Request, decision: Decision) -> Reply:
        await registering.correct(request.session, request.member, decision.id, self.text, now=request.now)
        return await _show(request, decision.id)


@router.form(
    "withdraw_decision",
    _("Withdraw the decision"),
    saves=registering.withdraw,
    about=_DECISION,
    opened_by="withdraw",
    save=_("Withdraw"),
)
class WithdrawForm(Form):
    why: Annotated[str, Field(question=_("Why does it not stand any more?"), label=_("Reason"), limit=300)]

    async def save(self, request: Request, decision: Decision) -> Reply:
        await registering.withdraw(request.session, request.member, decision.id, self.why, now=request.now)
        return await _show(request, decision.id)


router.explain(
    Howto(
        _("See what was decided"),
        _("/decisions lists the decisions with their numbers; /search finds their words."),
        Deed(("see", "search"), ("decision",)),
        "decisions",
    ),
    Howto(
        _("Enter a decision"),
        _(
            "Write it while the meeting goes on, as decision: …; the register has it once the record is closed."
            " Or enter it afterwards with /decisions."
        ),
        Deed(("add", "create"), ("decision",)),
        "decisions",
        Permission.MEETING_ORGANISE,
    ),
)
