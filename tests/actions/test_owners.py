"""Several owners: one leads, the others share it; whoever is responsible is told and may say how far it is (A1, A3)."""

from datetime import date
from typing import NamedTuple

import pytest

from storage.actions import ActionState
from tests.actions.conftest import DUE, TEXT, listed, local, records, stored_action
from tests.members.test_leaving import names_successor
from tests.requests.conftest import asks
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.actions.recording import Scope
from twg.core.audiences import Audience
from twg.participation.counting import count_participation


class World(NamedTuple):
    """Members of MoP, the second its focal point; one of ADB; of the Chair's ministry; who leads the partners."""

    bopha: Player
    vuthy: Player
    anna: Player
    chair: Player
    lead: Player


@pytest.fixture
async def world(health: Stage, dara: Player, sokha: Player) -> World:
    return World(
        await health.member("Bopha", "government", "MoP"),
        await health.member("Vuthy", "focal_point", "MoP"),
        await health.member("Anna", "development_partner", "ADB"),
        await health.member("Sovann", "chair"),
        await health.member("Maria", "lead_facilitator", "WHO"),
    )


async def token(player: Player, kind: str = "institution") -> str:
    """The token of a person's institution, or of the person."""
    async with player.stage.assistant.database.read() as session:
        person = (await access_actor(session, player)).person
    return f"{kind}:{person.institution_id if kind == 'institution' else person.id}"


async def told(stage: Stage) -> dict[str, list[str]]:
    """The notices that arrived for each who was told of anything."""
    found = {name: await player.told() for name, player in stage.people.items()}
    return {name: kinds for name, kinds in found.items() if kinds}


def each(kind: str, *names: str) -> dict[str, list[str]]:
    """That these people are told of one thing each."""
    return {name: [kind] for name in names}


async def shared(dara: Player, world: World, **changes: object) -> int:
    """An action that MoP leads and ADB shares; everybody has read what they were told."""
    owners = await token(world.bopha), await token(world.anna)
    action_id = await records(dara, None, owners=owners, **changes)
    await everybody_looks_away(dara)
    return action_id


async def test_it_is_recorded_in_one_answer_and_everybody_responsible_is_told(
    health: Stage, dara: Player, sokha: Player, world: World
) -> None:
    await dara.says("/newaction", TEXT, "MoP and ADB", "23/12/2026")
    await dara.presses("form:choice=secretariat")
    assert (await dara.summary())["owner"] == "MoP (leads), ADB"
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    assert await told(health) == each("action_given", "Bopha", "Vuthy", "Anna")
    action = await stored_action(health, 1)
    assert (action.owner, action.institution and action.institution.name) == (None, "MoP")
    assert action.owners == (await token(world.bopha), await token(world.anna))
    await world.anna.sees("actions/card", heading="given", action__due_on=DUE)
    await world.anna.reads_fact("MoP", "ADB")
    for player, mine in ((world.bopha, [TEXT]), (world.vuthy, [TEXT]), (world.anna, [TEXT]), (sokha, [])):
        await player.says("/actions")
        assert await listed(player, Scope.MINE) == mine
    await world.anna.presses("actions:list", "institution")
    assert await listed(world.anna, Scope.INSTITUTION) == [TEXT]
    await sokha.forges("actions/open:1")
    await sokha.is_refused("general#not_found")
    await sokha.says("/search draft budget")
    await sokha.does_not_offer("actions:open", 1)
    await world.anna.says("/search draft budget")
    await world.anna.offers("actions:open", 1)


