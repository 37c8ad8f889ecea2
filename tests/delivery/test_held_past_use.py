"""Nothing is held past what makes it useful, and whoever causes something held reads until when (T2, U4, U5)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.capabilities import registry
from bot.config_sections import TimeSection
from storage.actions import Action
from storage.core.notifications import DeliveryState
from tests.actions.conftest import records
from tests.delivery.conftest import prepares_to_share
from tests.delivery.test_still_holds import deliveries
from tests.indicators.conftest import defines, opens_round, reports
from tests.support.scene import Scene
from tests.support.setup_steps import everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.time.working_time import WEEKEND, WorkingTime

ZONE = ZoneInfo("Asia/Phnom_Penh")
HOURS = WorkingTime(time(19), time(7), WEEKEND, "KH")
#: A Friday evening in quiet hours; the next working day is the Monday.
FRIDAY = datetime(2026, 12, 4, 19, 5, tzinfo=ZONE)
SUNDAY, MONDAY = date(2026, 12, 6), datetime(2026, 12, 7, 7, tzinfo=ZONE)


@pytest.fixture
async def scene(health: Stage, dara: Player, sokha: Player) -> Scene:
    """Office hours are kept, and UNFPA reports on an indicator; it is Friday, before the quiet hours."""
    health.config.time = TimeSection()
    await health.restarts()
    rith = await health.member("Rith", "secretariat")
    await defines(dara, responsible=["UNFPA"])
    await health.becomes(FRIDAY.replace(hour=10))
    return Scene(health, dara, rith, sokha)


async def evening(scene: Scene) -> None:
    await scene.stage.becomes(FRIDAY)
    await everybody_looks_away(scene.dara)


async def fills_in_round(scene: Scene, due: str) -> None:
    await scene.dara.says("/round", "JMI report", due)


async def test_a_round_due_before_the_morning_is_asked_for_at_once_and_its_opener_sees_that_before(
    scene: Scene,
) -> None:
    await evening(scene)
    await fills_in_round(scene, "6/12/2026")
    await scene.dara.sees("forms/confirm")
    await scene.dara.does_not_offer("form:now")
    assert len((await scene.dara.shown("forms/confirm"))["notes"]) == 3
    await scene.dara.presses("form:save")
    await scene.sokha.is_told_only("indicator_requested")
    await scene.dara.does_not_see("deliveries/held")


async def test_a_round_that_can_wait_is_held_and_its_opener_reads_until_when_before_and_after(scene: Scene) -> None:
    await evening(scene)
    await fills_in_round(scene, "18/12/2026")
    await scene.dara.reads_fact("7 December 2026, 07:00")
    await scene.dara.offers("form:now")
    await scene.dara.presses("form:save")
    await scene.dara.sees("indicators/round")
    await scene.dara.sees("deliveries/held", names=["Sokha"], others=0, moment=MONDAY)
    await scene.sokha.sees_nothing_new()
    await scene.stage.becomes(MONDAY)
    await scene.sokha.is_told_only("indicator_requested")


async def test_it_can_be_sent_at_once_before_it_is_saved(scene: Scene) -> None:
    await evening(scene)
    await fills_in_round(scene, "18/12/2026")
    await scene.dara.presses("form:now")
    await scene.sokha.is_told_only("indicator_requested")
    await scene.dara.does_not_see("deliveries/held")


async def test_it_can_be_sent_at_once_after_it_was_saved(scene: Scene) -> None:
    await evening(scene)
    await fills_in_round(scene, "18/12/2026")
    await scene.dara.presses("form:save")
    await scene.dara.presses("deliveries:now")
    await scene.sokha.is_told_only("indicator_requested")
    await scene.dara.sees("deliveries/progress", title="JMI report", outcome__sent=1)


async def test_all_that_one_change_caused_is_sent_at_once_in_each_twg(scene: Scene) -> None:
    """A person who belongs to two TWGs corrects their details, which both secretariats are told."""
    await scene.stage.adds_twg("EDU", "Education")
    rithy = await scene.stage.member("Rithy", "secretariat", "MoEYS", code="EDU")
    await scene.sokha.starts(await scene.stage.invites("development_partner", "EDU"))
    await evening(scene)
    await scene.sokha.says("/me")
    await scene.sokha.presses("members:correct")
    await scene.sokha.presses("form:change")
    await scene.sokha.presses("form:change=position")
    await scene.sokha.says("Director")
    await scene.sokha.presses("form:save")
    await scene.dara.sees_nothing_new()
    await everybody_looks_away(scene.dara)
    await scene.sokha.presses("deliveries:now")
    await scene.dara.is_told_only("member_corrected")
    await rithy.is_told_only("member_corrected")


async def test_nothing_of_what_is_foreseen_is_kept(scene: Scene) -> None:
    await evening(scene)
    await fills_in_round(scene, "18/12/2026")
    async with scene.stage.assistant.database.read() as session:
        assert await registry().domains.subjects["round"].find(session, 1) is None  # type: ignore[misc]
    assert await deliveries(scene, "indicator_requested", scene.sokha) == []
    await scene.dara.presses("form:cancel")
    await scene.stage.becomes(MONDAY)
    await scene.sokha.sees_nothing_new()


async def test_what_is_foreseen_takes_no_number_that_people_read(scene: Scene) -> None:
    await evening(scene)
    for _time in range(2):
        await scene.dara.says("/newaction Revise the budget", "Sokha", "18/12/2026")
        await scene.dara.presses("form:choice=all")
        await scene.dara.sees("forms/confirm")
        await scene.dara.presses("form:cancel")
    await scene.dara.says("/newaction Revise the budget", "Sokha", "18/12/2026")
    await scene.dara.presses("form:choice=all")
    await scene.dara.presses("form:save")
    async with scene.stage.assistant.database.read() as session:
        assert (await session.scalars(select(Action.id))).all() == [1]


async def test_in_open_hours_nothing_is_said_of_it(scene: Scene) -> None:
    await fills_in_round(scene, "18/12/2026")
    await scene.dara.does_not_offer("form:now")
    await scene.dara.presses("form:save")
    await scene.dara.does_not_see("deliveries/held")
    await scene.sokha.is_told_only("indicator_requested")


async def _shares(scene: Scene) -> None:
    await prepares_to_share(scene.dara, "The study is out.")


async def _gives_action(scene: Scene) -> None:
    await scene.dara.says("/newaction Send the draft", "Sokha", "18/12/2026")
    await scene.dara.presses("form:choice=all")


async def _asks_for_time(scene: Scene) -> None:
    action_id = await records(scene.dara, scene.sokha, due_on=date(2026, 12, 18))
    await scene.sokha.forges(f"requests:ask:more_time:action:{action_id}")
    await scene.sokha.says("23/12/2026")
    await scene.sokha.presses("form:skip")


#: What is saved by a form whose notices are held on a Friday evening: who fills it in, and who is told on Monday.
FORMS: dict[str, tuple[str, Callable[[Scene], Awaitable[None]], str]] = {
    "round": ("dara", lambda scene: fills_in_round(scene, "18/12/2026"), "sokha"),
    "post": ("dara", _shares, "sokha"),
    "action": ("dara", _gives_action, "sokha"),
    "request": ("sokha", _asks_for_time, "dara"),
}


@pytest.mark.parametrize("form", FORMS)
async def test_every_form_says_when_it_goes_out_and_sends_it_now(scene: Scene, form: str) -> None:
    who, fills_in, to = FORMS[form]
    await evening(scene)
    await fills_in(scene)
    player, told = getattr(scene, who), getattr(scene, to)
    await player.reads_fact("7 December 2026, 07:00")
    await told.looks_away()
    await player.presses("form:now")
    await scene.stage.passes(minutes=11)  # a request can be undone before it is sent
    assert await told.new_messages()


async def test_a_meeting_to_announce_says_when_it_goes_out_and_is_announced_now(scene: Scene) -> None:
    meeting_id = await plan_meeting(scene.dara)
    await evening(scene)
    await scene.dara.forges(f"meetings:preview:{meeting_id}")
    await scene.dara.reads_fact("7 December 2026, 07:00")
    await scene.dara.presses("meetings:announce_now", meeting_id)
    await scene.sokha.is_told_only("meeting_announced")


async def test_a_meeting_announced_without_it_is_held(scene: Scene) -> None:
    meeting_id = await plan_meeting(scene.dara)
    await evening(scene)
    await scene.dara.forges(f"meetings:preview:{meeting_id}")
    await scene.dara.presses("meetings:announce", meeting_id)
    await scene.dara.sees("deliveries/progress", outcome__held_until=MONDAY)
    await scene.sokha.sees_nothing_new()


async def test_what_a_button_causes_is_told_after_it(scene: Scene) -> None:
    await opens_round(scene.dara, date(2026, 12, 18))
    await reports(scene.sokha, "2008-4 58%")
    await evening(scene)
    await scene.dara.forges("indicators:accept:1")
    await scene.dara.sees("deliveries/held", names=["Sokha"], moment=MONDAY)
    await scene.sokha.sees_nothing_new()
    await scene.dara.presses("deliveries:now")
    await scene.sokha.is_told_only("indicator_reviewed")


async def test_what_a_report_causes_is_told_to_who_reports(scene: Scene) -> None:
    await opens_round(scene.dara, date(2026, 12, 18))
    await evening(scene)
    await reports(scene.sokha, "2008-4 58%")
    await scene.sokha.sees("deliveries/held", names=["Dara", "Rith"], moment=MONDAY)


@pytest.mark.parametrize(("due", "waits"), [(SUNDAY, False), (date(2026, 12, 7), True), (None, True)])
async def test_an_action_due_before_the_morning_is_given_at_once(scene: Scene, due: date | None, waits: bool) -> None:
    await evening(scene)
    await records(scene.dara, scene.sokha, due_on=due)
    assert bool(await scene.sokha.new_messages()) is not waits


async def test_a_report_returned_on_friday_night_reaches_its_sender_before_the_round_ends(scene: Scene) -> None:
    await opens_round(scene.dara, SUNDAY)
    await reports(scene.sokha, "2008-4 58%")
    await evening(scene)
    await scene.dara.forges("indicators:return:1")
    await scene.dara.says("Which districts?")
    await scene.dara.presses("form:save")
    await scene.sokha.is_told_only("indicator_reviewed")


@pytest.mark.parametrize(
    ("name", "anchor", "changes", "due"),
    [
        pytest.param(
            "meeting_1_day",
            datetime(2026, 12, 15, 9, tzinfo=ZONE),
            {"at": time(20)},
            datetime(2026, 12, 15, 7, tzinfo=ZONE) - timedelta(hours=11),
            id="it is of use in the morning: it stays",
        ),
        pytest.param(
            "meeting_1_day",
            datetime(2026, 12, 15, 6, 30, tzinfo=ZONE),
            {"at": time(20)},
            datetime(2026, 12, 14, 18, tzinfo=ZONE),
            id="the meeting begins before quiet hours end",
        ),
        pytest.param(
            "meeting_1_day",
            datetime(2026, 12, 14, 9, tzinfo=ZONE),
            {"at": time(20)},
            datetime(2026, 12, 11, 18, tzinfo=ZONE),
            id="it would expire on the days off",
        ),
        pytest.param(
            "round_last_day",
            datetime(2026, 12, 6, 23, 59, tzinfo=ZONE),
            {"at": time(6)},
            datetime(2026, 12, 4, 6, tzinfo=ZONE),
            id="held until seven it is of use",
        ),
        pytest.param(
            "round_last_day",
            datetime(2026, 12, 6, 23, 59, tzinfo=ZONE),
            {"at": time(21)},
            datetime(2026, 12, 4, 18, tzinfo=ZONE),
            id="its grace ends before the morning",
        ),
    ],
)
def test_a_reminder_goes_in_the_last_open_hour_before_it_would_be_of_no_use(
    name: str, anchor: datetime, changes: dict[str, Any], due: datetime
) -> None:
    rule = replace(registry().domains.rules[name], **changes)
    assert rule.due_at(anchor, ZONE, HOURS) == due


@pytest.mark.parametrize(
    ("hours", "moment", "hour"),
    [
        (HOURS, datetime(2026, 12, 4, 20, tzinfo=ZONE), datetime(2026, 12, 4, 18, tzinfo=ZONE)),
        (HOURS, datetime(2026, 12, 6, 12, tzinfo=ZONE), datetime(2026, 12, 4, 18, tzinfo=ZONE)),
        (HOURS, datetime(2026, 12, 7, 6, tzinfo=ZONE), datetime(2026, 12, 4, 18, tzinfo=ZONE)),
        (
            WorkingTime(time(12), time(14)),
            datetime(2026, 12, 7, 13, tzinfo=ZONE),
            datetime(2026, 12, 7, 11, tzinfo=ZONE),
        ),
        (
            WorkingTime(time(0, 30), time(14)),
            datetime(2026, 12, 7, 13, tzinfo=ZONE),
            datetime(2026, 12, 7, 0, tzinfo=ZONE),
        ),
        (
            WorkingTime(days_off=WEEKEND),
            datetime(2026, 12, 6, 13, tzinfo=ZONE),
            datetime(2026, 12, 4, 23, tzinfo=ZONE),
        ),
    ],
)
def test_the_last_open_hour(hours: WorkingTime, moment: datetime, hour: datetime) -> None:
    assert hours.last_open_hour(moment, ZONE) == hour


async def test_what_expires_all_the_same_is_told_once_with_names_to_who_caused_it(scene: Scene) -> None:
    for method in ("sendMessage", "sendDocument"):
        await scene.stage.sandbox.fault("502", method=method, chat_id=scene.sokha.person.id, times=None)
    await opens_round(scene.dara, date(2026, 12, 7))
    await scene.stage.becomes(datetime(2026, 12, 8, 8, tzinfo=ZONE))
    [row] = await deliveries(scene, "indicator_requested", scene.sokha)
    assert row.state is DeliveryState.MISSED
    await scene.stage.passes(minutes=3)
    told = await scene.dara.finds("deliveries/progress")
    [context] = told.contexts("deliveries/progress")
    assert context["title"] == "JMI report for the GDCC"
    assert [delivery.person.name for delivery in context["named"]] == ["Sokha"]
    assert told.offers == ["deliveries:again"]
    await scene.dara.looks_away()
    await scene.stage.passes(hours=2)
    await scene.dara.does_not_see("deliveries/progress", outcome__open=1)
    await scene.stage.sandbox.mend()
    await scene.dara.presses("deliveries:again")
    await scene.sokha.is_told("indicator_requested")
