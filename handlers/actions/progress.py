"""Progress of actions in the chat: /done, and the buttons below an action (A3)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Any

from handlers.actions.choosing import choices, list_mine
from handlers.actions.evidence import read_note
from handlers.forms.conversation import open_form
from handlers.forms.effects import note_written
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField, accept_file
from handlers.forms.form import Form, about_row
from handlers.forms.recordings import with_recording
from handlers.requests.over import tell_withdrawn
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages.actions import card, name
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import Text, _
from storage.actions import Action, ActionState, ActionUpdate, find_action_id
from twg.actions import access, noting, progress, recording
from twg.actions.noting import LONGEST_NOTE, Note
from twg.actions.recording import Scope
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, NotFound, Refusal
from twg.language.asked import is_request, is_unfinished, may_be_done, says_nothing
from twg.language.done import read_done_line, split_reference
from twg.language.intents import Intent, read_intent
from twg.language.telling import tells_a_deed

router = Router("actions")


class NumberExpected(BadInput):
    key = "actions#number_expected"


@router.command(
    "done", _("Say that an action is done"), permission=Permission.ACTION_UPDATE, lists=True, group=Group.WORK
)
async def done(request: Request, rest: str) -> Reply:
    """`/done 12 the draft was sent` closes, `/done 12` asks for the note, `/done` asks which."""
    if not rest:
        mine = await recording.list_open(request.session, request.member, Scope.MINE, now=request.now)
        keyboard = rows(button(name(agreed), "actions:done", agreed.id) for agreed in mine)
        return say("actions/to_close", actions=mine, keyboard=keyboard)
    if (cited := await _close_cited(request, rest)) is not None:
        return cited
    line = read_done_line(rest)
    if line.number is None:
        raise NumberExpected
    found = await list_numbered(request, line.number)
    if len(found) > 1:
        keyboard = choices(request, found, closing=line.certain)
        return replace(show("actions/which", keyboard=keyboard, words=rest), to_message=True)
    if not line.certain:
        return await _ask_whether_meant(request, line.number, rest)
    if not found:
        raise access.UnknownAction(number=line.number)
    request, agreed = await reach(request, found[0].id)
    note = "" if says_nothing(line.note) else line.note  # "/done 12 ok" does not tell what was done
    return replace(await close_with(request, agreed, note, request.incoming.file), edit=False)


async def _close_cited(request: Request, line: str) -> Reply | None:
    """Close the action that a line cites by its number within a TWG, "HLT-5 sent"; None where it cites none."""
    within = {each.member.twg.code: each for each in request.of_each_twg()}
    cited = split_reference(line, within)
    if cited is None:
        return None
    code, number, note = cited
    action_id = await find_action_id(request.session, within[code].member.twg.id, number)
    try:
        within_twg, agreed = await reach(request, action_id or 0)
    except NotFound:
        raise access.UnknownAction(number=number) from None
    said = "" if says_nothing(note) else note
    return replace(await close_with(within_twg, agreed, said, request.incoming.file), edit=False)


async def list_numbered(request: Request, number: int) -> list[Action]:
    """The actions that have this number, across all TWGs or within one of the person's, as far as they may see them."""
    ids = {number}
    for each in request.of_each_twg():
        ids |= {await find_action_id(each.session, each.member.twg.id, number) or number}
    found = []
    for action_id in sorted(ids):
        with suppress(NotFound):
            found.append((await reach(request, action_id))[1])
    return found


async def _ask_whether_meant(request: Request, number: int, typed: str) -> Reply:
    """Ask which action a line is about whose number may be a part of its note: "2 districts have sent it".

    The buttons list the action with that number first, even if somebody else owns it, then the person's own actions.
    """
    mine = await list_mine(request)
    offered = {agreed.id: agreed for agreed in [*await _list_notable(request, number), *mine]}
    if not offered:
        raise NumberExpected
    keyboard = choices(request, list(offered.values()))
    return replace(show("actions/which", keyboard=keyboard, words=typed), to_message=True)


async def _list_notable(request: Request, action_id: int) -> list[Action]:
    """The open action of this number, where the person may say how far it is."""
    with suppress(Refusal):
        within, agreed = await reach(request, action_id)
        access.check_notable(within.member, agreed)
        return [agreed] if agreed.state is ActionState.OPEN else []
    return []


async def reach(request: Request, action_id: int) -> tuple[Request, Action]:
    """The action, and the request acting in its TWG. Raises: NotFound."""
    request = await request.within_twg_of(Action, action_id)
    return request, await access.access_action(request.session, request.member, action_id)


