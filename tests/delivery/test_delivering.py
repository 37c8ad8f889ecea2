"""Nothing announced is lost, and a repeat is possible only where an answer was lost (T1, T3)."""

import asyncio
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from bot.capabilities import registry
from messages.rendering import content
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import Account, Membership, MembershipState, Person, Role
from tests.delivery.conftest import Office, hears, shape
from tests.support.guard import arranged
from tests.support.setup_steps import MEETING_DAY, access_actor
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.documents import circulating
from twg.joining import entering
from twg.language.agenda import AgendaLine
from twg.meetings import changing
from twg.members import invites, registration

SENT = [DeliveryState.SENT, DeliveryState.SENT]


async def test_a_text_comes_first_and_its_file_after_it(office: Office) -> None:
    await office.announces()
    assert shape(await office.sokha.new_messages()) == ["text", "file"]
    assert await office.states(office.sokha) == SENT


async def test_a_429_delays_only_the_chat_it_is_about_and_costs_no_attempt(office: Office) -> None:
    await office.stage.sandbox.fault("429", retry_after=60, method="sendMessage", chat_id=office.sokha.person.id)
    await office.announces()
    await office.kenji.is_told_only("meeting_announced")
    await office.kenji.reads_fact("Second plenary meeting 2026")
    await office.sokha.sees_nothing_new()
    until = office.stage.clock.now() + timedelta(seconds=60)
    rows = [(row.state, row.attempts, row.not_before) for row in await office.deliveries(office.sokha)]
    assert rows == [(DeliveryState.PENDING, 0, until)] * 2  # the file waits for its text


async def test_who_has_no_telegram_is_noted_beside_those_who_are_told(office: Office) -> None:
    database, now = office.stage.assistant.database, office.stage.clock.now()
    async with arranged(database) as session:
        nary = Person(name="Nary", created_at=now)
        session.add(nary)
        await session.flush()
        session.add(Membership(person_id=nary.id, twg_id=1, role=Role.GOVERNMENT, since=now.date(), themes=[]))
    await office.announces()
    assert await office.states(office.sokha) == SENT
    async with database.read() as session:
        told = (await session.scalars(select(Notification).where(Notification.kind == "meeting_announced"))).one()
    assert told.without_account == [nary.id]


async def test_what_a_429_delayed_arrives_once(office: Office) -> None:
    await office.stage.sandbox.fault("429", retry_after=1, method="sendMessage", chat_id=office.sokha.person.id)
    await office.announces()
    await asyncio.sleep(1)  # Telegram's pause is in real time
    await office.stage.passes(seconds=1)
    assert shape(await office.sokha.new_messages()) == ["text", "file"]
    assert [delivery.attempts for delivery in await office.deliveries(office.sokha)] == [0, 0]


async def test_somebody_who_blocked_us_is_not_tried_again(office: Office) -> None:
    await office.sokha.person.sets(deactivated=True)
    await office.announces()
    assert await office.states(office.sokha) == [DeliveryState.UNREACHABLE, DeliveryState.UNREACHABLE]
    assert "deactivated" in (await office.deliveries(office.sokha))[0].error
    assert await office.is_unreachable(office.sokha)
    await office.kenji.reads_fact("Second plenary meeting 2026")
    await office.stage.sandbox.fault("500", times=None, chat_id=office.sokha.person.id)
    await office.announces(title="Third plenary meeting")
    assert (await office.deliveries(office.sokha))[0].attempts == 0


async def test_somebody_who_never_started_the_chat_is_unreachable(office: Office) -> None:
    token_hash = invites.hash_token(await office.stage.invites("government"))
    args = registration.Registration(name="Nobody", position="", institution="MoH", contact="", language="en")
    async with office.stage.assistant.database.begin() as session:
        await entering.register(
            session, token_hash, 999_999, args, domains=registry().domains, now=office.stage.clock.now()
        )
    await office.announces()
    async with office.stage.assistant.database.read() as session:
        account = (await session.scalars(select(Account).where(Account.telegram_id == 999_999))).one()
        found = (await session.scalars(select(Delivery).where(Delivery.account_id == account.id))).all()
    assert account.unreachable_since is not None
    assert {delivery.state for delivery in found} == {DeliveryState.UNREACHABLE}
    assert "Chat not found" in {delivery.error for delivery in found}


@pytest.mark.parametrize("words", ["/me", "/export", "hello"])
async def test_whoever_writes_again_is_reachable_again_even_when_refused(office: Office, words: str) -> None:
    await office.sokha.person.sets(deactivated=True)
    await office.announces()
    await office.sokha.person.sets(deactivated=False)
    await office.sokha.says(words)
    assert not await office.is_unreachable(office.sokha)
    await office.announces(title="Third plenary meeting")
    await office.sokha.reads_fact("Third plenary meeting")


async def test_whoever_unblocks_us_is_reachable_again(office: Office) -> None:
    await office.sokha.does(office.sokha.person.blocks())
    assert await office.is_unreachable(office.sokha)
    await office.sokha.does(office.sokha.person.unblocks())
    assert not await office.is_unreachable(office.sokha)


