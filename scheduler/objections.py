"""Contents of the notices about no-objection, and of the messages that show how one stands (G16)."""

from sqlalchemy.ext.asyncio import AsyncSession

from messages import objections as messages
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.core.bound_messages import BoundMessage
from storage.members import Membership, Twg, list_members
from storage.objections import NoObjection, Outcome, find_objection
from twg.core.actors import Actor
from twg.core.refusals import NotFound
from twg.objections import access, answering, notices, papers

WORDING = Wording()


async def _access(occasion: Occasion) -> NoObjection | None:
    """The no-objection, if the recipient may still see it."""
    try:
        return await access.access_objection(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None


async def _asked(occasion: Occasion, heading: str) -> Content | None:
    """The text with buttons, while the recipient is asked and can still answer."""
    objection, actor = await _access(occasion), occasion.actor
    if objection is None or not access.is_asked(objection, actor.member):
        return None
    if not access.takes_answers(objection, today=occasion.now.astimezone(actor.zone).date()):
        return None
    own = await answering.access_own(occasion.session, actor, objection)
    if heading == "reminder" and (own is not None or not await occasion.still_calls()):
        return None
    seen = await papers.access_papers(occasion.session, actor, objection)
    return messages.card(actor, objection, own, seen, now=occasion.now, heading=heading)


@WORDING.of(notices.ASKED, "objections/card", holds="it takes answers, and the recipient is asked")
async def asked(occasion: Occasion) -> Content | None:
    return await _asked(occasion, "asked")


@WORDING.of(
    notices.REMINDER,
    "objections/card",
    holds="it takes answers, the recipient is asked and has not answered, and its time stands",
)
async def reminder(occasion: Occasion) -> Content | None:
    return await _asked(occasion, "reminder")


@WORDING.of(notices.TO_CONFIRM, "objections/standing", holds="it has not ended, and the recipient organises it")
async def to_confirm(occasion: Occasion) -> Content | None:
    objection = await _access(occasion)
    if objection is None or objection.ended_at is not None or not access.organises(occasion.actor, objection):
        return None
    if not await occasion.still_calls():
        return None
    found = await answering.access_standing(occasion.session, objection)
    seen = await papers.access_papers(occasion.session, occasion.actor, objection)
    return messages.standing(occasion.actor, found, seen, now=occasion.now, heading="to_confirm")


async def _told(occasion: Occasion, outcome: Outcome) -> Content | None:
    objection = await _access(occasion)
    if objection is None or objection.outcome is not outcome:
        return None
    found = await answering.access_standing(occasion.session, objection)
    return messages.told(occasion.actor, objection, objected=len(found.objecting))


@WORDING.of(notices.CONFIRMED, "objections/told", holds="it is confirmed, and the recipient may see it")
async def confirmed(occasion: Occasion) -> Content | None:
    return await _told(occasion, Outcome.CONFIRMED)


@WORDING.of(notices.WITHDRAWN, "objections/told", holds="it is withdrawn, and the recipient may see it")
async def withdrawn(occasion: Occasion) -> Content | None:
    return await _told(occasion, Outcome.WITHDRAWN)


@WORDING.binds(NoObjection)
async def bound(session: AsyncSession, message: BoundMessage) -> Content | None:
    """How it stands now, for who still organises it."""
    found, account, now = await find_objection(session, message.subject_id), message.account, message.change_at
    if found is None or account is None or now is None:
        return None
    twg = await session.get_one(Twg, found.twg_id)
    members = await list_members(session, twg.id, Membership.person_id == account.person_id)
    if not members:
        return None
    actor = Actor(twg, members[0])
    try:
        objection = await access.access_objection(session, actor, found.id)
    except NotFound:
        return None
    if not access.organises(actor, objection):
        return None
    standing = await answering.access_standing(session, objection)
    return messages.standing(actor, standing, await papers.access_papers(session, actor, objection), now=now)
