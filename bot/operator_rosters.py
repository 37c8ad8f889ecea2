"""Importing lists of members for the operator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.command_error import CommandError
from bot.config import Config
from bot.operator import open_database
from messages.rendering.content import to_plain
from messages.rendering.templating import render_refusal
from storage.engine.database import Database
from storage.members import find_twg, list_twgs
from twg.core.actors import Actor
from twg.core.refusals import Refusal
from twg.language.rosters.reading import read_roster
from twg.members.caps import Above, find_above
from twg.rosters.importing import Plan, import_roster, plan_import
from twg.rosters.known import known_twg, list_others


async def import_one(
    config: Config, code: str, name: str, data: bytes, *, dry_run: bool, now: datetime
) -> tuple[Plan, Above | None]:
    """Import the list of one TWG.

    Returns: what was done, or with `dry_run` would be; and by how much the members are above the agreed number then.
    Raises: CommandError (no such TWG), Refusal.
    """
    async with open_database(config.database.url) as database:
        return await _import(database, code, name, data, dry_run=dry_run, now=now)


@dataclass(frozen=True)
class Imported:
    """What became of the list of one TWG.

    Attributes:
        line: it in words.
        understood: whether every row was.
    """

    line: str
    understood: bool


async def import_all(
    config: Config, lists: Mapping[str, tuple[str, bytes]], *, dry_run: bool, now: datetime
) -> list[Imported]:
    """Import lists, each in a transaction of its own, so that one that cannot be read holds up no other.

    Args:
        lists: by the code of the TWG, name and bytes of the file.
    """
    zone, results = ZoneInfo(config.time.zone), []
    async with open_database(config.database.url) as database:
        for code, (name, data) in lists.items():
            try:
                plan, _above = await _import(database, code, name, data, dry_run=dry_run, now=now)
            except CommandError:
                results.append(Imported(f"{name}: no TWG {code}", understood=False))
            except Refusal as refusal:
                words = to_plain(render_refusal(refusal, "en", zone))
                results.append(Imported(f"{name}: {words}", understood=False))
            else:
                results.append(Imported(f"{name}: {_count(plan, code, dry_run=dry_run)}", understood=not plan.errors))
    return results


def _count(plan: Plan, code: str, *, dry_run: bool) -> str:
    new = f"would be new {len(plan.new)}" if dry_run else f"new {plan.added}"
    left_out = f"; rows not understood: {plan.left_out} (see roster import {code} --dry-run)" if plan.errors else ""
    return f"{new}, changed {len(plan.changed)}, as before {plan.unchanged}{left_out}"


async def _import(
    database: Database, code: str, name: str, data: bytes, *, dry_run: bool, now: datetime
) -> tuple[Plan, Above | None]:
    """As `import_one`. The list is read before the transaction: on SQLite nobody else can write meanwhile."""
    async with database.read() as session:
        twg = await find_twg(session, code)
        if twg is None:
            known = ", ".join(each.code for each in await list_twgs(session))
            raise CommandError(f"no TWG {code}; known are: {known or 'none yet'}")
        others = await list_others(session, twg)
    roster = read_roster(data, name, known_twg(twg), others)
    actor = Actor(twg, source="command line")
    async with database.begin() as session:
        if dry_run:
            plan = await plan_import(session, actor, roster)
        else:
            plan = await import_roster(session, actor, roster, now=now)
        return plan, await find_above(session, twg.id, adding=plan.joining)
