"""The command line: `twgbot demo`, `sandbox`, `run`, `init`, `db upgrade`, `doctor`, `invite`; others have own modules.

Each command imports its modules when it runs, so that `twgbot --help` does not load all of them.
"""

import asyncio
import logging
import os
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__
from bot.command_error import CommandError
from bot.command_options import (
    CONFIG,
    ConfigOption,
    check_folder,
    database_refusals,
    load,
    near_day,
    username_of,
    whole,
    with_config,
)
from bot.example import read_example
from bot.gdcc_commands import gdcc_app
from bot.interpreter import collect_rarely
from bot.people_commands import people_app
from bot.roster_commands import roster_app
from bot.twg_commands import twg_app

if TYPE_CHECKING:
    from telegram.error import TelegramError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The TWG assistant.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # boxes around the help take longer to draw than the rest of it takes to make
)
db_app = typer.Typer(no_args_is_help=True, help="The database.", rich_markup_mode=None)
app.add_typer(db_app, name="db")
app.add_typer(twg_app, name="twg")
app.add_typer(roster_app, name="roster")
app.add_typer(people_app, name="people")
app.add_typer(gdcc_app, name="gdcc")


#: Printed in an invitation link in place of the bot's name when Telegram cannot be asked for it.
_PLACEHOLDER = "YOUR_BOT"


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (Ctrl-C).

    Errors go to standard error, one line each.
    """
    try:
        _check_system()
        app()
    except CommandError as error:
        sys.stderr.writelines(f"twgbot: {line}\n" for line in str(error).splitlines())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _check_system() -> None:
    """Refuse Windows, which lacks the file lock and SIGTERM that the program needs. Raises: CommandError."""
    if os.name != "posix":
        raise CommandError("this runs on Linux and macOS; on Windows, in WSL")


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"twgbot {__version__}")
        raise typer.Exit


_VERSION = typer.Option("--version", help="Say which version this is.", callback=_say_version, is_eager=True)


@app.callback()
def _options(_version: Annotated[bool, _VERSION] = False) -> None:
    collect_rarely()


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Where transcript and files are left.")] = Path(
        "demo-output"
    ),
    whole: Annotated[bool, typer.Option("--whole", help="Print the whole conversation as it happens.")] = False,
) -> None:
    """Play the main job with invented members; needs no token."""
    from rich.console import Console

    from bot.demo.play import play_demo
    from bot.interpreter import tune

    check_folder(folder)
    tune()
    console = Console(highlight=False)
    asyncio.run(play_demo(folder, console, whole=whole))
    console.print(f"\n[bold]Done.[/] Read the whole conversation in {folder.resolve()}/transcript.txt", soft_wrap=True)
    left = [path.name for path in sorted(folder.iterdir()) if path.name != "transcript.txt"]
    console.print(f"Beside it: {', '.join(left)}", soft_wrap=True)
    if _somebody_is_there() and typer.confirm("\nTry it yourself in the browser, in every role?", default=False):
        sandbox()


def _somebody_is_there() -> bool:
    """Whether a person can answer at the terminal: neither a pipe nor a CI run."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


@app.command()
def sandbox(
    port: Annotated[
        int, typer.Option(parser=whole(0, 65535), metavar="PORT", help="Where the page is; 0 takes a free one.")
    ] = 8080,
    host: Annotated[str, typer.Option(help="Listen elsewhere than on this machine alone.")] = "127.0.0.1",
    data: Annotated[Path | None, typer.Option(help="An empty folder to keep everything in.", file_okay=False)] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Begin with nobody registered.")] = False,
    day: Annotated[
        date | None,
        typer.Option(parser=near_day, metavar="YYYY-MM-DD", help="Open on the morning of another day than today."),
    ] = None,
) -> None:
    """Open a chat page where you play every role; needs no token."""
    from contextlib import suppress

    from rich.console import Console

    from bot.interpreter import tune
    from bot.training.sandbox import SandboxOptions, run_sandbox

    tune()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    console = Console(highlight=False)
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(run_sandbox(SandboxOptions(host, port, data, empty, day), console))
    console.print("The sandbox is closed.")


