"""Contents of the notices and reminders about requests, which go to private chats only (A3, U6)."""

from dataclasses import replace
from datetime import date

from messages import requests as contents
from messages.rendering.content import Content
from messages.requests import card
from scheduler.delivery.wording import Occasion, Wording
from storage.indicators import ReportRequest
from storage.requests import MemberRequest, RequestState, find_request
from twg.core.notices import Cause
from twg.core.refusals import NotFound
from twg.requests import access, notices

WORDING = Wording()


async def _find(occasion: Occasion) -> MemberRequest | None:
    """The request; None if the recipient may not see it any more."""
    try:
        return await access.access_request(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None


async def _find_in(occasion: Occasion, *states: RequestState) -> MemberRequest | None:
    """The request; None unless it is in one of these states."""
    request = await occasion.once(find_request, occasion.notification.subject_id)
    return request if request is not None and request.state in states else None


async def _card(occasion: Occasion, request: MemberRequest, heading: str, *, files: bool = False) -> Content:
    decides = request.state is RequestState.WAITING and await access.may_decide(
        occasion.session, occasion.member, request
    )
    subject = await access.find_subject(occasion.session, occasion.member, request)
    return card(occasion.actor, request, subject, heading=heading, decides=decides, files=files)


async def _to_decide(occasion: Occasion, heading: str, *, files: bool = False) -> Content | None:
    """The card with its buttons; None unless it still waits, for this recipient, and a decision still matters."""
    request = await _find(occasion)
    if request is None or request.state is not RequestState.WAITING:
        return None
    if not await notices.matters(occasion.session, occasion.member, request, now=occasion.now):
        return None
    if not await access.may_decide(occasion.session, occasion.member, request):
        return None
    return await _card(occasion, request, heading, files=files)


_WAITS = "it waits, the recipient decides it, and what it is about calls for a decision"


@WORDING.of(notices.MADE, "requests/card", holds=_WAITS)
async def made(occasion: Occasion) -> Content | None:
    data = occasion.notification.data
    content = await _to_decide(occasion, "changed" if data["again"] else "made", files=True)
    if content is None or not data["again"] or not data.get("until"):
        return content
    return replace(content, context={**content.context, "earlier": date.fromisoformat(data["until"])})


@WORDING.of(notices.REMINDER, "requests/card", holds=_WAITS)
async def reminder(occasion: Occasion) -> Content | None:
    return await _to_decide(occasion, "reminder")


@WORDING.of(notices.WITHDRAWN, "requests/card", holds="it is withdrawn, or waits with its former words")
async def withdrawn(occasion: Occasion) -> Content | None:
    """Tell those who were told of a request that it was withdrawn, or how it stands after a change was undone."""
    request = await _find(occasion)
    if request is None or request.state not in {RequestState.WAITING, RequestState.WITHDRAWN}:
        return None
    return await _card(occasion, request, "changed" if request.state is RequestState.WAITING else "withdrawn")


@WORDING.of(notices.DECIDED, "requests/card", holds="it is decided or answered")
async def decided(occasion: Occasion) -> Content | None:
    """The outcome, to the person who asked; nothing while it waits again, since the decision was undone."""
    request = await _find_in(occasion, RequestState.GRANTED, RequestState.DECLINED, RequestState.ANSWERED)
    if request is None:
        return None
    return await _card(occasion, request, "corrected" if occasion.notification.data.get("again") else "decided")


@WORDING.of(notices.UNDECIDED, "requests/card", holds="it waits again")
async def undecided(occasion: Occasion) -> Content | None:
    """Tell the person who read a decision that it was undone; nothing once it is decided anew."""
    request = await _find_in(occasion, RequestState.WAITING)
    return None if request is None else await _card(occasion, request, "undecided")


@WORDING.of(notices.OVER, "requests/card", holds="what it was about is over")
async def over(occasion: Occasion) -> Content | None:
    """Tell the person who asked; nothing if it waits again, since the closing was undone."""
    request = await _find_in(occasion, RequestState.OVER)
    return None if request is None else await _card(occasion, request, "over")


@WORDING.of(notices.TIME_ENDS, "requests/time_ends", holds="the report is owed and no more time is asked for")
async def time_ends(occasion: Occasion) -> Content | None:
    """Remind of a report until the agreed day; nothing once it has been made, or more time is asked for."""
    request = await occasion.once(find_request, occasion.notification.subject_id)
    if request is None or not await occasion.still_calls():
        return None
    cause = Cause(occasion.session, request, occasion.now)
    asked = await access.find_subject(occasion.session, occasion.member, request)
    if not isinstance(asked, ReportRequest) or not await notices.who_owes_the_report(cause):
        return None
    return contents.time_ends(request, asked, occasion.member.twg, now=occasion.now)
