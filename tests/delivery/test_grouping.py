"""Everything due for one person at a time is one message (T2)."""

import asyncio
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from scheduler.delivery import grouping
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.meetings import Rsvp
from storage.members import Account, Membership, MembershipState, Role, Twg
from tests.delivery.conftest import Office, arrived, shape, titles_in
from tests.documents.conftest import circulate
from tests.support.guard import arranged
from tests.support.seen import Seen
from tests.support.setup_steps import MEETING, access_actor, everybody_looks_away
from tests.support.stage import Player
from twg.core.audiences import Audience
from twg.meetings import changing, planning

ZONE = ZoneInfo("Asia/Phnom_Penh")
EVE = datetime(2026, 12, 13, 10, 0, tzinfo=ZONE)
#: A day before the meetings of these tests, and the last day to acknowledge the document.
DUE = datetime(2026, 12, 14, 8, 0, tzinfo=ZONE)
FIRST, SECOND = "Second plenary meeting 2026", "Core group on nutrition"
PAPER = "Health budget 2027"


@pytest.fixture
async def owing(office: Office) -> Office:
    """Two meetings tomorrow and a document to acknowledge: three reminders at eight o'clock."""
    await office.stage.becomes(EVE)
    await office.announces()
    await office.announces(title=SECOND, at=time(14))
    await circulate(office.dara, acknowledge_by=DUE.date())
    await everybody_looks_away(office.dara)
    return office


async def reminders_to(office: Office, player: Player) -> list[Delivery]:
    """The deliveries of everything this person was reminded of."""
    async with office.stage.assistant.database.read() as session:
        query = (
            select(Delivery)
            .join(Notification, Notification.id == Delivery.notification_id)
            .join(Account, Account.id == Delivery.account_id)
            .where(Account.telegram_id == player.person.id, Notification.kind.endswith("_reminder"))
        )
        return list(await session.scalars(query.order_by(Delivery.id)))


def openers_in(message: Seen) -> list[str]:
    """What the buttons that open something are called, without the number of their part."""
    called = [label.partition(". ")[2].removeprefix("More: ") for label in message.message.labels]
    return [title for title in called if title in {FIRST, SECOND, PAPER}]


async def test_three_reminders_at_eight_are_one_message_that_names_all_three(owing: Office) -> None:
    await owing.stage.becomes(DUE)
    for player in (owing.sokha, owing.kenji):
        [message] = await arrived(player)
        assert titles_in(message) == [FIRST, SECOND, PAPER]
        assert message.holds(FIRST, SECOND, PAPER)
        assert message.offers == [*["meetings:answer", "meetings:answer", "meetings:open"] * 2, "documents:open"]
        assert openers_in(message) == [FIRST, SECOND, PAPER]
    sent = await reminders_to(owing, owing.sokha)
    assert [found.state for found in sent] == [DeliveryState.SENT] * 3
    assert len({found.message_id for found in sent}) == 1


async def test_nothing_of_it_comes_again(owing: Office) -> None:
    await owing.stage.becomes(DUE)
    await everybody_looks_away(owing.dara)
    await owing.stage.restarts()
    await owing.stage.passes(hours=1)
    await owing.sokha.sees_nothing_new()


async def test_the_file_of_what_is_named_is_one_tap_away(owing: Office) -> None:
    await owing.stage.becomes(DUE)
    await owing.sokha.presses("documents:open")
    await owing.sokha.reads_fact("[health-budget-2027.pdf]")
    await owing.sokha.presses("documents:acknowledge")
    await owing.sokha.sees("documents/card", document__title=PAPER, acknowledged=True)


async def test_a_meeting_that_is_named_can_be_answered(owing: Office) -> None:
    await owing.stage.becomes(DUE)
    await owing.sokha.presses("meetings:open", 2)
    await owing.sokha.presses("meetings:answer", "yes")
    await owing.sokha.sees("meetings/card", meeting__title=SECOND, attendance__rsvp=Rsvp.YES)


