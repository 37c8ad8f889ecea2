"""A fault of ours with one row: the others are sent once, and go on (T1)."""

from typing import Any

import pytest

from handlers import dispatch
from scheduler.delivery import DeliveryLoop
from storage.notifications import Delivery, DeliveryState
from tests.delivery.conftest import Office, shape

EACH_ONCE = ["text", "file"]


def failing_for(method: Any, player_id: int) -> Any:
    """A method of the loop that fails for one person's deliveries, as only a fault of ours can."""

    async def fail(self: DeliveryLoop, *args: Any) -> Any:
        delivery = args[0] if isinstance(args[0], Delivery) else args[1].delivery
        if delivery.person.telegram_id == player_id:
            raise KeyError("a fault of ours")
        return await method(self, *args)

    return fail


async def test_a_result_that_cannot_be_written_makes_nothing_come_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sokha = office.sokha.person.id
    monkeypatch.setattr(DeliveryLoop, "_mark", failing_for(DeliveryLoop._mark, sokha))
    await office.announces()
    await office.stage.settle()
    assert shape(await office.kenji.new_messages()) == EACH_ONCE
    assert shape(await office.sokha.new_messages()) == EACH_ONCE
    assert set(await office.states(office.sokha)) == {DeliveryState.SENT}


async def test_one_that_cannot_be_looked_at_holds_up_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    sokha = office.sokha.person.id
    monkeypatch.setattr(DeliveryLoop, "_look_again", failing_for(DeliveryLoop._look_again, sokha))
    await office.announces()
    assert shape(await office.kenji.new_messages()) == EACH_ONCE
    assert not await office.sokha.new_messages()
    assert (await office.deliveries(office.sokha))[0].state is DeliveryState.FAILED


async def test_an_update_whose_sender_cannot_be_read_holds_up_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_person = dispatch.find_person

    async def fail(session: Any, telegram_id: int) -> Any:
        if telegram_id == office.sokha.person.id:
            raise KeyError("a fault of ours")
        return await find_person(session, telegram_id)

    monkeypatch.setattr(dispatch, "find_person", fail)
    await office.sokha.says("/me")
    await office.sokha.sees("Something went wrong on my side")
    await office.kenji.says("/me")
    await office.kenji.sees("Member since")
