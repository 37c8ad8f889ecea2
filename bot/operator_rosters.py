"""Importing the lists of many TWGs at once, for the operator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.operator import open_database
from messages.rendering.content import to_plain
from messages.rendering.templating import render_refusal
from storage.engine.database import Database
from storage.members import find_twg
from twg.core.actors import Actor
from twg.core.refusals import Refusal
from twg.rosters.importing import Plan, import_roster, plan_import
from twg.rosters.known import known_twg, list_others
from twg.rosters.reading import read_roster


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

    A list is read before its transaction: on SQLite nobody else can write meanwhile.

    Args:
        lists: by the code of the TWG, name and bytes of the file.
    """
    zone = ZoneInfo(config.time.zone)
    async with open_database(config.database.url) as database:
        return [
            await _import(database, code, *file, zone=zone, dry_run=dry_run, now=now) for code, file in lists.items()
        ]


async def _import(
    database: Database, code: str, name: str, data: bytes, *, zone: ZoneInfo, dry_run: bool, now: datetime
) -> Imported:
    async with database.read() as session:
        twg = await find_twg(session, code)
        others = [] if twg is None else await list_others(session, twg)
    if twg is None:
        return Imported(f"{name}: no TWG {code}", understood=False)
    try:
        roster = read_roster(data, name, known_twg(twg), others)
        async with database.begin() as session:
            actor = Actor(twg, source="command line")
            plan: Plan = (
                await plan_import(session, actor, roster)
                if dry_run
                else await import_roster(session, actor, roster, now=now)
            )
    except Refusal as refusal:
        return Imported(f"{name}: {to_plain(render_refusal(refusal, 'en', zone))}", understood=False)
    new = len(plan.new) if dry_run else plan.added
    words = (
        f"{name}: {'would be ' if dry_run else ''}new {new}, changed {len(plan.changed)}, as before {plan.unchanged}"
    )
    left_out = f"; rows not understood: {plan.left_out} (see roster import {code} --dry-run)" if plan.errors else ""
    return Imported(words + left_out, understood=not plan.errors)
