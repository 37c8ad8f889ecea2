"""The progress message goes on in the next process; unchanged edits are not sent; repeats are named (T1, U5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select, update

from bot.outbound import Outbound
from scheduler.delivery import sender
from storage.core.notifications import Delivery, DeliveryState
from tests.delivery.conftest import Office, prepares_to_share
from tests.support.guard import arranged
from tests.support.seen import Seen
from tests.support.stage import Player


@contextmanager
def calls() -> Iterator[list[str]]:
    """The methods of the Bot API that are called for messages while the block runs."""
    called: list[str] = []
    real = sender.call

    async def noting(bot: Any, method: str, **options: Any) -> Any:
        called.append(method)
        return await real(bot, method, **options)

    with patch.object(sender, "call", noting):
        yield called


async def progress_messages(player: Player) -> list[Seen]:
    return [seen for seen in await player.messages() if "deliveries/progress" in seen.keys]


async def shared_half_way(office: Office) -> None:
    """Dara shares a text; Kenji cannot be reached yet."""
    await prepares_to_share(office.dara, "The study is out.")
    await saves_half_way(office)


async def saves_half_way(office: Office) -> None:
    await office.stage.sandbox.fault("502", method="sendMessage", chat_id=office.kenji.person.id, times=None)
    await office.dara.presses("form:save")


async def ends_well(office: Office) -> None:
    await office.stage.sandbox.mend()
    await office.stage.passes(minutes=20)
    [shown] = await progress_messages(office.dara)
    [context] = shown.contexts("deliveries/progress")
    assert (context["outcome"].sent, context["outcome"].total, context["outcome"].open) == (2, 2, 0)


async def test_the_next_process_edits_the_same_message(office: Office) -> None:
    await shared_half_way(office)
    [before] = await progress_messages(office.dara)
    await office.stage.restarts()
    await ends_well(office)
    [after] = await progress_messages(office.dara)
    assert after.message.id == before.message.id


async def test_what_it_shows_already_is_not_sent_again_by_the_next_process(office: Office) -> None:
    await shared_half_way(office)
    await office.stage.restarts()
    with calls() as called:
        for _time in range(5):
            await office.stage.assistant.leader.progress.refresh()
    assert called == []


async def test_a_process_that_ends_before_its_reply_leaves_the_message_to_the_next(office: Office) -> None:
    await prepares_to_share(office.dara, "The study is out.")
    with patch.object(Outbound, "put", lambda *_args: None):
        await saves_half_way(office)
    assert await progress_messages(office.dara) == []
    await office.stage.restarts()
    await office.stage.passes(seconds=11)
    assert len(await progress_messages(office.dara)) == 1
    await ends_well(office)


async def test_a_process_that_ends_just_after_its_reply_leaves_the_message_to_the_next(office: Office) -> None:
    async def ended(*_args: Any) -> None:
        """The process ends before it notes in which message the progress is shown."""

    with patch.object(Outbound, "_note_shown", ended):
        await shared_half_way(office)
    [before] = await progress_messages(office.dara)
    await office.stage.restarts()
    await office.stage.passes(seconds=11)
    await ends_well(office)
    [after] = await progress_messages(office.dara)
    assert after.message.id == before.message.id


async def test_what_was_sent_twice_is_marked_to_its_sender(office: Office) -> None:
    await shared_half_way(office)
    async with arranged(office.stage.assistant.database) as session:
        await session.execute(
            update(Delivery)
            .where(Delivery.state == DeliveryState.PENDING)
            .values(state=DeliveryState.IN_FLIGHT, in_flight_since=office.stage.clock.now())
        )
    await office.stage.sandbox.mend()
    await office.stage.restarts()
    await office.stage.passes(minutes=1)
    [shown] = await progress_messages(office.dara)
    [context] = shown.contexts("deliveries/progress")
    assert [delivery.person.name for delivery in context["twice"]] == ["Kenji"]


@pytest.mark.parametrize(("fault", "marked"), [("close_after", True), ("502", False)])
async def test_what_may_have_arrived_before_it_was_tried_again_is_marked(
    office: Office, fault: str, marked: bool
) -> None:
    await prepares_to_share(office.dara, "The study is out.")
    await office.stage.sandbox.fault(fault, method="sendMessage", chat_id=office.kenji.person.id, times=1)
    await office.dara.presses("form:save")
    await office.stage.passes(minutes=1)
    async with office.stage.assistant.database.read() as session:
        rows = await session.scalars(select(Delivery).where(Delivery.chat_id == office.kenji.person.id))
        assert [(row.state, row.repeated) for row in rows] == [(DeliveryState.SENT, marked)]


async def test_a_button_that_changes_nothing_edits_nothing(office: Office) -> None:
    await office.dara.says("/settings")
    with calls() as called:
        await office.dara.presses("general:language", "en")
        assert called == []
        await office.stage.restarts()
        await office.dara.presses("general:language", "en")
        assert called == []
        await office.dara.presses("general:language", "km")
        assert called == ["editMessageText"]


async def test_a_second_press_before_the_first_shows_changes_the_message_back(office: Office) -> None:
    await office.dara.says("/settings")
    [shown] = await office.dara.on_screen()
    km = next(button for button in shown.buttons if button.fits("general:language", ("km",)))
    en = next(button for button in shown.buttons if button.fits("general:language", ("en",)))
    await office.dara.person.taps_button(km.button, in_message=shown.message)
    await office.dara.person.taps_button(en.button, in_message=shown.message)
    await office.stage.settle()
    await office.dara.looks_away()
    last = next(seen for seen in await office.dara.messages() if seen.message.id == shown.message.id)
    assert last.message.text == shown.message.text