@app.command()
def run(config: ConfigOption = CONFIG) -> None:
    """Run the assistant until it is interrupted."""
    from telegram.error import InvalidToken, TelegramError

    from bot.app import Assistant
    from bot.interpreter import tune
    from storage.engine.lock import DatabaseInUse

    loaded = load(config)
    logging.basicConfig(level=loaded.log.level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("apscheduler", "alembic"):  # at INFO one logs every run of a job, the other every start
        logging.getLogger(chatty).setLevel(logging.WARNING)
    tune()
    try:
        with database_refusals():
            asyncio.run(Assistant(loaded).run())
    except InvalidToken:
        raise CommandError("telegram.token: Telegram does not know this token") from None
    except TelegramError as error:
        raise CommandError(f"Telegram cannot be reached at {loaded.telegram.base_url}: {_reason(error)}") from None
    except DatabaseInUse as error:
        raise CommandError(f"database.url: {error}") from None


def _reason(error: "TelegramError") -> str:
    """Why Telegram cannot be reached, without the names of library classes."""
    message = re.sub(r"^[\w.]+: ", "", error.message)
    return re.sub(r"^Cannot connect to host (\S+) .*", r"nothing answers at \1", message)


@app.command()
def init(config: ConfigOption = CONFIG) -> None:
    """Write a configuration file, asking for the token."""
    if config.exists():
        raise CommandError(f"{config} is already there")
    if not config.parent.is_dir():
        raise CommandError(f"there is no folder {config.parent} to write {config.name} in")
    token = _ask_token()
    if not re.fullmatch(r"[0-9]+:[\w-]+", token, re.ASCII):
        raise CommandError("that is no token; BotFather’s look like 123456:ABC-DEF")
    _greet(token)
    text = read_example().replace('token = ""', f'token = "{token}"', 1)
    # 0o600 at creation: at no time may others read the token.
    descriptor = os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    steps = ", ".join(with_config(f"twgbot {step}", config) for step in ("twg add", "invite", "run"))
    typer.echo(f"{config} is written. Next: {steps} (README, “Run it”).")


def _ask_token() -> str:
    """Prompt for the token at a terminal, or read a line from a pipe. Raises: CommandError when the pipe is empty."""
    if sys.stdin.isatty():
        return str(typer.prompt("Bot token (from @BotFather)", default="", show_default=False, hide_input=True)).strip()
    line = sys.stdin.readline()
    if not line:
        raise CommandError("the bot token from @BotFather is asked for, and there is nobody to type it")
    return line.strip()


def _greet(token: str) -> None:
    """Print the bot's name. Raises: CommandError when Telegram does not know the token.

    When Telegram cannot be reached, print that the token is not checked.
    """
    from telegram.error import InvalidToken, TelegramError

    from bot.config import load_config
    from bot.operator import ask_username

    telegram = load_config(None).telegram
    try:
        typer.echo(f"This is the token of @{asyncio.run(ask_username(token, telegram))}.")
    except InvalidToken:
        raise CommandError("Telegram does not know this token") from None
    except TelegramError:
        typer.echo(f"Telegram cannot be reached at {telegram.base_url}, so the token is not checked.", err=True)


@db_app.command("upgrade")
def db_upgrade(config: ConfigOption = CONFIG) -> None:
    """Bring the database to the newest schema."""
    from bot.operator import open_database
    from storage.engine.migrate import current_revision

    async def work() -> str | None:
        async with open_database(load(config).database.url) as database:
            return await current_revision(database)

    with database_refusals():
        revision = asyncio.run(work())
    typer.echo(f"The database is at revision {revision}.")


@app.command()
def doctor(
    fetch_again: Annotated[
        bool, typer.Option("--fetch-again", help="Fetch files that are lost from Telegram again, once it runs.")
    ] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Check that the archive has every file that people sent or signed, byte for byte. Exit code 1 if it does not."""
    from bot.doctor import examine
    from bot.operator import open_database
    from storage.core.archive import Archive

    loaded = load(config)

    async def work() -> bool:
        async with open_database(loaded.database.url) as database:
            archive = Archive(loaded.files.path)
            found = await examine(database, archive, fetch_again=fetch_again, now=datetime.now(UTC))
        for line in found.lines(archive.root):
            typer.echo(line)
        return bool(found.lost) and not fetch_again

    with database_refusals():
        lost = asyncio.run(work())
    if lost:
        raise typer.Exit(1)


@app.command()
def invite(
    twg: Annotated[str, typer.Option(help="The TWG's code.")],
    role: Annotated[str, typer.Option(help="secretariat, chair, development_partner, …")],
    uses: Annotated[int, typer.Option(parser=whole(1, 500), metavar="PEOPLE", help="How many people may use it.")] = 1,
    expires: Annotated[
        int, typer.Option(parser=whole(1, 90), metavar="DAYS", help="After how many days it ends.")
    ] = 14,
    config: ConfigOption = CONFIG,
) -> None:
    """Print a link that lets people register in a role."""
    from bot import operator
    from storage.members import Role
    from twg.members.invites import NewInvite

    if role not in list(Role):
        sys.stderr.write(f"twgbot: no role {role}; the roles are {', '.join(Role)}\n")
        sys.exit(2)
    loaded = load(config)

    async def work() -> operator.Link:
        async with operator.open_database(loaded.database.url) as database:
            args = NewInvite(role=Role(role), max_uses=uses, days=expires)
            return await operator.invite(database, twg, args, now=datetime.now(UTC))

    try:
        with database_refusals():
            link = asyncio.run(work())
    except operator.UnknownTwg as error:
        raise CommandError(str(error)) from None
    username = username_of(loaded)
    typer.echo(f"{link.url(username or _PLACEHOLDER)}\nworks for {uses}, until {link.expires_at:%d %B %Y}")
    if not username:
        typer.echo(f"Telegram could not be asked for the bot's name: write it in place of {_PLACEHOLDER}.", err=True)
