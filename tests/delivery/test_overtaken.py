"""What a leader still has in hand when another one has taken over does no harm (T4)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import Message

from messages.rendering.content import Part
from scheduler.delivery.loop import DeliveryLoop
from scheduler.delivery.loop_guard import LoopGuard
from scheduler.delivery.pacing import Lane, Pacing
from scheduler.delivery.sender import Sender
from scheduler.leadership.lease import NotLeading
from storage.core.notifications import DeliveryState
from tests.delivery.conftest import Office


class Freezing(Sender):
    """Stops at its first message until it is told to go on, and is no longer leading then."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.frozen, self.goes_on = asyncio.Event(), asyncio.Event()

    async def send(self, *_args: Any, **_options: Any) -> Message:
        self.frozen.set()
        await self.goes_on.wait()
        raise NotLeading


async def test_results_of_who_was_overtaken_meanwhile_change_nothing(office: Office) -> None:
    assistant = office.stage.assistant
    async with assistant.delivery.held():  # both leaders are of this test
        await office.writes_announcement()
        sender = Freezing(assistant.bot, Pacing(None), LoopGuard())
        what = assistant.registry.wordings, assistant.registry.domains
        first = asyncio.create_task(DeliveryLoop(assistant.database, sender, assistant.clock, *what).drain())
        await sender.frozen.wait()
        office.stage.clock.set(office.stage.clock.now() + timedelta(seconds=20))
        sender_of_second = Sender(assistant.bot, Pacing(None), LoopGuard())
        second = DeliveryLoop(assistant.database, sender_of_second, assistant.clock, *what)
        assert await second.recover() > 0
        await second.drain()
        sender.goes_on.set()
        async with asyncio.timeout(30):
            await first
    for player in (office.dara, office.sokha, office.kenji):
        assert set(await office.states(player)) == {DeliveryState.SENT}
        assert len(await player.new_messages()) == 2


async def test_who_no_longer_leads_sends_no_bulk_and_still_answers(office: Office) -> None:
    def check() -> None:
        raise NotLeading

    sender = Sender(office.stage.assistant.bot, Pacing(None), LoopGuard(), check)
    await office.sokha.looks_away()
    with pytest.raises(NotLeading):
        await sender.send(office.sokha.person.id, Part("Bulk"), "en", lane=Lane.BULK)
    await sender.send(office.sokha.person.id, Part("An answer"), "en", lane=Lane.REPLY)
    assert [message.text for message in await office.sokha.new_messages()] == ["An answer"]
