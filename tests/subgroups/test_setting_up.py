"""The secretariat and the Chair set up sub-groups, change them and say who is in them (M4)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.members import Membership, Person, Role
from storage.subgroups import Lasting
from tests.members.test_changing import gives_role
from tests.members.test_leaving import names_successor
from tests.subgroups.steps import adds, leaders, names_in, person_id, sets_up, stored, takes_out
from tests.support.stage import Player, Stage


async def answers_the_facts(player: Player, name: str = "Gender", lasts: Lasting = Lasting.PERMANENT) -> None:
    """Open the form and answer what the sub-group is called and how long it goes on."""
    await player.says("/subgroups")
    await player.presses("subgroups:new")
    await player.says(name)
    await player.presses("form:skip")
    await player.presses(f"form:choice={lasts}")


async def test_a_sub_group_is_set_up_with_its_leaders_and_members(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await answers_the_facts(dara)
    await dara.says("៣")
    await dara.says("Sokha", "Vichea")
    await dara.says("kenji\nSokha\nnobody of this name")
    await dara.is_refused("forms#lines_left_out")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.sees("subgroups/card", name__msgid="Gender")
    assert await names_in(health, 1) == ["Kenji", "Sokha", "Vichea"]
    assert await leaders(health, 1) == ("Sokha", "Vichea")
    group = await stored(health, 1)
    assert (group.lasting, group.until, group.meetings_before) == (Lasting.PERMANENT, None, 3)
    for player in (sokha, kenji, vichea):
        await player.looks_away()
    await health.passes(minutes=11)
    for player in (sokha, kenji, vichea):
        await player.is_told_only("subgroup_place")
    assert (await sokha.shown("subgroups/place"))["offices"]
    assert not (await kenji.shown("subgroups/place"))["offices"]


async def test_one_until_a_day_and_one_for_a_task(health: Stage, dara: Player) -> None:
    await answers_the_facts(dara, "Figures", Lasting.UNTIL)
    await dara.says("31/3/2027")
    for _question in ("meetings", "chair", "secretary", "members"):
        await dara.presses("form:skip")
    await dara.presses("form:save")
    group = await stored(health, 1)
    assert (group.lasting, group.until) == (Lasting.UNTIL, date(2027, 3, 31))
    await answers_the_facts(dara, "Law", Lasting.TASK)
    await dara.says("Draft the law on nursing")
    for _question in ("until", "meetings", "chair", "secretary", "members"):
        await dara.presses("form:skip")
    await dara.presses("form:save")
    group = await stored(health, 2)
    assert (group.lasting, group.task, group.until) == (Lasting.TASK, "Draft the law on nursing", None)


async def test_a_group_until_a_day_has_one(health: Stage, dara: Player) -> None:
    await answers_the_facts(dara, "Figures", Lasting.UNTIL)
    for _question in ("until", "meetings", "chair", "secretary", "members"):
        await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.asks("until")
    await dara.is_refused("general#missing")


async def test_a_name_is_taken_once_in_any_spelling(health: Stage, dara: Player) -> None:
    await sets_up(dara, "Gender", name_km="យេនឌ័រ")
    await answers_the_facts(dara, "GENDER ")
    for _question in ("meetings", "chair", "secretary", "members"):
        await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.is_refused("subgroups#name_taken")
    await dara.asks("name")
    await dara.says("Gender equality")
    await dara.presses("form:save")
    await dara.sees("subgroups/card", name__msgid="Gender equality")


@pytest.mark.parametrize("verb", ["add", "members", "lead", "change", "close"])
async def test_a_member_changes_nothing_of_a_sub_group(health: Stage, dara: Player, sokha: Player, verb: str) -> None:
    group_id = await sets_up(dara, chair=sokha)
    await sokha.says("/subgroups")
    await sokha.presses("subgroups:open", group_id)
    await sokha.sees("subgroups/card")
    await sokha.does_not_offer(f"subgroups:{verb}", group_id)
    await sokha.forges(f"subgroups:{verb}:{group_id}")
    await sokha.is_refused("general#not_allowed")
    await sokha.forges("subgroups:new")
    await sokha.is_refused("general#not_allowed")


async def test_members_are_added_and_taken_out(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    group_id = await sets_up(dara, members=(sokha,))
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    await dara.presses("subgroups:add", group_id)
    await dara.says("Kenji\nSokha")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    assert await names_in(health, group_id) == ["Kenji", "Sokha"]
    await kenji.looks_away()
    await health.passes(minutes=11)
    await kenji.is_told_only("subgroup_place")
    await sokha.sees_nothing_new()
    await dara.presses("subgroups:members", group_id)
    await dara.presses("subgroups:take_out", group_id, await person_id(health, "Sokha"))
    assert await names_in(health, group_id) == ["Kenji"]
    await sokha.looks_away()
    await health.passes(minutes=11)
    await sokha.is_told_only("subgroup_place")
    assert not (await sokha.shown("subgroups/place"))["belongs"]


async def takes_out_by_button(dara: Player, group_id: int, name: str) -> None:
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    await dara.presses("subgroups:members", group_id)
    await dara.presses("subgroups:take_out", group_id, await person_id(dara.stage, name))


async def test_who_is_put_back_at_once_is_told_nothing(health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, chair=sokha)
    await takes_out_by_button(dara, group_id, "Sokha")
    assert await names_in(health, group_id) == []
    await dara.presses("general:undo")
    await dara.sees("subgroups/card")
    assert await leaders(health, group_id) == ("Sokha", "")  # with the office that she had
    await sokha.looks_away()
    await health.passes(minutes=11)
    await sokha.sees_nothing_new()


async def test_who_was_told_is_told_that_it_was_taken_back(health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, members=(sokha,))
    await takes_out_by_button(dara, group_id, "Sokha")
    await health.passes(hours=2)
    await sokha.looks_away()
    await dara.presses("general:undo")
    await sokha.is_told_only("subgroup_place_restored")
    await sokha.sees("subgroups/place", belongs=True, restored=True)
    assert await names_in(health, group_id) == ["Sokha"]


async def test_adding_and_appointing_are_undone(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    group_id = await sets_up(dara, chair=sokha)
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    await dara.presses("subgroups:add", group_id)
    await dara.says("Kenji")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.presses("general:undo")
    assert await names_in(health, group_id) == ["Sokha"]
    await dara.presses("subgroups:lead", group_id)
    await dara.says("Kenji", "Sokha")
    await dara.presses("form:save")
    assert await leaders(health, group_id) == ("Kenji", "Sokha")
    await dara.presses("general:undo")
    assert await leaders(health, group_id) == ("Sokha", "")
    assert await names_in(health, group_id) == ["Sokha"]
    for player in (sokha, kenji):
        await player.looks_away()
    await health.passes(minutes=11)
    for player in (sokha, kenji):
        await player.sees_nothing_new()


async def test_what_others_have_done_since_stays(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    """The chair who is taken out leaves an office that somebody else holds by now; who has left the TWG has left."""
    group_id = await sets_up(dara, chair=sokha, members=(kenji,))
    await takes_out_by_button(dara, group_id, "Sokha")
    await adds(dara, group_id, vichea)
    await dara.presses("general:undo")
    await dara.is_refused("general#changed_since")
    assert await names_in(health, group_id) == ["Kenji", "Vichea"]
    await takes_out_by_button(dara, group_id, "Kenji")
    await health.leaves("Kenji")
    await dara.presses("general:undo")
    assert await names_in(health, group_id) == ["Vichea"]


async def test_it_is_not_undone_after_a_day(health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, members=(sokha,))
    await takes_out_by_button(dara, group_id, "Sokha")
    await health.passes(hours=25)
    await dara.presses("general:undo")
    await dara.is_refused("general#too_late_to_undo", hours=24)
    assert await names_in(health, group_id) == []


async def test_nobody_new_is_said(health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, members=(sokha,))
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    await dara.presses("subgroups:add", group_id)
    await dara.says("Sokha")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.is_refused("subgroups#nobody_new")


async def test_an_office_passes_on(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    group_id = await sets_up(dara, chair=sokha)
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    await dara.presses("subgroups:lead", group_id)
    await dara.says("Kenji", "Sokha")
    await dara.presses("form:save")
    assert await leaders(health, group_id) == ("Kenji", "Sokha")
    assert await names_in(health, group_id) == ["Kenji", "Sokha"]
    for player in (sokha, kenji):
        await player.looks_away()
    await health.passes(minutes=11)
    for player in (sokha, kenji):
        await player.is_told_only("subgroup_place")


async def test_places_go_on_in_another_role_and_pass_to_a_successor(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    group_id = await sets_up(dara, chair=sokha)
    other_id = await sets_up(dara, "Nutrition", members=(kenji,))
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    assert await leaders(health, group_id) == ("Sokha", "")
    await names_successor(dara, "Sokha", "Kenji")
    assert await leaders(health, group_id) == ("Kenji", "")
    assert await names_in(health, other_id) == ["Kenji"]
    await dara.presses("general:undo")
    assert await leaders(health, group_id) == ("Sokha", "")
    assert await names_in(health, group_id) == ["Sokha"]


async def test_who_leaves_the_twg_is_in_none_of_its_sub_groups(health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, chair=sokha)
    await health.leaves("Sokha")
    assert await names_in(health, group_id) == []
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    assert (await dara.shown("subgroups/card"))["chair"] is None


async def test_the_card_of_a_member_shows_their_sub_groups(health: Stage, dara: Player, sokha: Player) -> None:
    await sets_up(dara, members=(sokha,))
    await dara.says("/members")
    await dara.presses("members:open", await membership_id(health, "Sokha"))
    assert [group.name for group in (await dara.shown("members/card"))["groups"]] == ["Gender"]


async def test_both_languages_have_their_name(health: Stage, dara: Player) -> None:
    await sets_up(dara, "Gender", name_km="យេនឌ័រ")
    vanna = await health.member("Vanna", "government", language="km")
    await vanna.says("/subgroups")
    await vanna.reads_fact("យេនឌ័រ")


async def test_an_organiser_of_another_twg_gets_nowhere_with_a_guessed_id(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    stranger = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    group_id = await sets_up(dara, members=(sokha,))
    for verb in ("open", "add", "members", "lead", "change", "close", "meeting", "document"):
        await stranger.forges(f"subgroups:{verb}:{group_id}")
        await stranger.is_refused("general#not_found")


async def test_the_composition_is_in_the_audit(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    group_id = await sets_up(dara, members=(sokha,))
    await adds(dara, group_id, kenji)
    await takes_out(dara, group_id, sokha)
    async with health.assistant.database.read() as session:
        query = select(AuditRow).where(AuditRow.subject_type == "sub_group").order_by(AuditRow.id)
        rows = [(row.action, row.data["after"]["members"]) for row in await session.scalars(query)]
    sokha_id, kenji_id = [str(await person_id(health, name)) for name in ("Sokha", "Kenji")]
    place = f"|subgroup_{group_id}|"
    assert rows == [
        ("subgroups.create", {sokha_id: place}),
        ("subgroups.add_members", {kenji_id: place}),
        ("subgroups.take_out", {sokha_id: "||"}),
    ]


async def membership_id(stage: Stage, name: str) -> int:
    async with stage.assistant.database.read() as session:
        query = select(Membership.id).join(Person).where(Person.name == name)
        return (await session.scalars(query)).one()
