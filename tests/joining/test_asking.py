"""Asking to join without a link: the form, what waits, the bounds (M2)."""

from datetime import timedelta

import pytest

from storage.joining import JoinState
from storage.members import Role, access_institution, find_institution
from tests.joining.conftest import asks, gathered, join_requests, somebody_asks
from tests.members.steps import memberships, registers
from tests.support.guard import arranged
from tests.support.seen import is_worded_in
from tests.support.stage import Player, Stage
from twg.joining import asking


async def test_who_asks_chooses_a_twg_and_a_role_and_waits(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    sokha = await health.person("Sok Sokha")
    await sokha.starts()
    await sokha.sees_only("joining/stranger")
    await sokha.presses("joining:ask")
    await sokha.asks("language")
    await sokha.presses("form:choice=en")
    await sokha.asks("twg")
    await sokha.reads_fact("Education (EDU)", "Health (HLT)")
    await sokha.does_not_read_fact("Dara")
    await sokha.presses("form:choice=1")
    await sokha.asks("role")
    await sokha.does_not_offer("form:choice=chair")
    await sokha.presses("form:choice=development_partner")
    await sokha.presses("form:skip")
    await sokha.says("Sok Sokha", "Health adviser", "UNFPA", "012 345 678")
    await sokha.presses("form:skip")
    await sokha.says("I coordinate reproductive health")
    await sokha.presses("form:save")
    await sokha.sees_only("joining/waits")
    [request] = await join_requests(health)
    assert (request.role, request.state, request.words) == (
        Role.DEVELOPMENT_PARTNER,
        JoinState.WAITING,
        "I coordinate reproductive health",
    )
    assert await memberships(health, "Sok Sokha") == []


async def test_those_who_decide_are_told_and_others_are_not(health: Stage, dara: Player, sovann: Player) -> None:
    await somebody_asks(health)
    await dara.is_told_only("join_asked")
    await dara.sees("joining/card", heading="asked", decides=True)
    await dara.reads_fact("Sok Sokha", "Health adviser, UNFPA", "012 345 678")
    await sovann.is_not_told("join_asked")


async def test_many_who_ask_are_one_message(health: Stage, dara: Player) -> None:
    for name in ("Sok Sokha", "Kenji Sato", "Anna Weber"):
        await asks(await health.person(name))
    await dara.sees_nothing_new()
    await gathered(health)
    await dara.is_told_only("join_asked")
    assert (await dara.shown("joining/several"))["total"] == 3
    await dara.reads_fact("Sok Sokha", "Kenji Sato", "Anna Weber")
    await dara.presses("joining:open", 2)
    await dara.sees("joining/card", request__id=2, decides=True)


async def test_who_waits_is_told_how_it_stands_whatever_they_say(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await sokha.says("Hello?")
    await sokha.sees_only("joining/waiting")
    await sokha.does_not_read_fact("Dara")
    await sokha.says("/members")
    await sokha.sees_only("joining/waiting")


async def test_what_is_asked_twice_is_not_offered(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await sokha.says("/join")
    await sokha.sees_only("joining/none_to_ask")
    await health.adds_twg("EDU", "Education")
    await sokha.presses("joining:ask")
    await sokha.presses("form:choice=en")
    await sokha.does_not_offer("form:choice=1")
    await sokha.offers("form:choice=2")


async def test_a_request_is_withdrawn_and_forgotten(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await sokha.says("Hello?")
    await sokha.presses("joining:withdraw")
    await sokha.sees("joining/withdrawn")
    [request] = await join_requests(health)
    assert (request.state, request.details) == (JoinState.WITHDRAWN, {})
    await dara.presses("joining:admit")
    await dara.is_refused("joining#already_decided")
    assert await memberships(health, "Sok Sokha") == []


async def test_what_was_withdrawn_before_it_was_told_is_not_told(health: Stage, dara: Player) -> None:
    sokha = await health.person("Sok Sokha")
    await asks(sokha)
    await sokha.says("Hello?")
    await sokha.presses("joining:withdraw")
    await gathered(health)
    await dara.sees_nothing_new()


async def test_who_was_declined_asks_again_another_day(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await dara.presses("joining:decline")
    await dara.says("Please ask through UNFPA’s focal point")
    await dara.presses("form:save")
    await asks(sokha)
    await sokha.is_refused("joining#asked_lately", twg__code="HLT")
    await sokha.says("/cancel")
    await health.passes(days=1)
    await asks(sokha)
    await sokha.sees("joining/waits")


async def test_no_more_than_so_many_ask_a_day(health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_A_DAY", 2)
    for name in ("One", "Two"):
        await asks(await health.person(name))
    third = await health.person("Three")
    await asks(third)
    await third.is_refused("joining#too_many_ask", twg__code="HLT")
    assert (await third.summary())["name"] == "Three"
    await health.passes(days=1)
    await third.presses("form:save")
    await third.sees("joining/waits")


async def test_a_flood_keeps_nobody_from_coming_by_a_link(
    health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_A_DAY", 1)
    await asks(await health.person("One"))
    token = await health.invites("government", max_uses=5)
    vichea = await health.person("Vichea")
    await registers(vichea, token, name="Vichea")
    await vichea.sees("joining/waits")


async def test_an_institution_that_a_stranger_names_is_kept_with_the_admission_only(
    health: Stage, dara: Player
) -> None:
    await somebody_asks(health)
    async with health.assistant.database.read() as session:
        assert await find_institution(session, "UNFPA") is None
    await dara.presses("joining:admit")
    async with health.assistant.database.read() as session:
        assert await find_institution(session, "UNFPA") is not None


async def test_a_member_of_another_twg_asks_without_typing_everything_again(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    chenda = await health.member("Chenda", "secretariat", "MoEYS", code="EDU")
    await chenda.says("/join")
    await chenda.asks("twg")
    await chenda.does_not_offer("form:choice=2")
    await chenda.presses("form:choice=1")
    await chenda.presses("form:choice=government")
    assert (await chenda.summary())["institution"] == "MoEYS"
    await chenda.presses("form:save")
    await chenda.sees("joining/waits")
    await gathered(health)
    await dara.presses("joining:admit")
    await chenda.is_told("join_decided")
    assert [member.role for member in await memberships(health, "Chenda")] == [Role.SECRETARIAT, Role.GOVERNMENT]


async def test_who_has_left_may_ask_to_come_back(health: Stage, dara: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await health.leaves("Kenji")
    await kenji.says("Good morning")
    await kenji.presses("joining:ask")
    await kenji.presses("form:choice=1")
    await kenji.presses("form:choice=development_partner")
    await kenji.presses("form:save")
    await gathered(health)
    await dara.presses("joining:admit")
    await kenji.is_told_only("join_decided")
    assert len(await memberships(health, "Kenji")) == 1


async def test_a_link_takes_over_what_was_typed_to_ask(health: Stage, dara: Player) -> None:
    sokha = await health.person("Sok Sokha")
    await sokha.starts()
    await sokha.presses("joining:ask")
    await sokha.presses("form:choice=en")
    await sokha.presses("form:choice=1")
    await sokha.presses("form:choice=government")
    await sokha.presses("form:skip")
    await sokha.says("Sok Sokha", "Health adviser")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.asks("institution")
    await sokha.says("UNFPA")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await sokha.sees("members/registered", membership__role=Role.DEVELOPMENT_PARTNER)
    assert await join_requests(health) == []


async def test_who_comes_by_a_link_while_they_wait_asks_no_longer(health: Stage, dara: Player) -> None:
    sokha = await somebody_asks(health)
    await registers(sokha, await health.invites("development_partner"))
    await sokha.sees("members/registered")
    [request] = await join_requests(health)
    assert request.state is JoinState.WITHDRAWN
    await dara.forges("joining:admit:1")
    await dara.is_refused("joining#already_decided")


async def test_nobody_touches_the_request_of_another(health: Stage, dara: Player) -> None:
    await somebody_asks(health)
    eve = await health.person("Eve")
    await eve.forges("joining:withdraw:1")
    await eve.is_refused("general#not_found")
    await eve.forges("joining:answer:1")
    await eve.is_refused("general#not_found")
    kenji = await health.member("Kenji", "development_partner")
    for verb in ("open", "admit", "decline", "question"):
        await kenji.forges(f"joining:{verb}:1")
        assert await kenji.refusals()
    [request] = await join_requests(health)
    assert request.state is JoinState.WAITING


async def test_the_form_speaks_the_chosen_language(health: Stage) -> None:
    async with arranged(health.assistant.database) as session:
        await access_institution(session, "UNFPA")
    bopha = await health.person("Bopha", language_code="km")
    await bopha.starts()
    assert is_worded_in("km", (await bopha.messages())[-1])
    await bopha.presses("joining:ask")
    await bopha.presses("form:choice=km")
    assert is_worded_in("km", (await bopha.messages())[-1])


async def test_a_bound_is_counted_for_each_twg(health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_A_DAY", 1)
    await health.adds_twg("EDU", "Education")
    sokha = await health.person("Sok Sokha")
    await asks(sokha)
    await sokha.says("/join")
    await sokha.presses("form:choice=en")
    await sokha.presses("form:choice=2")
    await sokha.presses("form:choice=government")
    await sokha.presses("form:skip")
    await sokha.says("Sok Sokha", "Adviser", "UNFPA", "012 345 678")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await sokha.sees("joining/waits", request__twg__code="EDU")
    first, second = await join_requests(health)
    assert second.asked_at - first.asked_at < timedelta(days=1)