async def test_who_shares_it_says_that_it_is_done_and_who_leads_it_closes_it(
    health: Stage, dara: Player, world: World
) -> None:
    await shared(dara, world)
    await world.anna.says("/done 1 our comments were sent on Monday")
    await world.anna.sees("actions/card", heading="said_done")
    assert (await stored_action(health, 1)).state is ActionState.OPEN
    await health.passes(minutes=11)
    assert await told(health) == each("action_noted", "Dara", "Bopha", "Vuthy")
    await world.bopha.sees("actions/card", heading="part_done")
    await world.bopha.reads_fact("Anna", "our comments were sent on Monday")
    await world.anna.forges("actions/reopen:1")
    await world.anna.is_refused("actions#not_yours")
    await everybody_looks_away(dara)
    await world.vuthy.says("/done 1 the annex is revised")
    await world.vuthy.sees("actions/card", heading="ended")
    await world.anna.looks_away()
    await health.passes(minutes=11)
    assert (await stored_action(health, 1)).state is ActionState.DONE
    assert await told(health) == each("action_closed", "Dara", "Bopha", "Anna")


async def test_a_reply_to_the_notice_of_who_shares_it_never_closes_it(
    health: Stage, dara: Player, world: World
) -> None:
    owners = await token(world.bopha, "person"), Audience.PARTNERS.value
    await records(dara, None, owners=owners)
    given = (await world.anna.finds("actions/card", heading="given")).message
    await world.anna.says("done, sent on Monday", reply_to=given)
    await world.anna.sees("actions/card", heading="said_done")
    await world.anna.says("we still wait for the ministry", reply_to=given)
    await world.anna.sees("actions/card", heading="noted")
    assert (await stored_action(health, 1)).state is ActionState.OPEN
    await world.anna.presses("general:undo")
    assert [update.says_done for update in (await stored_action(health, 1)).updates] == [True]


async def test_words_about_some_of_the_owners_do_not_close_it(health: Stage, dara: Player, world: World) -> None:
    await shared(dara, world)
    given = (await world.bopha.finds("actions/card", heading="given")).message
    for words in ("ADB has done it", "done for MoP", "MoP ធ្វើរួចហើយ"):
        await world.bopha.says(words, reply_to=given)
        await world.bopha.sees("actions/meant")
    for words in ("ours is done", "ផ្នែករបស់យើងរួចរាល់ហើយ", "khang yerng ruoch haey", "done, the annex to follow"):
        await world.bopha.says(words, reply_to=given)
        await world.bopha.sees("actions/card", heading="noted")
    assert (await stored_action(health, 1)).state is ActionState.OPEN
    await world.bopha.says("done, MoP and ADB both", reply_to=given)
    assert (await stored_action(health, 1)).state is ActionState.DONE


async def test_without_a_lead_the_secretariat_closes_it(
    health: Stage, dara: Player, sokha: Player, world: World
) -> None:
    await dara.says("/newaction", TEXT, "all DPs", "23/12/2026")
    await dara.presses("form:choice=all")
    assert [note.msgid for note in (await dara.shown("forms/confirm"))["notes"] if "leads it" in note.msgid]
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    assert set(await told(health)) == {"Anna", "Maria", "Sokha"}
    await everybody_looks_away(dara)
    await sokha.says("/done 1 UNFPA has sent it")
    await health.passes(minutes=11)
    await dara.is_told_only("action_noted")
    await dara.sees("actions/card", heading="part_done", lead=None)
    await dara.says("/done 1 all have sent it")
    assert (await stored_action(health, 1)).state is ActionState.DONE


async def test_owners_change_and_each_side_is_told_once(
    health: Stage, dara: Player, sokha: Player, world: World
) -> None:
    await shared(dara, world)
    await dara.forges("actions/open:1")
    await dara.presses("actions:give")
    await dara.says("UNFPA and ADB")
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    assert await told(health) == {"Sokha": ["action_given"], "Bopha": ["action_taken"], "Vuthy": ["action_taken"]}
    action = await stored_action(health, 1)
    assert action.owners == (await token(sokha), await token(world.anna))
    await dara.forges("actions/open:1")
    await dara.presses("actions:give")
    await dara.says("UNFPA, ADB")
    await dara.presses("form:save")
    await dara.is_refused("actions#same_owner")


