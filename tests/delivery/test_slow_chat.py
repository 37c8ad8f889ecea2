"""A chat that cannot be sent as much as waits for it holds up nobody else (T3)."""

from collections import Counter

import pytest
from sqlalchemy import select

from scheduler.delivery.limits import Limits
from scheduler.delivery.loop_guard import LoopGuard
from scheduler.delivery.pacing import Pacing
from scheduler.delivery.sender import Sender
from storage.core.notifications import PACED, Delivery, DeliveryState
from tests.delivery.conftest import EVERY_S, BusyChats, Office, deliveries_of, titles_in
from tests.support.setup_steps import MEETING, access_actor
from tests.support.stage import Player
from twg.meetings import changing, planning

#: Announcements that wait for one person, each of a text and a file; more than a batch of deliveries.
WAITING = 30
#: People who are told of a meeting after them.
OTHERS = 30


@pytest.fixture
async def crowded(office: Office, monkeypatch: pytest.MonkeyPatch) -> Player:
    """Bopha, secretariat and only member of another TWG, who has planned many meetings; bulk is paced."""
    stage = office.stage
    for number in range(OTHERS):
        await stage.member(f"Other {number:02}", "government")
    await stage.adds_twg("EDU", "Education", "Ministry of Education")
    bopha = await stage.member("Bopha", "secretariat", "MoEYS", code="EDU")
    assistant = stage.assistant
    sender = Sender(assistant.bot, Pacing(Limits(per_second=1000)), LoopGuard())
    monkeypatch.setattr(assistant.delivery, "sender", sender)
    monkeypatch.setattr(assistant.delivery, "batch", 20)
    return bopha


async def writes_announcements(office: Office, bopha: Player) -> None:
    stage = office.stage
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, bopha, "EDU")
        for number in range(WAITING):
            facts = planning.NewMeeting(**{**MEETING, "title": f"Meeting {number}"})
            planned = await planning.plan(session, actor, facts, now=stage.clock.now())
            await planning.announce(session, actor, planned.id, now=stage.clock.now())


async def test_everybody_is_reached_while_many_notices_wait_for_one_person(office: Office, crowded: Player) -> None:
    """The clock of the deliveries stands still, so that none of those put off has its turn."""
    async with office.stage.assistant.delivery.held():
        await writes_announcements(office, crowded)
        await office.writes_announcement()
    await office.stage.settle()
    async with office.stage.assistant.database.read() as session:
        everything = list(await session.scalars(select(Delivery)))
    of_bopha = [found for found in everything if found.chat_id == crowded.person.id]
    assert {found.state for found in everything if found not in of_bopha} == {DeliveryState.SENT}
    assert len(everything) - len(of_bopha) == 2 * (OTHERS + 3)
    states = Counter(found.state for found in of_bopha)
    assert states[DeliveryState.PENDING] >= 2 * WAITING - 6  # the burst for bulk, and what was refilled meanwhile
    assert {found.error for found in of_bopha if found.state is DeliveryState.PENDING and found.part == 0} == {PACED}
    assert {found.attempts for found in of_bopha} == {0}


async def test_what_cannot_share_a_message_gets_turns_of_its_own(chats: BusyChats) -> None:
    office = chats.office
    for number in range(3):
        await office.writes_announcement(title=f"Meeting {number}")
    await office.stage.settle()
    texts = [found for found in await deliveries_of(office, office.dara, "meeting_announced") if found.part == 0]
    assert [found.error for found in texts] == ["", PACED, PACED]
    now = office.stage.clock.now()  # each takes two turns, for its text and its file
    assert [round((found.not_before - now).total_seconds() / EVERY_S) for found in texts[1:]] == [
        1,
        3,
    ]  # a text and a file each
    for _ in range(6):
        await chats.passes(EVERY_S + 1)
    found = await deliveries_of(office, office.dara, "meeting_announced")
    assert {delivery.state for delivery in found} == {DeliveryState.SENT}
    in_order = sorted(found, key=lambda delivery: delivery.message_id or 0)
    assert [delivery.part for delivery in in_order if delivery.notification_id == found[0].notification_id] == [0, 1]


async def test_what_is_urgent_passes_those_that_wait_for_their_turn_in_the_same_chat(chats: BusyChats) -> None:
    office = chats.office
    ids = [await office.writes_announcement(title=f"Meeting {number}") for number in range(4)]
    await office.stage.settle()
    await office.dara.looks_away()
    async with office.stage.assistant.database.begin() as session:
        actor = await access_actor(session, office.dara)
        await changing.cancel(session, actor, ids[0], now=office.stage.clock.now())
    await office.stage.settle()
    await office.dara.sees_nothing_new()
    await chats.passes(EVERY_S + 1)
    await office.dara.is_told_only("meeting_cancelled")


async def test_what_waited_goes_before_what_is_due_now(chats: BusyChats) -> None:
    office = chats.office
    for number in range(2):
        await office.writes_announcement(title=f"Meeting {number}")
    await office.stage.settle()
    async with office.stage.assistant.delivery.held():
        chats.passes_by(EVERY_S + 1)
        await office.writes_announcement(title="Meeting of today")
    await office.stage.settle()
    for _ in range(5):
        await chats.passes(EVERY_S + 1)
    told = [seen for seen in await office.dara.messages() if seen.message.text]
    assert [title for seen in told for title in titles_in(seen)] == ["Meeting 0", "Meeting 1", "Meeting of today"]
