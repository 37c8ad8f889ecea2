"""What words below a request to report may ask instead: more time, whether it is still needed, a question (J2, U2)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.requests.in_words import ask_in_words
from handlers.routing.request import Reply, Request, show
from messages.indicators import title_of
from messages.rendering.keyboards import button, rows, shorten
from storage.core.notifications import Notification
from storage.indicators import ReportRequest
from twg.indicators import reporting
from twg.language.intents import REQUESTS, Intent, read_intent
from twg.requests import access as requests
from twg.requests.notices import TIME_ENDS

#: What words can mean below a request to report, besides the report itself.
ASKED = (*REQUESTS, Intent.NO_DATA, Intent.QUESTION, Intent.LEFT)


async def ask_instead(request: Request, owed: Sequence[ReportRequest], text: str) -> Reply | None:
    """Send what the text clearly asks about a report that is awaited; `None` where it asks nothing.

    Args:
        owed: the reports that it may be about; where there are several, the person is asked which.
    """
    reading = read_intent(text, among=ASKED)
    if not owed or not reading.clear:
        return None
    file = request.incoming.file
    if reading.intent is Intent.LEFT:
        return await ask_in_words(request, None, reading.intent.value, text.strip(), file)
    if len(owed) > 1:
        listed = [(shorten(title_of(item.indicator, request.locale)), item.id) for item in owed]
        keyboard = rows(button(label, "requests:about", ReportRequest.__tablename__, row) for label, row in listed)
        return replace(show("indicators/which", keyboard=keyboard), to_message=True)
    within = request.within(owed[0].twg_id)
    return await ask_in_words(within, owed[0], reading.intent.value, text.strip(), file)


async def list_owed(request: Request, notification: Notification) -> list[ReportRequest]:
    """What a message asked this person to report on, in the TWG of the message: a round, or more time that ends."""
    if notification.kind != TIME_ENDS.name:
        return await reporting.list_asked(request.session, request.member, notification.subject_id)
    agreed = await requests.access_request(request.session, request.member, notification.subject_id)
    asked = await requests.find_subject(request.session, request.member.member, agreed)
    return [asked] if isinstance(asked, ReportRequest) else []


def asks_instead(text: str) -> bool:
    """Whether the text clearly asks something."""
    return read_intent(text, among=ASKED).clear
