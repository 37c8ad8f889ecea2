"""Messages that people have are changed when a document is recalled: in flight, in groups, after failures (T1, D1)."""

from sqlalchemy import select

from storage.core.bound_messages import BoundMessage
from storage.core.notifications import TAKEN_BACK, Delivery, DeliveryState
from tests.documents.conftest import circulate
from tests.documents.test_recalling import REASON, file_names, recalls
from tests.groups.conftest import Room, links
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.documents import recalling


async def test_what_is_taken_back_while_it_waits_for_its_turn_is_not_sent(
    health: Stage, dara: Player, sokha: Player
) -> None:
    health.assistant.delivery.withhold({1: True})  # what the recall tells the loop after its commit
    await circulate(dara)
    assert await file_names(sokha) == []
    async with health.assistant.database.read() as session:
        delivery = await session.get_one(Delivery, 1)
    assert (delivery.state, delivery.error) == (DeliveryState.VOID, TAKEN_BACK)


async def test_a_message_that_is_on_its_way_is_changed_once_it_is_there(
    health: Stage, dara: Player, sokha: Player
) -> None:
    document_id = await circulate(dara)
    async with arranged(health.assistant.database) as session:
        delivery = await session.get_one(Delivery, 1)
        message_id, delivery.state, delivery.message_id = delivery.message_id, DeliveryState.IN_FLIGHT, None
    await Scene(health, dara, dara, sokha).does(dara, recalling.recall, document_id, REASON)
    assert await file_names(sokha) == ["health-budget-2027.pdf"]
    async with arranged(health.assistant.database) as session:
        delivery = await session.get_one(Delivery, 1)
        delivery.state, delivery.message_id = DeliveryState.SENT, message_id
    await health.passes(seconds=10)
    assert await file_names(sokha) == ["recalled.txt"]


async def test_a_change_that_fails_is_tried_again(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    for method in ("editMessageMedia", "editMessageCaption", "editMessageText"):
        await health.sandbox.fault("502", method=method, chat_id=sokha.person.id, times=None)
    await recalls(dara, document_id)
    assert await file_names(sokha) == ["health-budget-2027.pdf"]
    await health.sandbox.mend()
    await health.passes(minutes=2)
    assert await file_names(sokha) == ["recalled.txt"]


async def test_a_message_that_was_deleted_ends_the_change(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    async with arranged(health.assistant.database) as session:
        delivery = await session.get_one(Delivery, 1)
        delivery.message_id = 9999
    await recalls(dara, document_id)
    async with health.assistant.database.read() as session:
        [bound] = list(await session.scalars(select(BoundMessage).where(BoundMessage.message_id == 9999)))
    assert bound.change_at is None
    assert "not found" in bound.error


async def test_what_was_posted_in_a_group_is_changed_and_changed_back(
    health: Stage, dara: Player, sokha: Player
) -> None:
    group = await health.sandbox.group("Health TWG", [dara.person])
    room = Room(health, group, dara)
    await links(room, Audience.ALL)
    document_id = await circulate(dara)
    await recalls(dara, document_id)
    assert [each.keys for each in await room.messages()][-1] == ["documents/recalled"]
    await dara.presses("general:undo")
    assert [each.keys for each in await room.messages()][-1] == ["documents/posted"]


async def test_a_reminder_that_shared_a_message_keeps_its_title_and_that_is_said(
    health: Stage, dara: Player, sokha: Player
) -> None:
    first, _second = await circulate(dara, acknowledge_by=None), await circulate(dara, title="B", acknowledge_by=None)
    await health.passes(days=2, hours=1)
    async with health.assistant.database.read() as session:
        numbers = list(await session.scalars(select(Delivery.number).where(Delivery.number.is_not(None))))
    assert numbers
    recalled = await Scene(health, dara, dara, sokha).does(dara, recalling.recall, first, REASON)
    assert recalled.reach.shared == 1
