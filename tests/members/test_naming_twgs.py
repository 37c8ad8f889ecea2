"""To a person in several TWGs every message names its TWG, and its buttons and replies act there (M6)."""

import re

import pytest
from sqlalchemy import select

from bot.capabilities import registry
from handlers.routing.several_twgs import OF_NO_TWG
from messages.rendering.content import Content, with_twg
from messages.rendering.keyboards import Button, for_person, for_twg, split_person, split_twg
from messages.rendering.templating import is_template
from storage.actions import Action, ActionState
from storage.members import Account, Membership, Role
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines
from tests.members.steps import also_in
from tests.support.seen import Seen
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

#: What a button of a form carries instead of a TWG: the form knows in which one it was opened.
#: Codes and titles of the scene.
CODE, OTHER_TWG = "HLT", "EDU TWG"
SCHOOLS, NURSES, TEACHERS = "A meeting on schools", "A meeting on nurses", "A meeting on teachers"
FORM = re.compile(r"f:\d+")


@pytest.fixture
async def both(health: Stage) -> Stage:
    """The Health and the Education TWG."""
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    return health


def names(seen: Seen, code: str) -> bool:
    """Whether a message names the TWG in its first lines."""
    first = [line for line in seen.message.text.splitlines() if line.strip()][:5]
    return any(f"{code} TWG" in line for line in first)


def acts_in(seen: Seen) -> set[str]:
    """The TWG that each button carries, by its id; buttons of forms and links are left out."""
    carried = [str(button.button.data) for button in seen.buttons if button.button.url is None]
    return {str(split_twg(split_person(data)[0])[1]) for data in carried if not FORM.match(data)}


