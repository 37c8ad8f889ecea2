"""Corrections of minutes in the chat: proposed by members, in the words in which people correct a paper (G6).

Each ends in a proposal with the old and the new words, or in one question.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from handlers import general
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.minutes.corrected_words import fits, fitted_to, fitting_in, made_of, remark_of, words_of
from handlers.records.keeping import earlier_words
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.routes import split_data
from handlers.routing.statements import is_own_statement
from messages.minutes import corrections as messages
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.core.shortening import shorten
from storage.meetings import Meeting
from storage.minutes import LONGEST_WORDS, MinutesCorrection, MinutesParagraph, MinutesVersion
from twg.core.refusals import Refusal
from twg.language.minute_corrections import Correction, Words, read_corrections, read_words
from twg.language.minute_instructions import Instruction, is_like, read_instruction, read_remark
from twg.minutes import access, correcting, listing, notices
from twg.minutes.access import CorrectionUnclear, paragraph_of, takes_corrections

router = Router("minutes")

#: Characters of a paragraph above the question for its words.
_LONGEST_TITLE = 900
#: Paragraphs among which a remark is found, to be chosen by a tap.
_MOST_CHOSEN = 8
#: Buttons below a message with the file of minutes.
_OF_FILE = frozenset({"minutes:choose", "minutes:send"})


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
            words = made_of(instruction, paragraph)
            words = Words(self.words) if words is None and is_like(self.words, paragraph.text) else words
        elif words is not None:
            words = fitted_to(paragraph, words) or words
        if words is None:
            raise CorrectionUnclear(field="words")
        return await _propose(request, paragraph.version_id, paragraph.number, words)


async def _propose(request: Request, version_id: int, number: int, words: Words) -> Reply:
    about = request.session, request.member, version_id, number, words
    correction = await correcting.propose(*about, now=request.now)
    return Reply(messages.card(request.member, correction, heading="yours"))


async def _take(request: Request, version: MinutesVersion, said: Sequence[Correction]) -> Reply:
    """Propose the new words of the paragraphs where the message gives them; otherwise ask the sender for them."""
    if len(said) > 1:
        return await _take_several(request, version, said)
    [only] = said
    paragraph = paragraph_of(version, only.number)
    words = words_of(only, paragraph)
    if words is not None:
        return replace(await _propose(request, version.id, only.number, words), to_message=True)
    context = ProposeForm.definition.about.context_of(paragraph.id)
    return await open_form(request, ProposeForm, context=context)


async def _take_several(request: Request, version: MinutesVersion, said: Sequence[Correction]) -> Reply:
    """Propose what is plain; for the other paragraphs ask once, with a button each."""
    proposed: list[Reply] = []
    asked: list[MinutesParagraph] = []
    for each in said:
        paragraph = paragraph_of(version, each.number)
        words = words_of(each, paragraph)
        if words is None:
            asked.append(paragraph)
            continue
        try:
            async with request.session.begin_nested():
                proposed.append(await _propose(request, version.id, each.number, words))
        except Refusal:
            asked.append(paragraph)
    if asked:
        proposed.append(Reply(messages.which_words(asked)))
    return replace(proposed[0], to_message=True, also=tuple(proposed[1:]))


@router.reply_below("choose")
async def reply_to_minutes(request: Request, meeting_id: int, _page: int = 0) -> Reply:
    """What a reply to a message about minutes proposes; any other words are handled as a plain message."""
    within = await request.within_twg_of(Meeting, meeting_id)
    said = read_corrections(request.incoming.text)
    if said:
        return await _take(within, await listing.read_newest(within.session, within.member, meeting_id), said)
    remark = remark_of(request.incoming.text)
    if remark is None:
        return await general.offer(request)
    version = await listing.read_newest(within.session, within.member, meeting_id)
    return await _find_paragraph(within, version, remark)


async def _find_paragraph(request: Request, version: MinutesVersion, remark: Instruction | Words) -> Reply:
    """Propose what a remark changes in the one paragraph that it fits; of several, or none, ask which is meant."""
    access.check_correctable(request.member, version, now=request.now)
    fitting = fitting_in(version, remark)
    if len(fitting) == 1:
        [(paragraph, words)] = fitting
        return replace(await _propose(request, version.id, paragraph.number, words), to_message=True)
    paragraphs = [each for each, _words in fitting[:_MOST_CHOSEN]]
    return replace(Reply(messages.which_paragraph(version, paragraphs)), to_message=True)


@router.button("remark", subject=MinutesParagraph)
async def apply_remark(request: Request, paragraph_id: int) -> Reply:
    """Propose for the paragraph that was chosen what the message above the button says."""
    paragraph = await access.access_paragraph(request.session, request.member, paragraph_id)
    remark = remark_of(earlier_words(request))
    if isinstance(remark, Words):
        said = Correction(paragraph.number, words=remark)
    else:
        said = Correction(paragraph.number, instruction=remark)
    return replace(await _take(request, paragraph.version, [said]), to_message=False)


@router.reply_below("correct")
async def reply_to_paragraphs(request: Request, paragraph_id: int) -> Reply:
    """What a reply to the paragraphs proposes. Raises: CorrectionUnclear."""
    within = await request.within_twg_of(MinutesParagraph, paragraph_id)
    paragraph = await access.access_paragraph(within.session, within.member, paragraph_id)
    said, remark = read_corrections(request.incoming.text), remark_of(request.incoming.text)
    if said:
        return await _take(within, paragraph.version, said)
    if remark is None or not fitting_in(paragraph.version, remark):
        raise CorrectionUnclear
    return await _find_paragraph(within, paragraph.version, remark)


@router.statement
async def take_statement(request: Request) -> Reply | None:
    """Propose "4: old words → new words" where it fits exactly one of the minutes that take corrections now.

    Where there is one such version only, and it does not fit, that is said, or asked. A reply to the document with the
    minutes is about these, and may name a paragraph alone, or none.
    """
    text = request.incoming.text
    if not is_own_statement(request.incoming):
        return None
    for verb, arguments in map(split_data, request.incoming.replied_buttons):
        if verb in _OF_FILE and (read_corrections(text) or remark_of(text) is not None):
            return await reply_to_minutes(request, int(arguments[0]))
    said, remark = read_corrections(text), read_remark(text)
    if not all(each.outright for each in said) or not (said or remark):
        return None
    open_ = await _list_open(request)
    if not said:
        return await _take_remark(remark, open_) if remark is not None else None
    meant = [
        (within, version)
        for within, version in open_
        if all(_has(version, each.number) for each in said)
        and any(fits(each, paragraph) for each in said for paragraph in version.paragraphs)
    ]
    if not meant:
        meant = _meant_otherwise(said, open_)
    if len(meant) != 1:
        return None
    within, version = meant[0]
    return replace(await _take(within, version, said), to_message=False)


async def _list_open(request: Request) -> list[tuple[Request, MinutesVersion]]:
    """The newest versions of all minutes that take corrections now, each with the request in its TWG."""
    found: list[tuple[Request, MinutesVersion]] = []
    for within in request.of_each_twg():
        if not within.covers("minutes"):
            continue
        for version in (await listing.list_minutes(within.session, within.member, now=within.now)).versions:
            if takes_corrections(version, today=within.today):
                newest = await listing.read_newest(within.session, within.member, version.meeting_id)
                found.append((within, newest))
    return found


def _meant_otherwise(
    said: Sequence[Correction], open_: Sequence[tuple[Request, MinutesVersion]]
) -> list[tuple[Request, MinutesVersion]]:
    """The minutes that words which fit none of them can only mean: the one draft that has all of the paragraphs."""
    if all(each.instruction is None for each in said):
        return list(open_)
    if not all(each.named for each in said):
        return []
    drafts = [(within, version) for within, version in open_ if version.adopted_at is None]
    return [each for each in drafts if all(_has(each[1], correction.number) for correction in said)]


def _has(version: MinutesVersion, number: int) -> bool:
    return any(each.number == number and each.stands for each in version.paragraphs)


async def _take_remark(remark: Instruction, open_: Sequence[tuple[Request, MinutesVersion]]) -> Reply | None:
    """Propose what a remark changes where it fits the minutes of one meeting alone; None where it fits none."""
    fitting = [(within, version) for within, version in open_ if fitting_in(version, remark)]
    if len(fitting) != 1:
        return None
    [(within, version)] = fitting
    return await _find_paragraph(within, version, remark)


@router.reply_to(notices.PROPOSED, notices.DECIDED, label=_("A correction of the minutes"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """A reply proposes other words for the same paragraph, or for the one that it names."""
    subject_id = about[-1].subject_id
    within = await request.within_twg_of(MinutesCorrection, subject_id)
    correction = await access.access_correction(within.session, within.member, subject_id)
    said = read_corrections(within.incoming.text)
    if not said:
        words = read_words(within.incoming.text)
        said = [] if words is None or not words.old else [Correction(correction.number, words)]
    if not said:
        raise CorrectionUnclear
    version = await listing.read_newest(within.session, within.member, correction.version.meeting_id)
    return await _take(within, version, said)
