"""What whoever runs the program does from the command line: TWGs, invites, the schema."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from storage.database import Database
from storage.members import Twg, find_twg, list_twgs
from storage.migrate import prepare
from twg import members
from twg.actors import Actor


class UnknownTwg(Exception):
    """There is no TWG of this code; `known` are the codes there are."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(known)
        self.known = known


@dataclass(frozen=True)
class Link:
    """An invite's token and until when it works."""

    token: str
    expires_at: datetime
    twg: Twg = field(repr=False)

    def url(self, bot_username: str) -> str:
        return f"https://t.me/{bot_username}?start={self.token}"


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """The database at this URL, brought up to date, its folder made when it is missing."""
    database = Database(url)
    try:
        await prepare(database)
        yield database
    finally:
        await database.close()


async def add_twg(database: Database, args: members.NewTwg, *, now: datetime) -> Twg:
    """Raises: DuplicateTwg."""
    async with database.begin() as session:
        return await members.add_twg(session, args, now=now)


async def invite(database: Database, code: str, args: members.NewInvite, *, now: datetime) -> Link:
    """Make an invite for a TWG that may have nobody yet. Raises: UnknownTwg."""
    async with database.begin() as session:
        twg = await find_twg(session, code)
        if twg is None:
            raise UnknownTwg([known.code for known in await list_twgs(session)])
        made, token = await members.invite(session, Actor(twg, source="command line"), args, now=now)
        return Link(token, made.expires_at, twg)
