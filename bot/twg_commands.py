"""The commands about TWGs: `twgbot twg add`, `set`, `import` and `list`. Each imports its modules when it runs."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.command_error import CommandError
from bot.command_options import CONFIG, ConfigOption, database_refusals, load, with_config

twg_app = typer.Typer(no_args_is_help=True, help="Technical Working Groups.", rich_markup_mode=None)

#: What each fact of a TWG is called, and what it has to be, by its field in `NewTwg`.
_FACTS = {
    "code": ("code", "has 2 to 20 letters, digits, & or -, and no spaces; for example HLT"),
    "name": ("name", "has 2 to 200 characters; for example --name Health"),
    "name_km": ("Khmer name", "has at most 200 characters"),
    "host": ("host", "has at most 200 characters; for example --host MoH"),
    "email": ("e-mail", "has an @ and no spaces; for example --email health@example.gov.kh"),
    "zone": ("time zone", "is one of IANA’s; for example --zone Asia/Phnom_Penh"),
    "chair_confirms": ("confirmation by the Chair of those who ask to join", "is on or off"),
    "opens_at": ("beginning of the opening hours", "is a time of the day"),
    "closes_at": ("end of the opening hours", "is a time of the day"),
    "extra_days_off": ("list of own days off", "has days"),
    "extra_working_days": ("list of own working days", "has days"),
}
_CHAIR_CONFIRMS = typer.Option(
    "--chair-confirms/--secretariat-admits",
    help="Whether the Chair confirms those who ask to join, after the secretariat has screened them.",
)


@contextmanager
def _twg_refusals() -> Iterator[None]:
    """Turn a fact that does not fit into a CommandError that says what would."""
    from pydantic import ValidationError

    try:
        yield
    except ValidationError as error:
        fact, rule = _FACTS[str(error.errors()[0]["loc"][0])]
        raise CommandError(f"the {fact} of a TWG {rule}") from None


@twg_app.command("add")
def twg_add(
    code: Annotated[str, typer.Argument(help="Short and unique, for example HLT.")],
    name: Annotated[str, typer.Option(help="In English.")],
    name_km: Annotated[str, typer.Option(help="In Khmer.")] = "",
    host: Annotated[str, typer.Option(help="The host ministry or agency.")] = "",
    email: Annotated[str, typer.Option(help="Of its secretariat, for calendars.")] = "",
    chair_confirms: Annotated[bool, _CHAIR_CONFIRMS] = True,
    config: ConfigOption = CONFIG,
) -> None:
    """Add a TWG."""
    from bot import operator
    from twg.members.twg_facts import DuplicateTwg, NewTwg

    loaded = load(config)
    with _twg_refusals():
        facts: dict[str, Any] = {"name": name, "name_km": name_km, "host": host, "email": email}
        args = NewTwg(code=code, **facts, zone=loaded.time.zone, chair_confirms=chair_confirms)

    async def work() -> None:
        async with operator.open_database(loaded.database.url) as database:
            await operator.add_twg(database, args, loaded, now=datetime.now(UTC))

    try:
        with database_refusals():
            asyncio.run(work())
    except DuplicateTwg:
        raise CommandError(f"there is already a TWG {code.upper()}") from None
    invite_next = with_config(f"twgbot invite --twg {code.upper()} --role secretariat", config)
    typer.echo(f"{code.upper()} is added. Next: {invite_next}")


@twg_app.command("set")
def twg_set(
    code: Annotated[str, typer.Argument(help="The TWG’s code.")],
    name: Annotated[str | None, typer.Option(help="In English.")] = None,
    name_km: Annotated[str | None, typer.Option(help="In Khmer; '' for none.")] = None,
    host: Annotated[str | None, typer.Option(help="The host ministry or agency; '' for none.")] = None,
    email: Annotated[str | None, typer.Option(help="Of its secretariat, for calendars; '' for none.")] = None,
    zone: Annotated[
        str | None, typer.Option(help="Time zone of its wall-clock times; what is planned keeps its moment.")
    ] = None,
    chair_confirms: Annotated[bool | None, _CHAIR_CONFIRMS] = None,
    hours: Annotated[
        str | None,
        typer.Option(help="When messages that are not urgent are sent: 07:30-17:30; '' for those of the installation."),
    ] = None,
    day_off: Annotated[
        list[str] | None, typer.Option(help="2026-12-14, or 2026-12-14/2026-12-16; may be given several times.")
    ] = None,
    working_day: Annotated[list[str] | None, typer.Option(help="A day off that is worked on; as --day-off.")] = None,
    calendar_day: Annotated[
        list[str] | None, typer.Option(help="A day that is as in the calendar again; as --day-off.")
    ] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """Change facts, opening hours and days of a TWG; what is not given stays."""
    from bot import operator
    from bot.twg_times import read_days, read_hours
    from twg.members.twg_facts import TwgFacts
    from twg.settings.changing import DayKind, TooManyDays

    given: dict[str, str | bool | None] = {"name": name, "name_km": name_km, "host": host, "email": email, "zone": zone}
    given |= {"chair_confirms": chair_confirms}
    facts: dict[str, Any] = {fact: value for fact, value in given.items() if value is not None}
    settings = None if hours is None else read_hours(hours)
    named = {DayKind.OFF: day_off, DayKind.WORKING: working_day, DayKind.CALENDAR: calendar_day}
    days = [each for kind, texts in named.items() for each in read_days(kind, texts or [])]
    if not facts and settings is None and not days:
        raise typer.BadParameter(
            "nothing is given to set: --name, --name-km, --host, --email, --zone, --chair-confirms, --hours, "
            "--day-off, --working-day or --calendar-day"
        )
    loaded = load(config)
    with _twg_refusals():
        args = TwgFacts(**facts)

    async def work() -> operator.Changes:
        async with operator.open_database(loaded.database.url) as database:
            now = datetime.now(UTC)
            return await operator.change_twg(database, code, args, loaded, hours=settings, days=days, now=now)

    try:
        with database_refusals():
            changes = asyncio.run(work())
    except operator.UnknownTwg as error:
        raise CommandError(str(error)) from None
    except TooManyDays as refusal:
        raise CommandError(f"at most {refusal.data['most']} days of a TWG are set at once, in their order") from None
    for fact, (before, after) in changes.items():
        typer.echo(f"{code.upper()}: the {_FACTS[fact][0]} was {_shown(before)}, and is {_shown(after)} now.")
    if not changes:
        typer.echo(f"{code.upper()} is as it was.")


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case time():
            return f"{value:%H:%M}"
        case list():
            return ", ".join(value) or "none"
    return str(value or "not set")


@twg_app.command("import")
def twg_import(
    file: Annotated[Path | None, typer.Argument(help="TOML or CSV; without it, the TWGs of the guideline.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be added.")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Add all TWGs of a file that are not there yet."""
    from bot import operator
    from twg.members.many_twgs import EXAMPLE, AddedTwgs, UnreadableTwgs, read_twgs

    loaded, path = load(config), file or EXAMPLE
    try:
        twgs = read_twgs(path.read_text(encoding="utf-8"), zone=loaded.time.zone)
    except (OSError, UnicodeDecodeError, UnreadableTwgs) as error:
        raise CommandError(f"{path.name}: {error}") from None

    async def work() -> AddedTwgs:
        async with operator.open_database(loaded.database.url) as database:
            return await operator.add_twgs(database, twgs, loaded, now=datetime.now(UTC), dry_run=dry_run)

    with database_refusals():
        found = asyncio.run(work())
    typer.echo(f"{'would be added' if dry_run else 'added'}: {', '.join(found.new) or 'none'}")
    if found.same:
        typer.echo(f"there already: {', '.join(found.same)}")
    for code, names in found.different.items():
        typer.echo(f"{code} is there with another {', '.join(names)}, and stays as it is")


