"""Whoever returns gets what they missed, as far as it is still in time, in one message (M8)."""

from datetime import date, time

import pytest

from storage.core.notifications import DeliveryState
from storage.meetings import Rsvp
from tests.delivery.conftest import Office, arrived, progress_of, shares
from tests.support.seen import is_worded_in
from tests.support.stage import Player, Stage


@pytest.fixture
async def away(office: Office) -> Office:
    """Sokha has blocked the assistant."""
    await office.sokha.does(office.sokha.person.blocks())
    return office


async def returns(player: Player) -> None:
    await player.does(player.person.unblocks())


async def test_one_missed_message_comes_whole_and_its_sender_sees_it(away: Office) -> None:
    await shares(away.kenji, "The study is out.")
    assert await progress_of(away.kenji) == (1, 2)
    await away.kenji.looks_away()
    await returns(away.sokha)
    await away.sokha.is_told_only("post_shared")
    await away.sokha.sees_only("sharing/post")
    await away.sokha.reads_fact("The study is out.")
    assert await progress_of(away.kenji) == (2, 2)


async def test_several_are_one_message_with_a_button_each(away: Office) -> None:
    await shares(away.kenji, "The study is out.")
    await away.announces()
    await returns(away.sokha)
    [message] = await arrived(away.sokha)
    assert message.keys == ["deliveries/returned", "sharing/post", "meetings/card"]
    assert message.holds("The study is out.", "Second plenary meeting 2026", "15 December 2026, 09:00")
    assert message.offers == ["sharing:open", "meetings:answer", "meetings:answer", "meetings:open"]
    await away.sokha.reads_fact("[1. The study is out.]", "[2. More: Second plenary meeting 2026]")
    await away.sokha.presses("meetings:open")
    await away.sokha.presses("meetings:answer", "yes")
    await away.sokha.sees("meetings/card", attendance__rsvp=Rsvp.YES)


async def test_it_is_told_in_khmer(away: Office) -> None:
    bopha = await away.stage.member("Bopha", "government", "MEF", language="km")
    await bopha.does(bopha.person.blocks())
    await shares(away.kenji, "The study is out.")
    await away.announces()
    await returns(bopha)
    [message] = await arrived(bopha)
    assert message.keys == ["deliveries/returned", "sharing/post", "meetings/card"]
    assert is_worded_in("km", message)
    assert message.holds("The study is out.")


async def test_writing_to_the_assistant_is_a_return_too(office: Office) -> None:
    await office.sokha.person.sets(deactivated=True)
    await office.announces()
    await office.sokha.person.sets(deactivated=False)
    await office.sokha.starts()
    await office.sokha.sees_only("general/help", "meetings/card")
    await office.sokha.sees("meetings/card", heading="announced", meeting__title="Second plenary meeting 2026")
    assert await office.states(office.sokha) == [DeliveryState.SENT, DeliveryState.SENT]


async def test_what_is_over_is_not_sent_any_more(away: Office) -> None:
    await away.announces()
    await away.stage.passes(days=23)
    await away.sokha.looks_away()
    await returns(away.sokha)
    await away.sokha.sees_nothing_new()
    await away.announces(title="Third plenary meeting", day=away.stage.clock.now().date().replace(day=29))
    await away.sokha.is_told_only("meeting_announced")
    await away.sokha.reads_fact("Third plenary meeting")


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


async def test_who_was_away_when_what_they_sent_expired_reads_so_when_they_return(office: Office) -> None:
    await office.stage.sandbox.fault("502", method="sendMessage", times=None)
    await office.writes_announcement(day=date(2026, 11, 23), at=time(11))
    await office.dara.does(office.dara.person.blocks())
    await office.stage.passes(hours=3)
    await office.stage.sandbox.mend()
    await office.stage.passes(minutes=20)
    await office.dara.looks_away()
    await returns(office.dara)
    await office.stage.passes(minutes=3)
    shown = await office.dara.finds("deliveries/progress")
    [context] = shown.contexts("deliveries/progress")
    assert (context["outcome"].sent, context["outcome"].total) == (0, 3)
    assert {delivery.person.name for delivery in context["named"]} == {"Dara", "Sokha", "Kenji"}
    await office.stage.passes(hours=2)
    assert len([seen for seen in await office.dara.messages() if "deliveries/progress" in seen.keys]) == 1


async def test_who_was_away_for_the_last_of_it_sees_the_outcome_when_they_return(office: Office) -> None:
    await office.stage.sandbox.fault("502", method="sendMessage", chat_id=office.sokha.person.id, times=None)
    await shares(office.kenji, "The study is out.")
    assert await progress_of(office.kenji) == (1, 2)
    await office.kenji.does(office.kenji.person.blocks())
    await office.stage.sandbox.mend()
    await office.stage.passes(hours=1)
    assert await progress_of(office.kenji) == (1, 2)
    await returns(office.kenji)
    await office.stage.passes(minutes=3)
    assert await progress_of(office.kenji) == (2, 2)
