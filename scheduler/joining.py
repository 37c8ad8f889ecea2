"""Contents of the notices about requests to join (M2)."""

from messages import joining as contents
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.joining import JoinRequest, JoinState, find_join_request
from storage.members import Membership, list_members
from twg.core.permissions import Permission
from twg.joining import deciding, notices, recognising, screening

WORDING = Wording()


async def _find(occasion: Occasion) -> JoinRequest | None:
    return await find_join_request(occasion.session, occasion.notification.subject_id)


async def _card(occasion: Occasion, request: JoinRequest, heading: str) -> Content:
    session, member = occasion.session, occasion.member
    return contents.card(
        member,
        request,
        heading=heading,
        decides=await deciding.may_decide(session, member, request),
        to_chair=await deciding.goes_to_chair(session, member, request),
        chairless=await deciding.waits_for_a_chair(session, request),
        link_of=await deciding.find_name_of_link(session, request),
        may_be=await _find_alike(occasion, request),
    )


async def _find_alike(occasion: Occasion, request: JoinRequest) -> list[Membership]:
    """Who may be the person who asks, for a reader who merges entries."""
    if not occasion.actor.may(Permission.PERSON_MERGE) or not request.is_open:
        return []
    return await recognising.list_who_it_may_be(occasion.session, occasion.actor, request.id)


async def _to_decide(occasion: Occasion, heading: str) -> Content | None:
    """The card with its buttons; None unless it waits for this recipient."""
    request = await _find(occasion)
    if request is None or not await deciding.may_decide(occasion.session, occasion.member, request):
        return None
    return await _card(occasion, request, heading)


@WORDING.of(notices.ASKED, "joining/card", "joining/several", holds="somebody waits whom the recipient decides about")
async def asked(occasion: Occasion) -> Content | None:
    """All who wait by now, in one message."""
    waiting = await screening.list_waiting(occasion.session, occasion.actor)
    new = [request for request in waiting if request.state is JoinState.WAITING]
    if not new:
        return None
    return await _card(occasion, new[0], "asked") if len(new) == 1 else contents.several(new, occasion.member.twg)


@WORDING.of(notices.PASSED_ON, "joining/card", holds="the recipient decides it, and was not told of an opinion")
async def passed_on(occasion: Occasion) -> Content | None:
    content = await _to_decide(occasion, "passed_on")
    return None if content is None or content.context["request"].opinion is not None else content


@WORDING.of(notices.CONSULTED, "joining/card", holds="it waits, and no opinion was given")
async def consulted(occasion: Occasion) -> Content | None:
    request = await _find(occasion)
    if request is None or not deciding.may_advise(occasion.member, request):
        return None
    return await _card(occasion, request, "consulted")


@WORDING.of(notices.ADVISED, "joining/card", holds="the recipient decides it")
async def advised(occasion: Occasion) -> Content | None:
    return await _to_decide(occasion, "advised")


@WORDING.of(notices.ANSWERED, "joining/card", holds="it waits for a decision, and the question is answered")
async def answered(occasion: Occasion) -> Content | None:
    request = await _find(occasion)
    if request is None or not request.is_open or not request.answer:
        return None
    return await _card(occasion, request, "answered")


@WORDING.of(notices.CHAIR_DECLINED, "joining/card", holds="it is declined")
async def chair_declined(occasion: Occasion) -> Content | None:
    request = await _find(occasion)
    if request is None or request.state is not JoinState.DECLINED:
        return None
    return await _card(occasion, request, "chair_declined")


@WORDING.of(notices.ADMISSION_UNDONE, "joining/admission_undone", holds="it waits again")
async def admission_undone(occasion: Occasion) -> Content | None:
    request = await _find(occasion)
    if request is None or not request.is_open:
        return None
    return contents.admission_undone(request, themself=occasion.member.person_id == request.person_id)


@WORDING.of(notices.QUESTION, "joining/question", holds="it waits for a decision, and the question is not answered")
async def question(occasion: Occasion) -> Content | None:
    request = await _find(occasion)
    return contents.question(request) if request is not None and request.is_open and not request.answer else None


@WORDING.of(notices.DECIDED, "joining/decided", holds="it is declined, or the person is a member")
async def decided(occasion: Occasion) -> Content | None:
    request = await _find(occasion)
    if request is None or request.state not in {JoinState.ADMITTED, JoinState.DECLINED}:
        return None
    theirs = Membership.person_id == request.person_id
    found = await list_members(occasion.session, request.twg_id, theirs)
    if (request.state is JoinState.ADMITTED) != bool(found):
        return None
    return contents.decided(request, found[0] if found else None)
