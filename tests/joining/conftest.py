"""People of the Health TWG who decide, and what people who ask do again and again."""

import pytest
from sqlalchemy import select

from storage.joining import JoinRequest
from storage.members import Role
from tests.support.stage import Player, Stage
from twg.joining.asking import GATHERED_FOR


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat."""
    return await health.member("Dara", "secretariat")


@pytest.fixture
async def sovann(health: Stage) -> Player:
    """The Chair."""
    return await health.member("Sovann", "chair")


@pytest.fixture
async def maria(health: Stage) -> Player:
    """The lead facilitator."""
    return await health.member("Maria", "lead_facilitator", "WHO")


async def asks(person: Player, role: Role = Role.DEVELOPMENT_PARTNER, *, words: str = "") -> None:
    """Ask to join the Health TWG, from the first message to the last."""
    await person.starts()
    await person.presses("joining:ask")
    await person.presses("form:choice=en")
    await person.presses("form:choice=1")
    await person.presses(f"form:choice={role}")
    await person.presses("form:skip")
    await person.says(person.person.name, "Health adviser", "UNFPA", "012 345 678")
    await person.presses("form:skip")
    if words:
        await person.says(words)
    await person.presses("form:save")


async def somebody_asks(health: Stage, name: str = "Sok Sokha", role: Role = Role.DEVELOPMENT_PARTNER) -> Player:
    """Somebody asks to join, and those who decide have been told."""
    person = await health.person(name)
    await asks(person, role)
    await gathered(health)
    return person


async def gathered(health: Stage) -> None:
    """Let the time pass in which others who ask are waited for."""
    await health.passes(minutes=GATHERED_FOR.total_seconds() / 60)


async def join_requests(health: Stage) -> list[JoinRequest]:
    async with health.assistant.database.read() as session:
        return list(await session.scalars(select(JoinRequest).order_by(JoinRequest.id)))