@pytest.mark.parametrize("kind", ["500", "502", "close_before"])
async def test_what_the_network_swallowed_is_tried_again_and_arrives_once(office: Office, kind: str) -> None:
    await office.stage.sandbox.fault(kind, method="sendMessage", chat_id=office.sokha.person.id, times=3)
    await office.announces()
    await office.sokha.sees_nothing_new()
    for wait in (1, 2, 5):
        await office.stage.passes(seconds=wait)
    assert shape(await office.sokha.new_messages()) == ["text", "file"]
    text, _file = await office.deliveries(office.sokha)
    assert (text.state, text.attempts) == (DeliveryState.SENT, 3)


async def test_waits_between_tries_grow(office: Office) -> None:
    await office.stage.sandbox.fault("500", method="sendMessage", chat_id=office.sokha.person.id, times=None)
    await office.announces()
    waits = []
    for _ in range(4):
        [text, *_] = await office.deliveries(office.sokha)
        waits.append((text.not_before - office.stage.clock.now()).total_seconds())
        await office.stage.becomes(text.not_before)
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]


async def test_what_waited_through_a_long_outage_is_not_given_up_at_its_end(office: Office) -> None:
    fault = await office.stage.sandbox.fault("500", method="send*", times=None)
    await office.announces()
    await office.stage.passes(days=3)
    assert (await office.states(office.sokha))[0] is DeliveryState.PENDING
    await office.stage.sandbox.mend(fault)
    await office.stage.passes(minutes=15)
    await office.sokha.reads_fact("Second plenary meeting 2026")


async def test_a_lost_answer_makes_a_message_arrive_twice_at_most(office: Office) -> None:
    await office.stage.sandbox.fault("close_after", method="sendMessage", chat_id=office.sokha.person.id)
    await office.announces()
    await office.stage.passes(hours=1)
    assert shape(await office.sokha.new_messages()) == ["text", "text", "file"]
    assert await office.states(office.sokha) == SENT


async def test_what_telegram_refuses_is_kept_with_its_words(office: Office) -> None:
    file = SentFile(handle="of another bot", name="paper.pdf")
    paper = circulating.NewDocument(file=file, title="Paper", kind="paper")
    args = circulating.NewCirculation(documents=[paper], audience=Audience.ALL)
    async with office.stage.assistant.database.begin() as session:
        actor = await access_actor(session, office.dara)
        await circulating.circulate(session, actor, args, now=office.stage.clock.now())
    await office.stage.settle()
    [delivery] = await office.deliveries(office.sokha)
    assert delivery.state is DeliveryState.FAILED
    assert "wrong file identifier" in delivery.error.casefold()


async def test_what_a_crash_left_in_flight_is_sent_again_and_marked(office: Office) -> None:
    await office.announces()
    [text, *_] = await office.deliveries(office.sokha)
    async with arranged(office.stage.assistant.database) as session:
        await session.execute(update(Delivery).where(Delivery.id == text.id).values(state=DeliveryState.IN_FLIGHT))
    since = len(await office.stage.sandbox.journal())
    await office.stage.restarts()
    await hears(office.stage, "sees", since)
    await office.stage.settle()
    assert shape(await office.sokha.new_messages()) == ["text", "file", "text"]
    assert [delivery.repeated for delivery in await office.deliveries(office.sokha)] == [True, False]
    assert await office.states(office.sokha) == SENT


async def test_a_stop_lets_what_is_on_its_way_arrive_and_nothing_comes_twice(office: Office) -> None:
    await office.stage.sandbox.fault("delay", seconds=0.3, method="sendMessage", chat_id=office.sokha.person.id)
    seen = len(await office.stage.sandbox.journal())
    await office.writes_announcement()
    under_way = asyncio.create_task(office.stage.assistant.delivery.drain())
    while not any(entry["kind"] == "fault" for entry in await office.stage.sandbox.journal(seen, wait_s=1)):
        continue
    await office.stage.restarts()
    assert await under_way
    await office.stage.settle()
    assert shape(await office.sokha.new_messages()) == ["text", "file"]
    assert not any(delivery.repeated for delivery in await office.deliveries(office.sokha))


async def test_a_text_that_arrived_is_not_sent_again_when_its_file_failed(office: Office) -> None:
    await office.stage.sandbox.fault("500", method="sendDocument", chat_id=office.sokha.person.id)
    await office.announces()
    assert shape(await office.sokha.new_messages()) == ["text"]
    await office.stage.passes(seconds=1)
    assert shape(await office.sokha.new_messages()) == ["text", "file"]


async def test_a_file_waits_for_its_text(office: Office) -> None:
    await office.stage.sandbox.fault("500", method="sendMessage", chat_id=office.sokha.person.id)
    await office.announces()
    await office.sokha.sees_nothing_new()
    await office.stage.passes(seconds=1)
    assert shape(await office.sokha.new_messages()) == ["text", "file"]


async def test_what_comes_too_late_is_missed(office: Office) -> None:
    fault = await office.stage.sandbox.fault("500", method="send*", times=None, chat_id=office.sokha.person.id)
    await office.announces()
    await office.stage.passes(days=30)
    await office.stage.sandbox.mend(fault)
    await office.stage.passes(hours=1)
    await office.sokha.sees_nothing_new()
    assert await office.states(office.sokha) == [DeliveryState.MISSED, DeliveryState.MISSED]


