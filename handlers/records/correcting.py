"""Lines of a record, corrected: their words, who does an action, and by when (G6)."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.moment_fields import DayField
from handlers.records.keeping import show_card
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import records as messages
from messages.rendering.texts import _
from storage.core.shortening import first_line
from storage.records import LONGEST_LINE, LONGEST_PART, LineKind, RecordLine
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.record_lines import Line, read_body
from twg.records import keeping
from twg.records.access import access_line

router = Router("records")


async def _access(session: Any, actor: Any, line_id: int) -> RecordLine:
    return (await access_line(session, actor, line_id))[0]


_LINE = about_row(RecordLine, _access, lambda line: first_line(line.text))
_ACTION = about_row(RecordLine, keeping.access_action_line, lambda line: first_line(line.text))


def _as_line(row: RecordLine, **changes: Any) -> Line:
    """A stored line as it is written, with changes."""
    return replace(Line(row.kind, row.text, row.owners, row.due, row.due_on), **changes)


@router.button("line", subject=RecordLine)
async def show_line(request: Request, line_id: int) -> Reply:
    line, record, meeting = await keeping.read_line(request.session, request.member, line_id)
    may_act = request.member.may(Permission.ACTION_RECORD)
    return Reply(messages.one_line(line, record, meeting, may_act=may_act), edit=True)


@router.button("due", subject=RecordLine)
async def choose_due(request: Request, line_id: int, day: date) -> Reply:
    """Give an action the day that its words were meant to name."""
    line = await keeping.access_action_line(request.session, request.member, line_id)
    if day < request.today:
        raise NotFound
    return await _correct(request, line, due_on=day)


async def _correct(request: Request, line: RecordLine, **changes: Any) -> Reply:
    about = request.session, request.member, line.id
    row = await keeping.correct(*about, _as_line(line, **changes), now=request.now)
    return await show_card(request, row.record_id, written=[row])


@router.form(
    "record_due", _("By when?"), saves=keeping.correct, about=_ACTION, opened_by="when", confirm=False, adds=True
)
class DueForm(Form):
    due_on: Annotated[date, DayField(question=_("By when is it to be done?"), label=_("Due"))]

    async def save(self, request: Request, line: RecordLine) -> Reply:
        return replace(await _correct(request, line, due_on=self.due_on), edit=False)


@router.form(
    "record_owners", _("Who does it?"), saves=keeping.correct, about=_ACTION, opened_by="who", confirm=False, adds=True
)
class OwnersForm(Form):
    owners: Annotated[
        str,
        Field(
            question=_("Who does it? Several are possible; the first one leads."),
            hint=_("For example: MoP and ADB"),
            label=_("Responsible"),
            limit=LONGEST_PART,
        ),
    ]

    async def save(self, request: Request, line: RecordLine) -> Reply:
        return replace(await _correct(request, line, owners=self.owners), edit=False)


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
        new = read_body(line.kind, self.text.strip(), today=request.today)
        if line.kind is LineKind.ACTION and not new.owners and not new.due:  # only what is to be done is corrected
            new = replace(new, owners=line.owners, due=line.due, due_on=line.due_on)
        row = await keeping.correct(request.session, request.member, line.id, new, now=request.now)
        return replace(await show_card(request, row.record_id, written=[row]), edit=False)
