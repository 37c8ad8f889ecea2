"""`twgbot people find`, `doubles`, `merge`, `undo-merge`, `oversee`: what no secretariat may do with people."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.command_error import CommandError
from bot.command_options import CONFIG, ConfigOption, database_refusals, load

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.config import Config

T = TypeVar("T")

people_app = typer.Typer(no_args_is_help=True, help="Entries of people.", rich_markup_mode=None)

Number = Annotated[int, typer.Argument(help="The number before the name, as “people find” lists it.")]


@people_app.command("find")
def people_find(
    name: Annotated[str, typer.Argument(help="A name or a part of it.")], config: ConfigOption = CONFIG
) -> None:
    """List the entries with a name: number, name, TWGs and roles, whether they use Telegram."""
    from bot import operator_people

    for line in _within(load(config), lambda session: operator_people.find(session, name)):
        typer.echo(line)


@people_app.command("doubles")
def people_doubles(config: ConfigOption = CONFIG) -> None:
    """List entries that may be of one person, in all TWGs."""
    from bot import operator_people

    found = _within(load(config), operator_people.list_doubles)
    for line in found:
        typer.echo(line)
    if not found:
        typer.echo("Nobody seems to be entered twice.")


@people_app.command("merge")
def people_merge(
    gone: Number,
    kept: Annotated[int, typer.Argument(help="The number of the entry that stays.")],
    account: Annotated[int | None, typer.Option(help="Whose Telegram account is used, where both have one.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Make two entries of one person one: everything of the first passes to the second."""
    from bot import operator_people
    from twg.core.refusals import Refusal

    loaded = load(config)
    try:
        for line in _within(loaded, lambda session: operator_people.describe(session, [gone, kept])):
            typer.echo(line)
        if not yes:
            typer.confirm("Are they one person?", abort=True)
        now = datetime.now(UTC)
        merge_id = _within(
            loaded, lambda session: operator_people.merge(session, gone, kept, account_of=account, now=now)
        )
    except Refusal as refusal:
        raise CommandError(_in_words(refusal, loaded)) from None
    typer.echo(f"They are one now. Within a day it can be undone: twgbot people undo-merge {merge_id}")


@people_app.command("undo-merge")
def people_undo_merge(
    merge: Annotated[int, typer.Argument(help="The number that “people merge” has told.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Make two entries of one again, within a day."""
    from bot import operator_people
    from twg.core.refusals import Refusal

    loaded = load(config)
    try:
        _within(loaded, lambda session: operator_people.undo(session, merge, now=datetime.now(UTC)))
    except Refusal as refusal:
        raise CommandError(_in_words(refusal, loaded)) from None
    typer.echo("They are two people again.")


@people_app.command("oversee")
def people_oversee(
    number: Number,
    ends: Annotated[bool, typer.Option("--end", help="Close them again.")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Open the reports of all TWGs to a person whose role is CRDB; without it they see those of their own TWG."""
    from twg.core.refusals import Refusal
    from twg.members.overseeing import oversee

    loaded, now = load(config), datetime.now(UTC)
    try:
        person = _within(loaded, lambda session: oversee(session, number, ends=ends, now=now))
    except Refusal as refusal:
        raise CommandError(_in_words(refusal, loaded)) from None
    typer.echo(f"The reports of all TWGs are {'closed' if ends else 'open'} to {person.name}.")


def _in_words(refusal: Exception, config: "Config") -> str:
    from zoneinfo import ZoneInfo

    from messages.rendering.content import to_plain
    from messages.rendering.templating import render_refusal
    from twg.core.refusals import NotFound, Refusal

    assert isinstance(refusal, Refusal)  # noqa: S101 - only refusals are passed
    if isinstance(refusal, NotFound):
        return "there is no such entry, or it is a part of another one already"
    return to_plain(render_refusal(refusal, "en", ZoneInfo(config.time.zone)))


def _within(config: "Config", work: "Callable[[AsyncSession], Awaitable[T]]") -> T:
    from bot import operator

    async def run() -> T:
        async with operator.open_database(config.database.url) as database, database.begin() as session:
            return await work(session)

    with database_refusals():
        return asyncio.run(run())
