"""An open form at one step, with everything that its questions depend on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers.forms.definition import Definition
from handlers.forms.file_field import FileField
from handlers.forms.reading import State
from handlers.forms.surroundings import Surroundings
from handlers.routing.incoming import Incoming
from handlers.routing.request import Request
from storage.core import forms
from storage.core.forms import OpenForm
from twg.core.refusals import Refusal

#: In a form's context: the questions that were answered before it was opened.
GIVEN = "given"
#: In a form's context: those of them whose answers are the person's own: a file of the message that opened the form,
#: and what was answered anew since.
OWN = "own"
#: In a form's context: the questions whose answers came with those to others.
BESIDE_OTHERS = "beside_others"
#: In a form's context: the id of the message whose button opened it last.
OPENED_FROM = "opened_from"
#: In a form's context: messages that wait until their sender says what they are, by message id (`handlers.forms.held`).
HELD = "held"
#: In a form's context: ids of kept messages that answer no earlier question, and are offered for those to come.
SET_ASIDE = "set_aside"
#: In a form's context: the last "Is this your answer?", as the id of the message and when it was asked (UTC, ISO 8601).
ASKED_BACK = "asked_back"
#: In a form's context: the revision of the form when its person was last asked what a message is.
DOUBTED = "doubted"
#: In a form's context: the question that a text did not answer clearly, and the text: what it may mean stays offered.
UNCLEAR = "unclear"
#: In a form's context: true once another form ended after its question was shown, so that the question is out of sight.
PUT_ASIDE = "put_aside"
#: In a form's context: true once the form was offered again after its question lapsed.
OFFERED = "offered"
#: In a form's context: true once the person left the form by a word; a button takes it up again.
LEFT = "form_left"
#: In a form's context: true once another form of its kind was begun in its place; any of its buttons takes it up again.
REPLACED = "replaced"
#: In a form's context: the id of the last change of what the form is about that its person has seen.
SEEN = "seen_change"
#: In a form's context: the id of the newest audit row when its person began the form, or took it up again.
DONE_BEFORE = "done_before"
#: In a form's context: id of the person for whom it was opened, where that is not who answers it.
FOR = forms.FOR
#: In a form's context: id of what is looked for before the form goes on, such as the date of a meeting.
KEPT_FOR = forms.KEPT_FOR
#: The keys that the form engine adds to a context, beside those of what the form is about.
OURS = {
    FOR,
    KEPT_FOR,
    GIVEN,
    OWN,
    BESIDE_OTHERS,
    OPENED_FROM,
    HELD,
    SET_ASIDE,
    ASKED_BACK,
    DOUBTED,
    PUT_ASIDE,
    LEFT,
    SEEN,
    UNCLEAR,
    DONE_BEFORE,
    REPLACED,
    OFFERED,
}
#: What holds until the question is shown again.
_UNTIL_ASKED = {PUT_ASIDE, ASKED_BACK, OFFERED}


@dataclass(frozen=True)
class OpenedForm:
    """An open form at one step. The database is read once, before the answers of the step change.

    Attributes:
        about: what `About.access` returned; `None` for a form without a subject.
        base: the surroundings that every form has, before `Form.surround` adds its own.
        loaded: what `Form.load` returned.
    """

    request: Request
    definition: Definition
    row: OpenForm
    about: Any
    base: Surroundings
    loaded: Any

    @property
    def state(self) -> State:
        return State(self.row.answers, self.row.reopened, self.beside)

    @property
    def beside(self) -> frozenset[str]:
        """The questions whose answers came with those to others."""
        return frozenset(self.row.context.get(BESIDE_OTHERS, ()))

    def surroundings(self) -> Surroundings:
        """The surroundings of the questions, by the answers as they are now."""
        given = frozenset(self.row.context.get(GIVEN, ()))
        base = replace(self.base, given=given)
        surroundings: Surroundings = self.definition.model.surround(self.loaded, self.row.answers, base)
        return surroundings


async def locate_form(request: Request, row: OpenForm) -> tuple[Request, Any]:
    """The request within the form's own TWG, and what the form is about, as `About.access` returned it.

    Raises: NotFound where the row that it is about is hidden.
    """
    if row.twg_id is not None:
        request = request.within(row.twg_id)
    request = replace(request, opened_from=row.context.get(OPENED_FROM))
    return request, await access_about(request, request.routes.forms[row.name], row.context)


async def load_form(request: Request, row: OpenForm) -> OpenedForm:
    """An open form with all it depends on. Raises: NotFound as `locate_form`, and what `Form.load` raises."""
    definition = request.routes.forms[row.name]
    request, about = await locate_form(request, row)
    title = "" if definition.about is None else await definition.about.call(request, about)
    base = Surroundings(
        now=request.now,
        today=request.today,
        locale=request.locale,
        max_file_mb=request.settings.max_file_mb,
        about=title,
        hours=request.settings.timekeeping.hours if request.actor is None else request.actor.hours,
    )
    return OpenedForm(request, definition, row, about, base, await definition.model.load(request, about))


def is_about(row: OpenForm, twg_id: int | None, context: Mapping[str, Any], *, acting_for: int | None) -> bool:
    """Whether the open form is about this, in this TWG. Args: `acting_for` as in a request."""
    subject = {name: value for name, value in row.context.items() if name not in OURS}
    return subject == context and row.twg_id == twg_id and row.context.get(FOR) == acting_for


def refuse_left_out(opened: OpenedForm) -> Refusal | None:
    """The refusal of files with which the form was opened and which it does not take; None where it takes all."""
    answers = opened.state.answers
    fields = (field for field in opened.definition.fields if isinstance(field, FileField))
    refusals = (field.refuse_others(answers[field.name]) for field in fields if answers.get(field.name) is not None)
    return next((refusal for refusal in refusals if refusal is not None), None)


def list_own_answers(row: OpenForm) -> set[str]:
    """The names of the questions to which the person has given something, and not what opened the form."""
    return (row.answers.keys() - set(row.context.get(GIVEN, ()))) | set(row.context.get(OWN, ()))


def note_given(row: OpenForm, incoming: Incoming, answers: Mapping[str, Any]) -> None:
    """Note the answers with which the form is opened, and which of them are files of the message that opens it."""
    sent = [*incoming.files, *(incoming.replied_file.all if incoming.replied_file is not None else ())]
    handles = {file.handle for file in sent}
    own = sorted(name for name, raw in answers.items() if not handles.isdisjoint(_handles_in(raw)))
    row.context = {**row.context, GIVEN: list(answers), **({OWN: own} if own else {})}


def _handles_in(raw: Any) -> Iterator[str]:
    """The handles of the files in a raw answer: of the answer itself, or of each item of a list."""
    if isinstance(raw, Mapping):
        yield from [raw["handle"]] if isinstance(raw.get("handle"), str) else []
        raw = list(raw.values())
    for each in raw if isinstance(raw, list) else ():
        yield from _handles_in(each)


def note_renewed(row: OpenForm, answers: Mapping[str, Any]) -> None:
    """Note which of the answers with which the form was opened its person changes.

    Args:
        answers: as they are to be stored next.
    """
    changed = [name for name in row.context.get(GIVEN, ()) if answers.get(name) != row.answers.get(name)]
    if changed:
        row.context = {**row.context, OWN: sorted({*row.context.get(OWN, ()), *changed})}


def note_asked(row: OpenForm, *, now: datetime) -> None:
    """The question of the form is shown now (UTC): what is typed next answers it, until it lapses."""
    row.updated_at = now
    if _UNTIL_ASKED & row.context.keys():
        row.context = {name: value for name, value in row.context.items() if name not in _UNTIL_ASKED}


async def access_about(request: Request, definition: Definition, context: Mapping[str, Any]) -> Any:
    if definition.about is None:
        return None
    kept = {name: value for name, value in context.items() if name not in OURS}
    return await definition.about.access(request, definition.about.context.model_validate(kept))
