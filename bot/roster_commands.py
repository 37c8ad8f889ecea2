"""`twgbot roster import` and `twgbot roster links`: lists of members, for who has them as files on the server."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.command_error import CommandError
from bot.command_options import CONFIG, ConfigOption, database_refusals, load, username_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.config import Config
    from twg.core.actors import Actor

T = TypeVar("T")
#: The TWG's code, as the commands take it.
TwgArgument = Annotated[str, typer.Argument(metavar="CODE", help="The TWG's code.")]

roster_app = typer.Typer(no_args_is_help=True, help="Lists of members.", rich_markup_mode=None)


@roster_app.command("import")
def roster_import(
    code: TwgArgument,
    file: Annotated[Path, typer.Argument(help="An Excel (.xlsx) or CSV file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Read a list of members and keep whom it names. Exit code 1 when rows were not understood."""
    from bot.operator_rosters import import_one
    from messages.rendering.content import to_plain
    from messages.rendering.templating import render, render_refusal
    from twg.core.refusals import Refusal

    loaded = load(config)
    data, zone = _read_bytes(file), ZoneInfo(loaded.time.zone)
    try:
        with database_refusals():
            now = datetime.now(UTC)
            plan, above = asyncio.run(import_one(loaded, code, file.name, data, dry_run=dry_run, now=now))
    except Refusal as refusal:
        raise CommandError(f"{file.name}: {to_plain(render_refusal(refusal, 'en', zone))}") from None
    template = "rosters/planned" if dry_run else "rosters/imported"
    context = {"plan": plan, "remarks": plan.roster.remarks, "more": 0, "above": above}
    typer.echo(to_plain(render(template, "en", zone, context)))
    if plan.errors:
        raise typer.Exit(1)


@roster_app.command("import-all")
def roster_import_all(
    folder: Annotated[Path, typer.Argument(help="With a list for each TWG, named by its code: HLT.xlsx, EDU.csv, …")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Read the lists of many TWGs, each in a transaction of its own. Exit code 1 when something was not understood."""
    from bot.operator_rosters import import_all

    if not folder.is_dir():
        raise CommandError(f"{folder} is no folder")
    files = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in (".xlsx", ".xlsm", ".csv")}
    if not files:
        raise CommandError(f"{folder} has no .xlsx or .csv file")
    loaded = load(config)
    lists = {code: (path.name, _read_bytes(path)) for code, path in files.items()}
    with database_refusals():
        results = asyncio.run(import_all(loaded, lists, dry_run=dry_run, now=datetime.now(UTC)))
    for result in results:
        typer.echo(result.line)
    if not all(result.understood for result in results):
        raise typer.Exit(1)


@roster_app.command("links")
def roster_links(
    code: TwgArgument,
    file: Annotated[Path, typer.Argument(help="The Word file (.docx) to write.")],
    language: Annotated[str, typer.Option(help="en or km.")] = "en",
    config: ConfigOption = CONFIG,
) -> None:
    """Make a personal link for each who has not registered, and write them with QR codes into a Word file."""
    from bot.roster_sheet import write_sheet

    loaded = load(config)
    if file.exists() or not file.parent.is_dir():
        raise CommandError(f"{file} is already there" if file.exists() else f"there is no folder {file.parent}")
    if language not in ("en", "km"):
        raise CommandError("--language: en or km")
    username = username_of(loaded)
    if not username:
        raise CommandError("Telegram could not be asked for the bot’s name, which the links need")
    count = _within(loaded, code, lambda session, actor: write_sheet(session, actor, file, username, language))
    typer.echo(f"{file} has {count} links." if count else "Everybody in the list has registered; no file is written.")


def _read_bytes(file: Path) -> bytes:
    from twg.language.tables.files import MOST_FILE_BYTES

    try:
        if file.stat().st_size > MOST_FILE_BYTES:
            raise CommandError(f"{file} has more than {MOST_FILE_BYTES // 1_000_000} MB; a list of members has fewer")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from None


def _within(config: "Config", code: str, work: Callable[["AsyncSession", "Actor"], Awaitable[T]]) -> T:
    """Do this for the operator in a transaction about a TWG. Raises: CommandError for an unknown one."""
    from bot import operator
    from storage.members import find_twg, list_twgs
    from twg.core.actors import Actor

    async def run() -> T:
        async with operator.open_database(config.database.url) as database, database.begin() as session:
            twg = await find_twg(session, code)
            if twg is None:
                known = ", ".join(each.code for each in await list_twgs(session))
                raise CommandError(f"no TWG {code}; known are: {known or 'none yet'}")
            return await work(session, Actor(twg, source="command line"))

    with database_refusals():
        return asyncio.run(run())
