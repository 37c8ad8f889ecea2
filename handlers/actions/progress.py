"""How far an action is, in the chat: /done, the buttons under an action, and replies in plain words (A3)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.definition import Form, form
from handlers.forms.fields import Around, DayField, Field, FileField, check_size
from handlers.forms.person_field import PersonField, options_of
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import action, command, reply_below, reply_to
from messages.actions import card, name
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from storage.actions import Action, ActionState
from storage.core.notifications import Notification
from storage.members import list_members
from twg.actions import progress, recording
from twg.actions.progress import LONGEST_NOTE, Note
from twg.actions.recording import AlreadyClosed, Scope
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, NotFound, TextExpected, TooLong
from twg.language.parsing import split_action_number, split_done


class NumberExpected(BadInput):
    key = "actions/number_expected"


@command("done", _("Say that an action is done"), permission=Permission.ACTION_UPDATE)
async def done(request: Request, rest: str) -> Reply:
    """`/done 12 the draft was sent` closes, `/done 12` asks for the note, `/done` asks which."""
    if not rest:
        mine = await recording.list_open(request.session, request.member, Scope.MINE, now=request.now)
        keyboard = rows(button(name(agreed), "actions/done", agreed.id) for agreed in mine)
        return say("actions/to_close", actions=mine, keyboard=keyboard)
    number, note = split_action_number(rest)
    if number is None:
        raise NumberExpected
    try:
        request, agreed = await _reach(request, number)
    except NotFound:
        raise recording.UnknownAction(number=number) from None
    return replace(await _close(request, agreed, note, request.incoming.file), edit=False)


async def _reach(request: Request, action_id: int) -> tuple[Request, Action]:
    """An action and the request within its TWG. Raises: NotFound."""
    found = await request.session.get(Action, action_id)
    if found is None:
        raise NotFound
    request = request.within(found.twg_id)
    return request, await recording.access_action(request.session, request.member, action_id)


async def _close(request: Request, agreed: Action, note: str, evidence: SentFile | None) -> Reply:
    """Close it with this note; where there is none, ask for it."""
    if not note:
        return await _ask(request, CloseForm, agreed.id, evidence)
    args = _note(request, note, evidence)
    ended = await progress.close(request.session, request.member, agreed.id, args, now=request.now)
    return Reply(card(request.member, ended, heading="ended", now=request.now), edit=True)


def _note(request: Request, text: str, evidence: SentFile | None) -> Note:
    """Raises: TextExpected for a sticker or a voice note; TooLong, FileTooBig."""
    if not text and evidence is None:
        raise TextExpected
    if evidence is not None:
        check_size(evidence, request.settings.max_file_mb)
    if len(text) > LONGEST_NOTE:
        raise TooLong(limit=LONGEST_NOTE, length=len(text))
    return Note(text=text, evidence=evidence)


async def _ask(request: Request, model: type[Form], action_id: int, evidence: SentFile | None = None) -> Reply:
    """A form about an action that may still be changed; a file may come with the answer, or be there already."""
    await recording.access_changeable(request.session, request.member, action_id)
    answers: dict[str, Any] = {}
    if "evidence" in model.model_fields:
        if evidence is not None:
            check_size(evidence, request.settings.max_file_mb)
        answers["evidence"] = None if evidence is None else evidence.model_dump()
    reply = await open_form(request, model, context={"action_id": action_id}, answers=answers)
    return replace(reply, edit=False)


class _AboutAction(Form):
    """What the forms below have in common: what they are about."""

    @classmethod
    async def around(
        cls, request: Request, context: Mapping[str, Any], _answers: Mapping[str, Any], around: Around
    ) -> Around:
        agreed = await recording.access_action(request.session, request.member, context["action_id"])
        return replace(around, about=name(agreed))


@form("actions/close", _("Done"), permission=Permission.ACTION_UPDATE, confirm=False)
class CloseForm(_AboutAction):
    text: Annotated[
        str,
        Field(
            question=_("What was done?"),
            hint=_("A short note closes the action; you may send a file with it as evidence."),
            label=_("Note"),
            limit=LONGEST_NOTE,
        ),
    ]
    evidence: Annotated[SentFile | None, FileField(question=_("Evidence"), label=_("Evidence"))] = None

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        args = Note(text=self.text, evidence=self.evidence)
        ended = await progress.close(request.session, request.member, context["action_id"], args, now=request.now)
        return Reply(card(request.member, ended, heading="ended", now=request.now), edit=True)


@action("actions/done", subject=Action)
async def done_by_button(request: Request, action_id: int) -> Reply:
    return await _ask(request, CloseForm, action_id)


@form("actions/note", _("Add a note"), permission=Permission.ACTION_UPDATE, confirm=False)
class NoteForm(_AboutAction):
    text: Annotated[
        str,
        Field(
            question=_("How far is it?"),
            hint=_("You may send a file with the note."),
            label=_("Note"),
            limit=LONGEST_NOTE,
        ),
    ]
    evidence: Annotated[SentFile | None, FileField(question=_("Evidence"), label=_("Evidence"))] = None

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        return await _add_note(request, context["action_id"], Note(text=self.text, evidence=self.evidence))


async def _add_note(request: Request, action_id: int, args: Note) -> Reply:
    agreed = await progress.add_note(request.session, request.member, action_id, args, now=request.now)
    return Reply(card(request.member, agreed, heading="noted", now=request.now), edit=True)


@action("actions/note", subject=Action)
async def note_by_button(request: Request, action_id: int) -> Reply:
    return await _ask(request, NoteForm, action_id)


@form("actions/move", _("Move the date"), permission=Permission.ACTION_RECORD, save=_("Move the date"))
class MoveForm(_AboutAction):
    due_on: Annotated[
        date,
        DayField(
            question=_("To which day should it be moved?"),
            hint=_("Choose it, or type it: 15/12/2026"),
            label=_("New day"),
        ),
    ]

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        moved = await progress.move(request.session, request.member, context["action_id"], self.due_on, now=request.now)
        toast = (
            _("Moved; its owner is told.") if moved.owner_id not in {None, request.member.person.id} else _("Moved.")
        )
        return Reply(card(request.member, moved, now=request.now), edit=True, toast=toast)


@action("actions/move", subject=Action)
async def move(request: Request, action_id: int) -> Reply:
    request.member.check(Permission.ACTION_RECORD)
    return await _ask(request, MoveForm, action_id)


@form("actions/drop", _("Drop an action"), permission=Permission.ACTION_RECORD, save=_("Drop the action"))
class DropForm(_AboutAction):
    reason: Annotated[
        str,
        Field(
            question=_("Why is it no longer called for?"),
            hint=_("Its owner is told, and reminded no more."),
            label=_("Reason"),
            limit=LONGEST_NOTE,
        ),
    ]

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        dropped = await progress.drop(
            request.session, request.member, context["action_id"], self.reason, now=request.now
        )
        return Reply(card(request.member, dropped, heading="ended", now=request.now), edit=True)


@action("actions/drop", subject=Action)
async def drop(request: Request, action_id: int) -> Reply:
    request.member.check(Permission.ACTION_RECORD)
    return await _ask(request, DropForm, action_id)


@form("actions/give", _("Change the owner"), permission=Permission.ACTION_RECORD, save=_("Change the owner"))
class GiveForm(_AboutAction):
    owner: Annotated[
        str,
        PersonField(
            question=_("Who will do it from now on?"),
            hint=_("Choose, or type a part of the name or institution."),
            label=_("Owner"),
        ),
    ]

    @classmethod
    async def around(
        cls, request: Request, context: Mapping[str, Any], answers: Mapping[str, Any], around: Around
    ) -> Around:
        around = await super().around(request, context, answers, around)
        members = await list_members(request.session, request.member.twg.id)
        return replace(around, options={"owner": options_of(members)})

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        given = await progress.give(
            request.session, request.member, context["action_id"], int(self.owner), now=request.now
        )
        toast = _("Its new owner is told.")
        return Reply(card(request.member, given, now=request.now), edit=True, toast=toast)


@action("actions/give", subject=Action)
async def give(request: Request, action_id: int) -> Reply:
    request.member.check(Permission.ACTION_RECORD)
    return await _ask(request, GiveForm, action_id)


@action("actions/reopen", subject=Action)
async def reopen(request: Request, action_id: int) -> Reply:
    agreed = await progress.reopen(request.session, request.member, action_id, now=request.now)
    return Reply(card(request.member, agreed, now=request.now), edit=True, toast=_("The action is open again."))


@reply_to(
    "actions/given",
    "actions/moved",
    "actions/closed",
    "actions/reminder",
    "actions/overdue",
    "actions/late",
    "actions/stalled",
)
async def reply(request: Request, about: list[Notification]) -> Reply:
    """ "done …" closes with the rest as the note, anything else is noted.

    Where the message was about several it is asked which one, unless the reply begins with a number of theirs.
    """
    incoming = request.incoming
    ids = list(dict.fromkeys(notification.subject_id for notification in about))
    number, rest = split_action_number(incoming.text)
    if number in ids and len(ids) > 1:
        return await _take(request, number, rest)
    waiting = await _list_waiting(request, ids)
    if len(waiting) > 1:
        keyboard = rows(button(name(agreed), "actions/take", agreed.id) for agreed in waiting)
        return replace(show("actions/which", keyboard=keyboard), to_message=True)
    return await _take(request, waiting[0].id if waiting else ids[0], incoming.text)


async def _list_waiting(request: Request, ids: list[int]) -> list[Action]:
    """Those of them that are open, and still open to this person."""
    waiting = []
    for action_id in ids:
        with suppress(NotFound):
            _within, agreed = await _reach(request, action_id)
            if agreed.state is ActionState.OPEN:
                waiting.append(agreed)
    return waiting


@reply_below("actions/note")
async def reply_to_card(request: Request, action_id: int) -> Reply:
    return await _take(request, action_id, request.incoming.text)


@action("actions/take", subject=Action)
async def take(request: Request, action_id: int) -> Reply:
    """The reply that left open which action it is about."""
    reply = await _take(request, action_id, request.incoming.replied_text, request.incoming.replied_file)
    return replace(reply, edit=True)


@action("actions/take_mine")
async def take_mine(request: Request) -> Reply:
    """The message that was sent before the button appeared: under which of one's own actions is it noted?"""
    mine = await recording.list_open(request.session, request.member, Scope.MINE, now=request.now)
    if not mine:  # it was closed since
        return show("actions/to_close", actions=mine)
    return show("actions/which", keyboard=rows(button(name(agreed), "actions/take", agreed.id) for agreed in mine))


async def _take(request: Request, action_id: int, text: str, evidence: SentFile | None = None) -> Reply:
    """What somebody wrote of an action."""
    evidence = evidence or request.incoming.file
    request, agreed = await _reach(request, action_id)
    if agreed.state is not ActionState.OPEN:  # below the refusal, for whoever may open it again
        content = card(request.member, agreed, now=request.now)
        return Reply(content, to_message=True, refusal=AlreadyClosed(action=agreed))
    note = split_done(text)
    if note is not None:
        return replace(await _close(request, agreed, note, evidence), edit=False)
    return replace(await _add_note(request, agreed.id, _note(request, text.strip(), evidence)), edit=False)