async def test_somebody_who_left_gets_nothing_more(office: Office) -> None:
    await office.stage.sandbox.fault("500", method="send*", chat_id=office.sokha.person.id)
    await office.announces()
    async with arranged(office.stage.assistant.database) as session:
        person_id = (await access_actor(session, office.sokha)).person.id
        left = update(Membership).where(Membership.person_id == person_id).values(state=MembershipState.LEFT)
        await session.execute(left)
    await office.stage.passes(seconds=1)
    await office.sokha.sees_nothing_new()
    assert await office.states(office.sokha) == [DeliveryState.VOID, DeliveryState.VOID]


async def test_one_that_cannot_be_worded_fails_and_the_others_go(office: Office) -> None:
    await office.writes_announcement(title="Third plenary meeting")
    async with arranged(office.stage.assistant.database) as session:
        await session.execute(update(Notification).values(kind="nothing/known"))
    await office.announces()
    assert shape(await office.sokha.new_messages()) == ["text", "file"]
    await office.sokha.reads_fact("Second plenary meeting 2026")
    async with office.stage.assistant.database.read() as session:
        failed = await session.scalars(select(Delivery).where(Delivery.state == DeliveryState.FAILED))
        assert {delivery.error for delivery in failed} == {"KeyError('nothing/known')"}


async def test_a_file_is_uploaded_once_for_everybody(office: Office) -> None:
    for number in range(4):
        await office.stage.member(f"Member {number}", "government")
    before = len(office.stage.server.world.files.by_id)
    await office.announces()
    assert len(office.stage.server.world.files.by_id) == before + 1
    [_text, sent] = await office.stage.people["Member 3"].new_messages()
    assert Calendar.from_ical(await office.sokha.person.downloads(sent))


async def test_somebody_whose_upload_fails_does_not_keep_the_file_from_others(office: Office) -> None:
    await office.stage.sandbox.fault("500", method="sendDocument")
    await office.announces()
    await office.stage.passes(seconds=1)
    for player in (office.dara, office.sokha, office.kenji):
        assert shape(await player.new_messages()) == ["text", "file"]


async def test_a_file_that_comes_late_is_of_the_same_day_as_the_text_says_now(office: Office) -> None:
    await office.stage.sandbox.fault("500", method="send*", chat_id=office.sokha.person.id)
    meeting_id = await office.announces()
    async with office.stage.assistant.database.begin() as session:
        actor = await access_actor(session, office.dara)
        moved = changing.NewTime(day=MEETING_DAY + timedelta(days=2), at="09:00")
        await changing.move(session, actor, meeting_id, moved, now=office.stage.clock.now())
    await office.stage.passes(seconds=1)
    await office.sokha.reads_fact("17 December 2026")
    _text, file = await office.sokha.new_messages()
    [event] = Calendar.from_ical(await office.sokha.person.downloads(file)).walk("VEVENT")
    assert (event.decoded("dtstart").day, event["sequence"]) == (17, 1)


async def test_a_text_longer_than_a_message_arrives_whole_with_its_file_last(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "LONGEST_TEXT", 150)
    agenda = [AgendaLine(f"Item {number}: matters of health & welfare", "", None) for number in range(1, 4)]
    await office.announces(agenda=agenda)
    messages = await office.sokha.new_messages()
    assert shape(messages) == ["text", "text", "text", "file"]
    words = "\n".join(message.text for message in messages)
    assert all(f"Item {number}: matters of health & welfare" in words for number in range(1, 4))
    assert [bool(message.buttons) for message in messages] == [False, False, True, False]


async def test_a_token_that_was_changed_fails_no_delivery(office: Office) -> None:
    world = office.stage.server.world
    token, world.token = world.token, "2:another"
    await office.writes_announcement()
    await office.stage.assistant.delivery.drain()
    assert await office.states(office.sokha) == [DeliveryState.PENDING, DeliveryState.PENDING]
    world.token = token
    await office.stage.restarts()
    await office.stage.passes(seconds=1)
    await office.sokha.reads_fact("Second plenary meeting 2026")


async def test_what_is_for_a_group_that_became_a_supergroup_follows_it(office: Office) -> None:
    old = await office.stage.sandbox.group("Health TWG", [office.sokha.person], supergroup=False)
    await office.writes_announcement()
    [sokha_id] = {delivery.person_id for delivery in await office.deliveries(office.sokha)}
    async with arranged(office.stage.assistant.database) as session:
        await session.execute(update(Delivery).where(Delivery.person_id == sokha_id).values(chat_id=old.id))
    new = await office.sokha.person.upgrades(old)
    await office.stage.settle()
    told = [message for message in await office.sokha.person.messages(chat=new) if message.sender == "bot"]
    assert shape(told) == ["text", "file"]
    assert [(one.state, one.chat_id) for one in await office.deliveries(office.sokha)] == [
        (DeliveryState.SENT, new.id),
        (DeliveryState.SENT, new.id),
    ]
