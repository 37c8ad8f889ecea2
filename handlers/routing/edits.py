"""Edits of a person's own messages: where the message had an effect, the person is asked whether to change that too."""

from dataclasses import replace
from typing import Any

from handlers.forms.conversation import change_answer
from handlers.forms.definition import Definition
from handlers.forms.file_field import FileField
from handlers.forms.waiting import open_forms
from handlers.routing.incoming import Incoming
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import _
from storage.core.effects import Effect, find_edited, find_effect
from storage.core.forms import OpenForm, delete_form
from storage.core.spelling import normalize
from twg.core.files import SentFile, with_the_others
from twg.core.refusals import NotFound

router = Router("general")

_DECIDED = _("This was decided already; nothing more was changed.")
_GONE = _("The form is not open any more, so nothing was changed.")
_FIRST = _("Please say first whether your edited message counts; then save.")
#: Of an edited message, what is needed to handle it as if it had been sent like that.
_KEPT = ("text", "replied_to", "replied_text", "replied_buttons", "quote")


async def ask(request: Request) -> Reply:
    """Ask "change it?" where the message had an effect and its words are others now; else say nothing."""
    incoming = request.incoming
    effect = await find_effect(request.session, incoming.chat_id, incoming.message_id)
    if effect is None or not await _lasts(request, effect):
        return Reply()
    if normalize(incoming.text) == normalize(effect.text):
        effect.edited = None
        return Reply()
    effect.edited = _keep(incoming)
    return _ask(request, effect, incoming.text)


async def ask_before_saving(request: Request, row: OpenForm) -> Reply | None:
    """Where an answer of a form was edited and its person has not said whether that counts: ask, instead of saving."""
    effect = await find_edited(request.session, row.id)
    if effect is None or effect.edited is None:
        return None
    return replace(_ask(request, effect, str(effect.edited["text"])), to_message=False, toast=_FIRST)


def _ask(request: Request, effect: Effect, new: str) -> Reply:
    """The question whether an edit counts. Args: `new`, the words of the message now."""
    context = {
        "old": effect.text,
        "new": new,
        "saved": effect.subject_id is not None,
        "changeable": _is_changeable(request, effect),
    }
    return Reply(Content("general/edited", context, _choices(request, effect)), to_message=True)


async def _lasts(request: Request, effect: Effect) -> bool:
    """Whether the edit can still change something: a saved row, or the answer in a form that is open."""
    return effect.subject_id is not None or await _form_of(request, effect) is not None


async def _form_of(request: Request, effect: Effect) -> OpenForm | None:
    return next((row for row in await open_forms(request) if row.id == effect.form_id), None)


def _is_changeable(request: Request, effect: Effect) -> bool:
    edit = request.routes.edits.get(effect.subject_type)
    changes = edit is not None and (not edit.fields or effect.field in edit.fields)
    return effect.subject_id is None or changes


def _choices(request: Request, effect: Effect) -> Keyboard:
    leave = button(_("Leave it"), "general:leave_edit", effect.message_id)
    if _is_changeable(request, effect):
        return ((button(_("Change it"), "general:change_edit", effect.message_id), leave),)
    opener = request.routes.openers.get(effect.subject_type)
    return ((button(_("Open it"), opener, effect.subject_id), leave),) if opener else ((leave,),)


def _keep(incoming: Incoming) -> dict[str, Any]:
    kept = {name: getattr(incoming, name) for name in _KEPT}
    files = {"file": incoming.file, "replied_file": incoming.replied_file}
    return {**kept, **{name: None if file is None else file.model_dump(mode="json") for name, file in files.items()}}


def _as_sent(incoming: Incoming, effect: Effect) -> Incoming:
    """The edited message as if it had been sent like that, in place of the button that was pressed."""
    kept = dict(effect.edited or {})
    files = {name: kept[name] and SentFile.model_validate(kept[name]) for name in ("file", "replied_file")}
    buttons = tuple(kept["replied_buttons"])
    changed = {**kept, **files, "replied_buttons": buttons, "button": "", "message_id": effect.message_id}
    return replace(incoming, **changed)


@router.button("leave_edit")
async def leave(request: Request, message_id: int) -> Reply:
    """Keep what the message had an effect on as it is."""
    effect = await find_effect(request.session, request.incoming.chat_id, message_id)
    if effect is not None:
        effect.edited = None
    return show("general/edit_left", toast=_("Nothing was changed."))


@router.button("change_edit")
async def change(request: Request, message_id: int) -> Reply:
    """Change what the message had an effect on by its words as they are now."""
    effect = await find_effect(request.session, request.incoming.chat_id, message_id)
    if effect is None:
        raise NotFound
    if effect.edited is None:
        return Reply(toast=_DECIDED)
    old, new = effect.text, str(effect.edited["text"])
    sent = replace(request, incoming=_as_sent(request.incoming, effect))
    if effect.subject_id is not None:
        edit = request.routes.edits[effect.subject_type]
        reply: Reply = await edit.handler(sent, effect.subject_id, effect.field, new)
        reply = replace(reply, edit=True)
    else:
        reply = await _change_form(request, sent, effect, old, new)
    effect.text, effect.edited = new, None
    return reply


async def _change_form(request: Request, sent: Request, effect: Effect, old: str, new: str) -> Reply:
    """Answer the question of the open form anew, or open the form again by the words that opened it."""
    row = await _form_of(request, effect)
    if row is None:
        return Reply(toast=_GONE)
    if effect.field:
        return await change_answer(request, row, effect.field, old, new)
    sent = replace(sent, incoming=_with_album(sent.incoming, request.routes.forms[row.name], row))
    await delete_form(request.session, row)  # the words that opened it open another one in its place
    return replace(await sent.route(sent), edit=True)


def _with_album(incoming: Incoming, definition: Definition, row: OpenForm) -> Incoming:
    """The edited message with the other files of its album, which the form has kept."""
    kept = [row.answers.get(field.name) for field in definition.fields if isinstance(field, FileField)]
    albums = [SentFile.model_validate(raw).all for raw in kept if raw]
    if incoming.file is None or not albums:
        return incoming
    return replace(incoming, file=with_the_others(incoming.file, albums[0]))


def without_command(incoming: Incoming, text: str) -> str:
    """What follows the command in another text of the same message; the text itself without a command."""
    command = replace(incoming, text=text).command
    return text if command is None else command[1]