@twg_app.command("remove-member")
def twg_remove_member(
    code: Annotated[str, typer.Argument(help="The TWG’s code.")],
    name: Annotated[str, typer.Argument(help="The member’s name, or a part that only one member has.")],
    reason: Annotated[str, typer.Option(help="Told to those concerned.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Remove a member where nobody in the TWG may, such as its only Chair."""
    from bot import operator
    from twg.core.refusals import Refusal

    async def work() -> str:
        async with operator.open_database(load(config).database.url) as database:
            return await operator.remove_member(database, code, name, reason, now=datetime.now(UTC))

    try:
        with database_refusals():
            removed = asyncio.run(work())
    except (operator.UnknownTwg, operator.UnclearMember) as error:
        raise CommandError(str(error)) from None
    except Refusal as refusal:
        raise CommandError(f"{name} cannot be removed: {refusal.key}") from None
    typer.echo(f"{removed} is no member of {code.upper()} any more; those concerned are told.")


@twg_app.command("list")
def twg_list(config: ConfigOption = CONFIG) -> None:
    """List the TWGs there are, with how many members each has."""
    from bot import operator

    loaded = load(config)

    async def work() -> list[tuple[str, str, str, int]]:
        async with operator.open_database(loaded.database.url) as database:
            return await operator.list_twgs_with_members(database)

    with database_refusals():
        found = asyncio.run(work())
    for code, name, host, members in found:
        typer.echo(f"{code:<8} {name} ({host or 'no host'}), {members} member{'' if members == 1 else 's'}")
    if not found:
        add_next = with_config("twgbot twg add CODE --name NAME --host MINISTRY", config)
        typer.echo(f"There is no TWG yet. Next: {add_next}")
