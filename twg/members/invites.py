"""Invites: links by which people become members (M1).

MemberRefusal
└── UnknownInvite, ExpiredInvite, RevokedInvite, UsedInvite, WorksTooLong
"""

import hashlib
import re
import secrets
from datetime import UTC, date, datetime, time, timedelta

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import normalize
from storage.engine.database import hold
from storage.members import (
    Invite,
    Role,
    find_invite,
)
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import PastDay
from twg.members.partners import check_chosen
from twg.members.refusals import MemberRefusal


class UnknownInvite(MemberRefusal):
    key = "members#unknown_invite"


class ExpiredInvite(MemberRefusal):
    """data: `expires_at`, `twg`."""

    key = "members#expired_invite"


class RevokedInvite(MemberRefusal):
    """data: `twg`."""

    key = "members#revoked_invite"


class UsedInvite(MemberRefusal):
    """data: `twg`."""

    key = "members#used_invite"


class WorksTooLong(MemberRefusal):
    """data: `days`; `last`, the last local day that is possible."""

    key = "members#works_too_long"


#: Most people that one link admits, so that a leaked link admits few.
MOST_USES = 500


#: For so many days a link works where nobody says otherwise, and at most.
DAYS, MOST_DAYS = 14, 90


class NewInvite(BaseModel):
    role: Role
    themes: list[str] = []
    max_uses: int = Field(default=1, ge=1, le=MOST_USES)
    days: int = Field(default=DAYS, ge=1, le=MOST_DAYS)
    #: Local day until whose end it works, instead of so many days.
    last_day: date | None = None
    #: A period of the member whom its user succeeds.
    successor_of_id: int | None = None


@operation(Permission.MEMBER_INVITE)
async def invite(session: AsyncSession, actor: Actor, args: NewInvite, *, now: datetime) -> tuple[Invite, str]:
    """Make an invite for a role. Returns it with its token, which cannot be read again.

    Raises: ChosenByPartners; PastDay, WorksTooLong (the last day).
    Source: Guideline, Part Three (a).
    """
    _check_last_day(actor, args.last_day, now=now)
    await check_chosen(session, actor, args.role)
    made, token = make_invite(actor, args, now=now)
    session.add(made)
    after = values_of(made, "role", "themes", "max_uses", "expires_at", "successor_of_id")
    await record(session, actor, "members.invite", made, now=now, after=after)
    return made, token


def _check_last_day(actor: Actor, day: date | None, *, now: datetime) -> None:
    today = now.astimezone(actor.zone).date()
    if day is not None and day < today:
        raise PastDay(field="last_day", day=day)
    if day is not None and day > today + timedelta(days=MOST_DAYS):
        raise WorksTooLong(field="last_day", days=MOST_DAYS, last=today + timedelta(days=MOST_DAYS))


def _expires_at(actor: Actor, args: NewInvite, *, now: datetime) -> datetime:
    if args.last_day is None:
        return now + timedelta(days=args.days)
    return datetime.combine(args.last_day + timedelta(days=1), time(0), actor.zone).astimezone(UTC)


def make_invite(actor: Actor, args: NewInvite, *, now: datetime) -> tuple[Invite, str]:
    """A new invite, which the caller adds to the session, and its token."""
    token = secrets.token_urlsafe(24)
    made = Invite(
        twg_id=actor.twg.id,
        role=args.role,
        themes=args.themes,
        token_hash=hash_token(token),
        max_uses=args.max_uses,
        uses=0,
        expires_at=_expires_at(actor, args, now=now),
        successor_of_id=args.successor_of_id,
        created_by_id=actor.person_id,
        created_at=now,
    )
    return made, token


async def access_own_invite(session: AsyncSession, actor: Actor, invite_id: int) -> Invite:
    """An invite of the actor's TWG. Raises: UnknownInvite."""
    found = await session.get(Invite, invite_id)
    if found is None or found.twg_id != actor.twg.id:
        raise UnknownInvite
    return found


@operation(Permission.MEMBER_INVITE)
async def revoke_invite(session: AsyncSession, actor: Actor, invite_id: int, *, now: datetime) -> Invite:
    """Revoke an invite. Raises: UnknownInvite."""
    found = await access_own_invite(session, actor, invite_id)
    await hold(session, found)
    if found.revoked_at is None:
        before = values_of(found, "revoked_at")
        found.revoked_at = now
        after = values_of(found, *before)
        await record(session, actor, "members.revoke_invite", found, now=now, before=before, after=after)
    return found


def link_to(bot_username: str, token: str) -> str:
    """The deep link that opens the assistant with an invite's token."""
    return f"https://{_link(bot_username)}{token}"


def find_token(bot_username: str, text: str, *, among_words: bool = False) -> str:
    """The token in a text that consists of such a link only; empty for any other text.

    Links are read in every form in which Telegram's apps copy and open them, with or without "https://".

    Args:
        among_words: take the link out of a longer text too, such as the whole message of an invitation.
    """
    name = re.escape(bot_username)
    link = re.compile(
        rf"(?<![\w./@:%-])(?:(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/{name}/?\?(?:\w+=[^&\s]*&)*?start="
        rf"|(?:https?://)?{name}\.t\.me/?\?(?:\w+=[^&\s]*&)*?start="
        rf"|tg:(?://)?resolve/?\?domain={name}&start=)([\w-]+)(?![\w/-])",
        re.IGNORECASE,
    )
    words = normalize(text)
    tokens = {found.group(1) for found in link.finditer(words)}
    alone = link.fullmatch(words) is not None
    return tokens.pop() if len(tokens) == 1 and (alone or among_words) else ""


def _link(bot_username: str) -> str:
    return f"t.me/{bot_username}?start="


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def access_invite(session: AsyncSession, token_hash: str, *, now: datetime) -> Invite:
    """The usable invite with this hash, with its TWG.

    Raises: UnknownInvite, RevokedInvite, ExpiredInvite, UsedInvite.
    """
    found = await find_invite(session, token_hash)
    if found is None:
        raise UnknownInvite
    if found.revoked_at is not None:
        raise RevokedInvite(twg=found.twg)
    if found.expires_at <= now:
        raise ExpiredInvite(twg=found.twg, expires_at=found.expires_at)
    if found.uses >= found.max_uses:
        raise UsedInvite(twg=found.twg)
    return found
