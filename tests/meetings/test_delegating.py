"""A delegate who is invited themselves is asked whether they can, and the sender is told (G2)."""

from datetime import timedelta
from typing import Any

import pytest

from storage.meetings import Attendance, Rsvp, find_attendance
from storage.members import find_account
from tests.meetings.conftest import local
from tests.support.guard import arranged
from tests.support.setup_steps import announce_meeting, cancel_meeting
from tests.support.stage import Player, Stage
from twg.core.forgetting import contacts_of
from twg.meetings.forgetting import forget
from twg.meetings.lost_delegates import Lost, find_lost


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player, kenji: Player) -> int:
    return await announce_meeting(dara)


async def person_id_of(player: Player) -> int:
    async with player.stage.assistant.database.read() as session:
        account = await find_account(session, player.person.id)
        assert account is not None
        return account.person_id


async def stored(player: Player) -> Attendance | None:
    async with player.stage.assistant.database.read() as session:
        return await find_attendance(session, 1, await person_id_of(player))


async def sends(sender: Player, name: str, *contact: str) -> None:
    await sender.presses("meetings:answer", "delegate")
    await sender.says(name, *contact)
    await sender.presses("form:save")


@pytest.mark.parametrize("name", ["Sokha", "SOKHA", "Sokha, Programme Officer"])
async def test_a_member_who_is_named_is_asked_and_counts_once(
    health: Stage, announced: int, kenji: Player, sokha: Player, dara: Player, name: str
) -> None:
    await sends(kenji, name)
    await kenji.sees("meetings/delegated", given__delegate_id=await person_id_of(sokha))
    await sokha.is_told_only("delegate_asked")
    await sokha.sees("meetings/speak_for", sender__name="Kenji")
    await kenji.looks_away()
    await sokha.presses("meetings:speak_for", announced, await person_id_of(kenji), "yes")
    await sokha.sees("meetings/spoken_for", agrees=True)
    await kenji.is_told_only("delegate_replied")
    await kenji.sees("meetings/speaks_or_not", agreed=True, delegate=name)
    sent, own = await stored(kenji), await stored(sokha)
    assert sent is not None
    assert own is not None
    assert (sent.rsvp, sent.delegate_agreed, own.rsvp) == (Rsvp.DELEGATE, True, Rsvp.YES)
    await sokha.looks_away()
    await health.becomes(local(12, 8))
    await sokha.sees("meetings/card", heading="reminder", speaks_for=("Kenji",))


async def test_a_member_who_cannot_is_not_counted_and_the_sender_is_asked_again(
    health: Stage, announced: int, kenji: Player, sokha: Player
) -> None:
    await sokha.presses("meetings:answer", "no")
    await sends(kenji, "Sokha")
    await kenji.looks_away()
    await sokha.presses("meetings:speak_for", announced, await person_id_of(kenji), "no")
    await sokha.sees("meetings/spoken_for", agrees=False)
    await kenji.is_told_only("delegate_replied")
    await kenji.offers("meetings:answer", "yes")
    sent, own = await stored(kenji), await stored(sokha)
    assert sent is not None
    assert own is not None
    assert (sent.rsvp, sent.delegate_name, own.rsvp) == (None, "", Rsvp.NO)


async def test_somebody_who_is_no_member_is_not_asked_and_has_a_contact(
    announced: int, kenji: Player, sokha: Player, dara: Player
) -> None:
    await sends(kenji, "Dr Chan Sophea, Deputy Director", "012 345 678")
    await sokha.sees_nothing_new()
    sent = await stored(kenji)
    assert sent is not None
    assert (sent.delegate_contact, sent.delegate_id) == ("012 345 678", None)
    await dara.forges(f"meetings:who:{announced}:delegate")
    await dara.reads_fact("Dr Chan Sophea, Deputy Director", "012 345 678")


async def test_nobody_answers_for_a_sender_who_has_not_named_them(
    announced: int, kenji: Player, sokha: Player, dara: Player
) -> None:
    await sends(kenji, "Sokha")
    await dara.forges(f"meetings:speak_for:{announced}:{await person_id_of(kenji)}:yes")
    await dara.does_not_see("meetings/spoken_for")
    sent = await stored(kenji)
    assert sent is not None
    assert sent.delegate_agreed is None


