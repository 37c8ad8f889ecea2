"""What words below a request to report may ask instead: more time, whether it is still needed, a question (J2, U2)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.indicators.choosing import named_in
from handlers.requests.in_words import ask_in_words
from handlers.routing.request import Reply, Request, show
from messages.indicators import title_of
from messages.rendering.keyboards import button, rows, shorten
from storage.core.notifications import Notification
from storage.indicators import ReportRequest, find_open_round
from twg.indicators import reporting
from twg.language.intents import REQUESTS, Intent, read_intent
from twg.requests import access as requests
from twg.requests.notices import TIME_ENDS

#: What words can mean below a request to report, besides the report itself.
ASKED = (*REQUESTS, Intent.NO_DATA, Intent.QUESTION, Intent.LEFT)
#: What somebody says in place of a report, which is of no use once it was made.
_IN_PLACE = (Intent.NO_DATA, Intent.MORE_TIME, Intent.HAND_OVER, Intent.NOT_MINE)


async def ask_instead(request: Request, asked: Sequence[ReportRequest], text: str) -> Reply | None:
    """Send what the text clearly asks about a report that is awaited; `None` where it asks nothing.

    Args:
        asked: what the text may be about, answered or not; of several those that it names. Where it is about several
            that are awaited, the person is asked which.
    Raises: AlreadyReported where it says why there is no report, and there is one.
    """
    reading = read_intent(text, among=ASKED)
    if not asked or not reading.clear:
        return None
    file = request.incoming.file
    if reading.intent is Intent.LEFT:
        return await ask_in_words(request, None, reading.intent.value, text.strip(), file)
    named = named_in(text, [item.indicator for item in asked], request.today) if len(asked) > 1 else []
    meant = [item for item in asked if not named or item.indicator in named]
    owed = [item for item in meant if item.reported_at is None]
    if not owed and reading.intent in _IN_PLACE:
        raise reporting.AlreadyReported(indicator=meant[0].indicator)
    if not owed:
        return None
    if len(owed) > 1:
        listed = [(shorten(title_of(item.indicator, request.locale)), item.id) for item in owed]
        keyboard = rows(button(label, "requests:about", ReportRequest.__tablename__, row) for label, row in listed)
        return replace(show("indicators/which", keyboard=keyboard), to_message=True)
    within = request.within(owed[0].twg_id)
    return await ask_in_words(within, owed[0], reading.intent.value, text.strip(), file)


async def list_owed(request: Request, notification: Notification) -> list[ReportRequest]:
    """What a message asked this person to report on, in the TWG of the message: a round, or more time that ends.

    What a round that is over asked for, and the open one asks for again, is what the open one asks for.
    """
    if notification.kind != TIME_ENDS.name:
        listed = await reporting.list_asked(request.session, request.member, notification.subject_id)
        again = {item.indicator_id: item for item in await list_asked_now(request)}
        return [again.get(item.indicator_id, item) for item in listed]
    agreed = await requests.access_request(request.session, request.member, notification.subject_id)
    asked = await requests.find_subject(request.session, request.member.member, agreed)
    return [asked] if isinstance(asked, ReportRequest) else []


async def list_asked_now(request: Request) -> list[ReportRequest]:
    """What the open round of the TWG of the request asks this person for, answered or not."""
    current = await find_open_round(request.session, request.member.twg.id)
    return [] if current is None else await reporting.list_asked(request.session, request.member, current.id)


def asks_instead(text: str) -> bool:
    """Whether the text clearly asks something."""
    return read_intent(text, among=ASKED).clear
