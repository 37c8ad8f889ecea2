"""Above the summary of a form: when that goes out which saving it tells others (U4)."""

from dataclasses import replace

from handlers.forms.form import Form
from handlers.forms.opened import OpenedForm
from handlers.forms.reading import read
from handlers.forms.sections import with_unasked
from handlers.forms.surroundings import Surroundings
from handlers.routing.foreseeing import foresee
from handlers.routing.request import Request


async def with_going_out(opened: OpenedForm, surroundings: Surroundings) -> Surroundings:
    """The surroundings with when the notices go out that saving the answers causes; unchanged in open hours."""
    definition = opened.definition
    values = read(definition, opened.state, surroundings).saved

    async def saves(request: Request) -> None:
        answered: Form = definition.model(**with_unasked(definition.fields, values))
        await answered.save(request, opened.about)

    foreseen = await foresee(opened.request, saves)
    if foreseen is None:
        return surroundings
    return replace(surroundings, goes_out=foreseen.note(opened.request), held=foreseen.held_until is not None)
