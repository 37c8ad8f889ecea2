"""Agreed actions in the chat: /actions, /newaction and the card of an action."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from handlers.forms.audience_field import AudienceField, groups_among, load_audiences, with_audiences
from handlers.forms.choice_fields import OptionField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.actions import card, listing, listing_of_meeting
from messages.history import history_keyboard
from messages.meetings.card import names
from messages.rendering.keyboards import button
from messages.rendering.texts import Text, _
from storage.actions import Action
from storage.meetings import Meeting
from storage.members import list_members
from storage.subgroups import group_id_of
from twg.actions import access, recording
from twg.actions.recording import Scope
from twg.core.addressing import Addressable
from twg.core.audiences import Audience
from twg.core.permissions import Permission
from twg.language.action_lines import read_action_line
from twg.language.vague_wording import find_vague

router = Router("actions")


@router.command("actions", _("Agreed actions, yours first"), lists=True, group=Group.WORK)
async def list_mine(request: Request, _rest: str) -> Reply:
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


@dataclass(frozen=True, kw_only=True)
class WordingField(Field):
    """A text with a caution where vague wording leaves open what is to be done, or when (A1)."""

    def caution(self, value: Any, _around: Surroundings) -> Text | None:
        vague = find_vague(value)
        if not vague:
            return None
        return _("Note: “{words}” can be read in several ways; better say what exactly is done.").with_(words=vague)


def _is_missing(field: str) -> Any:
    return lambda values, _around: values.get(field) is None


@router.form("record_action", _("Record an action"), saves=recording.record_action, opened_by="new")
class RecordForm(Form):
    text: Annotated[
        str,
        WordingField(
            question=_("What is to be done?"),
            hint=_("For example: Send the draft budget to all members"),
            label=_("Action"),
            limit=recording.LONGEST_ACTION,
        ),
    ]
    owner: Annotated[
        str | None,
        PersonField(
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
        date | None,
        DayField(question=_("By which day?"), label=_("Due")),
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
            question=_("Who may see it, besides its owner?"),
            label=_("Seen by"),
            when=_is_missing("meeting"),
        ),
    ]

    @classmethod
    async def load(cls, request: Request, _about: Any) -> tuple[dict[str, list[Option]], Addressable]:
        held = await recording.list_meetings_of_late(request.session, request.member, now=request.now)
        labels = names(held, request.zone, request.locale)
        meetings = [Option(str(meeting.id), label) for meeting, label in zip(held, labels, strict=True)]
        audiences = await load_audiences(request, Permission.ACTION_RECORD)
        return {
            "owner": [*options_of(list(audiences.members)), *groups_among(audiences)],
            "meeting": meetings,
        }, audiences

    @classmethod
    def surround(
        cls,
        loaded: tuple[dict[str, list[Option]], Addressable],
        answers: Mapping[str, Any],
        base: Surroundings,
    ) -> Surroundings:
        options, audiences = loaded
        return with_audiences(replace(base, options=options, note=_missing_note(answers)), audiences)

    async def save(self, request: Request, _about: Any) -> Reply:
        args = recording.NewAction(
            text=self.text,
            owner_id=int(self.owner) if self.owner is not None and self.owner.isdecimal() else None,
            group_id=group_id_of(self.owner or ""),
            institution=self.institution or "",
            due_on=self.due_on,
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
    """Open the form; a line after the command gives the action, and owner and day as far as they are understood."""
    if not rest:
        return await open_form(request, RecordForm)
    members = [member.person for member in await list_members(request.session, request.member.twg.id)]
    bodies = [person.institution for person in members if person.institution is not None]
    institutions = {name for body in bodies for name in (body.name, body.name_km) if name}
    names = [person.name for person in members]
    line = read_action_line(rest, names=names, institutions=institutions, today=request.today)
    typed = {"text": line.text, "owner": line.owner, "institution": line.institution, "due_on": line.due}
    nobody = {"owner": None} if line.institution else None
    return await open_form(
        request, RecordForm, typed={name: words for name, words in typed.items() if words}, answers=nobody
    )


@router.button("another", subject=Action)
async def another(request: Request, action_id: int) -> Reply:
    """Record another action of the same meeting; after one without a meeting, another without."""
    before = await access.access_action(request.session, request.member, action_id)
    meeting = access.meeting_of(before, request.member.member)
    answers = {"meeting": None} if meeting is None else {"meeting": str(meeting.id)}
    return await open_form(request, RecordForm, answers=answers)
