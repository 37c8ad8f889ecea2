"""The command line: `twgbot demo`, `run`, `init`, `db upgrade`, `twg add`, `invite`."""

import asyncio
import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.config import Config, ConfigError, load_config

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The TWG assistant.", pretty_exceptions_enable=False)
db_app = typer.Typer(no_args_is_help=True, help="The database.")
twg_app = typer.Typer(no_args_is_help=True, help="Technical Working Groups.")
app.add_typer(db_app, name="db")
app.add_typer(twg_app, name="twg")

ConfigOption = Annotated[Path, typer.Option("--config", help="Configuration file.")]
_CONFIG = Path("config.toml")
#: Stands in a link for a bot whose name is not known yet.
_PLACEHOLDER = "YOUR_BOT"
_EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def main() -> None:
    """Exit codes: 0 done, 1 refused, 2 wrong usage. Errors are one line on standard error."""
    try:
        app()
    except ConfigError as error:
        _refuse(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _refuse(text: str) -> NoReturn:
    sys.stderr.write(f"twgbot: {text}\n")
    sys.exit(1)


@contextmanager
def _database_refusals() -> Iterator[None]:
    """A database that cannot be reached, opened or written to ends the program in one line."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        words = str(getattr(error, "orig", None) or error).splitlines()
        _refuse(f"database.url: the database cannot be used: {words[0] if words else type(error).__name__}")


def _load(path: Path) -> Config:
    """The configuration; without a file the environment alone may be enough."""
    return load_config(path if path.exists() or path != _CONFIG else None)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Where transcript and files are left.")] = Path(
        "demo-output"
    ),
) -> None:
    """Play the main job with invented members against the local Bot API; needs no token."""
    from rich.console import Console

    from bot.demo.play import play_demo

    folder.mkdir(parents=True, exist_ok=True)
    console = Console(highlight=False)
    asyncio.run(play_demo(folder, console))
    console.print(f"\n[bold]Done.[/] The transcript and the files are in {folder.resolve()}:", soft_wrap=True)
    for path in sorted(folder.iterdir()):
        console.print(f"  {path.name}", soft_wrap=True)


@app.command()
def run(config: ConfigOption = _CONFIG) -> None:
    """Run the assistant until it is interrupted."""
    from telegram.error import InvalidToken, TelegramError

    from bot.app import Assistant
    from storage.lock import DatabaseInUse

    loaded = _load(config)
    logging.basicConfig(level=loaded.log.level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        with _database_refusals():
            asyncio.run(Assistant(loaded).run())
    except InvalidToken:
        _refuse("telegram.token: Telegram does not know this token")
    except TelegramError as error:
        _refuse(f"Telegram cannot be reached at {loaded.telegram.base_url}: {error.message}")
    except DatabaseInUse as error:
        _refuse(f"database.url: {error}")


@app.command()
def init(config: ConfigOption = _CONFIG) -> None:
    """Write a configuration file, asking for the token."""
    if config.exists():
        _refuse(f"{config} is already there")
    token = typer.prompt("Bot token (from @BotFather)", default="", show_default=False, hide_input=True).strip()
    if not re.fullmatch(r"[0-9]+:[\w-]+", token, re.ASCII):
        _refuse("that is no token; BotFather’s look like 123456:ABC-DEF")
    text = _EXAMPLE.read_text(encoding="utf-8").replace('token = ""', f'token = "{token}"', 1)
    descriptor = os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # readable by nobody else from the start
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    typer.echo(f"{config} is written. Next: twgbot twg add, twgbot invite, twgbot run (README, “Run it”).")


@db_app.command("upgrade")
def db_upgrade(config: ConfigOption = _CONFIG) -> None:
    """Bring the database to the newest schema."""
    from bot.operator import open_database
    from storage.migrate import current_revision

    async def work() -> str | None:
        async with open_database(_load(config).database.url) as database:
            return await current_revision(database)

    with _database_refusals():
        revision = asyncio.run(work())
    typer.echo(f"The database is at revision {revision}.")


@twg_app.command("add")
def twg_add(
    code: Annotated[str, typer.Argument(help="Short and unique, for example HLT.")],
    name: Annotated[str, typer.Option(help="In English.")],
    name_km: Annotated[str, typer.Option(help="In Khmer.")] = "",
    host: Annotated[str, typer.Option(help="The host ministry or agency.")] = "",
    config: ConfigOption = _CONFIG,
) -> None:
    """Add a TWG."""
    from pydantic import ValidationError

    from bot import operator
    from twg.members import DuplicateTwg, NewTwg

    loaded = _load(config)

    async def work() -> None:
        async with operator.open_database(loaded.database.url) as database:
            args = NewTwg(code=code, name=name, name_km=name_km, host=host, zone=loaded.time.zone)
            await operator.add_twg(database, args, now=datetime.now(UTC))

    try:
        with _database_refusals():
            asyncio.run(work())
    except DuplicateTwg:
        _refuse(f"there is already a TWG {code.upper()}")
    except ValidationError as error:
        first = error.errors()[0]
        _refuse(f"{first['loc'][0]}: {first['msg']}")
    typer.echo(f"{code.upper()} is added. Next: twgbot invite --twg {code.upper()} --role secretariat")


@app.command()
def invite(
    twg: Annotated[str, typer.Option(help="The TWG's code.")],
    role: Annotated[str, typer.Option(help="secretariat, chair, development_partner, …")],
    uses: Annotated[int, typer.Option(min=1, max=500, help="How many people may use it.")] = 1,
    expires: Annotated[int, typer.Option(min=1, max=90, help="After how many days it ends.")] = 14,
    config: ConfigOption = _CONFIG,
) -> None:
    """Print a link that lets people register in a role."""
    from bot import operator
    from storage.members import Role
    from twg.members import NewInvite

    if role not in list(Role):
        sys.stderr.write(f"twgbot: no role {role}; the roles are {', '.join(Role)}\n")
        sys.exit(2)
    loaded = _load(config)

    async def work() -> operator.Link:
        async with operator.open_database(loaded.database.url) as database:
            args = NewInvite(role=Role(role), max_uses=uses, days=expires)
            return await operator.invite(database, twg, args, now=datetime.now(UTC))

    try:
        with _database_refusals():
            link = asyncio.run(work())
    except operator.UnknownTwg as error:
        _refuse(f"no TWG {twg}; known are: {', '.join(error.known) or 'none yet'}")
    username = asyncio.run(_username(loaded))
    typer.echo(f"{link.url(username or _PLACEHOLDER)}\nworks for {uses}, until {link.expires_at:%d %B %Y}")
    if not username:
        typer.echo(f"Telegram could not be asked for the bot's name: write it in place of {_PLACEHOLDER}.", err=True)


async def _username(config: Config) -> str:
    """The bot's name, asked of Telegram; empty when it cannot be asked."""
    from telegram import Bot
    from telegram.error import TelegramError

    from bot.config import check_token

    try:
        token = check_token(config)
        async with Bot(token, config.telegram.base_url, config.telegram.base_file_url) as bot:
            return bot.username
    except (ConfigError, TelegramError):
        return ""
