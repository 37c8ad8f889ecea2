"""What the operator's commands do: add, change and list TWGs, invite, migrate the database, ask for the bot's name."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot

from bot.capabilities import registry
from bot.config import Config
from bot.config_sections import TelegramSection
from bot.telegram_http import AiohttpRequest
from storage.core.spelling import fold
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import Twg, find_twg, list_members, list_twgs
from twg.core.actors import Actor
from twg.core.audit import values_of
from twg.members import invites, leaving, many_twgs, twg_facts
from twg.reminders.settings import reschedule, reschedule_where_changed
from twg.settings import changing as settings

#: The facts of a TWG that were changed, with their values before and after.
Changes = dict[str, tuple[Any, Any]]
#: Columns of a TWG with its own opening hours and days.
_TIMES = ("opens_at", "closes_at", "extra_days_off", "extra_working_days")


class UnknownTwg(Exception):
    """No TWG has this code. Its text names the codes of all TWGs."""

    def __init__(self, code: str, known: list[str]) -> None:
        super().__init__(f"no TWG {code}; known are: {', '.join(known) or 'none yet'}")


class UnclearMember(Exception):
    """No member, or more than one, has this name. Its text names those who have."""

    def __init__(self, name: str, found: list[str]) -> None:
        super().__init__(f"{name} is {' and '.join(found)}: write the whole name" if found else f"no member {name}")


@dataclass(frozen=True)
class Link:
    """An invitation: its token, and the moment it ends, UTC."""

    token: str
    expires_at: datetime
    twg: Twg = field(repr=False)

    def url(self, bot_username: str) -> str:
        """The t.me link; the username is without @."""
        return invites.link_to(bot_username, self.token)


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """The database at this URL with the newest schema. The folder of an SQLite file is made when it is missing."""
    database = Database(url)
    try:
        await prepare(database)
        yield database
    finally:
        await database.close()


async def add_twg(database: Database, args: twg_facts.NewTwg, config: Config, *, now: datetime) -> Twg:
    """Add a TWG, with the reminders that every TWG has. Raises: DuplicateTwg when the code is taken."""
    async with database.begin() as session:
        twg = await twg_facts.add_twg(session, args, now=now)
        await _set_reminders(session, [twg], config, now=now)
        return twg


async def add_twgs(
    database: Database, twgs: list[twg_facts.NewTwg], config: Config, *, now: datetime, dry_run: bool = False
) -> many_twgs.AddedTwgs:
    """Add those that are not there yet, with the reminders that every TWG has; with `dry_run` only say which."""
    async with database.begin() as session:
        added = await many_twgs.add_twgs(session, twgs, now=now, dry_run=dry_run)
        if not dry_run:
            new = [twg for twg in await list_twgs(session) if twg.code in added.new]
            await _set_reminders(session, new, config, now=now)
        return added


async def _set_reminders(session: AsyncSession, new: Iterable[Twg], config: Config, *, now: datetime) -> None:
    """Compute the reminders of TWGs at once: a program that runs does so for all of them only when it starts."""
    domains = registry().domains
    timekeeping = config.timekeeping(domains.rules.values())
    for twg in new:
        await reschedule(session, twg, timekeeping, domains, now=now)


async def change_twg(
    database: Database,
    code: str,
    args: twg_facts.TwgFacts,
    config: Config,
    *,
    hours: settings.TwgSettings | None = None,
    days: Sequence[settings.DayChange] = (),
    now: datetime,
) -> Changes:
    """Change facts, opening hours and days of a TWG: all that is given, or nothing.

    Reminders and held messages move with its times.

    Args:
        hours: the opening hours from now on; None to leave them.
    Raises: UnknownTwg, TooManyDays.
    """
    domains = registry().domains
    async with database.begin() as session:
        twg = await _access_twg(session, code)
        changes = await twg_facts.change_twg(session, twg, args, now=now)
        timekeeping = config.timekeeping(domains.rules.values())
        if "zone" in changes:
            await reschedule_where_changed(session, timekeeping, domains, now=now)
        before = values_of(twg, *_TIMES)
        actor = Actor(twg, source="command line", timekeeping=timekeeping)
        if hours is not None:
            with suppress(settings.AsBefore):
                await settings.change(session, actor, hours, domains, now=now)
        for each in days:
            with suppress(settings.AsBefore):
                await settings.change_days(session, actor, each, domains, now=now)
        after = values_of(twg, *_TIMES)
    return changes | {name: (value, after[name]) for name, value in before.items() if value != after[name]}


async def _access_twg(session: AsyncSession, code: str) -> Twg:
    """Raises: UnknownTwg."""
    twg = await find_twg(session, code)
    if twg is None:
        raise UnknownTwg(code, [known.code for known in await list_twgs(session)])
    return twg


async def list_twgs_with_members(database: Database) -> list[tuple[str, str, str, int]]:
    """(code, name, host, number of members) of each TWG, sorted by code."""
    async with database.read() as session:
        twgs = await list_twgs(session)
        return [(twg.code, twg.name, twg.host, len(await list_members(session, twg.id))) for twg in twgs]


async def invite(database: Database, code: str, args: invites.NewInvite, *, now: datetime) -> Link:
    """Make an invitation to a TWG, which need not have a member yet. Raises: UnknownTwg."""
    async with database.begin() as session:
        twg = await _access_twg(session, code)
        made, token = await invites.invite(session, Actor(twg, source="command line"), args, now=now)
        return Link(token, made.expires_at, twg)


async def remove_member(database: Database, code: str, name: str, reason: str, *, now: datetime) -> str:
    """End a membership where nobody in the TWG may, such as that of its only Chair. Returns the name in full.

    Args:
        name: or a part of it that only one member has.
    Raises: UnknownTwg, UnclearMember; the refusals of `leaving.remove`.
    """
    async with database.begin() as session:
        twg = await _access_twg(session, code)
        found = [member for member in await list_members(session, twg.id) if fold(name) in fold(member.person.name)]
        if len(found) != 1:
            raise UnclearMember(name, [member.person.name for member in found])
        await leaving.remove(
            session, Actor(twg, source="command line"), found[0].id, reason, domains=registry().domains, now=now
        )
        return found[0].person.name


async def ask_username(token: str, telegram: TelegramSection) -> str:
    """The username of the bot with this token, without @.

    Raises:
        InvalidToken: Telegram does not know the token.
        TelegramError: Telegram cannot be reached.
    """
    requests = AiohttpRequest(proxy=telegram.proxy or None), AiohttpRequest(connection_pool_size=1)
    bot = Bot(token, telegram.base_url, telegram.base_file_url, request=requests[0], get_updates_request=requests[1])
    try:
        async with bot:
            return bot.username
    finally:
        for request in requests:  # Bot.shutdown leaves them open when its getMe failed
            await request.shutdown()
