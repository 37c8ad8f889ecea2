"""What people enter who ask to join: an admission writes it, and nothing out of date; erasing it (M1, M2, T5)."""

import pytest

from storage.joining import JoinState
from storage.members import Person, Role
from tests.joining.conftest import gathered, join_requests, somebody_asks
from tests.joining.test_screening import declines
from tests.members.steps import makes_invite, memberships
from tests.members.test_own_data import corrects_contact
from tests.support.stage import Player, Stage

OLD, NEW = "012 345 678", "012 998 877"


async def person_of(stage: Stage, name: str) -> Person:
    members = await memberships(stage, name)
    async with stage.assistant.database.read() as session:
        return await session.get_one(Person, members[0].person_id)


async def contact_of(stage: Stage, name: str) -> str:
    return (await person_of(stage, name)).contact


@pytest.fixture
async def chenda(health: Stage, dara: Player) -> Player:
    """The secretariat of another TWG, with a contact, who has come by a link that is screened."""
    await health.adds_twg("EDU", "Education")
    chenda = await health.member("Chenda", "secretariat", "MoEYS", code="EDU")
    await corrects_contact(chenda, OLD)
    await chenda.starts(await makes_invite(dara, Role.SECRETARIAT))
    await gathered(health)
    return chenda


async def test_a_link_without_a_form_keeps_no_details(health: Stage, dara: Player, chenda: Player) -> None:
    [request] = await join_requests(health)
    assert request.details == {}
    await dara.reads_fact("Chenda", "MoEYS", OLD)
    await dara.presses("joining:admit")
    assert await contact_of(health, "Chenda") == OLD


async def test_what_was_corrected_meanwhile_stays(health: Stage, dara: Player, chenda: Player) -> None:
    await corrects_contact(chenda, NEW)
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Chenda")) == 2
    assert await contact_of(health, "Chenda") == NEW


async def test_what_was_erased_meanwhile_stays_erased(health: Stage, dara: Player, chenda: Player) -> None:
    await chenda.says("/mydata")
    await chenda.presses("members:ask_erase")
    await chenda.presses("members:erase")
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Chenda")) == 2
    assert await contact_of(health, "Chenda") == ""


@pytest.fixture
async def asking(health: Stage, dara: Player) -> Player:
    """The secretariat of another TWG, who has asked without a link, with another position than is stored."""
    await health.adds_twg("EDU", "Education")
    chenda = await health.member("Chenda", "secretariat", "MoEYS", code="EDU")
    await corrects_contact(chenda, OLD)
    await chenda.says("/join")
    await chenda.presses("form:choice=1")
    await chenda.presses("form:choice=government")
    await chenda.presses("form:change")
    await chenda.presses("form:change=position")
    await chenda.says("Director of planning")
    await chenda.presses("form:save")
    await gathered(health)
    return chenda


async def test_only_what_is_new_is_kept_and_written(health: Stage, dara: Player, asking: Player) -> None:
    [request] = await join_requests(health)
    assert request.details == {"position": "Director of planning"}
    await dara.reads_fact("Director of planning", "MoEYS", OLD)
    await corrects_contact(asking, NEW)
    await dara.presses("joining:admit")
    person = await person_of(health, "Chenda")
    assert (person.position, person.contact) == ("Director of planning", NEW)


async def test_a_later_correction_of_the_same_detail_counts(health: Stage, dara: Player, asking: Player) -> None:
    await asking.says("/me")
    await asking.presses("members:correct")
    await asking.presses("form:change")
    await asking.presses("form:change=position")
    await asking.says("Secretary of State")
    await asking.presses("form:save")
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Chenda")) == 2
    assert (await person_of(health, "Chenda")).position == "Secretary of State"


async def test_who_is_declined_is_forgotten_once_it_cannot_be_undone(health: Stage, dara: Player) -> None:
    await somebody_asks(health)
    await declines(dara)
    await health.assistant.leader.tidy()
    [request] = await join_requests(health)
    assert request.details["contact"] == OLD  # it can be undone still
    await health.passes(minutes=11)
    await health.assistant.leader.tidy()
    [request] = await join_requests(health)
    assert (request.state, request.details) == (JoinState.DECLINED, {})
    await dara.forges("joining:open:1")
    await dara.reads_fact("Sok Sokha")


@pytest.mark.parametrize("decided", [False, True])
async def test_who_asks_erases_how_they_are_reached(health: Stage, dara: Player, decided: bool) -> None:
    sokha = await somebody_asks(health)
    if decided:
        await declines(dara)
    await sokha.says("/mydata")
    await sokha.presses("members:ask_erase")
    await sokha.presses("members:erase")
    [request] = await join_requests(health)
    assert "contact" not in request.details
    assert request.details["position"] == "Health adviser"
    if not decided:
        await dara.presses("joining:admit")
        assert await contact_of(health, "Sok Sokha") == ""
