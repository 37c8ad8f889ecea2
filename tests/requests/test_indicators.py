"""What those say who were asked for a report: no data, more time, not ours (J2)."""

import pytest
from sqlalchemy import select

from storage.indicators import ReportRequest
from storage.requests import RequestKind, RequestState
from tests.indicators.conftest import defines, local, reports
from tests.requests.conftest import asks, stored, told
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

NUMBERS = ("2008-4", "2008-5")


@pytest.fixture
async def round_(health: Stage, dara: Player, vichea: Player, sokha: Player) -> int:
    """A round in which Sokha of UNFPA is asked for two reports, due on 18 December."""
    for number in NUMBERS:
        await defines(dara, number=number, responsible=["UNFPA"])
    await dara.says("/round", "Before the GDCC", "18/12/2026")
    await dara.presses("form:save")
    return 1


async def asked_of(stage: Stage, player: Player) -> list[int]:
    async with stage.assistant.database.read() as session:
        query = select(ReportRequest.id).order_by(ReportRequest.id)
        return list(await session.scalars(query))


async def test_no_data_is_chosen_for_one_of_the_indicators(
    health: Stage, dara: Player, sokha: Player, round_: int
) -> None:
    first, _second = await asked_of(health, sokha)
    await sokha.presses("requests:round", round_)
    await sokha.sees("requests/which")
    await sokha.presses("requests:about", "report_request", first)
    await sokha.presses("requests:ask", "no_data", "report_request", first)
    await sokha.asks("why")
    await sokha.says("The registers are with NIS")
    await sokha.presses("form:save")
    await told(health)
    await dara.is_told_only("request_made")
    await dara.reads_fact("2008-4", "The registers are with NIS")
    await dara.presses("requests:agree", 1)
    await told(health)
    await sokha.is_told_only("request_decided")
    made = await stored(health)
    assert (made.kind, made.state) == (RequestKind.NO_DATA, RequestState.GRANTED)
    await dara.says("/round")
    progress = (await dara.shown("indicators/round"))["progress"]
    assert len(progress.waiting) == 2
    assert [request.text for request in progress.said[first]] == ["The registers are with NIS"]
    await dara.reads_fact("The registers are with NIS")


async def test_a_question_is_not_why_there_is_no_data(health: Stage, sokha: Player, round_: int) -> None:
    first, _second = await asked_of(health, sokha)
    await sokha.forges(f"requests:ask:no_data:report_request:{first}")
    await sokha.says("Which year is meant?")
    await sokha.sees_only("forms/is_answer")


async def reminded_of(player: Player) -> list[str]:
    """The numbers of the indicators of which the newest reminder speaks."""
    requests = (await player.shown("indicators/reminder"))["requests"]
    return [request.indicator.number for request in requests]


async def test_reminders_leave_out_what_waits_for_time(health: Stage, dara: Player, sokha: Player, round_: int) -> None:
    first, second = await asked_of(health, sokha)
    await asks(sokha, "more_time", "report_request", first, "8/1/2027", "NIS needs it")
    await everybody_looks_away(dara)
    await health.passes(days=18)
    assert await reminded_of(sokha) == ["2008-5"]
    await asks(sokha, "more_time", "report_request", second, "8/1/2027", "")
    await everybody_looks_away(dara)
    await health.passes(days=5)
    assert "indicator_reminder" not in await sokha.told()
    await dara.forges("requests:decline:1")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await sokha.says("/requests")
    await sokha.presses("requests:list", "decided")
    await sokha.presses("requests:open", 1)
    await sokha.sees("requests/card", request__state=RequestState.DECLINED)


async def test_granted_time_is_kept_with_the_request(health: Stage, dara: Player, sokha: Player, round_: int) -> None:
    first, _second = await asked_of(health, sokha)
    await asks(sokha, "more_time", "report_request", first, "8/1/2027", "NIS needs it")
    await told(health)
    await dara.presses("requests:agree", 1)
    made = await stored(health)
    assert (made.state, made.until and made.until.isoformat()) == (RequestState.GRANTED, "2027-01-08")


async def test_a_report_is_late_after_the_time_that_was_agreed(
    health: Stage, dara: Player, sokha: Player, round_: int
) -> None:
    """Time that was asked for and not agreed counts for nothing; so does what was agreed, once its day is over."""
    first, second = await asked_of(health, sokha)
    await asks(sokha, "more_time", "report_request", first, "8/1/2027", "NIS needs it")
    await dara.forges("requests:agree:1")
    await asks(sokha, "more_time", "report_request", second, "8/1/2027", "")
    for day, line, late in ((8, "2008-4 58%", False), (8, "2008-5 58%", True), (9, "2008-4 59%", True)):
        await health.becomes(local(day, 17, month=1).replace(year=2027))
        await reports(sokha, line)
        await sokha.sees("indicators/recorded", submission__late=late)


@pytest.mark.parametrize("kind", ["no_data", "more_time", "not_mine"])
async def test_only_the_person_who_was_asked_says_so(
    health: Stage, vichea: Player, dara: Player, sokha: Player, round_: int, kind: str
) -> None:
    first, _second = await asked_of(health, sokha)
    await vichea.forges(f"requests:ask:{kind}:report_request:{first}")
    await vichea.is_refused("general#not_found")
    await dara.forges(f"requests:ask:{kind}:report_request:{first}")
    await dara.is_refused("requests#not_theirs")


async def test_what_was_reported_or_closed_meanwhile(health: Stage, dara: Player, sokha: Player, round_: int) -> None:
    first, second = await asked_of(health, sokha)
    await asks(sokha, "not_mine", "report_request", second, "It is JICA's")
    await sokha.says("/jmi 2008-4 58%")
    await sokha.presses("form:save")
    await sokha.forges(f"requests:ask:no_data:report_request:{first}")
    await sokha.is_refused("indicators#already_reported", indicator__number="2008-4")
    await dara.forges("indicators:close")
    await dara.forges("requests:agree:1")
    await dara.is_refused("requests#already_decided", request__state=RequestState.OVER)
    await sokha.presses("requests:round", round_)
