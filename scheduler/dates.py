"""Contents of the notices about finding a date, and of the messages that show who can when (G14)."""

from sqlalchemy.ext.asyncio import AsyncSession

from messages import dates as messages
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.core.bound_messages import BoundMessage
from storage.dates import DatePoll, PollEnding, find_poll
from storage.members import Membership, Twg, list_members
from twg.core.actors import Actor
from twg.core.refusals import NotFound
from twg.dates import access, answering, notices
from twg.dates.clashes import access_against

WORDING = Wording()


async def _access(occasion: Occasion) -> DatePoll | None:
    """The search, if the recipient may still see it."""
    try:
        return await access.access_poll(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None


async def _asked(occasion: Occasion, heading: str) -> Content | None:
    """The dates with buttons, while the recipient is asked and can still answer."""
    poll, actor = await _access(occasion), occasion.actor
    today = occasion.now.astimezone(actor.zone).date()
    if poll is None or not access.is_asked(poll, actor.member):
        return None
    if not access.takes_answers(poll, today=today, now=occasion.now):
        return None
    own = await answering.access_own(occasion.session, actor, poll)
    if heading == "reminder" and (own or not await occasion.still_calls()):
        return None
    against = await access_against(occasion.session, actor, poll, own=True)
    return messages.card(actor.twg, poll, own, against, now=occasion.now, heading=heading)


@WORDING.of(notices.ASKED, "dates/card", holds="it takes answers, and the recipient is asked")
async def asked(occasion: Occasion) -> Content | None:
    return await _asked(occasion, "asked")


@WORDING.of(
    notices.REMINDER,
    "dates/card",
    holds="it takes answers, the recipient is asked and has answered for no date, and its time stands",
)
async def reminder(occasion: Occasion) -> Content | None:
    return await _asked(occasion, "reminder")


@WORDING.of(
    notices.TO_CHOOSE, "dates/standing", holds="no date is chosen, one is ahead, the recipient runs it, its time stands"
)
async def to_choose(occasion: Occasion) -> Content | None:
    poll = await _access(occasion)
    if poll is None or poll.ended_at is not None or not access.may_run_poll(occasion.actor, poll):
        return None
    if access.is_past(poll, now=occasion.now) or not await occasion.still_calls():
        return None
    found = await answering.access_standing(occasion.session, occasion.actor, poll, now=occasion.now)
    return messages.standing(occasion.member.twg, found, now=occasion.now, heading="to_choose")


async def _told(occasion: Occasion, ending: PollEnding | None, heading: str) -> Content | None:
    poll = await _access(occasion)
    if poll is None or poll.ending is not ending:
        return None
    own = await answering.access_own(occasion.session, occasion.actor, poll)
    return messages.told(occasion.member.twg, poll, own, heading=heading)


@WORDING.of(
    notices.CHOSEN,
    "dates/told",
    holds="that date is chosen, the recipient may see it and has not been invited to the meeting by now",
)
async def chosen(occasion: Occasion) -> Content | None:
    poll = await _access(occasion)
    if poll is not None and access.is_invited(poll, occasion.member):
        return None
    return await _told(occasion, PollEnding.CHOSEN, "chosen")


@WORDING.of(notices.CLOSED, "dates/told", holds="it is closed without a date, and the recipient may see it")
async def closed(occasion: Occasion) -> Content | None:
    return await _told(occasion, PollEnding.CLOSED, "closed")


@WORDING.of(notices.PAST, "dates/told", holds="no date is chosen, it is not closed, and the recipient may see it")
async def past(occasion: Occasion) -> Content | None:
    if not await occasion.still_calls():
        return None
    return await _told(occasion, None, "past")


@WORDING.binds(DatePoll)
async def bound(session: AsyncSession, message: BoundMessage) -> Content | None:
    """Who can when, as it is now, for who still runs the search."""
    poll, account, now = await find_poll(session, message.subject_id), message.account, message.change_at
    if poll is None or account is None or now is None:
        return None
    twg = await session.get_one(Twg, poll.twg_id)
    members = await list_members(session, twg.id, Membership.person_id == account.person_id)
    actor = Actor(twg, members[0]) if members else None
    if actor is None or not access.may_run_poll(actor, poll):
        return None
    try:
        await access.access_poll(session, actor, poll.id)
    except NotFound:
        return None
    found = await answering.access_standing(session, actor, poll, now=now)
    return messages.standing(twg, found, now=now, more=messages.own_row(poll, actor.member))
