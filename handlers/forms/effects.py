"""Noting which message answered which question of a form, so that an edit of the message can be asked about."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from handlers.forms.lines_field import LinesField
from handlers.routing.request import Request
from handlers.routing.whose_words import Whose
from storage.core.audit import AuditRow
from storage.core.effects import Effect, note_effect, note_saved
from storage.core.forms import OpenForm


async def note_opened(request: Request, row: OpenForm, typed: Mapping[str, str]) -> None:
    """A message opened a form with answers in it, or a button that was offered to the message.

    A button has no words that could be edited. Those of the message below which it was offered may be one answer whole.

    Args:
        typed: the answers in it, as they were typed.
    """
    if not request.incoming.button:
        if request.incoming.text:
            await note_effect(request.session, _effect(request, form_id=row.id))
        return
    offered = _offered_to(request)
    if offered is None or not offered.incoming.text.strip():
        return
    fields = [name for name, words in typed.items() if words.strip() == offered.incoming.text.strip()]
    if len(fields) == 1:
        await note_effect(request.session, _effect(offered, form_id=row.id, field=fields[0]))


def _offered_to(request: Request) -> Request | None:
    """The request with the own message to which the pressed button was offered; None where it was offered to none."""
    incoming = request.incoming
    if not incoming.button or incoming.replied_to is None or incoming.replied_whose is not Whose.OWN:
        return None
    words = replace(incoming, message_id=incoming.replied_to, text=incoming.replied_text, button="")
    return replace(request, incoming=words)


async def note_answered(request: Request, row: OpenForm, answers: Mapping[str, Any], asked: str) -> None:
    """The text of a message changed an answer of a form: that of one question.

    Args:
        asked: name of the question that was open; what the message says of others goes with its answer.
    """
    if not request.incoming.text:
        return
    changed = [name for name, raw in answers.items() if raw != row.answers.get(name) and not _is_file(raw)]
    changed.sort(key=lambda name: name != asked)
    if changed:
        fields = {field.name: field for field in request.routes.forms[row.name].fields}
        is_list = isinstance(fields.get(changed[0]), LinesField)  # each message adds lines to it
        effect = _effect(request, form_id=row.id, field=changed[0])
        await note_effect(request.session, effect, replaces=not is_list)


def _is_file(raw: Any) -> bool:
    return isinstance(raw, dict) and "handle" in raw


async def note_form_saved(request: Request, row: OpenForm, change: str) -> None:
    """The form was saved; what came of it is what its operation wrote into the audit trail.

    An operation may write rows about other things too: a report answers what a round asked.

    Args:
        change: name of the audit rows of its operation, "indicators.report".
    """
    if request.actor is None:  # a registration, which has a form of its own to correct it
        return
    mine = AuditRow.actor_id == request.actor.person_id
    likeliest = (AuditRow.action == change).desc(), AuditRow.id.desc()
    written = select(AuditRow).where(mine, AuditRow.at == request.now).order_by(*likeliest)
    saved = await request.session.scalar(written.limit(1))
    if saved is not None:
        await note_saved(request.session, row, saved.subject_type, saved.subject_id)


async def note_written(request: Request, subject_type: str, subject_id: int) -> None:
    """The text of a message was saved without a form: this one, or the one below which the button was offered."""
    said = _offered_to(request) or request
    if said.incoming.text and not said.incoming.button:
        about = {"subject_type": subject_type, "subject_id": subject_id}
        await note_effect(request.session, _effect(said, **about))


def _effect(request: Request, **where: Any) -> Effect:
    incoming = request.incoming
    return Effect(
        chat_id=incoming.chat_id,
        message_id=incoming.message_id,
        text=incoming.text,
        noted_at=request.now,
        edited=None,
        **{"form_id": None, "field": "", "subject_type": "", "subject_id": None, **where},
    )
