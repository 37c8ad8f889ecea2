"""A fault of ours with one row: the others are sent once, and go on (T1)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from handlers.routing import dispatch
from messages.rendering.content import Content
from scheduler.delivery import results
from scheduler.delivery.claimed import Prepared
from scheduler.delivery.wording import Occasion
from storage.core.notifications import DeliveryState
from tests.delivery.conftest import Office, shape

EACH_ONCE = ["text", "file"]


async def test_a_result_that_cannot_be_written_makes_nothing_come_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_row = results.to_row

    def fail(item: Prepared, *, now: datetime) -> dict[str, Any]:
        if item.delivery.chat_id == office.sokha.person.id:
            raise KeyError("a fault of ours")
        return to_row(item, now=now)

    monkeypatch.setattr(results, "to_row", fail)
    await office.announces()
    await office.stage.settle()
    assert shape(await office.kenji.new_messages()) == EACH_ONCE
    assert shape(await office.sokha.new_messages()) == EACH_ONCE
    assert set(await office.states(office.sokha)) == {DeliveryState.SENT}


async def test_one_that_cannot_be_looked_at_holds_up_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    worded = office.stage.assistant.registry.wordings.by_name
    announced = worded["meeting_announced"]

    async def fail(occasion: Occasion) -> Content | None:
        if occasion.member.person.name == "Sokha":
            raise KeyError("a fault of ours")
        return await announced.load(occasion)

    monkeypatch.setitem(worded, "meeting_announced", replace(announced, load=fail))
    await office.announces()
    assert shape(await office.kenji.new_messages()) == EACH_ONCE
    assert not await office.sokha.new_messages()
    assert (await office.deliveries(office.sokha))[0].state is DeliveryState.FAILED


async def test_an_update_whose_sender_cannot_be_read_holds_up_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_account = dispatch.find_account

    async def fail(session: Any, telegram_id: int) -> Any:
        if telegram_id == office.sokha.person.id:
            raise KeyError("a fault of ours")
        return await find_account(session, telegram_id)

    monkeypatch.setattr(dispatch, "find_account", fail)
    await office.sokha.says("/me")
    await office.sokha.sees_only("general/incident")
    await office.kenji.says("/me")
    await office.kenji.sees_only("members/me")
