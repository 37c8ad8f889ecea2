"""Saying that one has received a document, who has not, and their reminders (D1, T2)."""

from datetime import date

import pytest

from storage.documents import find_receipt
from storage.members import find_account
from tests.documents.conftest import circulate, local, received
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def acknowledged_at(player: Player, document_id: int = 1) -> object:
    async with player.stage.assistant.database.read() as session:
        account = await find_account(session, player.person.id)
        assert account is not None
        receipt = await find_receipt(session, document_id, account.person_id)
        assert receipt is not None
        return receipt.acknowledged_at


async def waiting(dara: Player) -> list[str]:
    """Who has not acknowledged, as the secretariat sees it."""
    receipts = (await dara.shown("documents/receipts"))["receipts"]
    return [receipt.person.name for receipt in receipts.waiting]


async def test_acknowledging_changes_the_caption_and_takes_the_button_away(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara)
    await sokha.presses("documents:acknowledge")
    await sokha.sees("documents/card", acknowledged=True)
    await sokha.toasts()
    await sokha.reads_fact("Health budget 2027")
    await sokha.offers_only()
    assert (await received(sokha)).document is not None
    assert await acknowledged_at(sokha) == health.clock.now()


async def test_a_second_tap_is_harmless(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await sokha.presses("documents:acknowledge")
    first = await acknowledged_at(sokha)
    await health.passes(hours=1)
    await sokha.forges(f"documents/acknowledge:{document_id}")
    await sokha.sees("documents/card", acknowledged=True)
    await sokha.toasts()
    assert await acknowledged_at(sokha) == first


async def test_two_taps_at_once_are_harmless(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await sokha.presses_twice("documents:acknowledge")
    await sokha.sees("documents/card", acknowledged=True)
    assert await acknowledged_at(sokha) == health.clock.now()


async def test_whoever_circulated_it_has_nothing_to_acknowledge(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await dara.forges(f"documents/acknowledge:{document_id}")
    await dara.is_refused("general#not_found")


async def test_the_secretariat_sees_who_has_not_acknowledged(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    document_id = await circulate(dara)
    await sokha.presses("documents:acknowledge")
    await dara.forges(f"documents/receipts:{document_id}")
    assert await waiting(dara) == ["Kenji"]
    acknowledged = (await dara.shown("documents/receipts"))["receipts"].acknowledged
    assert [(receipt.person.name, receipt.acknowledged_at) for receipt in acknowledged] == [("Sokha", local(23, 9))]
    await dara.reads_fact("Health budget 2027", "Kenji, JICA", "Sokha", "09:00")


async def test_when_all_have_acknowledged_it_says_so(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await sokha.presses("documents:acknowledge")
    await dara.forges(f"documents/receipts:{document_id}")
    assert await waiting(dara) == []


async def test_whoever_left_is_no_longer_waited_for(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    document_id = await circulate(dara)
    await sokha.presses("documents:acknowledge")
    await health.leaves("Kenji")
    await dara.forges(f"documents/receipts:{document_id}")
    assert await waiting(dara) == []
    await dara.does_not_read_fact("Kenji")


async def test_members_do_not_see_who_has_not_acknowledged(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await sokha.forges(f"documents/receipts:{document_id}")
    await sokha.is_refused("general#not_allowed")


@pytest.mark.parametrize("moment", [local(25, 8), local(4, 8, month=12)])
async def test_after_two_days_and_on_the_last_day_only_whoever_has_not_is_reminded(
    health: Stage, dara: Player, sokha: Player, kenji: Player, moment: object
) -> None:
    await circulate(dara)
    await sokha.presses("documents:acknowledge")
    for due in (local(25, 8), local(4, 8, month=12)):
        await health.becomes(due.replace(hour=7, minute=59))
        await everybody_looks_away(dara)
        await health.becomes(due)
        if due == moment:
            break
    await kenji.is_told_only("document_reminder")
    await kenji.sees("documents/card", heading="reminder", twg__code="HLT")
    await kenji.offers_only("documents:acknowledge")
    [message] = await kenji.new_messages()
    assert message.document is not None
    await sokha.sees_nothing_new()
    await dara.sees_nothing_new()


async def test_between_the_reminders_nothing_comes(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await health.becomes(local(25, 7, 59))
    assert len(await sokha.new_messages()) == 1
    await health.becomes(local(25, 8))
    await sokha.looks_away()
    await health.becomes(local(4, 7, 59, month=12))
    await sokha.sees_nothing_new()
    await health.becomes(local(4, 8, month=12))
    await sokha.looks_away()
    await health.becomes(local(20, 8, month=12))
    await sokha.sees_nothing_new()


async def test_acknowledging_under_the_reminder_counts_and_ends_it(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await health.becomes(local(25, 8))
    await sokha.presses("documents:acknowledge")
    await sokha.sees("documents/card", acknowledged=True)
    await sokha.looks_away()
    await health.becomes(local(4, 8, month=12))
    await sokha.sees_nothing_new()


async def test_the_older_button_still_works_after_the_reminder(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    first = await received(sokha)
    await health.becomes(local(25, 8))
    await sokha.presses("documents:acknowledge", in_message=first)
    await sokha.toasts()
    assert await acknowledged_at(sokha) == health.clock.now()


async def test_without_a_last_day_there_is_one_reminder_after_two_days(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara, acknowledge_by=None)
    await sokha.looks_away()
    await health.becomes(local(25, 8))
    await sokha.is_told_only("document_reminder")
    await sokha.sees("documents/card", heading="reminder", document__circulation__acknowledge_by=None)
    await sokha.looks_away()
    await health.becomes(local(25, 8, month=12))
    await sokha.sees_nothing_new()


async def test_when_the_last_day_is_near_only_that_day_reminds(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, acknowledge_by=date(2026, 11, 26))
    await sokha.looks_away()
    await health.becomes(local(26, 7, 59))
    await sokha.sees_nothing_new()
    await health.becomes(local(26, 8))
    await sokha.is_told_only("document_reminder")
    await sokha.sees("documents/card", heading="reminder", document__circulation__acknowledge_by=date(2026, 11, 26))


async def test_the_request_says_when_a_reminder_follows(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, acknowledge_by=None)
    await sokha.sees("documents/card", heading="circulated", acknowledged=False, reminded_at=local(25, 8))
    await sokha.reads_fact("25 November 2026, 08:00")


async def test_the_day_of_the_reminder_is_what_the_twg_has_set(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/reminders")
    await dara.presses("reminders:change", "document_2_days")
    await dara.presses("form:choice=on")
    await dara.says("5", "9:30")
    await dara.presses("form:save")
    await circulate(dara, acknowledge_by=None)
    await sokha.sees("documents/card", heading="circulated", acknowledged=False, reminded_at=local(28, 9, 30))
    await sokha.reads_fact("28 November 2026, 09:30")


async def test_where_nobody_is_reminded_no_reminder_is_promised(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/reminders")
    await dara.presses("reminders:change", "document_2_days")
    await dara.presses("form:choice=off")
    await dara.presses("form:save")
    await circulate(dara, acknowledge_by=None)
    await sokha.sees("documents/card", heading="circulated", acknowledged=False, reminded_at=None)
    await sokha.offers_only("documents:acknowledge")
