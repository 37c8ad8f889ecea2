"""Forms whose question has lapsed are offered again with their answers: below /menu, and once below what comes next."""

from datetime import timedelta

from handlers.forms.ended import shows
from handlers.forms.opened import HELD, OFFERED, OPENED_FROM, list_own_answers
from handlers.forms.waiting import open_forms, remind_of
from handlers.routing.request import Reply, Request
from handlers.routing.whose_words import Whose
from storage.core.forms import OpenForm


def has_lapsed(row: OpenForm, request: Request) -> bool:
    """Whether the question was shown longer ago than questions wait."""
    lapses = request.settings.question_lapses
    return lapses > timedelta() and request.now - row.updated_at > lapses


async def remind_of_lapsed(request: Request) -> tuple[Reply, ...]:
    """A reminder of the form touched last whose question has lapsed, unless nothing would be lost with it."""
    lapsed = [row for row in await open_forms(request) if _would_be_missed(row, request)]
    for row in lapsed:
        _note_offered(row)
    return (await remind_of(request, lapsed[0]),) if lapsed else ()


async def offer_lapsed(request: Request, reply: Reply) -> tuple[Reply, ...]:
    """A reminder of the form touched last whose question has lapsed, below the reply to what its person did next.

    It is given once until the form is taken up, not while another form waits for an answer, and only where the person
    has entered something in the form or has sent something that may belong there.
    """
    incoming = request.incoming
    is_own = incoming.whose is Whose.OWN or bool(incoming.button)
    if request.actor is None or not is_own or incoming.edited or incoming.reachable is not None:
        return ()
    rows = await open_forms(request)
    lapsed = [row for row in rows if _would_be_missed(row, request) and _is_entered(row)]
    shown = any(shows(reply, row) for row in rows)
    if len(rows) > len([row for row in rows if has_lapsed(row, request)]) or not (reply.content or shown):
        return ()
    offered = [row for row in lapsed if OFFERED not in row.context]
    for row in lapsed:
        _note_offered(row)
    return (await remind_of(request, offered[0]),) if offered and not shown else ()


def _would_be_missed(row: OpenForm, request: Request) -> bool:
    return has_lapsed(row, request) and not request.routes.forms[row.name].passing


def _is_entered(row: OpenForm) -> bool:
    """Whether the person has entered something, also in the words that opened the form."""
    entered = row.answers if OPENED_FROM not in row.context else list_own_answers(row)
    return bool(entered) or bool(row.context.get(HELD))


def _note_offered(row: OpenForm) -> None:
    if OFFERED not in row.context:
        row.context = {**row.context, OFFERED: True}
