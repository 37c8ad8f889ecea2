"""Files whose caption asks for something: sent to all at once, put in the place of an older one (D1, D2, D5).

What the caption says is filled in and shown before anything goes; only what it leaves open is asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.documents.circulating import CirculateForm
from handlers.documents.fields import held_with, sort_files
from handlers.documents.papers import caption_of, with_caption
from handlers.documents.replacing import open_replacing
from handlers.documents.sending import Sending, load_sending
from handlers.forms.audience_field import Addressed, read_addressed
from handlers.forms.conversation import open_form
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.several_twgs import meant_twg
from twg.core.files import SentFile, of_album
from twg.core.permissions import Permission
from twg.documents import replacing
from twg.documents.guessing import kind_of_file

router = Router("documents")


async def read_words(request: Request, words: str) -> tuple[Sending, Addressed]:
    """What is known before documents are circulated, and what the words below them ask for."""
    sending = await load_sending(request)
    held = held_with(sending.named_meeting(words))
    return sending, read_addressed(words, sending.audiences, sending.names, held=held, today=request.today)


async def open_circulating(request: Request, files: Sequence[SentFile], words: str) -> Reply:
    """The form with these files and all that their caption says. Raises: the refusal of a file that is alone."""
    good, left_out = sort_files(tuple(files), request.settings.max_file_mb)
    if left_out and not good:
        raise left_out[0][1]
    words = caption_of(good, words)
    request = meant_twg(request, words, Permission.DOCUMENT_CIRCULATE)
    file = of_album(with_caption(good, words))
    if file is None:
        return await open_form(request, CirculateForm)
    sending, addressed = await read_words(request, words)
    kind = None if file.more else kind_of_file(file.name, words)
    by = addressed.caption.by
    said = {
        "kind": kind.value if kind else "",
        "meeting": sending.named_meeting(words),
        "audience": addressed.audience,
        "acknowledge_by": by.isoformat() if by is not None and by >= request.today else "",
    }
    answers: dict[str, Any] = {"file": file.model_dump(mode="json"), **{name: raw for name, raw in said.items() if raw}}
    if "meeting" in answers and "audience" not in answers and answers["meeting"] in sending.invited:
        answers["audience"] = sending.invited[answers["meeting"]]
    if words and not addressed.note:  # words that are an instruction are no note, and none is asked for
        answers["note"] = None
    typed = {"note": addressed.note} if addressed.note else None
    return await open_form(request, CirculateForm, answers=answers, typed=typed, beside={"kind"} & answers.keys())


@router.button("take")
async def take(request: Request) -> Reply:
    """Circulate the files in the messages to which the buttons were offered."""
    incoming = request.incoming
    files = () if incoming.replied_file is None else incoming.replied_file.all
    return replace(await open_circulating(request, files, incoming.replied_text), edit=True)


@router.statement_of_files
async def take_stated(request: Request) -> Reply | None:
    """Do what the words below files ask for: to send them, or to put one in the place of what was sent before."""
    incoming = request.incoming
    if not incoming.files:
        return None
    words = caption_of(incoming.files, incoming.text)
    request = meant_twg(request, words, Permission.DOCUMENT_CIRCULATE)
    if not request.member.may(Permission.DOCUMENT_CIRCULATE):
        return None
    _sending, addressed = await read_words(request, words)
    if addressed.caption.replaces and len(incoming.files) == 1:
        [file] = incoming.files
        found = await replacing.list_replaceable(request.session, request.member, file, words, now=request.now)
        if len(found) == 1:
            return await open_replacing(request, found[0].document_id, file, addressed.note)
        return None  # which one is asked by the buttons
    return await open_circulating(request, incoming.files, incoming.text) if addressed.caption.sends else None
