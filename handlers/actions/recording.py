"""Agreed actions in the chat: /actions, /newaction and the card of an action."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.actions.due_field import DueField
from handlers.actions.owners_field import OwnersField
from handlers.forms.addressables import list_nameable
from handlers.forms.audience_field import AudienceField, load_audiences, with_audiences
from handlers.forms.choice_fields import OptionField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.actions import card, listing, listing_of_meeting
from messages.history import history_keyboard
from messages.meetings.card import names
from messages.rendering.keyboards import button
from messages.rendering.texts import Text, _
from messages.rendering.vague import better_said
from storage.actions import LONGEST_ACTION, Action
from storage.meetings import Meeting
from twg.actions import access, recording
from twg.actions.recording import Scope
from twg.core.addressing import Addressable
from twg.core.audiences import Audience
from twg.core.permissions import Permission
from twg.language.action_lines import read_action_line
from twg.language.dues import Due, is_left_open
from twg.language.vague_wording import find_vague

router = Router("actions")


@router.command("actions", _("Agreed actions, yours first"), lists=True, group=Group.WORK, among=Action)
async def list_mine(request: Request) -> Reply:
    return await list_(request, Scope.MINE)


@router.button("list")
async def list_(request: Request, scope: Scope, page: int = 1) -> Reply:
    found = await recording.list_open(request.session, request.member, scope, page, now=request.now)
    return Reply(listing(request.member, found, scope, page, now=request.now), edit=True)


@router.button("of_meeting", subject=Meeting)
async def list_of_meeting(request: Request, meeting_id: int, page: int = 1) -> Reply:
    """The actions agreed at a meeting, open or not."""
    meeting, found = await recording.list_of_meeting(request.session, request.member, meeting_id, max(page, 1))
    return Reply(listing_of_meeting(request.member, meeting, found, max(page, 1), now=request.now), edit=page > 1)


@router.button("open", subject=Action, opens=True)
async def open_(request: Request, action_id: int) -> Reply:
    agreed = await access.access_action(request.session, request.member, action_id)
    content = card(request.member, agreed, now=request.now, files=True)
    return Reply(replace(content, keyboard=(*content.keyboard, *history_keyboard(request.member, agreed))))


_STAYS = _("{better} Please type the action in other words by “Back”, or say why it stays so.")


#: Reasons that are one tap.
_WHY = (_("The meeting agreed on these words"), _("The details follow in writing"))


def _is_vague(values: Mapping[str, Any], _around: Surroundings) -> bool:
    return find_vague(values.get("text") or "") is not None


def _ask_why(answers: Mapping[str, Any]) -> dict[str, Text]:
    """The question why vague wording stays, with a suggestion, for the wording that was given."""
    vague = find_vague(answers.get("text") or "")
    if vague is None:
        return {}
    return {"why_vague": _STAYS.with_(better=better_said(vague))}


def _is_missing(field: str) -> Any:
    return lambda values, _around: values.get(field) is None


@router.form("record_action", _("Record an action"), saves=recording.record_action, opened_by="new")
class RecordForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What is to be done?"),
            hint=_("For example: Send the draft budget to all members"),
            label=_("Action"),
            limit=LONGEST_ACTION,
        ),
    ]
    why_vague: Annotated[
        str | None,
        Field(
            question=_("Why does the wording stay so?"),
            label=_("Why so"),
            limit=recording.LONGEST_REASON,
            suggest=lambda around: [why.render(around.locale) for why in _WHY],
            when=_is_vague,
        ),
    ]
    owner: Annotated[
        str | None,
        OwnersField(
            question=_("Who will do it?"),
            label=_("Owner"),
        ),
    ] = None
    institution: Annotated[
        str,
        Field(
            question=_("Which institution is responsible?"),
            label=_("Institution"),
            is_name=True,
            when=_is_missing("owner"),
        ),
    ] = ""
    due_on: Annotated[
        Due | None,
        DueField(question=_("By which day?"), label=_("Due"), like=is_left_open),
    ] = None
    meeting: Annotated[
        str | None,
        OptionField(
            question=_("At which meeting was it agreed?"),
            label=_("Meeting"),
            when=lambda _values, around: bool(around.options.get("meeting")),
        ),
    ] = None
    audience: Annotated[
        str | None,
        AudienceField(
            question=_("Who may see it, besides its owners?"),
            label=_("Seen by"),
            when=_is_missing("meeting"),
        ),
    ]
    theme: Annotated[
        str,
        Field(
            question=_("If it belongs to a theme, please type it now."),
            label=_("Theme"),
            limit=recording.LONGEST_THEME,
            on_request=True,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, _about: Any) -> tuple[dict[str, list[Option]], Addressable]:
        held = await recording.list_meetings_of_late(request.session, request.member, now=request.now)
        labels = names(held, request.zone, request.locale)
        meetings = [Option(str(meeting.id), label) for meeting, label in zip(held, labels, strict=True)]
        audiences = await load_audiences(request, Permission.ACTION_RECORD)
        return {"meeting": meetings}, audiences

    @classmethod
    def surround(
        cls,
        loaded: tuple[dict[str, list[Option]], Addressable],
        answers: Mapping[str, Any],
        base: Surroundings,
    ) -> Surroundings:
        options, audiences = loaded
        around = replace(base, options=options, note=_missing_note(answers), questions=_ask_why(answers))
        return with_audiences(around, audiences)

    async def save(self, request: Request, _about: Any) -> Reply:
        due = self.due_on or Due()
        args = recording.NewAction(
            text=self.text,
            owners=tuple(self.owner.split("|")) if self.owner else (),
            institution=self.institution or "",
            due_on=due.day,
            due_words=due.words,
            every=due.every,
            review_on=due.review_on,
            theme=self.theme,
            why_vague=self.why_vague or "",
            meeting_id=None if self.meeting is None else int(self.meeting),
            audience=self.audience or Audience.ALL,
        )
        agreed = await recording.record_action(request.session, request.member, args, now=request.now)
        content = card(request.member, agreed, heading="recorded", now=request.now)
        another = button(_("Record another"), "actions:another", agreed.id)
        return Reply(replace(content, keyboard=(*content.keyboard, (another,))), edit=True)


def _missing_note(answers: Mapping[str, Any]) -> Text | None:
    """A note, shown before saving, where owner or day is missing: then no owner is reminded (A1)."""
    nobody, no_day = answers.get("owner") is None, answers.get("due_on") is None
    if nobody and no_day:
        return _("Note: no owner and no date are given, so nobody will be reminded.")
    if nobody:
        return _("Note: no owner is given; only the secretariat will be told when the date has passed.")
    return _("Note: no date is given, so nobody will be reminded.") if no_day else None


@router.command("newaction", _("Record an agreed action"), permission=Permission.ACTION_RECORD, group=Group.WORK)
async def new(request: Request, rest: str) -> Reply:
    """Open the form; a line after the command gives the action, and owners and day as far as they are understood."""
    if not rest:
        return await open_form(request, RecordForm)
    whom = await load_audiences(request, Permission.ACTION_RECORD)
    line = read_action_line(rest, known=list_nameable(whom), today=request.today, hours=request.member.hours)
    typed = {"text": line.text, "owner": line.owners, "due_on": line.due}
    return await open_form(request, RecordForm, typed={name: words for name, words in typed.items() if words})


@router.button("another", subject=Action)
async def another(request: Request, action_id: int) -> Reply:
    """Record another action of the same meeting; after one without a meeting, another without."""
    before = await access.access_action(request.session, request.member, action_id)
    meeting = access.meeting_of(before, request.member.member)
    answers = {"meeting": None} if meeting is None else {"meeting": str(meeting.id)}
    return await open_form(request, RecordForm, answers=answers)
