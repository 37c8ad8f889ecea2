"""The notice of reminders that were missed (T2)."""

from messages.reminders import missed as missed_content
from messages.rendering.content import Content
from scheduler.delivery.notices import Occasion, notice
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.reminders.missed import KIND, list_missed


@notice(KIND, Permission.REMINDER_SET)
async def missed(occasion: Occasion) -> Content | None:
    """What this member may see of it; whoever organises nothing any more need not know."""
    actor = Actor(occasion.member.twg, occasion.member)
    ids = occasion.notification.data["missed"]
    listed = await list_missed(occasion.session, actor, ids, now=occasion.now)
    return missed_content(listed, actor.twg) if listed else None
