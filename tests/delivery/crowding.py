"""Helpers: many things that happen at once, so that their notices wait together for the secretariat."""

from decimal import Decimal

from bot.capabilities import registry
from storage.members import Role
from tests.indicators.conftest import defines
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.indicators import reporting
from twg.joining import entering
from twg.members import invites, registration


async def join(stage: Stage, count: int, code: str = "HLT", *, first: int = 1) -> None:
    """Let people join a TWG, who have not opened the chat with the assistant. Nothing is delivered yet."""
    for number in range(first, first + count):
        token = await stage.invites(Role.GOVERNMENT, code)
        args = registration.Registration(
            name=f"Member {number:02} of {code}",
            position="Officer",
            institution="MoH",
            contact=f"012 345 6{number:02}",
            language="en",
        )
        telegram_id = int.from_bytes(code.encode()) + number
        async with stage.assistant.database.begin() as session:
            await entering.register(
                session, invites.hash_token(token), telegram_id, args, domains=registry().domains, now=stage.clock.now()
            )


async def correct(*players: Player, position: str = "Director") -> None:
    """Let members correct their details. Nothing is delivered yet."""
    for player in players:
        now = player.stage.clock.now()
        details = registration.Details(
            name=player.person.name, position=position, institution="MoH", contact="012 999 888"
        )
        async with player.stage.assistant.database.begin() as session:
            await registration.correct(session, await access_actor(session, player), details, now=now)


async def report(reporter: Player, indicators: list[int]) -> None:
    """Let a member report on indicators. Nothing is delivered yet."""
    now = reporter.stage.clock.now()
    for number, indicator_id in enumerate(indicators):
        args = reporting.Report(indicator_id=indicator_id, value=Decimal(50 + number))
        async with reporter.stage.assistant.database.begin() as session:
            await reporting.report(session, await access_actor(session, reporter), args, registry().domains, now=now)


async def define(dara: Player, count: int) -> list[int]:
    """Define indicators on which UNFPA reports. Returns their ids."""
    return [await defines(dara, f"2008-{number}") for number in range(1, count + 1)]
