"""Lines of a record, corrected: their words, who does an action, and by when (G6)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from typing import Annotated, Any

from handlers.actions.due_field import DueField
from handlers.actions.owners_field import OwnersField
from handlers.forms.addressables import list_named
from handlers.forms.audience_field import load_audiences, with_audiences
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.surroundings import Surroundings
from handlers.forms.waiting import open_forms
from handlers.records.closing import show_agreed
from handlers.records.keeping import earlier_words, instead_of_card, list_known, show_card
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.statements import is_own_statement
from messages import records as messages
from messages.rendering.labels import audience_labels
from messages.rendering.texts import _, in_words
from storage.core.shortening import first_line
from storage.records import LONGEST_LINE, LineKind, RecordLine
from twg.actions import registering
from twg.core.addressing import Addressable
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, NotFound
from twg.language.dues import Due, is_left_open
from twg.language.record_acts import read_other_figure, says_other_figure
from twg.language.record_lines import Line, read_body, with_due
from twg.records import keeping
from twg.records.access import access_line

router = Router("records")


async def _access(session: Any, actor: Any, line_id: int) -> RecordLine:
    return (await access_line(session, actor, line_id))[0]


_LINE = about_row(RecordLine, _access, lambda line: first_line(line.text))
_ACTION = about_row(RecordLine, keeping.access_action_line, lambda line: first_line(line.text))


def _as_line(row: RecordLine, **changes: Any) -> Line:
    """A stored line as it is written, with changes."""
    return Line(**({each.name: getattr(row, each.name) for each in fields(Line)} | changes))


@router.button("line", subject=RecordLine)
async def show_line(request: Request, line_id: int) -> Reply:
    line, record, meeting = await keeping.read_line(request.session, request.member, line_id)
    return await instead_of_card(request, messages.one_line(line, record, meeting))


@router.button("due", subject=RecordLine)
async def choose_due(request: Request, line_id: int, day: date) -> Reply:
    """Give an action the day that its words were meant to name."""
    line = await keeping.access_action_line(request.session, request.member, line_id)
    if day < request.today:
        raise NotFound
    return await _correct(request, with_due(_as_line(line), Due(day)), line_id)


@router.marked
async def propose_figure(request: Request) -> Reply | None:
    """Ask whether the line that the person has just written is to have another figure: "no, 7%"."""
    text = request.incoming.text
    if not is_own_statement(request.incoming) or not says_other_figure(text) or await open_forms(request):
        return None
    for within in request.of_each_twg():
        with suppress(NotFound, NotAllowed):
            line = await keeping.find_just_written(within.session, within.member, now=within.now)
            if line is not None and line.removed_at is None and (found := read_other_figure(text, line.text)):
                return Reply(messages.other_figure(line, found), to_message=True)
    return None


@router.button("figure", subject=RecordLine)
async def correct_figure(request: Request, line_id: int, place: int) -> Reply:
    """Give a line the figure of the earlier message. Raises: NotFound where the line has been changed since."""
    line, _record, _meeting = await keeping.read_line(request.session, request.member, line_id)
    found = read_other_figure(earlier_words(request), line.text)
    if place > len(found):
        raise NotFound
    return await _correct(request, await _read_again(request, line, found[place - 1][1]), line_id)


async def _read_again(request: Request, line: RecordLine, text: str) -> Line:
    """A line from other words; those that name no owner and no day leave both as they are."""
    known = await list_known(request) if line.kind is LineKind.ACTION else []
    new = read_body(line.kind, text, known=known, today=request.today, hours=request.member.hours)
    return _as_line(line, text=new.text) if new == Line(LineKind.ACTION, new.text) else new


async def _correct(request: Request, new: Line, line_id: int) -> Reply:
    """Write the line; once the record is closed it becomes an action as soon as nothing lacks."""
    row = await keeping.correct(request.session, request.member, line_id, new, now=request.now)
    record, _meeting = await keeping.read_record(request.session, request.member, row.record_id)
    if record.closed_at is None:
        return await show_card(request, record.id, written=[row])
    made = await registering.register_line(request.session, request.member, row.id, now=request.now)
    return await show_agreed(request, record.id, made) or await show_card(request, record.id)


@router.form(
    "record_due", _("By when?"), saves=keeping.correct, about=_ACTION, opened_by="when", confirm=False, adds=True
)
class DueForm(Form):
    due_on: Annotated[Due, DueField(question=_("By when is it to be done?"), label=_("Due"), like=is_left_open)]

    async def save(self, request: Request, line: RecordLine) -> Reply:
        return replace(await _correct(request, with_due(_as_line(line), self.due_on), line.id), edit=False)


@router.form(
    "record_owners", _("Who does it?"), saves=keeping.correct, about=_ACTION, opened_by="who", confirm=False, adds=True
)
class OwnersForm(Form):
    owners: Annotated[
        str,
        OwnersField(question=_("Who does it? Several are possible; the first one leads."), label=_("Responsible")),
    ]

    @classmethod
    async def load(cls, request: Request, _line: RecordLine) -> Addressable:
        return await load_audiences(request, Permission.SEE)

    @classmethod
    def surround(cls, loaded: Addressable, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return with_audiences(base, loaded)

    async def save(self, request: Request, line: RecordLine) -> Reply:
        whom = await load_audiences(request, Permission.SEE)
        tokens, named = self.owners.split("|"), list_named(whom)
        labels = [audience_labels([token, ""], named)[0] for token in tokens]  # as they are called beside others
        names = ", ".join(in_words(each, request.locale) for each in labels)
        return replace(await _correct(request, _as_line(line, owners=names, named=self.owners), line.id), edit=False)


@router.form(
    "correct_record_line", _("Correct the line"), saves=keeping.correct, about=_LINE, opened_by="correct", confirm=False
)
class CorrectForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What does it say? Of an action: who; what; by when."),
            label=_("Text"),
            limit=LONGEST_LINE,
        ),
    ]

    async def save(self, request: Request, line: RecordLine) -> Reply:
        new = await _read_again(request, line, self.text.strip())
        return replace(await _correct(request, new, line.id), edit=False)