async def test_a_sender_who_comes_after_all_has_no_delegate_any_more(
    announced: int, kenji: Player, sokha: Player
) -> None:
    await sends(kenji, "Sokha")
    await kenji.presses("meetings:answer", "yes")
    await sokha.presses("meetings:speak_for", announced, await person_id_of(kenji), "yes")
    await sokha.does_not_see("meetings/spoken_for")
    sent = await stored(kenji)
    assert sent is not None
    assert (sent.rsvp, sent.delegate_id) == (Rsvp.YES, None)


async def test_of_a_meeting_that_is_cancelled_nothing_can_be_said(
    announced: int, kenji: Player, sokha: Player, dara: Player
) -> None:
    await sends(kenji, "Sokha")
    asked = (await sokha.finds("meetings/speak_for")).message
    await cancel_meeting(dara, announced)
    await sokha.presses("meetings:speak_for", announced, await person_id_of(kenji), "yes", in_message=asked)
    await sokha.is_refused("meetings#already_cancelled")


@pytest.mark.parametrize("of", ["the sender", "the delegate"])
async def test_the_contact_of_a_delegate_is_erased_with_those_of_whom_it_concerns(
    health: Stage, announced: int, kenji: Player, sokha: Player, of: str
) -> None:
    await sends(kenji, "Dr Chan Sophea", "012 345 678")
    sender = of == "the sender"
    person_id = await person_id_of(kenji if sender else sokha)
    phones = [] if sender else ["+85512345678"]
    async with arranged(health.assistant.database) as session:
        await forget(session, contacts_of(person_id, [], phones, [], []))
    sent = await stored(kenji)
    assert sent is not None
    assert (sent.delegate_name, sent.delegate_contact) == ("Dr Chan Sophea", "")


@pytest.mark.parametrize("text", ["who sees the number?", "មិនមានលេខទេ", "ok send it"])
async def test_what_is_no_contact_is_not_kept_as_one(announced: int, kenji: Player, text: str) -> None:
    await kenji.presses("meetings:answer", "delegate")
    await kenji.says("Dr Keo Vanna", text, "012 345 678")
    await kenji.presses("form:save")
    given = await stored(kenji)
    assert given is not None
    assert (given.delegate_name, given.delegate_contact) == ("Dr Keo Vanna", "012 345 678")


async def test_a_delegate_is_lost_who_left_or_says_afterwards_that_they_do_not_come(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    sender, delegate, left = await person_id_of(kenji), await person_id_of(sokha), 999
    asked = local(1, 9)

    async def found(own: Attendance | None, **sent: Any) -> dict[int, Lost]:
        given = {sender: Attendance(**{"rsvp": Rsvp.DELEGATE, "delegate_id": delegate, "answered_at": asked, **sent})}
        given |= {} if own is None else {delegate: own}
        async with health.assistant.database.read() as session:
            lost = await find_lost(session, 1, given)
            assert await find_lost(session, 1, given, of=delegate) == {}
            assert await find_lost(session, 1, given, of=sender) == lost
            return lost

    later = asked + timedelta(seconds=1)
    absent = {sender: Lost.ABSENT}
    assert await found(None) == {}
    assert await found(None, delegate_id=left) == {sender: Lost.LEFT}
    assert await found(None, delegate_id=left, rsvp=Rsvp.NO) == {}
    assert await found(Attendance(rsvp=Rsvp.NO, answered_at=later)) == absent
    assert await found(Attendance(rsvp=Rsvp.DELEGATE, answered_at=later)) == absent
    assert await found(Attendance(rsvp=Rsvp.YES, answered_at=later)) == {}
    assert await found(Attendance(rsvp=Rsvp.NO, answered_at=asked)) == {}  # before they were asked
    assert await found(Attendance(rsvp=Rsvp.NO, answered_at=asked), delegate_agreed=True) == absent
    assert await found(Attendance(rsvp=Rsvp.NO, answered_at=later), answered_at=None) == {}
