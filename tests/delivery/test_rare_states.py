"""States of deliveries that are seldom met: what is kept of them, row by row (T1)."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from telegram.error import BadRequest

from messages.rendering.content import Part
from scheduler.delivery.refused import MOST_ATTEMPTS
from scheduler.delivery.sender import Sent
from storage.core.notifications import (
    Delivery,
    DeliveryState,
    Notification,
    count_deliveries,
    list_unreachable,
)
from storage.members import Account, Membership, MembershipState, Role, find_account, find_twg
from tests.delivery.conftest import Office, deliveries_of, shares
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor
from tests.support.stage import Player
from twg import deliveries
from twg.core.refusals import NotFound
from twg.time.working_time import WEEKEND, WorkingTime

NIGHT = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)


async def last_notification(office: Office) -> Notification:
    async with office.stage.assistant.database.read() as session:
        found = await session.scalar(select(Notification).order_by(Notification.id.desc()).limit(1))
    assert found is not None
    return found


async def sets(office: Office, player: Player, part: int, **values: object) -> None:
    """Set columns of this person's newest delivery of a part."""
    [found] = [delivery for delivery in await office.deliveries(player) if delivery.part == part]
    async with arranged(office.stage.assistant.database) as session:
        await session.execute(update(Delivery).where(Delivery.id == found.id).values(**values))


async def test_who_has_the_text_and_not_yet_the_file_counts_as_on_the_way(office: Office) -> None:
    await office.announces()
    about, now = await last_notification(office), office.stage.clock.now()
    await sets(office, office.sokha, 1, state=DeliveryState.IN_FLIGHT, in_flight_since=now)
    await sets(office, office.kenji, 0, state=DeliveryState.FAILED)
    async with office.stage.assistant.database.read() as session:
        counts = await count_deliveries(session, about.id)
        outcome = await deliveries.find_outcome(session, about, now=now)
    assert counts == {DeliveryState.SENT: 1, DeliveryState.IN_FLIGHT: 1, DeliveryState.FAILED: 1}
    assert (outcome.open, outcome.sent, outcome.total, outcome.held_until) == (1, 1, 3, None)


async def test_what_is_in_flight_beside_what_is_held_is_no_wait_until_the_morning(office: Office) -> None:
    office.stage.assistant.delivery.hours = WorkingTime(time(19), time(7), WEEKEND)
    await office.stage.becomes(NIGHT)
    await office.announces()
    about, now = await last_notification(office), office.stage.clock.now()
    async with office.stage.assistant.database.read() as session:
        assert (await deliveries.find_outcome(session, about, now=now)).held_until is not None
    await sets(office, office.sokha, 0, state=DeliveryState.IN_FLIGHT, in_flight_since=now, error="")
    async with office.stage.assistant.database.read() as session:
        assert (await deliveries.find_outcome(session, about, now=now)).held_until is None


@pytest.mark.parametrize(("before", "wait_s"), [(0, 1), (1, 2), (5, 300), (6, 900), (60, 900)])
async def test_each_try_waits_longer_up_to_a_quarter_of_an_hour(office: Office, before: int, wait_s: int) -> None:
    await office.stage.sandbox.fault("502", method="sendMessage", chat_id=office.sokha.person.id, times=None)
    await office.writes_announcement()
    await sets(office, office.sokha, 0, attempts=before, not_before=office.stage.clock.now())
    await office.stage.settle()
    [text, *_file] = await office.deliveries(office.sokha)
    assert text.not_before - office.stage.clock.now() == timedelta(seconds=wait_s)


@pytest.mark.parametrize(
    ("before", "state", "attempts"),
    [
        (MOST_ATTEMPTS - 2, DeliveryState.PENDING, MOST_ATTEMPTS - 1),
        (MOST_ATTEMPTS - 1, DeliveryState.FAILED, MOST_ATTEMPTS),
    ],
)
async def test_the_hundredth_try_is_the_last(office: Office, before: int, state: DeliveryState, attempts: int) -> None:
    await office.stage.sandbox.fault("500", method="sendMessage", times=None, chat_id=office.sokha.person.id)
    await office.announces()
    await sets(office, office.sokha, 0, attempts=before, not_before=office.stage.clock.now())
    await office.stage.settle()
    text, _file = await office.deliveries(office.sokha)
    assert (text.state, text.attempts) == (state, attempts)
    assert "Internal Server Error" in text.error


