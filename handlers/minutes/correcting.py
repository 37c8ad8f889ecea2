"""Corrections of minutes in the chat: proposed by members, accepted or not by who organises the meeting (G6)."""

from dataclasses import replace
from typing import Annotated

from handlers import general
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.routes import split_data
from handlers.routing.statements import is_own_statement
from messages.minutes import corrections as messages
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.core.shortening import shorten
from storage.meetings import Meeting
from storage.minutes import LONGEST_WHY, LONGEST_WORDS, MinutesCorrection, MinutesParagraph, MinutesVersion
from twg.core.permissions import Permission
from twg.language.minute_corrections import Correction, Words, read_correction, read_words
from twg.language.minute_instructions import Instruction, as_written, carried_out, is_like, read_instruction
from twg.minutes import access, correcting, listing, notices
from twg.minutes.access import CorrectionUnclear, paragraph_of, takes_corrections

router = Router("minutes")

#: Characters of a paragraph above the question for its words.
_LONGEST_TITLE = 900


def _titled(paragraph: MinutesParagraph) -> str:
    return f"[{paragraph.number}] {shorten(paragraph.text, _LONGEST_TITLE)}"


def _check_correctable(request: Request, paragraph: MinutesParagraph) -> None:
    access.check_correctable(request.member, paragraph.version, now=request.now)


@router.form(
    "correct_minutes",
    _("Propose a correction"),
    saves=correcting.propose,
    about=about_row(MinutesParagraph, access.access_paragraph, _titled),
    opened_by="correct",
    check=_check_correctable,
    confirm=False,
    adds=True,
)
class ProposeForm(Form):
    words: Annotated[
        str,
        Field(
            question=_("How should the paragraph read?"),
            hint=_("The whole paragraph, or only: old words → new words"),
            label=_("New words"),
            limit=LONGEST_WORDS,
        ),
    ]

    async def save(self, request: Request, paragraph: MinutesParagraph) -> Reply:
        words, instruction = read_words(self.words), read_instruction(self.words)
        if words is not None and not words.old and instruction is not None:
            words = _made_of(instruction, paragraph)
            words = Words(self.words) if words is None and is_like(self.words, paragraph.text) else words
        if words is None:
            raise CorrectionUnclear(field="words")
        return await _propose(request, paragraph.version_id, paragraph.number, words)


async def _propose(request: Request, version_id: int, number: int, words: Words) -> Reply:
    about = request.session, request.member, version_id, number, words
    correction = await correcting.propose(*about, now=request.now)
    return Reply(messages.card(request.member, correction, heading="yours"))


def _made_of(instruction: Instruction, paragraph: MinutesParagraph) -> Words | None:
    """The words that an instruction replaces in a paragraph, and those in their place; None where it is not plain."""
    made = carried_out(instruction, paragraph.text)
    return None if made is None else Words(made[1], made[0])


async def _take(request: Request, version: MinutesVersion, said: Correction) -> Reply:
    """Propose the new words of a paragraph where the message gives them; otherwise ask the sender for them."""
    if said.words is not None:
        return replace(await _propose(request, version.id, said.number, said.words), to_message=True)
    paragraph = paragraph_of(version, said.number)
    words = None if said.instruction is None else _made_of(said.instruction, paragraph)
    if words is not None:
        return replace(await _propose(request, version.id, said.number, words), to_message=True)
    context = ProposeForm.definition.about.context_of(paragraph.id)
    return await open_form(request, ProposeForm, context=context)


@router.reply_below("choose")
async def reply_to_minutes(request: Request, meeting_id: int, _page: int = 0) -> Reply:
    """What a reply to a message about minutes proposes; any other words are handled as a plain message."""
    said = read_correction(request.incoming.text)
    if said is None:
        return await general.offer(request)
    within = await request.within_twg_of(Meeting, meeting_id)
    version = await listing.read_newest(within.session, within.member, meeting_id)
    return await _take(within, version, said)


@router.reply_below("correct")
async def reply_to_paragraphs(request: Request, paragraph_id: int) -> Reply:
    """What a reply to the paragraphs proposes. Raises: CorrectionUnclear."""
    said = read_correction(request.incoming.text)
    if said is None:
        raise CorrectionUnclear
    within = await request.within_twg_of(MinutesParagraph, paragraph_id)
    paragraph = await access.access_paragraph(within.session, within.member, paragraph_id)
    return await _take(within, paragraph.version, said)


