"""Undoing that an action was closed, within ten minutes (A3, U2)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from sandbox.client import SeenMessage
from storage.actions import ActionState
from storage.core.audit import AuditRow
from storage.core.notifications import Delivery, DeliveryState, Notification
from tests.actions.conftest import closes, local, records, reminders_of, stored_action
from tests.support.guard import arranged
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.undoing import TooLateToUndo, check_in_time, is_undoable


@pytest.fixture
async def action_id(health: Stage, dara: Player, sokha: Player) -> int:
    """An action of Sokha's, recorded by Dara; both have read what they were told."""
    found = await records(dara, sokha)
    await everybody_looks_away(dara)
    return found


async def change_of(stage: Stage, name: str = "actions.end") -> int:
    """Id of the newest audit row of this name."""
    async with stage.assistant.database.read() as session:
        query = select(AuditRow.id).where(AuditRow.action == name).order_by(AuditRow.id.desc()).limit(1)
        found = await session.scalar(query)
    assert found is not None
    return found


async def deliveries_of(stage: Stage, kind: str) -> list[DeliveryState]:
    async with stage.assistant.database.read() as session:
        query = select(Delivery.state).join(Delivery.notification).where(Notification.kind == kind)
        return list(await session.scalars(query.order_by(Delivery.id)))


async def test_it_is_undone_at_the_last_moment_and_nobody_was_told(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    reminders = await reminders_of(health, action_id)
    await closes(sokha, action_id)
    await sokha.offers_only("general:undo")
    await health.passes(minutes=9, seconds=59)
    await sokha.presses("general:undo")
    await sokha.toasts()
    await sokha.sees_only("actions/card")
    await sokha.sees("actions/card", heading="", action__state=ActionState.OPEN)
    await sokha.offers("actions:done")
    await sokha.does_not_offer("general:undo")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note, action.closed_at) == (ActionState.OPEN, "", None)
    assert await reminders_of(health, action_id) == reminders
    assert await deliveries_of(health, "action_closed") == [DeliveryState.VOID]
    await health.passes(minutes=5)
    await dara.sees_nothing_new()


@pytest.mark.parametrize("span", [{"minutes": 10}, {"minutes": 10, "seconds": 1}, {"days": 3}])
async def test_after_ten_minutes_it_is_opened_again_instead(
    health: Stage, dara: Player, sokha: Player, action_id: int, span: dict[str, float]
) -> None:
    """At the moment at which others are told it is too late, so that it is never both undone and told."""
    await closes(sokha, action_id)
    await health.passes(**span)
    await dara.is_told_only("action_closed")
    await everybody_looks_away(dara)
    await sokha.presses("general:undo")
    await sokha.is_refused("general#too_late_to_undo", minutes=10)
    await sokha.sees("actions/card", heading="", action__state=ActionState.DONE)
    await sokha.does_not_offer("general:undo")
    assert (await stored_action(health, action_id)).state is ActionState.DONE
    await dara.sees_nothing_new()
    await sokha.presses("actions:reopen")
    assert (await stored_action(health, action_id)).state is ActionState.OPEN


