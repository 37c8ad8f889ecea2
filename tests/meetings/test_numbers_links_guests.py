"""The number in a series, the link to join online, and guests who are no members (G1, G13)."""

import pytest

from storage.meetings import MeetingKind
from storage.members import find_account
from tests.meetings.conftest import event_of, invitations, local, stored_meeting
from tests.support.cases import one_language
from tests.support.setup_steps import announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience, join_tokens

LINK = "https://zoom.us/j/5?pwd=Ab1.2"
LINE = "15 December 2026 9:00–12:00, MoH room A"


async def until_summary(player: Player, line: str) -> dict[str, str]:
    """What the form has after a line, without an agenda."""
    await player.says(f"/newmeeting {line}")
    await player.asks("agenda")
    await player.presses("form:skip")
    return await player.summary()


async def test_the_first_number_is_given_and_the_next_is_proposed(health: Stage, dara: Player, sokha: Player) -> None:
    assert "number" not in await until_summary(dara, f"Plenary, {LINE}")
    await dara.presses("form:cancel")
    assert (await until_summary(dara, f"12th plenary, {LINE}"))["number"] == "12"
    await dara.presses("form:save")
    await dara.presses("meetings:announce")
    assert (await stored_meeting(health, 1)).number == 12
    await sokha.reads_fact("Plenary, no. 12")
    assert str(event_of((await invitations(sokha))[-1])["summary"]) == "HLT TWG: Plenary (no. 12)"
    assert "number" not in await until_summary(dara, "Plenary, 15 April 2027 9:00, MoH room A")
    await dara.reads_fact("It gets the number 13.")
    await dara.presses("form:save")
    assert (await stored_meeting(health, 2)).number == 13


async def test_a_proposed_number_is_corrected_at_the_summary(health: Stage, dara: Player) -> None:
    await plan_meeting(dara, number=12)
    await until_summary(dara, "Plenary, 15 April 2027 9:00, MoH room A")
    await dara.presses("form:change")
    await dara.presses("form:change=number")
    await dara.says("twelve or so")
    await dara.is_refused("meetings#unreadable_number", highest=999)
    await dara.says("លើកទី១៤")
    assert (await dara.summary())["number"] == "14"
    await dara.presses("form:save")
    assert (await stored_meeting(health, 2)).number == 14


@pytest.mark.parametrize("title", ["12th plenary", "កិច្ចប្រជុំពេញអង្គលើកទី១២"])
async def test_a_title_that_is_a_kind_and_a_number_answers_both(
    health: Stage, dara: Player, sokha: Player, title: str
) -> None:
    await dara.says("/newmeeting", title)
    await dara.asks("day")
    await dara.says("15/12/2026", "9:00", "3h", "MoH room A")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert (summary["title"], summary["number"]) == ("Plenary", "12")
    await dara.presses("form:save")
    await dara.presses("meetings:announce")
    assert (await stored_meeting(health, 1)).number == 12
    await sokha.reads_fact("Plenary, no. 12")


async def test_a_title_that_says_more_is_kept_and_the_kind_is_asked(dara: Player) -> None:
    await dara.says("/newmeeting", "12th plenary on the budget")
    await dara.asks("kind")


async def test_each_kind_counts_its_own_and_a_cancelled_number_is_given_again(health: Stage, dara: Player) -> None:
    first = await announce_meeting(dara, number=12)
    await announce_meeting(dara, kind=MeetingKind.CORE_GROUP, audience=Audience.CORE, at=local(15, 14).time())
    assert (await stored_meeting(health, 2)).number is None
    await cancel_meeting(dara, first)
    await plan_meeting(dara, number=12, day=local(18, 9).date())
    assert (await stored_meeting(health, await plan_meeting(dara, day=local(22, 9).date()))).number == 13


async def test_a_number_that_the_title_says_is_not_said_twice(dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, title="12th plenary of the TWG", number=12)
    await sokha.says("/meetings")
    await sokha.reads_fact("12th plenary of the TWG")
    await sokha.does_not_read_fact("no. 12")


async def test_a_link_in_the_place_is_a_button_for_those_invited_alone(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    await dara.says("/newmeeting", "Position on the budget")
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "3h", f"UNFPA office and online {LINK}")
    await dara.presses("form:choice=partners")
    await dara.presses("form:skip")
    summary = await dara.summary()
    assert (summary["place"], summary["link"]) == ("UNFPA office", LINK)
    await dara.presses("form:save")
    await dara.presses("meetings:announce")
    for player in (sokha, kenji):
        await player.reads_fact("UNFPA office")
        assert LINK in await links_of(player)
        assert event_of((await invitations(player))[-1])["url"] == LINK
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    assert LINK not in await links_of(dara)
    assert LINK not in await dara.screen()
    await chair.forges("meetings:open:1")
    await chair.is_refused("general#not_found")


async def links_of(player: Player) -> set[str]:
    """The addresses of the buttons that open a page, in all messages of a person."""
    buttons = [button for message in await player.messages() for button in message.buttons]
    return {str(button.args[0]) for button in buttons if button.name == "url"}


