"""Recalling a document with a reason: chats, lists, search, reminders; and taking the recall back (D1)."""

from sqlalchemy import select

from storage.core.bound_messages import BoundMessage
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.reminders import Reminder, ReminderState
from tests.documents.conftest import PAPER, circulate, stored_document
from tests.support.scene import Scene
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.documents import recalling

PICTURE = b"\x89PNG\r\n\x1a\n a picture"
REASON = "It was the wrong table"


async def recalls(dara: Player, document_id: int, reason: str = REASON) -> None:
    """Recall a document from its card."""
    await dara.says("/documents")
    await dara.presses("documents:open", document_id)
    await dara.presses("documents:recall", document_id)
    await dara.says(reason)
    await dara.presses("form:save")


async def file_names(player: Player) -> list[str]:
    """The names of the files in this person's chat, as it looks now."""
    messages = [message for message in await player.person.messages() if not message.mine]
    return [message.document.name for message in messages if message.document]


async def test_the_message_is_changed_its_file_is_gone_and_its_button_too(
    health: Stage, dara: Player, sokha: Player
) -> None:
    document_id = await circulate(dara)
    assert await file_names(sokha) == ["health-budget-2027.pdf"]
    await recalls(dara, document_id)
    await dara.sees("documents/recalled_by_you")
    assert await file_names(sokha) == ["recalled.txt"]
    changed = await sokha.finds("documents/recalled")
    assert changed.buttons == []
    assert changed.message.document is not None
    assert await sokha.person.downloads(changed.message) != PAPER


