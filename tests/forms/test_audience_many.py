"""Choosing an audience among many, several of one name, others elsewhere, and some who leave meanwhile (D5)."""

import pytest

from storage.members import Person, Role
from tests.forms.test_audience import CHOICE, audience_of_post, goes_to, reaches_the_audience
from tests.members.merging import id_of
from tests.support.cases import one_language
from tests.support.guard import arranged
from tests.support.stage import Player, Stage

PAGES = ("‹", "›")


async def current(player: Player) -> str:
    text: str = (await player.shown("forms/ask"))["current"]
    return text


@pytest.mark.parametrize("language", one_language("km"))
async def test_of_thirty_people_some_are_chosen_on_two_pages_over_a_restart(health: Stage, language: str) -> None:
    dara = await health.member("Dara", Role.SECRETARIAT, language=language)
    people = [await health.member(f"Member {number:02}", Role.GOVERNMENT) for number in range(30)]
    first, last = f"person:{await id_of(people[0])}", f"person:{await id_of(people[-1])}"
    await reaches_the_audience(dara)
    await goes_to(dara, "~people")
    await dara.does_not_offer(f"{CHOICE}{last}")
    await dara.presses(f"{CHOICE}{first}")
    await dara.presses(f"{CHOICE}~1")
    await dara.offers(f"{CHOICE}{last}", marked=False)
    await health.restarts()
    await dara.presses(f"{CHOICE}{last}")
    await dara.offers(f"{CHOICE}{last}", marked=True)
    await dara.presses(f"{CHOICE}~0")
    await dara.offers(f"{CHOICE}{first}", marked=True)
    assert await current(dara) == "Member 00, Member 29"
    await dara.presses("form:finish")
    await dara.presses("form:save")
    assert await audience_of_post(health) == f"|{first}|{last}|"
    for number, member in enumerate(people):
        await (member.is_told("post_shared") if number in (0, 29) else member.is_not_told("post_shared"))


async def test_thirty_names_in_one_text_are_taken_or_said_to_be_too_many(health: Stage, dara: Player) -> None:
    people = [await health.member(f"Member {number:02}", Role.GOVERNMENT) for number in range(30)]
    await reaches_the_audience(dara)
    await dara.says(", ".join(f"Member {number:02}" for number in range(30)))
    await dara.sees("forms/confirm")
    await dara.presses("form:save")
    for member in people:
        await member.is_told("post_shared")


@pytest.mark.parametrize(("mine", "theirs"), [("MoH", "MoP"), ("MoH", "MoH")])
async def test_of_two_of_one_name_it_is_asked_who_is_meant(health: Stage, dara: Player, mine: str, theirs: str) -> None:
    one = await health.member("Sokha Sok", Role.GOVERNMENT, mine)
    other = await health.member("Sokha Sok", Role.CIVIL_SOCIETY, theirs)
    async with arranged(health.assistant.database) as session:
        person = await session.get(Person, await id_of(other))
        assert person is not None
        person.position = "Director of Planning"
    await reaches_the_audience(dara)
    await dara.says("Sokha Sok")
    await dara.is_refused("forms#which_meant", text="Sokha Sok")
    labels = [b.button.label for seen in await dara.on_screen() for b in seen.buttons if "person:" in b.button.data]
    assert len({*labels}) == 2, labels
    await dara.presses(f"{CHOICE}person:{await id_of(other)}")
    await dara.presses("form:save")
    await other.is_told("post_shared")
    await one.is_not_told("post_shared")


async def test_nobody_of_another_twg_is_offered_named_or_taken(health: Stage, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rith = await health.member("Rith", Role.GOVERNMENT, "MoEYS", code="EDU")
    await reaches_the_audience(dara)
    await dara.says("Rith")
    await dara.is_refused("forms#named_nobody", texts=["Rith"])
    await dara.says("MoEYS")
    await dara.is_refused("forms#named_nobody", texts=["MoEYS"])
    number = await id_of(rith)
    await goes_to(dara, "~people")
    await dara.does_not_offer(f"{CHOICE}person:{number}")
    await dara.forges(f"form:choice:3=person:{number}")
    await rith.is_not_told("post_shared")


async def test_who_leaves_while_others_are_chosen_is_to_be_chosen_again(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await reaches_the_audience(dara)
    await goes_to(dara, "~people", f"person:{await id_of(sokha)}", f"person:{await id_of(kenji)}")
    await health.leaves("Kenji")
    await dara.presses("form:finish")
    await dara.is_refused("forms#not_addressed")
    await dara.presses(f"{CHOICE}~")
    assert await current(dara) == "Sokha"
    await dara.presses("form:finish")
    assert (await dara.summary())["audience"] == "Sokha"
    await dara.presses("form:save")
    await kenji.is_not_told("post_shared")


async def test_the_only_one_chosen_leaves(health: Stage, dara: Player, kenji: Player) -> None:
    await reaches_the_audience(dara)
    await goes_to(dara, "~people", f"person:{await id_of(kenji)}")
    await health.leaves("Kenji")
    await dara.presses("form:finish")
    await dara.asks("audience")
    await dara.says("everyone")
    await dara.presses("form:save")
    assert await audience_of_post(health) == "|all|"


@pytest.mark.parametrize(
    "text",
    [
        "Sokha ning Kenji",
        "សូមផ្ញើទៅ Sokha និង Kenji",
        "to Sokha and Kenji please",
        "Please send it to Sokha and Kenji",
        "share with Kenji, Sokha",
        "Sokha\nKenji",
    ],
)
async def test_two_names_in_many_words(health: Stage, dara: Player, sokha: Player, kenji: Player, text: str) -> None:
    await reaches_the_audience(dara)
    await dara.says(text)
    assert (await dara.summary())["audience"] == "Kenji, Sokha"