async def test_one_reminder_alone_keeps_its_file_and_its_own_buttons(office: Office) -> None:
    await office.stage.becomes(EVE)
    await circulate(office.dara, acknowledge_by=DUE.date())
    await everybody_looks_away(office.dara)
    await office.stage.becomes(DUE)
    [message] = await office.sokha.new_messages()
    assert shape([message]) == ["file"]
    await office.sokha.offers_only("documents:acknowledge")


async def test_what_brings_a_file_is_not_drawn_into_the_group(owing: Office) -> None:
    owing.stage.clock.set(DUE)
    await owing.announces(title="Retreat", day=date(2026, 12, 20))
    assert sorted(shape(await owing.sokha.new_messages())) == ["file", "text", "text"]
    assert [titles_in(message) for message in await arrived(owing.sokha)] == [["Retreat"], [FIRST, SECOND, PAPER]]


@pytest.mark.parametrize("kind", ["500", "429", "close_before"])
async def test_a_group_that_did_not_go_is_tried_again_whole_and_arrives_once(owing: Office, kind: str) -> None:
    await owing.stage.sandbox.fault(kind, retry_after=1, method="send*", chat_id=owing.sokha.person.id)
    await owing.stage.becomes(DUE)
    await owing.sokha.sees_nothing_new()
    tried = await reminders_to(owing, owing.sokha)
    assert {(found.state, found.attempts) for found in tried} == {(DeliveryState.PENDING, int(kind != "429"))}
    await asyncio.sleep(kind == "429")  # Telegram's pause is in real time
    await owing.stage.passes(seconds=1)
    await owing.stage.passes(hours=1)
    [message] = await arrived(owing.sokha)
    assert titles_in(message) == [FIRST, SECOND, PAPER]
    assert len(await owing.kenji.new_messages()) == 1


async def test_what_was_delivered_is_not_repeated_by_a_retry_of_the_rest(owing: Office) -> None:
    await owing.stage.becomes(DUE)
    await everybody_looks_away(owing.dara)
    first, *others = await reminders_to(owing, owing.sokha)
    async with arranged(owing.stage.assistant.database) as session:
        left = update(Delivery).where(Delivery.id.in_([found.id for found in others]))
        await session.execute(left.values(state=DeliveryState.PENDING, message_id=None))
    await owing.stage.settle()
    [message] = await arrived(owing.sokha)
    assert titles_in(message) == [SECOND, PAPER]
    assert not message.holds(FIRST)
    assert (await reminders_to(owing, owing.sokha))[0].message_id == first.message_id


async def test_what_is_settled_before_the_retry_is_left_out(owing: Office) -> None:
    await owing.stage.sandbox.fault("500", method="send*", chat_id=owing.sokha.person.id)
    await owing.stage.becomes(DUE)
    async with owing.stage.assistant.database.begin() as session:
        actor = await access_actor(session, owing.dara)
        subject = (await session.scalars(select(planning.Meeting).where(planning.Meeting.title == SECOND))).one()
        await changing.cancel(session, actor, subject.id, now=owing.stage.clock.now())
    await owing.stage.passes(seconds=1)
    cancellation, reminder = await arrived(owing.sokha)
    assert cancellation.contexts("meetings/card", heading="cancelled", meeting__title=SECOND)
    assert titles_in(reminder) == [FIRST, PAPER]
    assert not reminder.holds(SECOND)


async def test_whoever_blocked_us_is_noted_for_each(owing: Office) -> None:
    await owing.sokha.person.sets(deactivated=True)
    await owing.stage.becomes(DUE)
    assert {found.state for found in await reminders_to(owing, owing.sokha)} == {DeliveryState.UNREACHABLE}
    assert len(await owing.kenji.new_messages()) == 1


