"""Whom something is for: chosen one by one, as a sum, or typed; in every form that asks it (D5)."""

import pytest

from storage.documents import DocumentKind
from storage.meetings import MeetingKind
from storage.members import Membership, Role
from storage.sharing import PostKind
from tests.actions.conftest import stored_action
from tests.export.test_export import exported, rows_of
from tests.members.merging import id_of
from tests.sharing.conftest import stored_posts
from tests.subgroups.steps import sets_up
from tests.support.cases import one_language
from tests.support.guard import arranged
from tests.support.stage import Player, Stage

CHOICE = "form:choice="


@pytest.fixture
async def rithy(health: Stage) -> Player:
    return await health.member("Rithy", Role.CHAIR)


async def reaches_the_audience(player: Player, text: str = "A study of midwives") -> None:
    """Share a text up to the question for whom it is."""
    await player.says(f"/share {text}")
    await player.presses(f"{CHOICE}{PostKind.DATA}")
    await player.presses("form:skip")
    await player.presses("form:skip")
    await player.asks("audience")


async def goes_to(player: Player, *keys: str) -> None:
    await player.presses(f"{CHOICE}~")
    for key in keys:
        await player.presses(f"{CHOICE}{key}")


async def notes(player: Player, language: str = "en") -> list[str]:
    """The lines below the answer so far."""
    return [note.render(language) for note in (await player.shown("forms/ask"))["notes"]]


async def audience_of_post(stage: Stage) -> str:
    [post] = await stored_posts(stage)
    return post.audience


async def test_people_are_chosen_by_name_and_they_alone_are_told(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await reaches_the_audience(dara)
    await goes_to(dara, "~people", f"person:{await id_of(sokha)}", f"person:{await id_of(vichea)}")
    assert (await dara.shown("forms/ask"))["current"] == "Sokha, Vichea"
    await dara.presses("form:finish")
    assert (await dara.summary())["audience"] == "Sokha, Vichea"
    await dara.presses("form:save")
    await sokha.is_told_only("post_shared")
    await vichea.is_told_only("post_shared")
    await kenji.is_not_told("post_shared")
    assert await audience_of_post(health) == f"|person:{await id_of(sokha)}|person:{await id_of(vichea)}|"
    await kenji.says("/search midwives")
    await kenji.does_not_read_fact("A study of midwives")


async def test_a_sum_of_every_kind_is_gathered_and_each_is_removed_again(
    health: Stage, dara: Player, sokha: Player, rithy: Player
) -> None:
    group_id = await sets_up(dara, "Gender", members=(sokha,))
    minister = await health.member("Bopha", Role.FOCAL_POINT, "MoP")
    async with arranged(health.assistant.database) as session:
        member = await session.get(Membership, 4)
        assert member is not None
        assert member.role is Role.FOCAL_POINT
        member.themes = ["Climate change"]
    await reaches_the_audience(dara)
    await goes_to(dara, "~roles", "role:chair")
    await dara.presses("form:back")
    await dara.presses(f"{CHOICE}~groups")
    await dara.presses(f"{CHOICE}subgroup_{group_id}")
    await dara.presses("form:back")
    await dara.presses(f"{CHOICE}~institutions")
    await dara.offers(f"{CHOICE}institution:1")
    await dara.presses(f"{CHOICE}institution:1")
    await dara.offers(f"{CHOICE}institution:1", marked=True)
    await dara.presses("form:back")
    await dara.presses(f"{CHOICE}~themes")
    [theme] = [name for seen in await dara.on_screen() for name in seen.offers if "theme:" in name]
    await dara.presses(theme)
    assert (await dara.shown("forms/ask"))["current"] == "Chair, Gender, MoH, Focal point: Climate change"
    await dara.presses("form:back")
    await dara.presses(f"{CHOICE}institution:1")  # in the list of what is chosen, it is removed
    await dara.presses("form:finish")
    assert (await dara.summary())["audience"] == "Chair, Gender, Focal point: Climate change"
    await dara.presses("form:save")
    for reader in (rithy, sokha, minister):
        await reader.is_told("post_shared")
    assert await audience_of_post(health) == f"|role:chair|subgroup_{group_id}|{theme.removeprefix(CHOICE)}|"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("all DPs and the Chair", "|partners|role:chair|"),
        ("ដៃគូអភិវឌ្ឍន៍ទាំងអស់ និងប្រធាន", "|partners|role:chair|"),
        ("Sokha and Kenji", "|person:2|person:3|"),
        ("unicef, Dara and the private sector", None),
        ("everyone and Sokha", "|all|"),
        ("ប្រធាន និងលេខាធិការដ្ឋាន", "|role:chair|secretariat|"),
        ("JICA", "|institution:3|"),
    ],
)
async def test_words_that_are_clear_answer_at_once(
    health: Stage, dara: Player, sokha: Player, kenji: Player, text: str, stored: str | None
) -> None:
    await reaches_the_audience(dara)
    await dara.says(text)
    if stored is None:
        await dara.is_refused("forms#named_nobody", texts=["unicef"])
        await dara.asks("audience")
        assert (await dara.shown("forms/ask"))["current"] == "Private sector, Chan Dara"
        return
    await dara.sees("forms/confirm")
    await dara.presses("form:save")
    assert await audience_of_post(health) == stored


