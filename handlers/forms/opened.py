"""An open form at one step, with everything that its questions depend on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers.forms.definition import Definition
from handlers.forms.reading import State
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Request
from storage.core.forms import OpenForm

#: In a form's context: the questions that were answered before it was opened.
GIVEN = "given"
#: In a form's context: the id of the message whose button opened it last.
OPENED_FROM = "opened_from"
#: In a form's context: messages that wait until their sender says what they are, by message id (`handlers.forms.held`).
HELD = "held"
#: In a form's context: the last "Is this your answer?", as the id of the message and when it was asked (UTC, ISO 8601).
ASKED_BACK = "asked_back"
#: In a form's context: the revision of the form when its person was last asked what a message is.
DOUBTED = "doubted"
#: In a form's context: true once another form ended after its question was shown, so that the question is out of sight.
PUT_ASIDE = "put_aside"
#: In a form's context: true once the person left the form by a word; a button takes it up again.
LEFT = "form_left"
#: In a form's context: the id of the last change of what the form is about that its person has seen.
SEEN = "seen_change"
#: In a form's context: id of the person for whom it was opened, where that is not who answers it.
FOR = "for"
#: The keys that the form engine adds to a context, beside those of what the form is about.
OURS = {FOR, GIVEN, OPENED_FROM, HELD, ASKED_BACK, DOUBTED, PUT_ASIDE, LEFT, SEEN}


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
        return State(self.row.answers, self.row.reopened)

    def surroundings(self) -> Surroundings:
        """The surroundings of the questions, by the answers as they are now."""
        given = frozenset(self.row.context.get(GIVEN, ()))
        base = replace(self.base, given=given)
        surroundings: Surroundings = self.definition.model.surround(self.loaded, self.row.answers, base)
        return surroundings


async def load_form(request: Request, row: OpenForm) -> OpenedForm:
    """An open form with all it depends on, in its own TWG. Raises: NotFound where the row it is about is hidden."""
    definition = request.routes.forms[row.name]
    if row.twg_id is not None:
        request = request.within(row.twg_id)
    request = replace(request, opened_from=row.context.get(OPENED_FROM))
    about = await access_about(request, definition, row.context)
    title = "" if definition.about is None else definition.about.title(about)
    base = Surroundings(
        now=request.now,
        today=request.now.astimezone(request.zone).date(),
        locale=request.locale,
        max_file_mb=request.settings.max_file_mb,
        about=title,
        hours=request.settings.timekeeping.hours,
    )
    return OpenedForm(request, definition, row, about, base, await definition.model.load(request, about))


def note_asked(row: OpenForm, *, now: datetime) -> None:
    """The question of the form is shown now (UTC): what is typed next answers it, until it lapses."""
    row.updated_at = now
    if PUT_ASIDE in row.context or ASKED_BACK in row.context:
        row.context = {name: value for name, value in row.context.items() if name not in {PUT_ASIDE, ASKED_BACK}}


async def access_about(request: Request, definition: Definition, context: Mapping[str, Any]) -> Any:
    if definition.about is None:
        return None
    kept = {name: value for name, value in context.items() if name not in OURS}
    return await definition.about.access(request, definition.about.context.model_validate(kept))
