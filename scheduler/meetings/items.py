"""Contents of what members are told who are invited to one item of an agenda (G4, G13)."""

from messages.meetings.items import item_card, with_item_calendar
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion
from scheduler.meetings.notices import AHEAD, WORDING, announced
from storage.meetings import MeetingState, Rsvp
from storage.meetings.items import ItemInvitation, find_item_invitation, list_item_invitations
from twg.core.audiences import includes
from twg.meetings import item_notices as notices
from twg.meetings import notices as meeting_notices
from twg.meetings.items import facts_of, stands


async def _find(occasion: Occasion) -> ItemInvitation | None:
    """The invitation of the recipient; None for who is invited to the whole meeting by now, or belongs to no TWG."""
    found = await find_item_invitation(occasion.session, occasion.notification.subject_id)
    if found is None or found.person_id != occasion.member.person_id:
        return None
    return None if includes(found.meeting.audience, occasion.member) else found


async def _standing(occasion: Occasion) -> ItemInvitation | None:
    """The same, while the meeting is announced and ahead, and the item on its agenda."""
    found = await _find(occasion)
    if found is None or not stands(found) or found.meeting.starts_at <= occasion.now:
        return None
    return found if found.meeting.state is MeetingState.ANNOUNCED else None


_AHEAD = "the meeting is announced and ahead, the item on its agenda, and the recipient invited to that alone"


@WORDING.of(notices.INVITED, "meetings/item", holds=_AHEAD)
async def item_invited(occasion: Occasion) -> Content | None:
    found = await _standing(occasion)
    if found is None:
        return None
    twg, now = occasion.member.twg, occasion.now
    return with_item_calendar(item_card(found, twg, now=now, heading="invited"), found, twg, now=now)


@WORDING.of(notices.CHANGED, "meetings/item", holds=f"{_AHEAD}, and it differs from before or their answer was cleared")
async def item_changed(occasion: Occasion) -> Content | None:
    found, data = await _standing(occasion), occasion.notification.data
    if found is None or not (data["cleared"] or data["before"] != facts_of(found)):
        return None
    twg, said = occasion.member.twg, {"before": data["before"], "cleared": data["cleared"]}
    content = item_card(found, twg, now=occasion.now, heading="changed", **said)
    return with_item_calendar(content, found, twg, now=occasion.now)


@WORDING.of(
    notices.WITHDRAWN,
    "meetings/item",
    holds="the item is off the agenda, the meeting cancelled or the invitation taken back, and it would be ahead",
)
async def item_withdrawn(occasion: Occasion) -> Content | None:
    found, before = await _find(occasion), occasion.notification.data["before"]
    if found is None or stands(found) or found.meeting.starts_at <= occasion.now:
        return None
    twg, now = occasion.member.twg, occasion.now
    content = item_card(found, twg, now=now, heading="withdrawn", before=before)
    return with_item_calendar(content, found, twg, now=now, before=before)


@WORDING.of(notices.REMINDER, "meetings/item", holds=f"{_AHEAD} and has not declined, and its time stands")
async def item_reminder(occasion: Occasion) -> Content | None:
    found = await _standing(occasion)
    if found is None or found.rsvp is Rsvp.NO or not await occasion.still_calls():
        return None
    return item_card(found, occasion.member.twg, now=occasion.now, heading="reminder")


@WORDING.of(meeting_notices.INVITED, "meetings/card", holds=AHEAD)
async def invited_later(occasion: Occasion) -> Content | None:
    """The invitation; it removes from the reader's calendar the items to which they had been invited alone."""
    content, member = await announced(occasion), occasion.member
    covered = (
        ItemInvitation.meeting_id == occasion.notification.subject_id,
        ItemInvitation.person_id == member.person_id,
        ItemInvitation.removed_at.is_not(None),
    )
    for row in await list_item_invitations(occasion.session, *covered, removed=True) if content is not None else ():
        if content is not None and row.told is not None:
            content = with_item_calendar(content, row, member.twg, now=occasion.now, before=row.told)
    return content
