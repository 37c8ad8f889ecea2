"""What a message that is hardly the answer to the open question of a form does elsewhere (U2, U8)."""

import re

from handlers import general
from handlers.routing.questions import answer_question
from handlers.routing.request import Reply, Request
from handlers.routing.wishes import offer_wish
from twg.language.intents import Intent, read_intent

_SENTENCES = re.compile(r"[^.!?។\n;]+[.!?។\n;]*")


async def take_elsewhere(request: Request) -> Reply | None:
    """Do what a message clearly says of something that it names; None where its sender is asked what it is.

    What asks something is answered from the store, or what it wishes to see is offered, as without a form. It is never
    sent to a person from here, since somebody who fills in a form may be asking about the form.
    """
    if not any(read_intent(said).intent is Intent.QUESTION for said in _SENTENCES.findall(request.incoming.text)):
        return await general.take_named(request)
    return await answer_question(request) or await offer_wish(request)
