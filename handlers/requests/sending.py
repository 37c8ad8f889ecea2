"""Sending a message on to those who decide, as it is: a recording, somebody else's words, a question (U2)."""

from typing import Literal

from handlers.forms.effects import note_written
from handlers.requests import asking as asks
from handlers.requests import making
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.whose_words import Whose
from messages.rendering.keyboards import Button
from messages.requests import send_button
from storage.meetings import Meeting
from storage.members import MembershipState, Role, Twg
from storage.requests import MemberRequest, RequestKind
from twg.core.files import RECORDINGS
from twg.core.refusals import NotFound, TooLong
from twg.language.asked import says_something, speaks_of_oneself
from twg.language.intents import Intent, read_intent
from twg.requests import asking
from twg.requests.asking import LONGEST_MESSAGE

router = Router("requests")


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to send on what nobody has read yet: what asks something, what a person states, and files.

    First of all where little else fits: a question, a recording, a statement about the person or their work.
    """
    incoming = request.incoming
    asks = incoming.text != "" and read_intent(incoming.text).intent is Intent.QUESTION
    heard = any(file.kind in RECORDINGS for file in incoming.files)
    is_office = request.member.role is Role.SECRETARIAT
    states = not (is_office or incoming.files) and incoming.whose is Whose.OWN and says_something(incoming.text)
    brings = bool(incoming.files) and not is_office
    if not (asks or heard or states or brings or incoming.whose is Whose.OTHERS):
        return []
    fits_little = asks or heard or (states and speaks_of_oneself(incoming.text))
    rank = 5 if fits_little and (heard or incoming.whose is Whose.OWN) else 25
    active = [item.twg for item in request.member.person.memberships if item.state is MembershipState.ACTIVE]
    return [
        Offer(rank, each)
        for twg in active
        for each in await send_buttons(request.within(twg.id), twg, in_twg=twg.code if len(active) > 1 else "")
    ]


async def send_buttons(request: Request, subject: Twg | Meeting, *, in_twg: str = "") -> list[Button]:
    """The button that sends the message on, about a row; none where nobody could read it.

    Args:
        in_twg: as for `messages.requests.send_button`.
    """
    about = subject.__tablename__, subject.id
    deciders = await asking.list_deciding(request.session, request.member, *about)
    if not deciders:
        return []
    is_secretariat = all(decider.role is Role.SECRETARIAT for decider in deciders)
    return [send_button(subject, Role.SECRETARIAT if is_secretariat else Role.CHAIR, in_twg=in_twg)]


@router.button("send")
async def send(request: Request, subject_type: Literal["twg", "meeting"], subject_id: int) -> Reply:
    """Send the message to which the buttons were offered, its words as typed and all of its files."""
    request, subject = await asks.reach(request, subject_type, subject_id)
    incoming = request.incoming
    text = incoming.replied_text.strip()
    if not text and incoming.replied_file is None:  # the message was deleted
        raise NotFound
    if len(text) > LONGEST_MESSAGE:
        raise TooLong(limit=LONGEST_MESSAGE, length=len(text))
    forwarded = incoming.replied_whose is Whose.OTHERS
    reply, made = await making.send(
        request, RequestKind.MESSAGE, subject, text, forwarded=forwarded, file=incoming.replied_file
    )
    await note_written(request, MemberRequest.__tablename__, made.id)
    return reply