async def test_what_does_not_fit_into_one_message_comes_in_several(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "LONGEST_TEXT", 250)
    await office.stage.becomes(EVE)
    for number in range(2):
        await office.announces(title=f"Meeting {number}")
    await everybody_looks_away(office.dara)
    await office.stage.becomes(DUE)
    several = await arrived(office.sokha)
    assert [titles_in(message) for message in several] == [["Meeting 0"], ["Meeting 1"]]
    assert all(message.holds("Ministry of Health, meeting room A") for message in several)


async def test_what_does_not_fit_goes_by_itself_and_the_rest_together(
    owing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "LONGEST_TEXT", 700)
    await owing.announces(title="Retreat", at=time(11), place=f"{'Hall ' * 36}the last room")
    await everybody_looks_away(owing.dara)
    await owing.stage.becomes(DUE)
    long, together = sorted(await arrived(owing.sokha), key=lambda message: titles_in(message) != ["Retreat"])
    assert (titles_in(long), titles_in(together)) == (["Retreat"], [FIRST, SECOND, PAPER])
    assert long.holds("the last room")
    assert "meetings:answer" in long.offers
    assert together.holds(FIRST, SECOND, PAPER)
    assert openers_in(together) == [FIRST, SECOND, PAPER]


async def test_people_at_the_border_of_a_batch_get_one_message_too(owing: Office) -> None:
    owing.stage.assistant.delivery.batch = 2
    await owing.stage.becomes(DUE)
    for player in (owing.dara, owing.sokha, owing.kenji):
        assert len([message for message in await arrived(player) if "meetings/card" in message.keys]) == 1


async def test_after_days_of_silence_there_is_one_message_and_nothing_that_is_over(office: Office) -> None:
    for number, day in enumerate((1, 2, 3, 4)):
        await office.announces(title=f"Meeting {number}", day=date(2026, 12, day))
    await everybody_looks_away(office.dara)
    await office.stage.assistant.stop()
    office.stage.clock.set(datetime(2026, 12, 3, 8, 20, tzinfo=ZONE))
    await office.stage.restarts()
    await office.stage.settle()
    [message] = await arrived(office.sokha)
    assert titles_in(message) == ["Meeting 2", "Meeting 3"]


async def _joins_tokyo(office: Office, player: Player, role: Role) -> None:
    """The player is a member of a TWG whose people live by the clock of Tokyo."""
    now = office.stage.clock.now()
    async with arranged(office.stage.assistant.database) as session:
        twg = (await session.scalars(select(Twg).where(Twg.code == "EDU"))).one()
        twg.zone = "Asia/Tokyo"
        account = (await session.scalars(select(Account).where(Account.telegram_id == player.person.id))).one()
        state = MembershipState.ACTIVE
        session.add(
            Membership(person_id=account.person_id, twg_id=twg.id, role=role, themes=[], state=state, since=now.date())
        )


async def test_each_time_in_a_group_is_on_the_wall_clock_of_its_own_twg(office: Office) -> None:
    await office.stage.becomes(EVE)
    await office.stage.adds_twg("EDU", "Education", "Ministry of Education")
    await _joins_tokyo(office, office.dara, Role.SECRETARIAT)
    await _joins_tokyo(office, office.sokha, Role.DEVELOPMENT_PARTNER)
    await office.announces(title="In Phnom Penh")
    async with office.stage.assistant.database.begin() as session:
        actor = await access_actor(session, office.dara, "EDU")
        facts = {**MEETING, "title": "In Tokyo", "at": time(11), "audience": Audience.ALL}
        planned = await planning.plan(session, actor, planning.NewMeeting(**facts), now=office.stage.clock.now())
        await planning.announce(session, actor, planned.id, now=office.stage.clock.now())
    await office.stage.settle()
    await everybody_looks_away(office.dara)
    await office.stage.becomes(datetime(2026, 12, 15, 7, 0, tzinfo=ZONE))
    [message] = await arrived(office.sokha)
    assert sorted(titles_in(message)) == ["In Phnom Penh", "In Tokyo"]
    assert message.holds("In Phnom Penh\nTuesday 15 December 2026, 09:00", "In Tokyo\nTuesday 15 December 2026, 11:00")
