"""What a role is told for its task goes to whoever still has that task when it is sent (T6)."""

from collections.abc import Awaitable, Callable

import pytest

from bot.capabilities import registry
from storage.core.notifications import DeliveryState
from storage.members import Role
from tests.indicators.conftest import defines, opens_round, reports
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.test_changes_before_sending import becomes, held_back, states_for
from twg.joining import entering
from twg.members import invites, registration

Happening = Callable[[Stage, Player], Awaitable[None]]


async def somebody_registers(health: Stage, _sokha: Player) -> None:
    token_hash = invites.hash_token(await health.invites("government"))
    args = registration.Registration(
        name="Chan Dara", position="Nurse", institution="MoH", contact="012 999 888", language="en"
    )
    async with health.assistant.database.begin() as session:
        await entering.register(session, token_hash, 999_999, args, domains=registry().domains, now=health.clock.now())


async def somebody_corrects_their_details(_health: Stage, sokha: Player) -> None:
    await sokha.says("/me")
    for name in ("members:correct", "form:change", "form:change=contact"):
        await sokha.presses(name)
    await sokha.says("012 999 888")
    await sokha.presses("form:save")


async def somebody_reports(_health: Stage, sokha: Player) -> None:
    await reports(sokha, "2008-4 58%")


HAPPENINGS = pytest.mark.parametrize(
    ("happens", "telling"),
    [
        pytest.param(somebody_registers, "012 999 888", id="members/registered"),
        pytest.param(somebody_corrects_their_details, "012 999 888", id="members/corrected"),
        pytest.param(somebody_reports, "58", id="indicators/reported"),
    ],
)


@pytest.fixture
async def bopha(health: Stage, dara: Player) -> Player:
    """Another secretariat of a TWG with an indicator; Telegram takes nothing for her now."""
    bopha = await health.member("Bopha", "secretariat")
    await defines(dara)
    await held_back(health, bopha)
    return bopha


@HAPPENINGS
@pytest.mark.parametrize("leaves_office", [False, True])
async def test_the_secretariat_is_told_as_long_as_it_is_one(
    health: Stage, bopha: Player, sokha: Player, happens: Happening, telling: str, leaves_office: bool
) -> None:
    await happens(health, sokha)
    await health.settle()
    await bopha.sees_nothing_new()
    if leaves_office:
        await becomes(bopha, Role.CIVIL_SOCIETY)
    await health.sandbox.mend()
    await health.passes(minutes=20)
    told = [message.text for message in await bopha.new_messages()]
    assert any(telling in text for text in told) is not leaves_office
    assert await states_for(bopha) == {DeliveryState.VOID if leaves_office else DeliveryState.SENT}


@pytest.mark.parametrize("adviser", [False, True])
async def test_whoever_reports_no_more_is_asked_for_no_report(
    health: Stage, dara: Player, sokha: Player, adviser: bool
) -> None:
    await defines(dara)
    await held_back(health, sokha)
    await opens_round(dara)
    if adviser:
        await becomes(sokha, Role.TECHNICAL_ADVISER)
    await health.sandbox.mend()
    await health.passes(minutes=20)
    assert bool(await sokha.new_messages()) is not adviser
    await everybody_looks_away(dara)
    await health.passes(days=23)
    assert bool(await sokha.new_messages()) is not adviser
