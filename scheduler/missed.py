"""The notice of reminders that were missed (T2)."""

from messages.content import Content
from messages.reminders import missed as missed_content
from scheduler.notices import Occasion, notice
from twg.actors import Actor
from twg.missed import KIND, list_missed
from twg.permissions import Permission


@notice(KIND, Permission.ORGANISE_MEETING)
async def missed(occasion: Occasion) -> Content | None:
    """What this member may see of it; whoever organises nothing any more need not know."""
    actor = Actor(occasion.member.twg, occasion.member)
    ids = occasion.notification.data["missed"]
    listed = await list_missed(occasion.session, actor, ids, now=occasion.now)
    return missed_content(listed, actor.twg) if listed else None
