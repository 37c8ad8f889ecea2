"""Personal invites of the people whom the lists of a TWG name, and how they register by them (M5)."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Invite, Twg
from storage.rosters import RosterEntry, list_entries
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.members.invites import NewInvite, make_invite

#: How long a personal link works: a letter with it may be weeks on its way.
DAYS = 30


@dataclass(frozen=True)
class PersonalLink:
    """A person and the token of their link, which cannot be read again."""

    entry: RosterEntry
    token: str = field(repr=False)
    expires_at: datetime


@operation(Permission.MEMBER_INVITE)
async def invite_each(session: AsyncSession, actor: Actor, *, now: datetime) -> list[PersonalLink]:
    """Make a link for everybody in the TWG's lists who has not registered. Links made before no longer work."""
    await hold(
        session, await session.get_one(Twg, actor.twg.id)
    )  # of two who make them at once, the later one revokes those of the other
    made = []
    for entry in await list_entries(session, actor.twg.id):
        if entry.person_id is not None:
            continue
        await _revoke(session, actor, entry, now=now)
        invite, token = make_invite(actor, NewInvite(role=entry.role, themes=entry.themes, days=DAYS), now=now)
        session.add(invite)
        await session.flush()
        before = values_of(entry, "invite_id")
        entry.invite_id = invite.id
        after = values_of(entry, "invite_id")
        await record(session, actor, "rosters.invite_each", entry, now=now, before=before, after=after)
        made.append(PersonalLink(entry, token, invite.expires_at))
    return made


async def _revoke(session: AsyncSession, actor: Actor, entry: RosterEntry, *, now: datetime) -> None:
    """Revoke the link that a person was given before."""
    invite = None if entry.invite_id is None else await session.get(Invite, entry.invite_id)
    if invite is None or invite.revoked_at is not None:
        return
    await hold(session, invite)
    before = values_of(invite, "revoked_at")
    invite.revoked_at = now
    after = values_of(invite, "revoked_at")
    await record(session, actor, "rosters.revoke_personal", invite, now=now, before=before, after=after)