async def test_a_message_to_a_member_of_one_twg_is_as_before(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    seen = await sokha.finds("meetings/card")
    assert acts_in(seen) == {"None"}
    await sokha.says("/documents")
    assert not names(await sokha.finds("documents/list"), "HLT")


#: Commands whose reply is about no TWG, or lists several.
ABOUT_NONE = {"help", "cancel", "guideline", "settings", "menu"}


@pytest.mark.parametrize("name", sorted(registry().routes.commands.keys() - ABOUT_NONE - {"start"}))
async def test_every_command_says_in_which_twg_it_answers(both: Stage, dara: Player, name: str) -> None:
    """Lists, forms and refusals; in both languages, and where the current TWG is the second one."""
    await also_in(dara, "EDU", Role.SECRETARIAT)
    for language in ("en", "km"):
        await dara.says("/settings")
        await dara.presses("general:language", language)
        await dara.presses("general:switch")
        await dara.says(f"/{name}")
        for seen in await dara.on_screen():
            if not set(seen.keys) <= OF_NO_TWG:
                assert names(seen, "HLT") or names(seen, "EDU"), str(seen)


def test_templates_that_name_no_twg_exist() -> None:
    assert [name for name in OF_NO_TWG if not is_template(name)] == []


async def test_lists_show_all_twgs_in_parts(both: Stage, dara: Player, sokha: Player) -> None:
    rith = await both.member("Rith", "secretariat", code="EDU")
    await also_in(sokha, "EDU", Role.DEVELOPMENT_PARTNER)
    for who, code, word in ((dara, "HLT", "health"), (rith, "EDU", "school")):
        await announce_meeting(who, title=f"A meeting on {word}")
        await circulate(who, title=f"A paper on {word}")
        await records(who, sokha, f"Write about {word}", code=code)
        await defines(who, number=f"{word}-1")
        await sokha.looks_away()
        for command, fact in {
            "/meetings": f"A meeting on {word}",
            "/documents": f"A paper on {word}",
            "/actions": f"Write about {word}",
            "/jmi": f"{word}-1",
        }.items():
            await sokha.says(command)
            await sokha.reads_fact(f"{code} TWG", fact)
    await sokha.says("/meetings")
    await sokha.reads_fact("HLT TWG", "A meeting on health", "EDU TWG", "A meeting on school")
    [seen] = await sokha.on_screen()
    assert seen.keys == ["meetings/list", "meetings/list"]
    assert acts_in(seen) == {"1", "2"}
    assert [button.button.label.partition(" ")[0] for button in seen.buttons] == ["HLT", "HLT", "EDU", "EDU"]
    await sokha.says("/menu")
    await sokha.reads_fact("HLT TWG", "EDU TWG")
    await sokha.says("/search meeting")
    await sokha.reads_fact("A meeting on health", "A meeting on school")


async def test_what_is_set_and_run_in_several_twgs_is_listed_of_all(both: Stage, dara: Player, sokha: Player) -> None:
    await also_in(dara, "EDU", Role.SECRETARIAT)
    rith = await both.member("Rith", "secretariat", code="EDU")
    for who, number in ((dara, "health-1"), (rith, "school-1")):
        await defines(who, number=number)
    await dara.says("/me")
    await dara.reads_fact("HLT TWG", "EDU TWG")
    [seen] = await dara.on_screen()
    assert seen.keys == ["members/me"]
    await dara.says("/reminders")
    await dara.sees_only("reminders/list", "reminders/list")
    for command in ("core", "subgroups", "unreachable", "participation"):
        await dara.says(f"/{command}")
        await dara.reads_fact("HLT TWG", "EDU TWG")
    for who, role in ((dara, "government"), (rith, "crdb")):
        await who.says("/invite")
        await who.presses(f"form:choice={role}")
        await who.says("1")
        await who.presses("form:save")
    await dara.says("/invite list")
    await dara.reads_fact("HLT TWG", "EDU TWG")
    [seen] = await dara.on_screen()
    assert seen.keys == ["members/invites", "members/invites"]
    assert acts_in(seen) == {"1", "2"}


async def test_rounds_of_several_twgs_are_followed_together(both: Stage, dara: Player, sokha: Player) -> None:
    await also_in(dara, "EDU", Role.SECRETARIAT)
    rith = await both.member("Rith", "secretariat", code="EDU")
    await defines(rith, number="school-1")
    await rith.says("/round")
    await rith.says("Report 2026", "10/12/2026")
    await rith.presses("form:save")
    await dara.looks_away()
    await dara.says("/round")
    [seen] = await dara.on_screen()
    assert seen.keys == ["indicators/no_round", "indicators/round"], await dara.screen()
    await dara.presses("indicators:begin_round")
    await dara.is_refused("indicators#no_indicators")
    await defines(dara, number="health-1")
    await dara.says("/round")
    await dara.presses("indicators:begin_round")
    await dara.says("Report on health", "11/12/2026")
    await dara.presses("form:save")
    await dara.says("/round")
    [seen] = await dara.on_screen()
    assert seen.keys == ["indicators/round", "indicators/round"]
    await dara.reads_fact("Report on health", "Report 2026")


async def test_a_list_of_many_twgs_keeps_within_telegrams_number_of_buttons(both: Stage, dara: Player) -> None:
    crdb = await both.member("Bopha", "crdb")
    for number in range(19):
        await both.adds_twg(f"T{number}", f"Group {number}")
        await also_in(crdb, f"T{number}", Role.CRDB)
    await crdb.says("/actions")
    [*_pages, last] = await crdb.on_screen()
    assert len(last.buttons) <= 100
    assert "general:only" in last.offers
    await crdb.presses("general:only", "actions", in_message=last.message) if last.offers.count(
        "general:only"
    ) == 1 else await crdb.does(crdb.person.taps_button(last.buttons[-1].button, in_message=last.message))
    await crdb.sees_only("actions/list")


async def test_a_button_acts_in_its_twg_after_the_person_switched(both: Stage, dara: Player) -> None:
    await also_in(dara, "EDU", Role.SECRETARIAT)
    await dara.says("/meetings")
    listed = (await dara.on_screen())[-1]
    await dara.says("/settings")
    await dara.presses("general:switch")
    health = next(
        button for button in listed.buttons if button.name == "meetings:new" and button.button.label.startswith(CODE)
    )
    await dara.does(dara.person.taps_button(health.button, in_message=listed.message))
    await dara.asks("title")
    assert names((await dara.on_screen())[-1], "HLT")


async def test_a_button_of_a_twg_that_was_left_is_refused(both: Stage, dara: Player) -> None:
    await also_in(dara, "EDU", Role.SECRETARIAT)
    await dara.forges("meetings:new#3")
    await dara.is_refused("general#not_found")
    await dara.forges("meetings:new#2")
    await dara.asks("title")
    await both.leaves(dara.person.name, "EDU")
    await dara.forges("meetings:new#2")
    await dara.is_refused("general#not_found")


async def test_a_reply_acts_in_the_twg_of_what_it_replies_to(both: Stage, dara: Player, sokha: Player) -> None:
    """The request that comes of words below a list of the other TWG is one of that TWG."""
    await also_in(dara, "EDU", Role.SECRETARIAT)
    rith = await both.member("Rith", "secretariat", code="EDU")
    await announce_meeting(rith, title="A meeting on schools")
    told = await dara.finds("meetings/card")
    await dara.says("What is this about?", reply_to=told.message)
    assert all(names(seen, "EDU") for seen in await dara.on_screen() if not set(seen.keys) <= OF_NO_TWG)


async def test_an_action_is_found_by_its_number_in_any_twg(both: Stage, dara: Player, sokha: Player) -> None:
    rith = await both.member("Rith", "secretariat", code="EDU")
    await also_in(sokha, "EDU", Role.DEVELOPMENT_PARTNER)
    first = await records(dara, sokha, "Write about health")
    second = await records(rith, sokha, "Write about schools", code="EDU")
    await sokha.says(f"/done {second} It was written")
    await sokha.sees("actions/card", heading="ended", twg__code="EDU")
    await sokha.says("/done")
    await sokha.offers("actions:done", first)
    await sokha.reads_fact("HLT TWG", "EDU TWG")
    async with both.assistant.database.read() as session:
        states = {row.id: row.state for row in await session.scalars(select(Action))}
    assert states == {first: ActionState.OPEN, second: ActionState.DONE}


async def test_a_number_of_several_twgs_is_asked_about(both: Stage, dara: Player, sokha: Player) -> None:
    rith = await both.member("Rith", "secretariat", code="EDU")
    await also_in(sokha, "EDU", Role.DEVELOPMENT_PARTNER)
    await defines(dara, responsible=["UNFPA"])
    await defines(rith, responsible=["UNFPA"])
    await sokha.says("/jmi 2008-4 58%")
    await sokha.sees_only("general/in_which_twg")
    await sokha.offers_only("general:in_twg", "general:in_twg")
    await sokha.reads_fact("HLT", "EDU")
    await sokha.presses("general:in_twg", 2)
    seen = (await sokha.on_screen())[-1]
    assert names(seen, "EDU"), str(seen)
    await sokha.reads_fact("58")


async def test_a_number_of_the_other_twg_alone_is_not_asked_about(both: Stage, dara: Player, sokha: Player) -> None:
    rith = await both.member("Rith", "secretariat", code="EDU")
    await also_in(sokha, "EDU", Role.DEVELOPMENT_PARTNER)
    await defines(dara)
    await defines(rith, number="E-7")
    await sokha.says("/jmi E-7")
    await sokha.sees_only("indicators/indicator")
    assert names((await sokha.on_screen())[-1], "EDU")


async def test_a_plain_message_names_an_action_of_the_other_twg(both: Stage, dara: Player, sokha: Player) -> None:
    rith = await both.member("Rith", "secretariat", code="EDU")
    await also_in(sokha, "EDU", Role.DEVELOPMENT_PARTNER)
    await records(rith, sokha, code="EDU", text="Send the draft school budget to all members")
    await sokha.says("The draft school budget was sent to all members")
    seen = (await sokha.on_screen())[-1]
    assert names(seen, "EDU") or "EDU" in " ".join(button.button.label for button in seen.buttons), str(seen)


async def test_a_command_goes_to_the_only_twg_where_it_is_allowed(both: Stage, dara: Player) -> None:
    await also_in(dara, "EDU", Role.GOVERNMENT)
    await dara.says("/settings")
    await dara.presses("general:switch", 2)
    await dara.says("/newmeeting")
    await dara.asks("title")
    assert names((await dara.on_screen())[-1], "HLT")


async def test_a_command_that_is_allowed_in_several_other_twgs_is_asked_about(both: Stage, dara: Player) -> None:
    await both.adds_twg("AGR", "Agriculture")
    await also_in(dara, "EDU", Role.GOVERNMENT)
    await also_in(dara, "AGR", Role.SECRETARIAT)
    await dara.says("/settings")
    await dara.presses("general:switch", 2)
    await dara.says("/newmeeting Review, 15/12/2026 9:00, MoEYS")
    await dara.sees_only("general/in_which_twg")
    await dara.presses("general:in_twg", 3)
    assert names((await dara.on_screen())[-1], "AGR")
    await dara.reads_fact("Review")


async def test_a_refusal_names_the_twg(both: Stage, sokha: Player) -> None:
    await also_in(sokha, "EDU", Role.DEVELOPMENT_PARTNER)
    await sokha.says("/jmi 9999-1 58%")
    await sokha.is_refused("indicators#unknown")
    await sokha.reads_fact("HLT TWG")


async def test_the_morning_message_shows_the_twgs_in_parts(both: Stage, dara: Player, sokha: Player) -> None:
    """What was held for the morning comes in one message: first all of one TWG, then all of the other."""
    rith = await both.member("Rith", "secretariat", code="EDU")
    await also_in(sokha, "EDU", Role.DEVELOPMENT_PARTNER)
    await sokha.person.blocks()
    await both.settle()
    for who, title in ((rith, SCHOOLS), (dara, NURSES), (rith, TEACHERS)):
        await announce_meeting(who, title=title)
    await sokha.looks_away()
    await sokha.person.unblocks()
    await both.settle()
    [message] = [message for message in await sokha.new_messages() if SCHOOLS in message.text]
    order = [message.text.index(word) for word in (f"{CODE} TWG", NURSES, OTHER_TWG, SCHOOLS, TEACHERS)]
    assert order == sorted(order)
    assert message.text.count(OTHER_TWG) == 2


async def test_a_new_twgs_link_offers_the_switch(both: Stage, sokha: Player) -> None:
    await sokha.starts(await both.invites("development_partner", "EDU"))
    await sokha.sees("members/joined", membership__twg__code="EDU", current__code="HLT")
    async with both.assistant.database.read() as session:
        [current] = await session.scalars(select(Account.current_twg_id))
        assert current == 1
        assert len(list(await session.scalars(select(Membership.id)))) == 2
    await sokha.presses("general:switch", 2)
    await sokha.sees("general/settings", actor__twg__code="EDU")


@pytest.mark.parametrize("person_id", [None, 7])
def test_a_button_carries_its_twg_beside_its_person(person_id: int | None) -> None:
    keyboard = ((Button("x", data="meetings:open:1"), Button("y", data="f:1:2:s"), Button("z", url="https://t.me")),)
    keyboard = keyboard if person_id is None else for_person(keyboard, person_id)
    [[first, form, link]] = for_twg(for_twg(keyboard, 3), 4)
    assert split_person(first.data) == ("meetings:open:1#3", person_id)
    assert split_twg("meetings:open:1#3") == ("meetings:open:1", 3)
    assert (form.data, link.data) == ("f:1:2:s", "")


def test_a_line_is_added_only_where_the_text_does_not_name_the_twg() -> None:
    assert with_twg("<b>Invitation</b> · HLT TWG\nReview", "HLT", "en") == "<b>Invitation</b> · HLT TWG\nReview"
    assert with_twg("Review of the HLT TWGs", "HLT", "en") == "<b>HLT TWG</b>\nReview of the HLT TWGs"
    assert with_twg("1\n2\n3\nHLT TWG", "HLT", "km").startswith("<b>HLT TWG</b>\n")
    assert with_twg("Review", "", "en") == "Review"
    assert Content("general/menu").twg == ""
