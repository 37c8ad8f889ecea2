"""What the commands of the command line share: the option for the configuration, and refusals of one line."""

import asyncio
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.command_error import CommandError

if TYPE_CHECKING:
    from bot.config import Config

ConfigOption = Annotated[Path, typer.Option("--config", help="Configuration file.")]
CONFIG = Path("config.toml")


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """A parser for an option: a whole number from `lowest` to `highest`.

    Typer's own message for a wrong number names Click's types.
    """

    def read(text: str | int) -> int:
        digits = str(text).strip()
        if not re.fullmatch(r"[0-9]{1,9}", digits) or not lowest <= int(digits) <= highest:
            raise typer.BadParameter(f"a whole number from {lowest} to {highest} is expected")
        return int(digits)

    return read


def read_day(text: str) -> date:
    """A day written as 2027-01-20. Raises: typer.BadParameter."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no day; please write it as 2027-01-20") from None


def near_day(text: str) -> date:
    """A day as `read_day` reads it, in a year of this century. Raises: typer.BadParameter."""
    day = read_day(text)
    if not 2000 <= day.year < 2100:
        raise typer.BadParameter("a day of the years 2000 to 2099 is expected")
    return day


@contextmanager
def database_refusals() -> Iterator[None]:
    """Turn errors of a database that cannot be reached, opened or written to into a CommandError of one line."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    from storage.engine.migrate import UnfitDatabase

    try:
        yield
    except UnfitDatabase as error:
        raise CommandError(f"database.url: {error}") from None
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        lines = str(getattr(error, "orig", None) or error).splitlines()
        reason = lines[0] if lines else type(error).__name__
        raise CommandError(f"database.url: the database cannot be used: {reason}") from None


def load(path: Path) -> "Config":
    """Read the file, or only the environment when the default file is missing. Raises: ConfigError."""
    from bot.config import ConfigError, has_environment, load_config

    if path == CONFIG and not path.exists():
        if not has_environment():  # started in the wrong folder, it would make an empty database there
            raise ConfigError(f"There is no {CONFIG} here. `twgbot init` writes one.")
        return load_config(None)
    return load_config(path)


def check_folder(folder: Path) -> None:
    """Make the folder if it is missing, and check that a file can be written in it. Raises: CommandError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandError(f"--folder: {folder} cannot be used: {error.strerror}") from None


def with_config(command: str, config: Path) -> str:
    """The next command to type, with `--config` when the current one was given another file than the default."""
    return command if config == CONFIG else f"{command} --config {shlex.quote(str(config))}"


def username_of(config: "Config") -> str:
    """The bot's name from Telegram; empty when there is no token or Telegram cannot be reached."""
    from telegram.error import TelegramError

    from bot.config import ConfigError, check_token
    from bot.operator import ask_username

    try:
        return asyncio.run(ask_username(check_token(config), config.telegram))
    except (ConfigError, TelegramError):
        return ""