async def test_a_name_that_fits_nobody_is_offered_with_the_nearest_and_never_guessed(
    dara: Player, world: World
) -> None:
    await dara.says("/newaction", TEXT, "MoP and Boppha")
    await dara.is_refused("forms#which_meant", text="Boppha")
    await dara.presses(f"form:choice={await token(world.bopha, 'person')}")
    await dara.says("23/12/2026")
    await dara.presses("form:choice=all")
    assert (await dara.summary())["owner"] == "MoP (leads), Bopha, MoP"
    await dara.presses("form:cancel")
    await dara.says("/newaction", TEXT, "the Bank of Nowhere")
    await dara.is_refused("forms#named_nobody")


async def test_more_time_rests_who_asked_alone_unless_they_lead_it(health: Stage, dara: Player, world: World) -> None:
    await shared(dara, world)
    await asks(world.anna, "more_time", "action", 1, "30/12/2026", "")
    await health.passes(minutes=11)
    await health.becomes(local(16, 7))
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    assert await told(health) == {"Vuthy": ["action_reminder"]}
    await asks(world.bopha, "more_time", "action", 1, "31/12/2026", "")
    await health.becomes(local(22, 7))
    await everybody_looks_away(dara)
    await health.becomes(local(22, 8))
    assert {name for name, kinds in (await told(health)).items() if "action_reminder" in kinds} == set()
    await dara.forges("requests:agree:2")
    assert (await stored_action(health, 1)).due_on == date(2026, 12, 31)
    assert (await told(health))["Anna"] == ["action_moved"]


async def test_not_mine_takes_an_institution_off_and_a_handover_puts_another_there(
    health: Stage, dara: Player, sokha: Player, world: World
) -> None:
    await shared(dara, world)
    await asks(world.anna, "not_mine", "action", 1, "")
    await health.passes(minutes=11)
    await everybody_looks_away(dara)
    await dara.forges("requests:agree:1")
    assert (await stored_action(health, 1)).owners == (await token(world.bopha),)
    await world.anna.is_told_only("request_decided")
    await asks(world.bopha, "not_mine", "action", 1, "")
    await health.passes(minutes=11)
    await dara.forges("requests:agree:2")
    await dara.forges("requests:open:2")
    await dara.does_not_offer("requests:agree", 2)
    await dara.presses("requests:person", 2)
    await dara.says("Sokha")
    await dara.presses("form:save")
    assert (await stored_action(health, 1)).owners == (await token(sokha, "person"),)


async def test_of_what_a_whole_part_has_nobody_can_say_that_it_is_not_theirs(dara: Player, world: World) -> None:
    await records(dara, None, owners=(await token(world.bopha, "person"), Audience.PARTNERS.value))
    await world.anna.forges("actions/open:1")
    await world.anna.presses("requests:about", "action", 1)
    await world.anna.offers("requests:ask", "more_time", "action", 1)
    await world.anna.does_not_offer("requests:ask", "not_mine", "action", 1)
    await world.anna.forges("requests:ask:not_mine:action:1")
    await world.anna.is_refused("requests#not_theirs")


async def test_a_successor_takes_the_place_of_who_shared_it_and_gives_it_back(
    health: Stage, dara: Player, sokha: Player, world: World
) -> None:
    owners = await token(world.bopha, "person"), await token(world.anna, "person")
    await records(dara, None, owners=owners)
    await names_successor(dara, "Anna", "Sokha")
    assert (await stored_action(health, 1)).owners == (owners[0], await token(sokha, "person"))
    await dara.presses("general:undo")
    assert (await stored_action(health, 1)).owners == owners


async def test_it_counts_for_everybody_named_and_for_the_members_of_institutions(
    health: Stage, dara: Player, world: World
) -> None:
    await shared(dara, world)
    await world.bopha.says("/done 1 the annex is revised")
    async with health.assistant.database.read() as session:
        actor = await access_actor(session, dara)
        found = await count_participation(session, actor, date(2026, 11, 1), date(2026, 12, 31), now=local(31, 9))
    figures = {taken.member.person.name: (taken.figures.due, taken.figures.in_time) for taken in found.people}
    assert {name for name, counted in figures.items() if counted == (1, 1)} == {"Bopha", "Vuthy", "Anna"}
