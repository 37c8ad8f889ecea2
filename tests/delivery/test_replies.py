"""What handlers answer reaches people, in order, whatever Telegram has against it (T3)."""

import pytest
from sqlalchemy import select

from messages.rendering.content import utf16_length
from storage.members import Account, Membership, Person, Role, find_twg
from tests.delivery.conftest import Office, arrived, comes_back, presses_and_leaves
from tests.support.guard import arranged
from tests.support.seen import is_worded_in


async def test_a_reply_that_meets_a_429_waits_and_arrives_before_the_next(office: Office) -> None:
    await office.stage.sandbox.fault("429", retry_after=1, method="sendMessage", chat_id=office.sokha.person.id)
    await office.sokha.looks_away()
    await office.sokha.person.says("/me")
    await office.sokha.person.says("/members")
    await office.stage.settle()
    await office.sokha.sees_only("members/me", "members/directory")


@pytest.mark.parametrize("kind", ["500", "502", "close_before"])
async def test_a_reply_survives_a_network_error(office: Office, kind: str) -> None:
    await office.stage.sandbox.fault(kind, method="sendMessage", chat_id=office.sokha.person.id)
    await office.sokha.says("/me")
    assert len(await office.sokha.new_messages()) == 1


async def test_a_button_pressed_twice_changes_nothing_and_says_nothing(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.sokha.says("/settings")
    await office.sokha.presses("general:language", "en")
    await office.sokha.presses("general:language", "en")
    await office.sokha.sees_nothing_new()
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


async def test_a_message_that_was_deleted_is_sent_anew(office: Office) -> None:
    await office.sokha.says("/settings")
    await office.stage.assistant.stop()
    await office.sokha.looks_away()
    await presses_and_leaves(office.sokha, "general:language", "km")
    await office.sokha.person.deletes(await office.sokha.person.last())
    await comes_back(office.stage)
    await office.stage.settle()
    [anew] = await arrived(office.sokha)
    assert anew.keys == ["general/settings"]
    assert is_worded_in("km", anew)


async def test_a_button_answered_too_late_still_does_what_it_says(office: Office) -> None:
    await office.sokha.says("/settings")
    await office.stage.assistant.stop()
    await presses_and_leaves(office.sokha, "general:language", "km")
    for tap in office.stage.server.world.taps.values():
        tap.made_at -= 3600
    await comes_back(office.stage)
    await office.stage.settle()
    assert is_worded_in("km", await office.sokha.finds("general/settings"))
    async with office.stage.assistant.database.read() as session:
        language = await session.scalar(select(Account.language).where(Account.telegram_id == office.sokha.person.id))
    assert language == "km"


async def test_somebody_who_cannot_be_answered_is_unreachable(office: Office) -> None:
    await office.stage.assistant.stop()
    await office.sokha.person.says("/me")
    await office.sokha.person.sets(deactivated=True)
    await comes_back(office.stage)
    await office.stage.settle()
    assert await office.is_unreachable(office.sokha)


async def test_a_directory_of_three_hundred_comes_in_pages(office: Office) -> None:
    async with arranged(office.stage.assistant.database) as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        for number in range(300):
            person = Person(
                name=f"<Somebody> & 🎉 សុខា {number:03}",
                contact="012 345 678",
                created_at=office.stage.clock.now(),
            )
            role = list(Role)[number % len(Role)]
            since = office.stage.clock.now().date()
            session.add(Membership(person=person, twg_id=twg.id, role=role, since=since, themes=[]))
    await office.dara.says("/members")
    pages = [(await office.dara.person.last()).text]
    for number in range(2, 12):  # 303 members, thirty on a page
        await office.dara.presses("members:page", 1, number)
        pages.append((await office.dara.person.last()).text)
    assert all(utf16_length(page) <= 4096 for page in pages)
    words = "\n".join(pages)
    assert all(f"<Somebody> & 🎉 សុខា {number:03}" in words for number in range(300))
