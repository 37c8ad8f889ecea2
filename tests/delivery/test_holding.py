"""Night, weekend and holidays hold back what is not urgent; the sender is told until when (U4)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.capabilities import registry
from bot.config_sections import TimeSection
from messages.rendering.texts import Text
from storage.core.notifications import DeliveryState
from tests.delivery.conftest import Office, arrived, shares
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines, opens_round
from tests.support.setup_steps import access_actor, everybody_looks_away, plan_meeting
from tests.support.stage import Player
from twg.meetings import changing
from twg.time.working_time import WEEKEND, WorkingTime

ZONE = ZoneInfo("Asia/Phnom_Penh")
HOURS = WorkingTime(time(19), time(7), WEEKEND, "KH")


def local(day: int, hour: int, minute: int = 0, *, month: int = 12) -> datetime:
    """A moment on the wall clock of Phnom Penh in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (local(1, 7), local(1, 7)),
        (local(1, 18, 59), local(1, 18, 59)),
        (local(1, 19), local(2, 7)),
        (local(1, 23, 59), local(2, 7)),
        (local(2, 0), local(2, 7)),
        (local(2, 6, 59), local(2, 7)),
        (local(4, 19), local(7, 7)),  # Friday evening
        (local(5, 12), local(7, 7)),  # Saturday
        (local(28, 20), local(30, 7)),  # Peace Day is on the 29th
        (local(29, 10), local(30, 7)),
        (local(20, 19, month=11), local(26, 7, month=11)),  # a weekend and three days of the Water Festival
    ],
)
def test_what_is_not_urgent_waits_for_the_morning_of_a_working_day(moment: datetime, opens: datetime) -> None:
    assert HOURS.next_open(moment.astimezone(UTC), ZONE) == opens


def test_quiet_hours_within_a_day_end_the_same_day() -> None:
    hours = WorkingTime(time(12), time(14))
    assert hours.next_open(local(1, 13), ZONE) == local(1, 14)
    assert hours.next_open(local(1, 11, 59), ZONE) == local(1, 11, 59)
    assert hours.next_open(local(1, 14), ZONE) == local(1, 14)


def test_without_quiet_hours_and_days_off_nothing_waits() -> None:
    moment = local(5, 3)
    assert WorkingTime().next_open(moment, ZONE) == moment


def test_the_night_is_that_of_the_twg() -> None:
    assert HOURS.next_open(local(1, 18), ZoneInfo("Asia/Tokyo")) == datetime(
        2026, 12, 2, 7, tzinfo=ZoneInfo("Asia/Tokyo")
    )


def test_the_sub_decree_of_the_year_overrides_the_calendar() -> None:
    said = TimeSection(extra_holidays=[date(2026, 12, 30)], extra_working_days=[date(2026, 12, 5), date(2026, 12, 29)])
    hours = said.working_time()
    assert hours.next_open(local(5, 12), ZONE) == local(5, 12)
    assert hours.next_open(local(29, 12), ZONE) == local(29, 12)
    assert hours.next_open(local(30, 12), ZONE) == local(31, 7)


@pytest.fixture
async def keeps_hours(office: Office) -> Office:
    """The assistant keeps Cambodian working hours, with a holiday and a working Saturday announced late."""
    office.stage.config.time = TimeSection(extra_holidays=[date(2026, 12, 10)], extra_working_days=[date(2026, 12, 12)])
    await office.stage.restarts()
    await office.stage.becomes(local(1, 9))
    return office


async def notes(player: Player) -> list[Text]:
    """What a summary asks to think of once more."""
    return list((await player.shown("forms/confirm"))["notes"])


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        pytest.param(local(1, 21), local(2, 7), id="at night"),
        pytest.param(local(5, 10), local(7, 7), id="on a Saturday"),
        pytest.param(local(10, 10), local(11, 7), id="on a holiday announced late"),
    ],
)
async def test_an_announcement_is_held_and_its_sender_told_until_when(
    keeps_hours: Office, moment: datetime, opens: datetime
) -> None:
    stage, dara = keeps_hours.stage, keeps_hours.dara
    await stage.becomes(moment)
    await everybody_looks_away(dara)
    await shares(dara, "The study is out.")
    await dara.sees("deliveries/progress", outcome__held_until=opens, outcome__open=2)
    await dara.reads_fact(f"{opens.day} December 2026, 07:00")
    await dara.offers("deliveries:now")
    await keeps_hours.sokha.sees_nothing_new()
    [held] = await keeps_hours.deliveries(keeps_hours.sokha)
    assert (held.state, held.not_before, held.attempts) == (DeliveryState.PENDING, opens, 0)
    await stage.becomes(opens)
    await keeps_hours.sokha.is_told_only("post_shared")
    await keeps_hours.sokha.reads_fact("The study is out.")


async def test_what_was_held_for_one_person_is_one_message_in_the_morning_but_for_files(keeps_hours: Office) -> None:
    stage, dara, kenji, sokha = keeps_hours.stage, keeps_hours.dara, keeps_hours.kenji, keeps_hours.sokha
    await stage.becomes(local(1, 21))
    await defines(dara)
    await opens_round(dara)
    for text in ("The study is out.", "The mission is over."):
        await shares(kenji, text)
    await circulate(dara)
    await everybody_looks_away(dara)
    await stage.becomes(local(2, 7))
    await sokha.is_told("indicator_requested", "post_shared", "document_circulated")
    together, document = sorted(await arrived(sokha), key=lambda seen: seen.message.document is not None)
    assert together.keys == ["indicators/request", "sharing/post", "sharing/post"]
    assert together.holds("2008-4 Deliveries", "The study is out.", "The mission is over.")
    assert together.offers == ["indicators:report", "sharing:open", "sharing:open"]
    called = [label.partition(". ")[2] for label in together.message.labels]
    assert called[1:] == ["The study is out.", "The mission is over."]
    assert document.contexts("documents/card", document__title="Health budget 2027")
    await sokha.says("58%", reply_to=together.message)
    summary = await sokha.summary()
    assert (summary["indicator"].partition(" ")[0], summary["value"]) == ("2008-4", "58 %")


