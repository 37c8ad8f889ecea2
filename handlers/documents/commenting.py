"""Comments on circulated papers: a reply that acknowledges nothing goes, by a button, to who reads it (D1, U2)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import general
from handlers.requests import making
from handlers.routing.otherwise import NOTHING
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.statements import is_own_statement
from handlers.routing.undoing import take_back_in_words
from handlers.routing.whose_words import Whose
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.templating import format_day
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.documents import Circulation, Document
from storage.members import Role
from storage.requests import RequestKind
from twg.core.refusals import NotFound, TooLong
from twg.documents import access
from twg.documents.naming import name_of_circulation
from twg.language.cues import spell
from twg.language.intents import REQUESTS, SMALL_TALK, Intent, read_intent
from twg.language.mentions import list_called, named_among, without_title
from twg.language.received import speaks_of_paper
from twg.language.rsvp import is_about_coming
from twg.language.taking_back import TakingBack
from twg.language.wishes import read_wish
from twg.requests import asking
from twg.requests.asking import LONGEST_MESSAGE

router = Router("documents")

#: Circulations of one message that are offered.
_MOST_OFFERED = 3
_LONGEST_NAME = 36


async def circulations_of(request: Request, about: Sequence[Notification]) -> list[tuple[Request, Circulation]]:
    """The circulations of the papers that a message told of, each with the request in its TWG."""
    found: dict[int, tuple[Request, Circulation]] = {}
    for notification in about:
        within = request.within(notification.twg_id)
        circulation_id = notification.subject_id
        if notification.subject_type == Document.__tablename__:
            document = await access.access_document(within.session, within.member, notification.subject_id)
            circulation_id = document.circulation_id
        circulation = await access.access_circulation(within.session, within.member, circulation_id)
        found[circulation.id] = within, circulation
    return list(found.values())


async def take_other(request: Request, papers: Sequence[tuple[Request, Circulation]]) -> Reply:
    """Offer to send a reply to papers on as a comment on them, unless it is clearly about something else.

    Nothing is done of what it says of an action or a meeting that it does not name for certain. What is said of minutes
    is a correction, and no comment.
    """
    text = request.incoming.text
    if not is_own_statement(request.incoming) or any(_has_minutes(circulation) for _within, circulation in papers):
        return await general.offer(request)
    if (taken_back := await take_back_in_words(request, surely=TakingBack.WHOLLY)) is not None:
        return taken_back
    if read_wish(text) or read_intent(text).is_clearly(*SMALL_TALK):
        return await general.offer(request, acts=False)
    if await _is_of_another(request, [circulation for _within, circulation in papers]):
        return await general.offer(request)
    return await offer_comment(request, papers)


async def offer_comment(request: Request, papers: Sequence[tuple[Request, Circulation]]) -> Reply:
    """Offer to send a reply to papers on as a comment on them; without anybody to read it, what else it can be."""
    buttons = [await _send_button(*paper) for paper in papers[:_MOST_OFFERED]]
    offered = [each for each in buttons if each is not None]
    if not offered or not is_own_statement(request.incoming):
        return await general.offer(request, wishes=False, acts=False)
    others = [button(_("Something else"), "documents:no_comment"), NOTHING]
    return replace(say("general/wished", keyboard=rows([*offered, *others])), to_message=True)


def _has_minutes(circulation: Circulation) -> bool:
    return any(document.minutes_of_id is not None for document in circulation.documents)


async def _is_of_another(request: Request, papers: Sequence[Circulation]) -> bool:
    """Whether a reply is for certain about something else than the papers: it calls it by its number, says whether the
    person comes, or says of one task that it is done, or asks for time, in words that no title of the papers has."""
    text = request.incoming.text
    whats = [thing.what for thing in await request.routes.named(request)]
    reading = read_intent(text)
    if list_called(text, whats) or is_about_coming(text) or reading.is_clearly(Intent.LEFT):
        return True
    if speaks_of_paper(text) or not reading.is_clearly(Intent.DONE, *REQUESTS):
        return False
    rest = spell(text)
    for title in (document.title for circulation in papers for document in circulation.documents):
        rest = without_title(rest, title)
    return len(named_among(rest, whats, today=request.today, by_kind=False)) == 1


async def _send_button(request: Request, circulation: Circulation) -> Button | None:
    """The button that sends a comment on a circulation to those who read it; None where nobody could."""
    twg = request.member.twg
    deciders = await asking.list_deciding(request.session, request.member, twg.__tablename__, twg.id)
    if not deciders:
        return None
    is_office = all(decider.role is Role.SECRETARIAT for decider in deciders)
    label = _("Send to the secretariat: {title}") if is_office else _("Send to the Chair: {title}")
    shown = shorten(name_of_circulation(circulation), _LONGEST_NAME)
    return button(label.with_(title=shown), "documents:comment", circulation.id)


@router.button("comment", subject=Circulation)
async def send_comment(request: Request, circulation_id: int) -> Reply:
    """Send the earlier message as a comment; before its words stand the paper and when it was circulated."""
    circulation = await access.access_circulation(request.session, request.member, circulation_id)
    incoming = request.incoming
    if not incoming.replied_text.strip() or incoming.replied_whose is Whose.OTHERS:
        raise NotFound
    day = format_day(circulation.circulated_at.astimezone(request.zone).date(), locale=request.locale)
    heading = _("Comment on: {title} (circulated on {day})").with_(title=name_of_circulation(circulation), day=day)
    text = f"{heading.render(request.locale)}\n{incoming.replied_text.strip()}"
    if len(text) > LONGEST_MESSAGE:
        raise TooLong(limit=LONGEST_MESSAGE, length=len(text))
    reply, _made = await making.send(request, RequestKind.MESSAGE, request.member.twg, text)
    return reply


@router.button("no_comment")
async def offer_else(request: Request) -> Reply:
    """What else a reply to papers can be; nothing is done with it unasked."""
    if request.incoming.replied_to is None:
        raise NotFound
    other = await general.offer(replace(request, incoming=request.incoming.as_replied_to()), wishes=False, acts=False)
    return replace(other, edit=True, reply_to=request.incoming.replied_to)
