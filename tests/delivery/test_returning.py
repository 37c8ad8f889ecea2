"""Whoever returns gets what they missed, as far as it is still in time, in one message (M8)."""

import pytest

from storage.core.notifications import DeliveryState
from tests.delivery.conftest import Office
from tests.support.stage import Player, Stage

HEADING = "What was sent while you could not be reached:"


@pytest.fixture
async def away(office: Office) -> Office:
    """Sokha has blocked the assistant."""
    await office.sokha.does(office.sokha.person.blocks())
    return office


async def shares(player: Player, text: str) -> None:
    await player.says(f"/share {text}")
    await player.taps("Ongoing work", "Skip", "All members", "Share with")


async def returns(player: Player) -> None:
    await player.does(player.person.unblocks())


async def test_one_missed_message_comes_whole_and_its_sender_sees_it(away: Office) -> None:
    await shares(away.kenji, "The study is out.")
    await away.kenji.reads("Delivered to 1 of 2.")
    await away.kenji.looks_away()
    await returns(away.sokha)
    [message] = await away.sokha.new_messages()
    assert "The study is out." in message.text
    assert HEADING not in message.text
    assert "Delivered to 2 of 2." in (await away.kenji.finds_text("Delivered to")).text


async def test_several_are_one_message_with_a_button_each(away: Office) -> None:
    await shares(away.kenji, "The study is out.")
    await away.announces()
    await returns(away.sokha)
    [message] = await away.sokha.new_messages()
    assert message.text.startswith(HEADING)
    assert "The study is out." in message.text
    assert "Second plenary meeting 2026\nTuesday 15 December 2026, 09:00" in message.text
    assert message.labels == ["The study is out.", "Second plenary meeting 2026"]
    await away.sokha.taps("Second plenary meeting 2026")
    await away.sokha.taps("I will come")
    await away.sokha.reads("Your answer: Coming")


async def test_it_is_told_in_khmer(away: Office) -> None:
    bopha = await away.stage.member("Bopha", "government", "MEF", language="km")
    await bopha.does(bopha.person.blocks())
    await shares(away.kenji, "The study is out.")
    await away.announces()
    await returns(bopha)
    await bopha.reads("សារដែលបានផ្ញើ ក្នុងពេលដែលមិនអាចទាក់ទងលោកអ្នកបាន៖", "The study is out.")


async def test_writing_to_the_assistant_is_a_return_too(office: Office) -> None:
    await office.sokha.person.sets(deactivated=True)
    await office.announces()
    await office.sokha.person.sets(deactivated=False)
    await office.sokha.starts()
    await office.sokha.reads("Invitation", "Second plenary meeting 2026")
    assert await office.states(office.sokha) == [DeliveryState.SENT, DeliveryState.SENT]


async def test_what_is_over_is_not_sent_any_more(away: Office) -> None:
    await away.announces()
    await away.stage.passes(days=23)
    await away.sokha.looks_away()
    await returns(away.sokha)
    await away.sokha.sees_nothing_new()
    await away.announces(title="Third plenary meeting", day=away.stage.clock.now().date().replace(day=29))
    await away.sokha.reads("Third plenary meeting")


async def test_what_is_a_month_old_is_no_news(away: Office) -> None:
    await shares(away.kenji, "The study is out.")
    await away.stage.passes(days=31)
    await returns(away.sokha)
    await away.sokha.sees_nothing_new()


async def test_whoever_left_the_twg_meanwhile_gets_nothing(away: Office, health: Stage) -> None:
    await shares(away.kenji, "The study is out.")
    await health.leaves("Sokha")
    await returns(away.sokha)
    await away.sokha.sees_nothing_new()


async def test_a_second_return_repeats_nothing(away: Office) -> None:
    await shares(away.kenji, "The study is out.")
    await returns(away.sokha)
    await away.sokha.does(away.sokha.person.blocks())
    await returns(away.sokha)
    await away.sokha.sees_nothing_new()
