"""The notice of reminders that were missed (T2)."""

from messages.reminders import missed as missed_content
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from twg.reminders import missed

WORDING = Wording()


@WORDING.of(missed.MISSED, "reminders/missed")
async def tell_missed(occasion: Occasion) -> Content | None:
    """As far as this member may see what the reminders were about."""
    ids = occasion.notification.data["missed"]
    listed = await missed.list_missed(occasion.session, occasion.actor, ids, occasion.domains, now=occasion.now)
    return missed_content(listed, occasion.domains.rules, occasion.member.twg) if listed else None
