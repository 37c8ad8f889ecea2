"""Contents of the notices of the updates round (S4)."""

from messages import updates as messages
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.meetings import Meeting
from storage.updates import find_update
from twg.core.refusals import NotFound
from twg.meetings.access import access_meeting
from twg.updates import notices, rounds
from twg.updates.rounds import UpdatesRefusal

WORDING = Wording()
_OPEN = "the plenary is ahead, the round is open, and the recipient is invited and has not answered"


async def _question(occasion: Occasion, heading: str) -> Content | None:
    about = occasion.session, occasion.actor, occasion.notification.subject_id
    try:
        meeting: Meeting = await rounds.access_round(*about, now=occasion.now)
    except (NotFound, UpdatesRefusal):
        return None
    if await find_update(occasion.session, meeting.id, occasion.member.person_id) is not None:
        return None
    closes_at = await rounds.find_closing(occasion.session, meeting)
    return occasion.alike(
        lambda: messages.question(occasion.member.twg, meeting, None, closes_at=closes_at, heading=heading)
    )


async def _stands(occasion: Occasion) -> bool:
    """Whether the time of the reminder stands; what somebody asked for by hand has none."""
    return not occasion.notification.data.get("rule") or await occasion.still_calls()


@WORDING.of(notices.ASKED, "updates/question", holds=f"{_OPEN}, and its time stands")
async def asked(occasion: Occasion) -> Content | None:
    return await _question(occasion, "asked") if await _stands(occasion) else None


@WORDING.of(notices.REMINDER, "updates/question", holds=f"{_OPEN}, and its time stands")
async def reminder(occasion: Occasion) -> Content | None:
    return await _question(occasion, "reminder") if await _stands(occasion) else None


@WORDING.of(notices.OVER, "updates/list", holds="the plenary is ahead, the recipient prepares it, and its time stands")
async def over(occasion: Occasion) -> Content | None:
    try:
        meeting = await access_meeting(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None
    if not rounds.is_plenary_ahead(meeting, now=occasion.now) or not await occasion.still_calls():
        return None
    found = await rounds.access_standing(occasion.session, occasion.actor, meeting, now=occasion.now)
    return messages.listing(occasion.member.twg, found, now=occasion.now, heading="over")