async def test_words_that_may_mean_several_are_asked_and_the_others_kept_over_a_restart(
    health: Stage, dara: Player, kenji: Player
) -> None:
    first = await health.member("Sokha Sok", Role.GOVERNMENT)
    second = await health.member("Sokha Mean", Role.GOVERNMENT)
    await reaches_the_audience(dara)
    await dara.says("Sokha and Kenji")
    await dara.is_refused("forms#which_meant", text="Sokha")
    await dara.offers(f"{CHOICE}person:{await id_of(first)}")
    await health.restarts()
    await dara.presses(f"{CHOICE}person:{await id_of(second)}")
    assert (await dara.summary())["audience"] == "Kenji, Sokha Mean"


async def test_who_is_none_of_those_near_is_left_out_and_others_can_be_chosen(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await reaches_the_audience(dara)
    await dara.says("Kenji and Sokhaa")
    await dara.is_refused("forms#which_meant", text="Sokhaa")
    await dara.presses(f"{CHOICE}~none")
    await dara.asks("audience")
    assert (await dara.shown("forms/ask"))["current"] == "Kenji"
    await dara.says("Sokha")
    await dara.says("that is all")
    assert (await dara.summary())["audience"] == "Kenji, Sokha"


@pytest.mark.parametrize(
    "text",
    [
        "everyone except Kenji",
        "all DPs but Kenji",
        "ដៃគូ លើកលែង Kenji",
        "nobody I know",
        "everyone except Dara and Kenji",
        "all DPs, not Dara and Kenji",
        "គ្រប់គ្នា លើកលែងតែ Dara និង Kenji",
    ],
)
async def test_words_that_leave_somebody_out_are_refused(health: Stage, dara: Player, kenji: Player, text: str) -> None:
    await reaches_the_audience(dara)
    await dara.says(text)
    await dara.is_refused("forms#named_nobody")
    await dara.asks("audience")
    assert not (await dara.shown("forms/ask"))["current"]


async def test_everybody_and_somebody_are_everybody(health: Stage, dara: Player, sokha: Player) -> None:
    await reaches_the_audience(dara)
    await goes_to(dara, "~people", f"person:{await id_of(sokha)}")
    await dara.says("all members")
    assert (await dara.shown("forms/ask"))["current"] == "All members"


async def test_how_many_are_reached_and_who_is_not_is_shown_at_each_step(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await kenji.person.blocks()
    await sokha.person.blocks()
    await kenji.person.unblocks()
    await reaches_the_audience(dara, "First")
    await dara.presses(f"{CHOICE}all")
    await dara.presses("form:save")  # what is sent to Sokha is not delivered
    await health.settle()
    await reaches_the_audience(dara, "Second")
    await goes_to(dara, "~roles")
    await dara.presses(f"{CHOICE}role:private_sector")
    [nobody] = await notes(dara)
    assert nobody == "Nobody else is in this audience now; only who joins it later will find it."
    await dara.presses(f"{CHOICE}partners")
    assert await notes(dara) == ["2 people besides you. Not reachable in Telegram: Sokha."]
    await dara.presses("form:finish")
    await dara.reads_fact("Not reachable in Telegram: Sokha.")


async def test_back_leads_through_the_choice_and_keeps_what_was_chosen(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await reaches_the_audience(dara)
    await goes_to(dara, "~people", f"person:{await id_of(sokha)}")
    await dara.presses("form:back")
    await dara.offers(f"{CHOICE}~roles")
    await dara.presses("form:back")
    await dara.offers(f"{CHOICE}all")
    assert (await dara.shown("forms/ask"))["current"] == "Sokha"
    await dara.presses(f"{CHOICE}~")
    await dara.offers(f"{CHOICE}person:{await id_of(sokha)}")
    await dara.presses("form:back")
    await dara.presses("form:back")
    await dara.asks("file")
    await dara.presses("form:skip")
    await dara.presses(f"{CHOICE}core")
    assert (await dara.summary())["audience"] == "Core group"


async def test_the_choice_lapses_as_every_question_does(health: Stage, dara: Player, sokha: Player) -> None:
    await reaches_the_audience(dara)
    await goes_to(dara, "~people")
    await health.passes(hours=9)
    await dara.says("Sokha and Dara")
    await dara.sees("forms/is_answer")
    await dara.presses("form:take=3")
    assert (await dara.shown("forms/ask"))["current"] == "Chan Dara, Sokha"


async def test_who_left_while_the_form_was_open_is_to_be_chosen_again_and_the_others_are_kept(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await reaches_the_audience(dara)
    await dara.says("Sokha and Kenji")
    await dara.sees("forms/confirm")
    await health.leaves("Kenji")
    await dara.presses("form:save")
    await dara.is_refused("forms#not_addressed")
    assert (await dara.shown("forms/ask"))["current"] == "Sokha"
    await dara.presses(f"{CHOICE}~kept")
    assert (await dara.summary())["audience"] == "Sokha"
    await dara.presses("form:save")
    await sokha.is_told("post_shared")
    await kenji.is_not_told("post_shared")


async def test_who_leads_a_sub_group_alone_can_choose_nobody_else(health: Stage, dara: Player, sokha: Player) -> None:
    await sets_up(dara, "Gender", chair=sokha)
    await sets_up(dara, "Nutrition", chair=sokha)
    await sokha.says("/newmeeting")
    await sokha.says("On figures")
    await sokha.presses(f"{CHOICE}{MeetingKind.SUB_GROUP}")
    await sokha.says("15/12/2026", "9:00", "2h", "Room B")
    await goes_to(sokha)
    await sokha.offers(f"{CHOICE}~groups")
    for kind in ("roles", "institutions", "people"):
        await sokha.does_not_offer(f"{CHOICE}~{kind}")
    await sokha.says("Dara")
    await sokha.is_refused("forms#named_nobody", texts=["Dara"])
    await sokha.says("Gender and Nutrition")
    await sokha.presses("form:finish")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await sokha.sees("meetings/preview")


@pytest.mark.parametrize("language", one_language("en"))
async def test_it_is_said_in_the_same_words_in_summary_card_export_and_audit(
    health: Stage, sokha: Player, language: str
) -> None:
    dara = await health.member("Dara", Role.SECRETARIAT, language=language)
    await health.member("Rithy", Role.CHAIR)
    words = {"en": "Chair, JICA, Sokha", "km": "ប្រធាន, JICA, Sokha"}[language]
    await health.member("Kenji", Role.DEVELOPMENT_PARTNER, "JICA")
    await dara.says("/newaction")
    await dara.says("Send the draft", "Sokha", "23/12/2026")
    await dara.asks("audience")
    await dara.says("Sokha, JICA and the Chair")
    assert (await dara.summary())["audience"] == words
    await dara.presses("form:save")
    action = await stored_action(health, 1)
    await dara.says("/actions")
    await dara.presses("actions:list", "twg")
    await dara.presses("actions:open", action.id)
    await dara.reads_fact(words)
    if language == "en":
        [row] = rows_of(await exported(dara), "actions")
        assert row["audience"] == words
    await dara.says("/actions")
    await dara.presses("actions:list", "twg")
    await dara.presses("actions:open", action.id)
    await dara.presses("history:show")
    await dara.reads_fact(words)


async def test_a_document_goes_to_those_named_alone(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await dara.sends_file("budget.pdf")
    await dara.presses("documents:take")
    await dara.says("Budget")
    await dara.presses(f"{CHOICE}{DocumentKind.PAPER}")
    await dara.says("Sokha and the government")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    assert (await dara.summary())["audience"] == "Government, Sokha"
    await dara.presses("form:save")
    await health.settle()
    await sokha.sees("documents/card")
    await vichea.sees("documents/card")
    await kenji.does_not_see("documents/card")
    await kenji.forges("documents:open:1")
    await kenji.is_refused("general#not_found")


async def test_a_meeting_invites_those_named_alone_and_says_so(
    health: Stage, dara: Player, sokha: Player, kenji: Player, rithy: Player
) -> None:
    await dara.says("/newmeeting")
    await dara.says("Preparation of the review")
    await dara.presses(f"{CHOICE}{MeetingKind.PREPARATORY}")
    await dara.says("15/12/2026", "9:00", "2h", "Room B")
    await dara.says("the Chair and Sokha")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.sees("meetings/preview")
    await dara.reads_fact("Chair, Sokha")
    await dara.presses("meetings:announce")
    await sokha.is_told("meeting_announced")
    await rithy.is_told("meeting_announced")
    await sokha.reads_fact("Chair, Sokha")
    await kenji.is_not_told("meeting_announced")
    await dara.presses("meetings:answers")
    await dara.presses("meetings:who", 1, "none")
    await dara.reads_fact("Sokha")
