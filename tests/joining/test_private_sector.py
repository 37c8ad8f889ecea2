"""The private sector joins by the Chair's decision with a reason, after the lead facilitator was consulted (M2)."""

from storage.joining import JoinState, Opinion
from storage.members import Role
from tests.joining.conftest import join_requests, somebody_asks
from tests.members.steps import makes_invite, memberships, registers
from tests.support.stage import Player, Stage


async def passed_on(health: Stage, dara: Player) -> Player:
    """A company asks to join, and the secretariat has screened it."""
    lim = await somebody_asks(health, "Lim", Role.PRIVATE_SECTOR)
    await dara.presses("joining:admit")
    await dara.sees("joining/card", request__state=JoinState.PASSED_ON)
    return lim


async def advises(maria: Player, opinion: Opinion, words: str = "") -> None:
    await maria.presses("joining:advise")
    await maria.presses(f"form:choice={opinion}")
    if words:
        await maria.says(words)
    await maria.presses("form:save")


async def test_the_lead_facilitator_is_asked_and_the_chair_decides_with_a_reason(
    health: Stage, dara: Player, sovann: Player, maria: Player
) -> None:
    lim = await passed_on(health, dara)
    await maria.is_told_only("join_consulted")
    await sovann.sees_nothing_new()
    await advises(maria, Opinion.IN_FAVOUR, "They run the supply chain")
    await sovann.is_told_only("join_advised")
    await sovann.reads_fact("They run the supply chain")
    await sovann.presses("joining:admit_for")
    await sovann.asks("reason")
    await sovann.says("They contribute to the dialogue on medicines")
    await sovann.presses("form:save")
    await lim.is_told_only("join_decided")
    await lim.reads_fact("They contribute to the dialogue on medicines")
    [member] = await memberships(health, "Lim")
    assert member.role is Role.PRIVATE_SECTOR


async def test_the_chair_waits_for_the_opinion_or_some_working_days(
    health: Stage, dara: Player, sovann: Player, maria: Player
) -> None:
    lim = await passed_on(health, dara)
    await sovann.forges("joining:admit_for:1")
    await sovann.says("They contribute")
    await sovann.presses("form:save")
    await sovann.is_refused("joining#still_consulted")
    assert await memberships(health, "Lim") == []
    await health.passes(days=6)
    await sovann.is_told_only("join_passed_on")
    await sovann.presses("form:save")
    await lim.is_told_only("join_decided")
    assert len(await memberships(health, "Lim")) == 1


async def test_the_chair_may_decide_against_the_opinion(
    health: Stage, dara: Player, sovann: Player, maria: Player
) -> None:
    lim = await passed_on(health, dara)
    await advises(maria, Opinion.AGAINST)
    await sovann.presses("joining:decline")
    await sovann.says("There is a conflict of interest")
    await sovann.presses("form:save")
    await health.passes(minutes=11)
    await lim.is_told_only("join_decided")
    await lim.reads_fact("There is a conflict of interest")
    assert await memberships(health, "Lim") == []


async def test_the_opinion_is_told_once(health: Stage, dara: Player, sovann: Player, maria: Player) -> None:
    await passed_on(health, dara)
    await advises(maria, Opinion.IN_FAVOUR)
    await sovann.looks_away()
    await health.passes(days=7)
    await sovann.is_not_told("join_passed_on")
    await maria.forges("joining:advise:1")
    await maria.presses("form:choice=against")
    await maria.presses("form:save")
    await maria.is_refused("general#not_found")
    [request] = await join_requests(health)
    assert request.opinion is Opinion.IN_FAVOUR


async def test_without_a_lead_facilitator_the_chair_decides_at_once(
    health: Stage, dara: Player, sovann: Player
) -> None:
    await passed_on(health, dara)
    await sovann.is_told_only("join_passed_on")
    await sovann.presses("joining:admit_for")
    await sovann.says("They contribute")
    await sovann.presses("form:save")
    assert len(await memberships(health, "Lim")) == 1


async def test_the_secretariat_never_admits_the_private_sector(health: Stage, dara: Player) -> None:
    await passed_on(health, dara)
    await dara.forges("joining:admit:1")
    await dara.is_refused("joining#others_decide", role=Role.CHAIR)
    assert await memberships(health, "Lim") == []


async def test_without_a_chair_it_waits_and_the_first_one_is_told(health: Stage, dara: Player) -> None:
    lim = await passed_on(health, dara)
    await dara.sees("joining/card", chairless=True)
    token = await health.invites(Role.CHAIR)  # the operator's link, to a vacant office
    sovann = await health.person("Sovann")
    await registers(sovann, token, name="Sovann")
    await sovann.is_told("join_passed_on")
    await sovann.sees("joining/card", chairless=False, decides=True)
    await sovann.presses("joining:admit_for")
    await sovann.says("They contribute")
    await sovann.presses("form:save")
    await lim.is_told_only("join_decided")
    assert len(await memberships(health, "Lim")) == 1


async def test_a_link_does_not_go_round_the_chair(health: Stage, dara: Player, sovann: Player) -> None:
    lim = await health.person("Lim")
    await registers(lim, await makes_invite(dara, Role.PRIVATE_SECTOR), name="Lim")
    await lim.sees("joining/waits")
    assert await memberships(health, "Lim") == []
    await health.passes(minutes=11)
    await dara.presses("joining:admit")
    [request] = await join_requests(health)
    assert request.state is JoinState.PASSED_ON


async def test_others_are_not_consulted(health: Stage, dara: Player, sovann: Player, maria: Player) -> None:
    await somebody_asks(health)
    await dara.presses("joining:admit")
    await maria.sees_nothing_new()
    await maria.forges("joining:open:1")
    await maria.is_refused("general#not_found")
