"""A promise or "ok" where a figure is asked for leads to what can be done; a question keeps its buttons (J3, U8)."""

import pytest

from storage.requests import RequestKind
from tests.actions.conftest import records
from tests.indicators.conftest import defines, opens_round, stored_reports
from tests.requests.conftest import all_stored
from tests.support.stage import Player, Stage


@pytest.fixture
async def asked(health: Stage, dara: Player, sokha: Player) -> int:
    """An indicator on which Sokha is asked to report. Returns its id."""
    indicator_id = await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    return indicator_id


@pytest.mark.parametrize(
    "text",
    [
        *("ok", "noted", "will send next week", "I will report tomorrow", "still waiting for the provinces", "not yet"),
        *("yes", "thank you", "we have no data", "នឹងផ្ញើសប្តាហ៍ក្រោយ", "បាទ", "មិនទាន់មានទេ", "nung phnher sa-ek"),
    ],
)
async def test_a_promise_leads_to_what_can_be_done(health: Stage, sokha: Player, asked: int, text: str) -> None:
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says(text)
    await sokha.sees("forms/put_off")
    for kind in ("more_time", "no_data"):
        await sokha.offers("requests:ask_with", kind, "report_request", 1)
    await sokha.offers("indicators:expected", asked)
    await sokha.offers("form:cancel")
    assert await stored_reports(health) == []
    await sokha.says("58%")
    await sokha.asks("note")


async def test_the_promise_becomes_the_reason_for_more_time(health: Stage, sokha: Player, asked: int) -> None:
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says("I will send it next week")
    await sokha.presses("requests:ask_with", "more_time", "report_request", 1)
    await sokha.asks("until")
    await sokha.says("one more week")
    assert (await sokha.summary())["reason"] == "I will send it next week"
    await sokha.presses("form:save")
    [made] = await all_stored(health)
    assert made.kind is RequestKind.MORE_TIME


async def test_a_promise_may_be_something_else(health: Stage, sokha: Player, asked: int) -> None:
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says("I will share the survey next week")
    await sokha.presses_below("form:other")
    await sokha.sees("general/offer")


@pytest.mark.parametrize("line", ["/jmi 2008-4 ok", "/jmi 2008-4 will send next week", "/jmi 2008-4 no data yet"])
async def test_a_promise_in_one_line_leads_there_too(health: Stage, sokha: Player, asked: int, line: str) -> None:
    await sokha.says(line)
    await sokha.asks("value")
    await sokha.offers("requests:ask_with", "more_time", "report_request", 1)
    await sokha.offers("indicators:expected", asked)


@pytest.mark.parametrize("text", ["it is not my task", "please give me more time", "មិនមែនការងារខ្ញុំទេ"])
async def test_what_is_said_of_the_report_is_not_filed_under_an_action(
    health: Stage, dara: Player, sokha: Player, asked: int, text: str
) -> None:
    await records(dara, sokha)
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says(text)
    await sokha.sees("forms/put_off")
    assert await all_stored(health) == []


async def test_a_request_is_no_constraint(health: Stage, sokha: Player, asked: int) -> None:
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says("58%", "All districts", "please give me more time")
    await sokha.sees("forms/is_answer")
    await sokha.says("MEF sends the ceilings late")
    await sokha.asks("next_steps")


async def test_ok_is_no_reason(health: Stage, sokha: Player, asked: int) -> None:
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says("ok")
    await sokha.presses("requests:ask_with", "no_data", "report_request", 1)
    await sokha.asks("why")
    assert await all_stored(health) == []


async def test_it_is_shown_what_is_expected_and_the_question_waits(health: Stage, sokha: Player, asked: int) -> None:
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says("ok")
    await sokha.presses("indicators:expected", asked)
    await sokha.sees("indicators/indicator")
    await sokha.says("58%")
    await sokha.asks("note")


async def test_without_a_round_there_is_no_more_time_to_ask_for(health: Stage, dara: Player, sokha: Player) -> None:
    indicator_id = await defines(dara, responsible=["UNFPA"])
    await sokha.forges(f"indicators:report:{indicator_id}")
    await sokha.says("will send next week")
    await sokha.sees("forms/put_off")
    await sokha.does_not_offer("requests:ask_with")


async def test_the_readings_of_an_unclear_value_stay_offered(health: Stage, sokha: Player, asked: int) -> None:
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says("0.58")
    for text in ("ok", "hello", "xyz", "something else", "hm"):
        await sokha.says(text)
        await sokha.offers("form:choice=58")
    await sokha.presses("form:choice=58")
    await sokha.asks("note")


@pytest.mark.parametrize("text", ["yes", "ok", "hello", "បាទ"])
async def test_a_question_for_a_file_keeps_its_buttons(health: Stage, sokha: Player, asked: int, text: str) -> None:
    await sokha.forges(f"indicators:report:{asked}")
    await sokha.says("58%", "All districts")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.asks("evidence")
    await sokha.says(text)
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    assert len(await stored_reports(health)) == 1