async def test_of_more_than_a_batch_only_the_one_that_cannot_be_sent_fails(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        await office.stage.member(f"Other {number}", "government")
    office.stage.assistant.delivery.batch = 2
    sender = office.stage.assistant.delivery.sender
    send = sender.send

    async def refuses_one(chat_id: int, part: Part, locale: str, **options: Any) -> Sent:
        if chat_id == office.kenji.person.id and part.text:
            raise BadRequest("Button_data_invalid")
        return await send(chat_id, part, locale, **options)

    monkeypatch.setattr(sender, "send", refuses_one)
    await office.announces()
    async with office.stage.assistant.database.read() as session:
        rows = [
            (found.part, found.state, found.chat_id == office.kenji.person.id)
            for found in await session.scalars(select(Delivery).order_by(Delivery.person_id, Delivery.part))
        ]
    assert len(rows) == 2 * 8
    assert [row for row in rows if row[1] is not DeliveryState.SENT] == [(0, DeliveryState.FAILED, True)]


async def test_the_first_moment_of_being_unreachable_is_kept(office: Office) -> None:
    await office.sokha.person.sets(deactivated=True)
    await office.announces()
    first = office.stage.clock.now()
    await office.stage.passes(hours=3)
    async with office.stage.assistant.database.begin() as session:
        account = await find_account(session, office.sokha.person.id)
        assert account is not None
        await deliveries.note_unreachable(session, [account.id], now=office.stage.clock.now())
    await office.announces(title="Third plenary meeting")
    async with office.stage.assistant.database.read() as session:
        again = await find_account(session, office.sokha.person.id)
    assert again is not None
    assert again.unreachable_since == first


async def test_send_now_overtakes_a_broadcast_that_was_due_before(office: Office) -> None:
    office.stage.assistant.delivery.hours = WorkingTime(time(19), time(7), WEEKEND)
    for number in range(10):
        await office.stage.member(f"Other {number}", "government")
    await office.stage.becomes(NIGHT)
    await shares(office.kenji, "The study is out.")
    urgent = await last_notification(office)
    office.stage.assistant.delivery.hours = WorkingTime()
    office.stage.assistant.delivery.batch = 2
    async with office.stage.assistant.delivery.held():
        await office.writes_announcement()
        broadcast = await last_notification(office)
        async with office.stage.assistant.database.begin() as session:
            actor = await access_actor(session, office.kenji)
            await deliveries.send_now(
                session, actor, urgent.id, now=office.stage.clock.now() + timedelta(milliseconds=1)
            )
        office.stage.clock.set(office.stage.clock.now() + timedelta(milliseconds=1))
    await office.stage.settle()
    async with office.stage.assistant.database.read() as session:
        sent = {
            about: list(await session.scalars(select(Delivery).where(Delivery.notification_id == about.id)))
            for about in (urgent, broadcast)
        }
    assert {found.state for found in [*sent[urgent], *sent[broadcast]]} == {DeliveryState.SENT}
    assert {found.urgent for found in sent[urgent]} == {True}
    order = office.stage.server.world.journal.since(0)
    places = {(entry["chat_id"], entry["message_id"]): entry["seq"] for entry in order if entry["kind"] == "sees"}
    last_urgent = max(places[found.chat_id, found.message_id or 0] for found in sent[urgent])
    before_it = [found for found in sent[broadcast] if places[found.chat_id, found.message_id or 0] < last_urgent]
    assert len(before_it) <= 2 * 2 * 2  # what two lanes had claimed, with the rest for their last people


async def _joins(office: Office, player: Player, code: str, role: Role) -> None:
    """Make the player a member of another TWG too."""
    async with arranged(office.stage.assistant.database) as session:
        twg = await find_twg(session, code)
        account = (await session.scalars(select(Account).where(Account.telegram_id == player.person.id))).one()
        assert twg is not None
        since, state = office.stage.clock.now().date(), MembershipState.ACTIVE
        joined = {"person_id": account.person_id, "twg_id": twg.id, "since": since, "state": state, "themes": []}
        session.add(Membership(**joined, role=role))


async def test_who_sent_something_in_another_twg_does_not_reach_it_from_this_one(office: Office) -> None:
    await office.stage.adds_twg("EDU", "Education", "Ministry of Education")
    await _joins(office, office.dara, "EDU", Role.SECRETARIAT)
    await office.announces()
    about, now = await last_notification(office), office.stage.clock.now()
    async with office.stage.assistant.database.begin() as session:
        own, other = await access_actor(session, office.dara), await access_actor(session, office.dara, "EDU")
        for operation in (deliveries.resend, deliveries.send_now):
            with pytest.raises(NotFound):
                await operation(session, other, about.id, now=now)
        assert (await deliveries.access_notification(session, own, about.id)).id == about.id
    assert await office.states(office.sokha) == [DeliveryState.SENT] * 2


async def test_who_left_the_twg_of_a_notice_does_not_get_it_as_a_member_of_another(office: Office) -> None:
    await office.stage.adds_twg("EDU", "Education", "Ministry of Education")
    await _joins(office, office.sokha, "EDU", Role.SECRETARIAT)
    async with office.stage.assistant.delivery.held():
        await office.writes_announcement()
        await office.stage.leaves("Sokha")
    await office.stage.settle()
    found = await office.deliveries(office.sokha)
    assert [(delivery.state, delivery.error) for delivery in found] == [
        (DeliveryState.VOID, "no longer a member"),
        (DeliveryState.VOID, "no longer a member"),
    ]
    await office.sokha.sees_nothing_new()


@pytest.mark.parametrize(("wait", "listed"), [(timedelta(seconds=59), 2), (timedelta(minutes=1), 0)])
async def test_what_has_expired_is_listed_no_more_for_who_returns(office: Office, wait: timedelta, listed: int) -> None:
    began = office.stage.clock.now()
    await office.sokha.person.sets(deactivated=True)
    await office.announces()
    for part in (0, 1):
        await sets(office, office.sokha, part, expires_at=began + timedelta(minutes=1))
    [text, file] = await deliveries_of(office, office.sokha, "meeting_announced")
    async with office.stage.assistant.database.begin() as session:
        since = began - timedelta(days=1)
        found = await list_unreachable(session, text.person_id, since=since, now=began + wait)
    assert [delivery.id for delivery in found] == [text.id, file.id][:listed]


async def test_what_expires_while_it_waits_is_missed_and_not_tried(office: Office) -> None:
    await office.stage.sandbox.fault("500", method="sendMessage", chat_id=office.sokha.person.id)
    await office.announces()
    tried = (await office.deliveries(office.sokha))[0]
    await sets(office, office.sokha, 0, expires_at=tried.not_before)
    await office.stage.becomes(tried.not_before)
    text, file = await office.deliveries(office.sokha)
    assert (text.state, text.attempts, text.message_id) == (DeliveryState.MISSED, 1, None)
    assert file.state is DeliveryState.SENT  # it has no such limit of its own here
