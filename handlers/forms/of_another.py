"""Whether words that a question would take are about another thing: "action 2 is done" as a reason (U8)."""

from handlers.forms.advance import Confirm
from handlers.forms.asked_of import AskedOf, Doubt, is_checked
from handlers.forms.doubt import is_suggested
from handlers.forms.fields import Field
from handlers.forms.opened import OpenedForm
from storage.engine.database import Base, identity
from twg.language.acts import acts_by_itself, list_tasks_acted_on
from twg.language.asked import Wanted
from twg.language.mentions import Kind, named_among


async def doubt_of_another(asked: AskedOf) -> Doubt | None:
    """Why a text that the open question would take may be about something else than the form; None where it is not.

    A reply to the question is its answer, and words to look for may be any. At the summary the words are not asked for.
    """
    question, opened = asked.question, asked.opened
    if question is None or opened.request.actor is None or asked.incoming.replied_to is not None:
        return None
    if question.of_task and await _names_another(opened):
        return Doubt.OF_ANOTHER
    if not _acts_elsewhere(question, opened):
        return None
    return Doubt.UNLIKE if isinstance(asked.outcome, Confirm) else Doubt.ACTS_ELSEWHERE


async def _names_another(opened: OpenedForm) -> bool:
    """Whether an answer about an action names another one: by its number, or the person's own by its title."""
    request, about = opened.request, opened.about
    own = identity(about) if isinstance(about, Base) else None
    if list_tasks_acted_on(request.incoming.text) - {own}:
        return True
    things = await request.routes.named(request)
    whats = [thing.what for thing in things]
    places = named_among(request.incoming.text, whats, today=request.today, by_kind=False)
    named = [things[place] for place in places if whats[place].kind is Kind.ACTION]
    return len(places) == len(named) == 1 and named[0].label != opened.surroundings().about


def _acts_elsewhere(question: Field, opened: OpenedForm) -> bool:
    """Whether a text by itself does something to another thing than the question is about."""
    text, surroundings = opened.request.incoming.text, opened.surroundings()
    if question.wanted is Wanted.QUERY or is_suggested(question, text, surroundings):
        return False
    if question.like is not None and question.like(text):
        return False
    if is_checked(question):  # "2008-4: 58%" may be its answer
        return bool(list_tasks_acted_on(text))
    own = question.of_task and bool(list_tasks_acted_on(text))  # of this action: of another it would name that
    return acts_by_itself(text) and not own
