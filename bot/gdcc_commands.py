"""The commands about the days of the GDCC: `twgbot gdcc add`, `move` and `list`. Each imports its modules when it runs.

They concern every TWG: no date is proposed on such a day without a note.
"""

import asyncio
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from bot.command_error import CommandError
from bot.command_options import CONFIG, ConfigOption, database_refusals, load, read_day

gdcc_app = typer.Typer(no_args_is_help=True, help="Days on which the GDCC meets.", rich_markup_mode=None)

_DAY = typer.Argument(help="2027-01-20")


@gdcc_app.command("add")
def gdcc_add(day: Annotated[str, _DAY], config: ConfigOption = CONFIG) -> None:
    """Note that the GDCC meets on a day."""
    from bot import operator
    from twg.dates import gdcc

    on = read_day(day)
    now = datetime.now(UTC)
    if on < now.date():
        raise CommandError(f"{on} is past")

    async def work() -> None:
        async with operator.open_database(load(config).database.url) as database, database.begin() as session:
            await gdcc.add_gdcc_day(session, on, now=now)

    with database_refusals():
        asyncio.run(work())
    typer.echo(f"The GDCC meets on {on}.")


@gdcc_app.command("move")
def gdcc_move(
    day: Annotated[str, _DAY],
    to: Annotated[str, typer.Option(help="The other day; without it the meeting is cancelled.")] = "",
    config: ConfigOption = CONFIG,
) -> None:
    """Note that the GDCC meets on another day, or not at all."""
    from bot import operator
    from twg.core.refusals import NotFound
    from twg.dates import gdcc

    on, other = read_day(day), read_day(to) if to else None

    async def work() -> None:
        async with operator.open_database(load(config).database.url) as database, database.begin() as session:
            await gdcc.move_gdcc_day(session, on, other, now=datetime.now(UTC))

    try:
        with database_refusals():
            asyncio.run(work())
    except NotFound:
        raise CommandError(f"no GDCC is set on {on}; `twgbot gdcc list` shows those that are") from None
    typer.echo(f"The GDCC does not meet on {on}." if other is None else f"The GDCC meets on {other}, not on {on}.")


@gdcc_app.command("list")
def gdcc_list(config: ConfigOption = CONFIG) -> None:
    """List the days of the GDCC from today on."""
    from bot import operator
    from storage.dates import list_gdcc_days

    async def work() -> list[date]:
        async with operator.open_database(load(config).database.url) as database, database.read() as session:
            return await list_gdcc_days(session, datetime.now(UTC).date())

    with database_refusals():
        days = asyncio.run(work())
    typer.echo("\n".join(map(str, days)) if days else "No day of the GDCC is set.")
