"""More time for a report is followed by reminders of its own; a report is handed over (J2, A3)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.indicators import ReportRequest
from storage.reminders import Reminder, ReminderState
from storage.requests import RequestKind, RequestState
from tests.actions.conftest import chooses, local
from tests.indicators.conftest import defines, opens_round, reports
from tests.requests.conftest import asks, stored, told
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def request_id(health: Stage, dara: Player, sokha: Player) -> int:
    """What Sokha was asked for in a round that ends on 18 December."""
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    return 1


async def agrees(health: Stage, dara: Player, sokha: Player, request_id: int, until: str, number: int = 1) -> None:
    """Sokha is given time until a day."""
    await asks(sokha, "more_time", "report_request", request_id, until, "NIS needs it")
    await told(health)
    await dara.presses("requests:agree", number)
    await everybody_looks_away(dara)


async def pending(health: Stage) -> list[tuple[int, str, date]]:
    """The reminders of agreed days, by request."""
    async with health.assistant.database.read() as session:
        query = select(Reminder).where(
            Reminder.rule.startswith("request_time"), Reminder.state == ReminderState.PENDING
        )
        return sorted((found.subject_id, found.rule, found.due_at.date()) for found in await session.scalars(query))


async def test_the_agreed_day_has_reminders_of_its_own(
    health: Stage, dara: Player, sokha: Player, request_id: int
) -> None:
    await agrees(health, dara, sokha, request_id, "29/12/2026")
    await health.becomes(local(28, 8))
    await sokha.is_told_only("request_time_ends")
    await sokha.sees("requests/time_ends", request__until=date(2026, 12, 29))
    await everybody_looks_away(dara)
    await health.becomes(local(29, 8))
    await sokha.is_told_only("request_time_ends")


async def test_a_reply_to_the_reminder_is_the_report(
    health: Stage, dara: Player, sokha: Player, request_id: int
) -> None:
    await agrees(health, dara, sokha, request_id, "29/12/2026")
    await health.becomes(local(28, 8))
    await sokha.says("58%", reply_to=(await sokha.finds("requests/time_ends")).message)
    assert (await sokha.summary())["value"] == "58 %"
    await sokha.presses("form:save")
    await everybody_looks_away(dara)
    await health.becomes(local(29, 8))
    await sokha.sees_nothing_new()


async def test_another_agreed_day_sets_them_anew(health: Stage, dara: Player, sokha: Player, request_id: int) -> None:
    await agrees(health, dara, sokha, request_id, "29/12/2026")
    await agrees(health, dara, sokha, request_id, "6/1/2027", 2)
    assert [item[0] for item in await pending(health)] == [2, 2]
    await health.becomes(local(29, 9))
    await sokha.sees_nothing_new()
    await health.becomes(local(5, 8, month=1, year=2027))
    await sokha.is_told_only("request_time_ends")


async def test_they_rest_while_more_time_is_asked_for(
    health: Stage, dara: Player, sokha: Player, request_id: int
) -> None:
    await agrees(health, dara, sokha, request_id, "29/12/2026")
    await health.becomes(local(27, 9))
    await asks(sokha, "more_time", "report_request", request_id, "6/1/2027", "NIS is late")
    await told(health)
    await everybody_looks_away(dara)
    await health.becomes(local(29, 9))
    await sokha.sees_nothing_new()


async def test_a_closed_round_reminds_nobody(health: Stage, dara: Player, sokha: Player, request_id: int) -> None:
    await agrees(health, dara, sokha, request_id, "29/12/2026")
    await dara.forges("indicators:close")
    await everybody_looks_away(dara)
    await health.becomes(local(29, 9))
    await sokha.sees_nothing_new()


async def who_is_asked(health: Stage) -> list[int]:
    async with health.assistant.database.read() as session:
        return list(await session.scalars(select(ReportRequest.person_id).order_by(ReportRequest.id)))


async def test_a_report_is_handed_over_to_who_was_named(
    health: Stage, dara: Player, sokha: Player, kenji: Player, request_id: int
) -> None:
    await sokha.forges(f"requests:about:report_request:{request_id}")
    await sokha.presses("requests:ask", "hand_over", "report_request", request_id)
    await chooses(sokha, kenji)
    await sokha.says("JICA has the figures")
    await sokha.presses("form:save")
    await told(health)
    await dara.presses("requests:agree", 1)
    made = await stored(health)
    assert (made.kind, made.state) == (RequestKind.HAND_OVER, RequestState.GRANTED)
    assert len(await who_is_asked(health)) == 2
    await kenji.is_told_only("indicator_requested")
    await sokha.is_told_only("request_decided")
    await everybody_looks_away(dara)
    await health.becomes(local(16, 9))
    await sokha.sees_nothing_new()
    await kenji.is_told_only("indicator_reminder")
    await reports(kenji, "2008-4 58%")


async def test_a_report_that_is_handed_back_is_asked_for_again(
    health: Stage, dara: Player, sokha: Player, kenji: Player, request_id: int
) -> None:
    await sokha.forges(f"requests:ask:hand_over:report_request:{request_id}")
    await chooses(sokha, kenji)
    await sokha.says("JICA has the figures")
    await sokha.presses("form:save")
    await told(health)
    await dara.presses("requests:agree", 1)
    await kenji.forges("requests:ask:hand_over:report_request:2")
    await chooses(kenji, sokha)
    await kenji.says("It is UNFPA's after all")
    await kenji.presses("form:save")
    await told(health)
    await everybody_looks_away(dara)
    await dara.forges("requests:agree:2")
    await sokha.is_told("indicator_requested")
    await everybody_looks_away(dara)
    await health.becomes(local(16, 9))
    await sokha.is_told_only("indicator_reminder")
    await kenji.sees_nothing_new()


async def test_somebody_else_is_chosen_where_it_is_not_theirs(
    health: Stage, dara: Player, sokha: Player, kenji: Player, request_id: int
) -> None:
    await asks(sokha, "not_mine", "report_request", request_id, "It is JICA's")
    await told(health)
    await dara.presses("requests:person", 1)
    await chooses(dara, kenji)
    await dara.presses("form:save")
    await kenji.is_told_only("indicator_requested")


async def test_who_was_asked_already_is_not_asked_twice(health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "UNFPA")
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    before = await who_is_asked(health)
    await sokha.forges("requests:ask:hand_over:report_request:2")
    await chooses(sokha, kenji)
    await sokha.says("He has the figures")
    await sokha.presses("form:save")
    await told(health)
    await dara.presses("requests:agree", 1)
    assert await who_is_asked(health) == before
    await kenji.sees_nothing_new()
    assert (await stored(health)).state is RequestState.GRANTED