async def test_a_link_alone_is_a_meeting_online(health: Stage, dara: Player) -> None:
    summary = await until_summary(dara, "Plenary, 15 December 2026 9:00, zoom.us/j/123")
    assert (summary["place"], summary["link"]) == ("Online", "https://zoom.us/j/123")


@pytest.mark.parametrize("text", ["zoom", "javascript:alert(1)", "http://"])
async def test_a_link_that_is_no_link_is_refused_in_one_sentence(dara: Player, text: str) -> None:
    await until_summary(dara, f"Plenary, {LINE}")
    await dara.presses("form:change")
    await dara.presses("form:change=link")
    await dara.says(text)
    await dara.is_refused("meetings#no_link", text=text)
    await dara.asks("link")


async def test_guests_are_invited_one_a_line_and_taken_back(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings:guests:{meeting_id}")
    await dara.sees("meetings/guests", guests=[])
    await dara.presses("meetings:invite_guests")
    await dara.says("Jane Roe, World Bank, jane@example.org\n012 345 678")
    await dara.is_refused("forms#lines_left_out", "meetings#guest_without_name")
    await dara.says("Dr Chan Sophea")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    assert [guest.name for guest in (await dara.shown("meetings/guests"))["guests"]] == ["Jane Roe", "Dr Chan Sophea"]
    await dara.reads_fact("Jane Roe, World Bank", "jane@example.org")
    await dara.presses("meetings:uninvite", meeting_id, 1)
    assert [guest.name for guest in (await dara.shown("meetings/guests"))["guests"]] == ["Dr Chan Sophea"]
    await dara.forges(f"meetings:answers:{meeting_id}")
    await dara.reads_fact("Guests (1)", "Dr Chan Sophea")
    await sokha.forges(f"meetings:guests:{meeting_id}")
    await sokha.is_refused("general#not_allowed")
    await sokha.does_not_read_fact("Sophea")


async def test_a_guest_of_another_meeting_cannot_be_taken_back(health: Stage, dara: Player) -> None:
    await plan_meeting(dara)
    await plan_meeting(dara, title="Another one", day=local(18, 9).date())
    await dara.forges("meetings:invite_guests:1")
    await dara.says("Jane Roe")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.forges("meetings:uninvite:2:1")
    await dara.is_refused("general#not_found")


async def opens_item(player: Player, number: int) -> None:
    """Press the button of an item below the agenda that is shown."""
    buttons = [button for seen in await player.on_screen() for button in seen.buttons]
    [meeting_id, _number, seen] = next(each.args for each in buttons if each.name == "meetings:agenda_item")
    await player.presses("meetings:agenda_item", meeting_id, number, seen)


@pytest.mark.parametrize("language", one_language("en"))
async def test_a_mission_is_invited_to_one_item_and_its_time_follows_the_agenda(health: Stage, language: str) -> None:
    dara = await health.member("Dara", "secretariat", language=language)
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings:agenda:{meeting_id}")
    await opens_item(dara, 3)
    await dara.presses("meetings:invite_to_item")
    await dara.says("Jane Roe, World Bank mission\nJohn Doe, World Bank mission")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    shown = await dara.shown("meetings/guests")
    assert {guest.name: shown["items"][guest.item_token].number for guest in shown["guests"]} == {
        "Jane Roe": 3,
        "John Doe": 3,
    }
    assert shown["items"][shown["guests"][0].item_token].begins == local(15, 10, 30)
    await sokha.sees_nothing_new()
    await dara.forges(f"meetings:agenda:{meeting_id}")
    await opens_item(dara, 3)
    await dara.presses("meetings:agenda_move", "up")
    await dara.forges(f"meetings:guests:{meeting_id}")
    shown = await dara.shown("meetings/guests")
    item = shown["items"][shown["guests"][0].item_token]
    assert (item.number, item.begins) == (2, local(15, 9, 30))
    await dara.forges(f"meetings:agenda:{meeting_id}")
    await opens_item(dara, 2)
    await dara.presses("meetings:agenda_remove")
    await dara.forges(f"meetings:guests:{meeting_id}")
    shown = await dara.shown("meetings/guests")
    assert shown["guests"][0].item_token not in shown["items"]
    token = shown["guests"][0].item_token
    for player, refusal in ((sokha, "general#not_allowed"), (dara, "general#not_found")):
        await player.forges(f"meetings:invite_to_item:{meeting_id}:{token}")
        await player.is_refused(refusal)


async def test_a_hand_picked_member_is_invited_to_one_meeting(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    async with health.assistant.database.read() as session:
        person_id = (await find_account(session, sokha.person.id)).person_id  # type: ignore[union-attr]
    await announce_meeting(dara, audience=join_tokens(["core", f"person:{person_id}"]))
    await sokha.says("/meetings")
    assert len((await sokha.shown("meetings/list"))["ahead"]) == 1
    await kenji.says("/meetings")
    await kenji.sees("meetings/list", ahead=[])
