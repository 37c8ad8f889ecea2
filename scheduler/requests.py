"""Contents of the notices and reminders about requests, which go to private chats only (A3, U6)."""

from messages.rendering.content import Content
from messages.requests import card
from scheduler.delivery.wording import Occasion, Wording
from storage.requests import MemberRequest, RequestState, find_request
from twg.core.refusals import NotFound
from twg.requests import access, notices

WORDING = Wording()


async def _find(occasion: Occasion) -> MemberRequest | None:
    """The request; None if the recipient may not see it any more."""
    try:
        return await access.access_request(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None


async def _card(occasion: Occasion, request: MemberRequest, heading: str) -> Content:
    decides = request.state is RequestState.WAITING and await access.may_decide(
        occasion.session, occasion.actor, request
    )
    subject = await access.find_subject(occasion.session, occasion.actor, request)
    return card(occasion.actor, request, subject, heading=heading, decides=decides)


async def _to_decide(occasion: Occasion, heading: str) -> Content | None:
    """The card with its buttons; None unless it still waits, and for this recipient."""
    request = await _find(occasion)
    if request is None or request.state is not RequestState.WAITING:
        return None
    if not await access.may_decide(occasion.session, occasion.actor, request):
        return None
    return await _card(occasion, request, heading)


@WORDING.of(notices.MADE, "requests/card")
async def made(occasion: Occasion) -> Content | None:
    return await _to_decide(occasion, "changed" if occasion.notification.data["again"] else "made")


@WORDING.of(notices.REMINDER, "requests/card")
async def reminder(occasion: Occasion) -> Content | None:
    return await _to_decide(occasion, "reminder")


@WORDING.of(notices.WITHDRAWN, "requests/card")
async def withdrawn(occasion: Occasion) -> Content | None:
    """Tell those who were told of a request that it was withdrawn, or how it stands after a change was undone."""
    request = await _find(occasion)
    if request is None:
        return None
    return await _card(occasion, request, "changed" if request.state is RequestState.WAITING else "withdrawn")


@WORDING.of(notices.DECIDED, "requests/card")
async def decided(occasion: Occasion) -> Content | None:
    request = await occasion.once(find_request, occasion.notification.subject_id)
    return None if request is None else await _card(occasion, request, "decided")