async def test_a_form_and_the_secretariats_dropping_are_undone_alike(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.presses("actions:done")
    await sokha.says("Sent")
    await sokha.presses("general:undo")
    await dara.forges(f"actions:drop:{action_id}")
    await dara.says("No money")
    await dara.presses("form:save")
    await dara.offers_only("general:undo")
    await dara.presses("general:undo")
    assert (await stored_action(health, action_id)).state is ActionState.OPEN
    await everybody_looks_away(dara)
    await health.passes(minutes=11)
    await sokha.sees_nothing_new()


async def test_nobody_else_undoes_it(health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int) -> None:
    await closes(sokha, action_id)
    for other in (dara, kenji):
        await other.forges(f"general:undo:{await change_of(health)}")
        await other.is_refused("general#not_found")
    assert (await stored_action(health, action_id)).state is ActionState.DONE


@pytest.mark.parametrize("change", ["actions.record_action", "actions.move"])
async def test_what_is_not_declared_is_not_undone(
    health: Stage, dara: Player, sokha: Player, action_id: int, change: str
) -> None:
    await dara.forges(f"actions:move:{action_id}")
    await dara.says("30/12/2026")
    await dara.presses("form:save")
    await dara.forges(f"general:undo:{await change_of(health, change)}")
    await dara.is_refused("general#not_found")
    await dara.forges("general:undo:99999")
    await dara.is_refused("general#not_found")


async def test_what_somebody_else_changed_since_is_not_undone(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await closes(sokha, action_id)
    await dara.forges(f"actions:reopen:{action_id}")
    await sokha.presses("general:undo")
    await sokha.is_refused("general#changed_since", name="Dara")
    await sokha.sees("actions/card", heading="", action__state=ActionState.OPEN)


async def test_it_is_undone_once(health: Stage, sokha: Player, action_id: int) -> None:
    await closes(sokha, action_id)
    change = await change_of(health)
    await sokha.presses_twice("general:undo")
    await sokha.forges(f"general:undo:{change}")
    await sokha.is_refused("general#changed_since", name="")
    async with health.assistant.database.read() as session:
        names = await session.scalars(select(AuditRow.action).where(AuditRow.action == "actions.undo_end"))
        assert len(names.all()) == 1


async def test_a_restart_in_between_loses_neither_the_undo_nor_the_notice(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await closes(sokha, action_id)
    await health.passes(minutes=5)
    await health.restarts()
    await sokha.presses("general:undo")
    assert (await stored_action(health, action_id)).state is ActionState.OPEN
    await closes(sokha, action_id)
    await health.restarts()
    await everybody_looks_away(dara)
    await health.passes(minutes=10)
    await dara.is_told_only("action_closed")


async def test_those_who_were_told_meanwhile_are_told_that_it_was_undone(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    """The clock of another process that led for a moment was ahead."""
    await closes(sokha, action_id)
    async with arranged(health.assistant.database) as session:
        query = select(Delivery).join(Delivery.notification).where(Notification.kind == "action_closed")
        for delivery in await session.scalars(query):
            delivery.not_before -= timedelta(minutes=10)
    await health.passes(minutes=1)
    await dara.is_told_only("action_closed")
    await everybody_looks_away(dara)
    await sokha.presses("general:undo")
    await dara.is_told_only("action_undone")
    await dara.sees("actions/card", heading="undone")


async def test_at_night_the_notice_waits_for_the_morning_and_ten_minutes_are_ten_minutes(
    office_hours: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await office_hours.becomes(local(1, 22))
    await closes(sokha, action_id)
    await office_hours.passes(minutes=11)
    await dara.sees_nothing_new()
    await sokha.presses("general:undo")
    await sokha.is_refused("general#too_late_to_undo")
    await everybody_looks_away(dara)
    await office_hours.becomes(local(2, 9))
    await dara.is_told_only("action_closed")


@pytest.mark.parametrize("words", ["Half of it is sent", "បានធ្វើពាក់កណ្តាល"])
async def test_a_note_is_undone(health: Stage, dara: Player, sokha: Player, action_id: int, words: str) -> None:
    told = (await sokha.finds("actions/card", heading="given")).message
    await sokha.says(words, reply_to=told)
    await sokha.sees("actions/card", heading="noted")
    await sokha.offers("actions:done")
    assert [update.text for update in (await stored_action(health, action_id)).updates] == [words]
    await sokha.presses("general:undo")
    await sokha.sees("actions/card", heading="")
    assert (await stored_action(health, action_id)).updates == []
    await dara.sees_nothing_new()


async def test_only_the_note_of_this_moment_is_undone_with_all_its_files(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.forges(f"actions:note:{action_id}")
    await sokha.says("The first")
    told = (await sokha.finds("actions/card", heading="given")).message
    files = [("a.pdf", b"a"), ("b.pdf", b"b")]
    await sokha.does(sokha.person.sends_album(files, caption="Half of it is sent", reply_to=told))
    assert len((await stored_action(health, action_id)).updates) == 3
    await sokha.presses("general:undo")
    assert [update.text for update in (await stored_action(health, action_id)).updates] == ["The first"]


async def test_a_note_under_what_somebody_noted_since_is_not_undone(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.forges(f"actions:note:{action_id}")
    await sokha.says("Half of it")
    await dara.forges(f"actions:note:{action_id}")
    await dara.says("The other half follows on Friday")
    await sokha.presses("general:undo")
    await sokha.is_refused("general#changed_since", name="Dara")
    assert len((await stored_action(health, action_id)).updates) == 2


async def closes_by_reply(sokha: Player, action_id: int, text: str) -> SeenMessage:
    """Close it with a reply to its card. Returns: the reply."""
    await sokha.forges(f"actions:open:{action_id}")
    await sokha.says(text, reply_to=(await sokha.finds("actions/card")).message)
    return [message for message in await sokha.in_chat() if message.mine][-1]


@pytest.mark.parametrize(
    ("first", "then"),
    [("Done, sent to MEF", "Not done yet, MEF asks for table 4"), ("រួចរាល់ហើយ", "មិនទាន់រួចរាល់ទេ")],
)
async def test_words_edited_into_not_done_open_it_again(
    health: Stage, dara: Player, sokha: Player, action_id: int, first: str, then: str
) -> None:
    reply = await closes_by_reply(sokha, action_id, first)
    assert (await stored_action(health, action_id)).state is ActionState.DONE
    await sokha.edits(reply, then)
    await sokha.presses("general:change_edit")
    action = await stored_action(health, action_id)
    assert (action.state, [update.text for update in action.updates]) == (ActionState.OPEN, [then])
    await health.passes(minutes=11)
    await dara.is_not_told("action_closed")


@pytest.mark.parametrize("then", ["Good morning", "Which districts?", "អរគុណ"])
async def test_words_edited_into_something_else_do_not_become_what_was_done(
    health: Stage, sokha: Player, action_id: int, then: str
) -> None:
    reply = await closes_by_reply(sokha, action_id, "Done, sent to MEF")
    before = await stored_action(health, action_id)
    await sokha.edits(reply, then)
    await sokha.presses("general:change_edit")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note) == (ActionState.DONE, before.closing_note)
    await sokha.is_refused("actions#already_closed")
    await sokha.offers("actions:reopen")


async def test_after_an_undo_the_edited_words_are_read_anew(health: Stage, sokha: Player, action_id: int) -> None:
    reply = await closes_by_reply(sokha, action_id, "Done, sent to MEF")
    await sokha.presses("general:undo")
    await sokha.edits(reply, "Done, sent to MEF on Monday")
    assert (await stored_action(health, action_id)).state is ActionState.OPEN
    await sokha.presses("general:change_edit")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note) == (ActionState.DONE, "sent to MEF on Monday")
    await sokha.offers("general:undo")


def test_what_was_done_can_be_taken_back_until_its_time_is_over() -> None:
    since = datetime(2026, 11, 23, 2, tzinfo=UTC)
    over = since + timedelta(minutes=10)
    assert is_undoable(since, now=over - timedelta(seconds=1))
    assert not is_undoable(since, now=over)
    check_in_time(since, now=over - timedelta(seconds=1))
    with pytest.raises(TooLateToUndo) as refused:
        check_in_time(since, now=over)
    assert refused.value.data == {"minutes": 10, "hours": 0}
    check_in_time(since, within=timedelta(hours=24), now=over)
    with pytest.raises(TooLateToUndo) as refused:
        check_in_time(since, within=timedelta(hours=24), now=since + timedelta(hours=24))
    assert refused.value.data == {"minutes": 1440, "hours": 24}
