"""Reports that are changed after they were sent: an edited message, a correction, further evidence (U2, J3, J4)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from handlers.forms.file_field import accept_file
from handlers.indicators.report_answers import Unread, answers_in, joined
from handlers.indicators.report_form import open_again
from handlers.indicators.value_at_once import correct_value
from handlers.routing.otherwise import OTHERS
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.routes import Offer, split_data
from handlers.routing.statements import is_own_statement
from handlers.routing.undoing import find_undoable, undo_keyboard
from handlers.routing.wishes import wished
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from storage.core.effects import find_effect
from storage.indicators import Submission, SubmissionState, list_submissions
from twg.core.files import as_sent, of_album, with_the_others
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.indicators import reviewing
from twg.language.links import has_link
from twg.language.taking_back import corrects_report, find_certain_figure, find_new_figure, may_correct_value
from twg.language.values import parse_value

router = Router("indicators")


@router.edit_of(Submission)
async def report_again(request: Request, submission_id: int, field: str, text: str) -> Reply:
    """Open the report again with what the edited message says now; saving it makes a new version."""
    made = await reviewing.access_submission(request.session, request.member, submission_id)
    if not field:  # a report in one line, or by a reply: read again as it was read first
        incoming, evidence = request.incoming, [*map(as_sent, made.evidence)]
        if incoming.file is not None:
            incoming = replace(incoming, file=with_the_others(incoming.file, evidence))
        return await request.route(replace(request, incoming=incoming))
    if field == "value" and made.value is not None:
        return await _open_with_value(request, made, text)
    return await open_again(request, made, {field: text})


async def _open_with_value(request: Request, made: Submission, text: str) -> Reply:
    """The form with the value of the edited message, and its words in the note in place of those it had before."""
    effect = await find_effect(request.session, request.incoming.chat_id, request.incoming.message_id)
    before = "" if effect is None else _read(request, made, effect.text)[0].get("note", "")
    typed, found = _read(request, made, text)
    kept = made.note.replace(before, "").strip() if before else made.note
    note = joined(*filter(None, [kept, typed.pop("note", "")]))
    return await open_again(request, made, typed, {"note": note or None, **found})


def _read(request: Request, made: Submission, text: str) -> tuple[dict[str, str], dict[str, Any]]:
    """What a message says of the report's value: answers to be checked as typed, and those that were read."""
    said = Unread(indicator_id=made.indicator_id, text=text)
    typed, found, _refusal = answers_in(made.indicator, said, today=request.today)
    return typed, found


@router.button("change", subject=Submission, permission=Permission.INDICATOR_REPORT)
async def change(request: Request, submission_id: int) -> Reply:
    """Open a report again as it was saved; what is changed and saved is its next version."""
    made = await reviewing.access_submission(request.session, request.member, submission_id)
    return await open_again(request, made, {})


@router.statement
async def take_correction(request: Request) -> Reply | None:
    """Correct the report that the person has just sent, where the message says nothing but its right value.

    Where it says that the report is wrong, and not for certain what is right, offer to change it.
    """
    text = request.incoming.text
    if not (may_correct_value(text) or corrects_report(text)):
        return None
    made = await find_just_sent(request)
    if made is None:
        return None
    figure = find_certain_figure(text, made.value)
    if not figure and not corrects_report(text):
        return None
    together = await _list_sent_together(request, made)
    if len(together) > 1:
        return _ask_which(together)
    if (corrected := await _correct_at_once(request, made, figure)) is not None:
        return corrected
    label = _("Change the report on {number}").with_(number=made.indicator.number)
    keyboard = ((button(label, "indicators:change_as", made.id),), *await undo_keyboard(request, made), *rows(OTHERS))
    return replace(say("general/wished", keyboard=keyboard), to_message=True)


async def _correct_at_once(request: Request, made: Submission, figure: str) -> Reply | None:
    """The report with this figure; None where it has no value, or may have another one than was meant.

    Args:
        figure: as `find_certain_figure` returns it; empty for none.
    """
    if made.value is None or not figure or not is_own_statement(request.incoming):
        return None
    with suppress(Refusal):
        value = parse_value(figure, unit=made.indicator.unit)
        return await correct_value(request.within(made.twg_id), made, value)
    return None


async def _list_sent_together(request: Request, made: Submission) -> list[Submission]:
    """The reports that the person sent with this one."""
    same = Submission.submitted_by_id == made.submitted_by_id, Submission.submitted_at == made.submitted_at
    return await list_submissions(request.session, *same, Submission.state == SubmissionState.SUBMITTED)


def _ask_which(together: Sequence[Submission]) -> Reply:
    label = _("Change the report on {number}")
    changes = [button(label.with_(number=one.indicator.number), "indicators:change_as", one.id) for one in together]
    return replace(say("general/wished", keyboard=rows([*changes, *OTHERS])), to_message=True)


@router.offer
async def offer_evidence(request: Request) -> list[Offer]:
    """Offer to add a file or a link to the report below which it stands, or that the person has just sent."""
    incoming = request.incoming
    if incoming.file is None and not has_link(incoming.text):
        return []
    made = await _find_followed(request)
    if made is None:
        return []
    label = _("Add it to the report on {number}").with_(number=made.indicator.number)
    return [Offer(6, button(label, "indicators:add_evidence", made.id))]


async def _find_followed(request: Request) -> Submission | None:
    """The report that awaits review to which a message replies, or else the one just sent; None for none or several."""
    below = [split_data(data) for data in request.incoming.replied_buttons]
    ids = {arguments[0] for name, arguments in below if name == "indicators:change"}
    made = await find_just_sent(request) if not ids else None
    if len(ids) == 1:
        with suppress(NotFound):
            made = await reviewing.access_submission(request.session, request.member, int(*ids))
    return made if made is not None and made.state is SubmissionState.SUBMITTED else None


@router.button("add_evidence", subject=Submission, permission=Permission.INDICATOR_REPORT)
async def add_evidence(request: Request, submission_id: int) -> Reply:
    """Open a report again with the files of the earlier message beside its own, and the words of it in the note."""
    made = await reviewing.access_submission(request.session, request.member, submission_id)
    sent, words = request.incoming.replied_file, request.incoming.replied_text.strip()
    typed = {"note": joined(made.note, words)} if words else {}
    instead: dict[str, Any] = {}
    if sent is not None:
        files = of_album([*map(as_sent, made.evidence), *sent.all])
        instead["evidence"] = None if files is None else accept_file(files, request.settings.max_file_mb)
    return replace(await open_again(request, made, typed, instead), edit=True)


@router.button("change_as", subject=Submission, permission=Permission.INDICATOR_REPORT)
async def change_as(request: Request, submission_id: int) -> Reply:
    """Open a report again with the figure that the message gives instead."""
    made = await reviewing.access_submission(request.session, request.member, submission_id)
    words = wished(request)
    figure = find_certain_figure(words, made.value) or find_new_figure(words)
    return await open_again(request, made, {"value": figure} if figure and made.value is not None else {})


async def find_just_sent(request: Request) -> Submission | None:
    """The report that is the last thing the person did, if that was a moment ago; None for none."""
    change = await find_undoable(request)
    if change is None or change.subject_type != Submission.__tablename__:
        return None
    return await reviewing.access_submission(request.session, request.member, change.subject_id)