@router.statement
async def take_statement(request: Request) -> Reply | None:
    """Propose "4: old words → new words" where it fits exactly one of the minutes that take corrections now.

    Where there is one such version only, and it does not fit, that is said.
    A reply to the document with the minutes is about these, and may name a paragraph alone.
    """
    said = read_correction(request.incoming.text)
    if not is_own_statement(request.incoming) or said is None:
        return None
    for verb, arguments in map(split_data, request.incoming.replied_buttons):
        if verb == "minutes:choose":
            return await reply_to_minutes(request, int(arguments[0]))
    if not said.outright:
        return None
    fitting: list[tuple[Request, MinutesVersion]] = []
    open_: list[tuple[Request, MinutesVersion]] = []
    for within in request.of_each_twg():
        if not within.covers("minutes"):
            continue
        for version in (await listing.list_minutes(within.session, within.member, now=within.now)).versions:
            if takes_corrections(version, today=within.today):
                newest = await listing.read_newest(within.session, within.member, version.meeting_id)
                open_.append((within, newest))
                if any(each.number == said.number and _fits(said, each) for each in newest.paragraphs):
                    fitting.append((within, newest))
    meant = fitting or (open_ if said.instruction is None else [])
    if len(meant) != 1:
        return None
    within, version = meant[0]
    return replace(await _take(within, version, said), to_message=False)


def _fits(said: Correction, paragraph: MinutesParagraph) -> bool:
    """Whether a paragraph has the words that are to be replaced."""
    if said.words is not None:
        return as_written(said.words.old, paragraph.text)[1] > 0
    return said.instruction is not None and carried_out(said.instruction, paragraph.text) is not None


@router.button("correction", subject=MinutesCorrection, opens=True)
async def open_(request: Request, correction_id: int) -> Reply:
    return await _show(request, correction_id)


async def _show(request: Request, correction_id: int) -> Reply:
    correction = await access.access_correction(request.session, request.member, correction_id)
    return Reply(messages.card(request.member, correction))


@router.button("corrections", subject=MinutesVersion)
async def list_(request: Request, version_id: int, page: int = 1) -> Reply:
    version, corrections = await correcting.list_proposed(request.session, request.member, version_id)
    return Reply(messages.listing(request.member, version, corrections, page=page), edit=True)


@router.button("withdraw", subject=MinutesCorrection)
async def withdraw(request: Request, correction_id: int) -> Reply:
    await correcting.withdraw(request.session, request.member, correction_id, now=request.now)
    return replace(await _show(request, correction_id), edit=True, toast=_("It is withdrawn."))


@router.button("accept", subject=MinutesCorrection, permission=Permission.MEETING_ORGANISE)
async def accept(request: Request, correction_id: int) -> Reply:
    correction = await correcting.accept(request.session, request.member, correction_id, now=request.now)
    return replace(await _decided(request, correction), toast=_("It is in the minutes now."))


async def _decided(request: Request, correction: MinutesCorrection) -> Reply:
    """The corrections after one was decided: those that are open come first."""
    return await list_(request, correction.version_id)


@router.form(
    "refuse_correction",
    _("Do not accept the correction"),
    saves=correcting.refuse,
    about=about_row(
        MinutesCorrection,
        access.access_undecided,
        lambda each: f"[{each.number}] {shorten(each.old, 200)} → {shorten(each.new, 200)}",
    ),
    opened_by="refuse",
    confirm=False,
)
class RefuseForm(Form):
    why: Annotated[
        str,
        Field(
            question=_("Why is it not accepted?"),
            hint=_("Who proposed it is told."),
            label=_("Reason"),
            limit=LONGEST_WHY,
        ),
    ]

    async def save(self, request: Request, correction: MinutesCorrection) -> Reply:
        await correcting.refuse(request.session, request.member, correction.id, self.why, now=request.now)
        return replace(await _decided(request, correction), edit=False)


@router.reply_to(notices.PROPOSED, notices.DECIDED, label=_("A correction of the minutes"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """A reply proposes other words for the same paragraph, or for the one that it names."""
    subject_id = about[-1].subject_id
    within = await request.within_twg_of(MinutesCorrection, subject_id)
    correction = await access.access_correction(within.session, within.member, subject_id)
    said = read_correction(within.incoming.text)
    if said is None:
        words = read_words(within.incoming.text)
        said = None if words is None or not words.old else Correction(correction.number, words)
    if said is None:
        raise CorrectionUnclear
    version = await listing.read_newest(within.session, within.member, correction.version.meeting_id)
    return await _take(within, version, said)