async def test_on_a_working_saturday_nothing_waits(keeps_hours: Office) -> None:
    await keeps_hours.stage.becomes(local(12, 10))
    await keeps_hours.announces(day=date(2026, 12, 22))
    await keeps_hours.sokha.is_told_only("meeting_announced")
    await keeps_hours.sokha.reads_fact("Second plenary meeting 2026")


async def test_a_meeting_tomorrow_that_is_called_off_at_night_is_told_at_once(keeps_hours: Office) -> None:
    meeting_id = await keeps_hours.announces(day=date(2026, 12, 2))
    await keeps_hours.stage.becomes(local(1, 21))
    await everybody_looks_away(keeps_hours.dara)
    async with keeps_hours.stage.assistant.database.begin() as session:
        actor = await access_actor(session, keeps_hours.dara)
        await changing.cancel(session, actor, meeting_id, now=keeps_hours.stage.clock.now())
    await keeps_hours.stage.passes(minutes=3)
    await keeps_hours.sokha.is_told_only("meeting_cancelled")


async def test_the_reminder_two_hours_before_an_early_meeting_comes_in_the_night(keeps_hours: Office) -> None:
    await keeps_hours.announces(day=date(2026, 12, 2), at=time(8))
    await keeps_hours.stage.becomes(local(2, 5))
    await everybody_looks_away(keeps_hours.dara)
    await keeps_hours.stage.becomes(local(2, 6))
    await keeps_hours.sokha.is_told_only("meeting_reminder")
    await keeps_hours.sokha.sees("meetings/card", heading="reminder", now=local(2, 6))


@pytest.mark.parametrize(
    ("moment", "starts", "waits"),
    [
        pytest.param(local(5, 10), local(6, 9), False, id="on Saturday for Sunday"),
        pytest.param(local(4, 20), local(7, 14), False, id="on Friday evening for Monday"),
        pytest.param(local(4, 20), local(8, 9), True, id="on Friday evening for Tuesday"),
    ],
)
async def test_an_announcement_is_not_held_until_it_is_too_late(
    keeps_hours: Office, moment: datetime, starts: datetime, waits: bool
) -> None:
    await keeps_hours.stage.becomes(moment)
    meeting_id = await plan_meeting(keeps_hours.dara, day=starts.date(), at=starts.time())
    await everybody_looks_away(keeps_hours.dara)
    await keeps_hours.dara.forges(f"meetings/announce:{meeting_id}")
    assert bool(await keeps_hours.sokha.new_messages()) is not waits
    await keeps_hours.stage.becomes(local(7, 7))
    await keeps_hours.sokha.is_told_only("meeting_announced")
    await keeps_hours.sokha.sees("meetings/card", heading="announced", meeting__id=meeting_id)


@pytest.mark.parametrize(
    ("meeting", "reminded"),
    [
        pytest.param(datetime(2026, 12, 14, 9, tzinfo=ZONE), local(11, 8), id="Sunday becomes Friday"),
        pytest.param(datetime(2026, 12, 30, 9, tzinfo=ZONE), local(28, 8), id="Peace Day becomes the day before"),
        pytest.param(datetime(2026, 12, 16, 9, tzinfo=ZONE), local(15, 8), id="a working day stays"),
    ],
)
def test_a_reminder_on_a_day_off_moves_to_a_working_day_before(meeting: datetime, reminded: datetime) -> None:
    rule = registry().domains.rules["meeting_1_day"]
    assert rule.due_at(meeting.astimezone(UTC), ZONE, HOURS) == reminded


def test_a_reminder_after_something_moves_to_a_working_day_after() -> None:
    rule = registry().domains.rules["document_2_days"]
    assert rule.due_at(local(3, 10), ZONE, HOURS) == local(7, 8)


async def test_a_meeting_on_a_day_off_or_at_night_is_questioned_before_it_is_saved(keeps_hours: Office) -> None:
    dara, form = keeps_hours.dara, ("2h", "Ministry of Health", "all", "Budget")
    await dara.says("/newmeeting", "Annual review", "plenary", "13/12/2026", "03:00", *form)
    await dara.presses("form:finish")
    day_off, quiet = await notes(dara)
    assert day_off.params == {"day": "Sunday 13 December 2026"}
    assert quiet.params == {"time": "03:00"}
    await dara.says("/cancel", "/newmeeting", "Annual review", "plenary", "12/12/2026", "9:00", *form)
    await dara.presses("form:finish")
    assert await notes(dara) == []  # a working Saturday


async def test_a_paper_whose_day_would_be_over_before_the_morning_goes_out_at_once(keeps_hours: Office) -> None:
    await keeps_hours.stage.becomes(local(4, 20))
    for day, at_once in (("4/12/2026", True), ("6/12/2026", True), ("7/12/2026", False)):
        await keeps_hours.dara.sends_file()
        await keeps_hours.dara.presses("documents:take")
        await keeps_hours.dara.says("Budget paper", "report", "all", day)
        await keeps_hours.dara.presses("form:skip")
        await everybody_looks_away(keeps_hours.dara)
        await keeps_hours.dara.presses("form:save")
        assert bool(await keeps_hours.sokha.new_messages()) == at_once