async def close_with(request: Request, agreed: Action, note: str, evidence: SentFile | None) -> Reply:
    """Close the action with this note; without a note, open the form that asks for it."""
    if not note:
        answers = {}
        if evidence is not None:
            answers["evidence"] = accept_file(evidence, request.settings.max_file_mb)
        return await open_form(request, CloseForm, context=ACTION.context_of(agreed.id), answers=answers)
    return await _end(request, agreed, read_note(request, note, evidence))


async def _end(request: Request, agreed: Action, args: Note) -> Reply:
    """Close it. Where somebody else leads it, tell that the person's part is done; where it recurs, that it was."""
    leads = access.may_close(agreed, request.member)
    if (not leads and access.may_note(agreed, request.member)) or (leads and agreed.every is not None):
        return await add_note(request, agreed.id, args, says_done=True)
    action_id = agreed.id
    ended = await progress.close(request.session, request.member, action_id, args, request.domains, now=request.now)
    await note_written(request, Action.__tablename__, ended.id)
    shown = with_recording(await show_ended(request, ended), args.evidence)
    return await tell_withdrawn(request, shown, Action.__tablename__, [ended.id])


async def show_ended(request: Request, ended: Action) -> Reply:
    """The card of an action that was just closed or dropped, with a button to undo that."""
    content = card(request.member, ended, heading="ended", now=request.now)
    return Reply(replace(content, keyboard=await undo_keyboard(request, ended)), edit=True)


def show_changed(request: Request, agreed: Action, *, heading: str = "", toast: Text | None = None) -> Reply:
    """The card of the action, in place of the message with the button."""
    return Reply(card(request.member, agreed, heading=heading, now=request.now), edit=True, toast=toast)


def _check_notable(request: Request, agreed: Action) -> None:
    access.check_notable(request.member, agreed)


ACTION = about_row(Action, access.access_action, name)


class _NotedForm(Form):
    @classmethod
    async def initial(cls, _request: Request, _agreed: Action) -> Mapping[str, Any]:
        """Do not ask for evidence; a file may come with the note."""
        return {"evidence": None}


@router.form(
    "close_action",
    _("Done"),
    saves=progress.close,
    about=ACTION,
    opened_by="done",
    check=_check_notable,
    confirm=False,
)
class CloseForm(_NotedForm):
    text: Annotated[
        str,
        Field(
            question=_("What was done?"),
            hint=_("A short note is enough; you may send a file with it as evidence."),
            label=_("Note"),
            limit=LONGEST_NOTE,
            unlike=is_unfinished,
            evident=tells_a_deed,
            of_task=True,
        ),
    ]
    evidence: Annotated[SentFile | None, FileField(question=_("Evidence"), label=_("Evidence"), several=True)] = None

    async def save(self, request: Request, agreed: Action) -> Reply:
        return await _end(request, agreed, Note(text=self.text, evidence=self.evidence))


@router.form(
    "note_action",
    _("Add a note"),
    saves=noting.add_note,
    about=ACTION,
    opened_by="note",
    check=_check_notable,
    confirm=False,
    adds=True,
)
class NoteForm(_NotedForm):
    text: Annotated[
        str,
        Field(
            question=_("How far is it?"),
            hint=_("You may send a file with the note."),
            label=_("Note"),
            limit=LONGEST_NOTE,
            unlike=lambda text: may_be_done(text) or is_request(text),
            of_task=True,
        ),
    ]
    evidence: Annotated[SentFile | None, FileField(question=_("Evidence"), label=_("Evidence"), several=True)] = None

    async def save(self, request: Request, agreed: Action) -> Reply:
        """Note it; close the action where the answer is that it is done."""
        note = Note(text=self.text, evidence=self.evidence)
        if read_intent(self.text).is_clearly(Intent.DONE):
            return await _end(request, agreed, note)
        return await add_note(request, agreed.id, note)


async def add_note(request: Request, action_id: int, args: Note, *, says_done: bool = False) -> Reply:
    """Note it, and show the card with a button to undo that besides its own.

    Args:
        says_done: the person shares it and says that it is done.
    """
    noted = await noting.add_note(
        request.session, request.member, action_id, args, now=request.now, says_done=says_done
    )
    written = noted.updates[-len(args.evidence.all) if args.evidence is not None else -1]
    await note_written(request, ActionUpdate.__tablename__, written.id)
    said_done = "ended_for_now" if access.may_close(noted, request.member) else "said_done"
    content = card(request.member, noted, heading=said_done if says_done else "noted", now=request.now)
    content = replace(content, keyboard=(*content.keyboard, *await undo_keyboard(request, noted)))
    return with_recording(Reply(content, edit=True), args.evidence)


@router.button("reopen", subject=Action)
async def reopen(request: Request, action_id: int) -> Reply:
    agreed = await progress.reopen(request.session, request.member, action_id, now=request.now)
    return show_changed(request, agreed, toast=_("The action is open again."))
