"""Undoing an admission within a day, and a refusal after which the person has asked again (M2, M10)."""

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.joining import JoinState
from storage.members import Account, MembershipState, Person, Role, Seat
from storage.rosters import RosterEntry
from tests.joining.conftest import gathered, join_requests, somebody_asks
from tests.joining.test_links import comes
from tests.joining.test_screening import declines
from tests.members.steps import invites, makes_invite, memberships, registers, shown_token
from tests.members.test_changing import opens, periods
from tests.members.test_seats import TBC, held
from tests.rosters.files import workbook
from tests.rosters.test_importing import imports
from tests.support.stage import Player, Stage


async def undo_of(stage: Stage, action: str) -> str:
    """The button that takes back the newest change of this name."""
    async with stage.assistant.database.read() as session:
        newest = select(AuditRow.id).where(AuditRow.action == action).order_by(AuditRow.id.desc()).limit(1)
        return f"general:undo:{await session.scalar(newest)}"


async def test_an_admission_is_undone_and_the_request_waits_again(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await dara.presses("joining:admit")
    await sokha.is_told("join_decided")
    await health.passes(hours=20)
    await sokha.looks_away()
    await dara.presses("general:undo")
    await dara.sees("joining/card", request__state=JoinState.WAITING, decides=True)
    await sokha.is_told_only("join_admission_undone")
    await sokha.sees("joining/admission_undone", themself=True)
    assert await memberships(health, "Sok Sokha") == []
    assert await periods(health, "Sok Sokha") == [(Role.DEVELOPMENT_PARTNER, MembershipState.VOID)]
    await sokha.says("/menu")
    await sokha.sees("joining/waiting")
    await dara.forges("joining:admit:1")
    [member] = await memberships(health, "Sok Sokha")
    async with health.assistant.database.read() as session:
        person = await session.get_one(Person, member.person_id)
        assert (person.position, person.contact) == ("Health adviser", "012 345 678")


async def test_an_admission_that_is_undone_gives_the_link_and_the_seat_back(health: Stage, dara: Player) -> None:
    await imports(dara, workbook(TBC))
    token = await makes_invite(dara, Role.DEVELOPMENT_PARTNER, uses="3")
    kenji = await health.person("Kenji Sato")
    await kenji.starts(token)
    await kenji.presses("form:choice=en")
    await kenji.presses("form:skip")
    await kenji.says("Kenji Sato", "Adviser", "JICA", "012 345 678")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")
    await gathered(health)
    await dara.presses("joining:admit")
    assert (await held(health))["Kenji Sato"] == 1
    assert [invite.uses for invite in await invites(health)] == [1]
    await dara.presses("general:undo")
    assert "Kenji Sato" not in await held(health)
    assert [invite.uses for invite in await invites(health)] == [0]
    async with health.assistant.database.read() as session:
        assert (
            await session.scalar(select(Account.current_twg_id).where(Account.telegram_id == kenji.person.id)) is None
        )
        assert list(await session.scalars(select(RosterEntry.person_id))) == []
        assert len(list(await session.scalars(select(Seat)))) == 3
    await dara.presses("joining:admit")
    assert (await held(health))["Kenji Sato"] == 1


async def test_a_succession_by_an_admission_is_undone_with_it(health: Stage, dara: Player) -> None:
    await health.member("Bopha", "secretariat")
    await opens(dara, "Bopha")
    await dara.presses("members:invite_successor")
    await comes(health, await shown_token(dara), "Srey")
    await gathered(health)
    await dara.presses("joining:admit")
    assert await memberships(health, "Bopha") == []
    await dara.presses("general:undo")
    assert [member.role for member in await memberships(health, "Bopha")] == [Role.SECRETARIAT]
    assert await memberships(health, "Srey") == []


async def test_an_admission_is_not_undone_after_the_role_was_changed(health: Stage, dara: Player) -> None:
    await somebody_asks(health)
    await dara.presses("joining:admit")
    undo = await undo_of(health, "joining.admit")
    await opens(dara, "Sok Sokha")
    await dara.presses("members:role")
    await dara.presses("form:choice=civil_society")
    await dara.presses("form:save")
    await dara.forges(undo)
    await dara.is_refused("general#changed_since")
    assert [each.role for each in await memberships(health, "Sok Sokha")] == [Role.CIVIL_SOCIETY]


async def test_an_admission_is_not_undone_after_a_day(health: Stage, dara: Player) -> None:
    await somebody_asks(health)
    await dara.presses("joining:admit")
    await health.passes(hours=25)
    await dara.presses("general:undo")
    await dara.is_refused("general#too_late_to_undo", hours=24)
    assert len(await memberships(health, "Sok Sokha")) == 1


@pytest.mark.parametrize("admitted", [False, True])
async def test_a_refusal_is_not_undone_once_the_person_has_come_again(
    health: Stage, dara: Player, admitted: bool
) -> None:
    token = await makes_invite(dara, Role.GOVERNMENT, uses="5")
    vichea = await comes(health, token, "Vichea")
    await gathered(health)
    await declines(dara)
    undo = await undo_of(health, "joining.decline")
    again = await makes_invite(dara, Role.GOVERNMENT, uses="1" if admitted else "5")
    await registers(vichea, again, name="Vichea")
    await dara.forges(undo)
    await dara.is_refused("general#changed_since", name="Vichea")
    states = [request.state for request in await join_requests(health)]
    assert states == ([JoinState.DECLINED] if admitted else [JoinState.DECLINED, JoinState.WAITING])