async def test_what_cannot_be_undone_is_read_before_and_after(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await health.passes(days=3)
    await dara.says("/documents")
    await dara.presses("documents:open", document_id)
    await dara.presses("documents:recall", document_id)
    await dara.says(REASON)
    await dara.reads_fact("48")
    assert (await stored_document(health, document_id)).recalled_at is None
    await dara.presses("form:save")
    reach = [str(sentence.msgid) for sentence in (await dara.shown("documents/recalled_by_you"))["reach"]]
    assert any("copies" in sentence for sentence in reach)
    assert any("48 hours" in sentence for sentence in reach)


async def test_those_who_have_it_are_told_after_the_time_to_undo(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await recalls(dara, document_id)
    await sokha.is_not_told("document_recalled")
    await everybody_looks_away(dara)
    await health.passes(minutes=11)
    await sokha.is_told_only("document_recalled")
    context = await sokha.shown("documents/told_recalled")
    assert context["document"].recall_reason == REASON
    await dara.is_not_told("document_recalled")


async def test_a_reason_is_needed(health: Stage, dara: Player) -> None:
    document_id = await circulate(dara)
    await dara.says("/documents")
    await dara.presses("documents:open", document_id)
    await dara.presses("documents:recall", document_id)
    await dara.asks("reason")
    await dara.does_not_offer("form:skip")
    await dara.says("x" * 501)
    await dara.is_refused("general#too_long", limit=500)
    assert (await stored_document(health, document_id)).recalled_at is None


async def test_reminders_end(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara, acknowledge_by=None)
    await recalls(dara, document_id)
    await everybody_looks_away(dara)
    await health.passes(days=4)
    await sokha.is_not_told("document_reminder")
    async with health.assistant.database.read() as session:
        states = set(await session.scalars(select(Reminder.state).where(Reminder.subject_type == "circulation")))
    assert states == {ReminderState.VOID}


async def test_it_leaves_lists_and_search_for_all_but_those_who_run_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    document_id = await circulate(dara)
    await recalls(dara, document_id)
    await sokha.says("/documents")
    assert (await sokha.shown("documents/list"))["documents"] == []
    await sokha.says("/search budget")
    await sokha.sees("search/results", found=[])
    await sokha.forges(f"documents:open:{document_id}")
    await sokha.is_refused("documents#was_recalled")
    await dara.says("/documents")
    [listed] = (await dara.shown("documents/list"))["documents"]
    assert listed.recalled_at is not None
    await dara.says("/search budget")
    [result] = (await dara.shown("search/results"))["found"]
    assert result.recalled
    await dara.offers("documents:open", document_id)
    await dara.presses("documents:open", document_id)
    await dara.does_not_offer("documents:recall")
    await dara.does_not_offer("documents:replace")


async def test_what_waits_is_not_sent(health: Stage, dara: Player, sokha: Player) -> None:
    scene = Scene(health, dara, dara, sokha)
    await scene.holds_back(sokha)
    document_id = await circulate(dara)
    await scene.does(dara, recalling.recall, document_id, REASON)
    await sokha.looks_away()
    await health.sandbox.mend()
    await health.passes(minutes=30)
    await sokha.sees_nothing_new()
    async with health.assistant.database.read() as session:
        states = set(
            await session.scalars(
                select(Delivery.state).join(Delivery.notification).where(Notification.kind == "document_circulated")
            )
        )
    assert states == {DeliveryState.VOID}


async def test_a_recall_that_was_undone_in_time_shows_the_document_again_and_sends_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    scene = Scene(health, dara, dara, maria)
    await scene.holds_back(maria)
    document_id = await circulate(dara)
    await recalls(dara, document_id)
    assert await file_names(sokha) == ["recalled.txt"]
    await dara.presses("general:undo")
    assert (await stored_document(health, document_id)).recalled_at is None
    assert await file_names(sokha) == ["health-budget-2027.pdf"]
    card = await sokha.finds("documents/card")
    assert card.offers == ["documents:acknowledge"]
    await maria.looks_away()
    await health.sandbox.mend()
    await health.passes(minutes=30)
    await maria.is_told_only("document_circulated")
    await sokha.is_not_told("document_recalled")
    await sokha.says("/search budget")
    await sokha.offers("documents:open", document_id)


async def test_after_ten_minutes_it_cannot_be_undone(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await recalls(dara, document_id)
    await health.passes(minutes=10)
    await dara.presses("general:undo")
    await dara.is_refused("general#too_late_to_undo")
    assert (await stored_document(health, document_id)).recalled_at is not None


async def test_a_copy_that_was_opened_from_the_list_is_changed_too(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await sokha.says("/documents")
    await sokha.presses("documents:open", document_id)
    assert await file_names(sokha) == ["health-budget-2027.pdf"] * 2
    await recalls(dara, document_id)
    assert await file_names(sokha) == ["recalled.txt"] * 2


async def test_who_has_left_has_no_file_either(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await health.leaves("Sokha")
    await recalls(dara, document_id)
    assert await file_names(sokha) == ["recalled.txt"]


async def test_who_has_blocked_the_assistant_keeps_it_and_the_sender_can_see_that(
    health: Stage, dara: Player, sokha: Player
) -> None:
    document_id = await circulate(dara)
    await sokha.does(sokha.person.blocks())
    await recalls(dara, document_id)
    async with health.assistant.database.read() as session:
        [bound] = list(await session.scalars(select(BoundMessage).where(BoundMessage.error != "")))
    assert bound.change_at is None
    await dara.says("/documents")
    await dara.presses("documents:open", document_id)
    assert (await dara.shown("documents/card"))["card"].unchanged == 1


async def test_a_photo_is_replaced_by_a_picture(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.does(dara.person.sends_photo(PICTURE))
    await dara.presses("documents:take")
    await dara.says("Site plan")
    await dara.presses("form:choice=paper")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    [before] = [message.photo_id for message in await sokha.person.messages() if message.photo_id]
    await recalls(dara, 1)
    [after] = [message.photo_id for message in await sokha.person.messages() if message.photo_id]
    assert before != after


async def test_a_recalled_document_is_not_recalled_again(health: Stage, dara: Player) -> None:
    document_id = await circulate(dara)
    await recalls(dara, document_id)
    await dara.forges(f"documents:recall:{document_id}")
    await dara.is_refused("documents#already_recalled")
    await dara.forges(f"documents:replace:{document_id}")
    await dara.is_refused("documents#already_recalled")
