"""Content of the notice about missed reminders (T2)."""

from messages.reminders import missed as missed_content
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from twg.reminders import missed

WORDING = Wording()


@WORDING.of(
    missed.MISSED, "reminders/missed", holds="one of them was not sent since, and the recipient may see its subject"
)
async def tell_missed(occasion: Occasion) -> Content | None:
    """List the missed reminders whose subjects the recipient may see; None if there are none."""
    data = occasion.notification.data
    listed = await missed.list_missed(
        occasion.session, occasion.actor, data["missed"], occasion.domains, now=occasion.now, of=data.get("of")
    )
    return missed_content(listed, occasion.domains.rules, occasion.member.twg) if listed else None
