"""Tokens by which programs of a member read the shared store: made, listed, revoked, and what they open (R4).

FeedRefusal
├── FeedOff
├── TooManyTokens       data: `most`
└── TokenRevoked        it was revoked already

FeedClosed              a program is refused; `reason` says why
└── UnknownToken
"""

import hashlib
import re
import secrets
from datetime import datetime, time
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import list_after_values
from storage.engine.database import hold, table_name
from storage.export import FeedToken, find_feed_token, list_feed_tokens
from storage.members import Membership, Role, list_members
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation, operation_without_actor
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal

#: Most tokens of a person in one TWG that work at the same time.
MOST_TOKENS = 5
#: What a token begins with, by which a program or a person recognises one that is in a wrong place.
PREFIX = "twgfeed_"
TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


class FeedRefusal(Refusal):
    key = "export#refused"


class FeedOff(FeedRefusal):
    """The HTTP server is switched off."""

    key = "export#feed_off"


class TooManyTokens(FeedRefusal):
    key = "export#too_many_tokens"


class TokenRevoked(FeedRefusal):
    key = "export#token_revoked"


class FeedClosed(Exception):
    """A program is refused. `reason` is one English sentence for whoever runs it; it tells nothing to a stranger."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownToken(FeedClosed):
    """There is no such token."""

    def __init__(self) -> None:
        super().__init__("This token is not known.")


class NewToken(BaseModel):
    """`name` says what the token is for."""

    name: str = Field(max_length=80)


@operation(Permission.FEED_RUN)
async def make_token(session: AsyncSession, actor: Actor, args: NewToken, *, now: datetime) -> tuple[FeedToken, str]:
    """Make a token that reads what the actor may see of this TWG.

    Returns: its row, and the token, which is stored nowhere.
    Raises: TooManyTokens.
    """
    await hold(session, actor.member)
    own = FeedToken.twg_id == actor.twg.id, FeedToken.person_id == actor.person.id
    if len(await list_feed_tokens(session, *own)) >= MOST_TOKENS:
        raise TooManyTokens(most=MOST_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = FeedToken(
        twg_id=actor.twg.id,
        person_id=actor.person.id,
        role=actor.role,
        name=args.name,
        secret_hash=_hash(secret),
        created_at=now,
    )
    session.add(token)
    await record(session, actor, "export.make_token", token, now=now, after=values_of(token, "name"))
    return token, secret


@operation(Permission.FEED_RUN)
async def list_tokens(session: AsyncSession, actor: Actor) -> list[FeedToken]:
    """The actor's tokens of this TWG that work; all of the TWG for its secretariat."""
    return await list_feed_tokens(session, *_revocable(actor))


def _revocable(actor: Actor) -> list[ColumnElement[bool]]:
    own = [] if actor.role is Role.SECRETARIAT else [FeedToken.person_id == actor.person.id]
    return [FeedToken.twg_id == actor.twg.id, *own]


async def access_token(session: AsyncSession, actor: Actor, token_id: int) -> FeedToken:
    """A token that the actor may revoke: their own; any of the TWG for its secretariat. Raises: NotFound."""
    found = await find_feed_token(session, FeedToken.id == token_id, *_revocable(actor))
    if found is None:
        raise NotFound
    return found


@operation(Permission.FEED_RUN)
async def revoke_token(session: AsyncSession, actor: Actor, token_id: int, *, now: datetime) -> FeedToken:
    """End a token; a transfer that goes on is broken off. Raises: NotFound, TokenRevoked."""
    token = await access_token(session, actor, token_id)
    await hold(session, token)
    if token.revoked_at is not None:
        raise TokenRevoked
    before = values_of(token, "revoked_at")
    token.revoked_at, token.revoked_by_id = now, actor.person.id
    after = values_of(token, *before)
    await record(session, actor, "export.revoke_token", token, now=now, before=before, after=after)
    return token


def _hash(secret: str) -> str:
    """A token has 256 random bits, so that its plain hash cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def find_reader(session: AsyncSession, secret: str) -> tuple[FeedToken, Actor]:
    """The token that a program shows, and who reads by it: the member as they are now. Raises: FeedClosed."""
    token = await find_feed_token(session, FeedToken.secret_hash == _hash(secret))
    if token is None:
        raise UnknownToken
    return token, await _access_reader(session, token)


async def check_open(session: AsyncSession, token_id: int) -> None:
    """Raises: FeedClosed for a token that was revoked, or whose member has left or changed role, since it was read."""
    token = await find_feed_token(session, FeedToken.id == token_id)
    if token is None:
        raise UnknownToken
    await _access_reader(session, token)


async def _access_reader(session: AsyncSession, token: FeedToken) -> Actor:
    if token.revoked_at is not None:
        raise FeedClosed("This token was revoked.")
    found = await list_members(session, token.twg_id, Membership.person_id == token.person_id)
    if not found:
        raise FeedClosed("The member who made this token has left the TWG.")
    actor = Actor(found[0].twg, found[0])
    if actor.role is not token.role or not actor.may(Permission.FEED_RUN):
        raise FeedClosed("The member who made this token has another role now; please make a new one.")
    return actor


@operation_without_actor
async def note_read(session: AsyncSession, token: FeedToken, actor: Actor, sheet: str, *, now: datetime) -> None:
    """Note in the audit that a token read a sheet: once for each local day, however often a program reads it."""
    begun = datetime.combine(now.astimezone(actor.zone).date(), time(), ZoneInfo(actor.twg.zone))
    noted = await list_after_values(session, table_name(FeedToken), token.id, "export.note_read", since=begun)
    if not any(after["sheet"] == sheet for after in noted):
        await record(session, actor, "export.note_read", token, now=now, after={"sheet": sheet})
