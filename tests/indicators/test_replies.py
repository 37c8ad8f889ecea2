"""Reports by replying to what the assistant sent: a request, a reminder, the outcome of a review (J3, U2)."""

from decimal import Decimal

import pytest

from bot.config_sections import TimeSection
from messages.rendering.texts import Text
from sandbox.client import SeenMessage
from storage.indicators import SubmissionState
from tests.indicators.conftest import (
    DELIVERIES,
    defines,
    local,
    offered,
    opens_round,
    reports,
    stored_reports,
    waiting_for,
)
from tests.support.stage import Player, Stage

MIDWIVES = "2008-5 Health centres with a midwife"


@pytest.fixture
async def request_(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """What Sokha is asked about one indicator."""
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    return (await sokha.finds("indicators/request")).message


async def test_a_reply_to_a_request_reports_on_its_indicator(
    health: Stage, sokha: Player, request_: SeenMessage
) -> None:
    await sokha.says("៨២,៥ % two provinces still without", reply_to=request_)
    assert await sokha.summary() == {
        "indicator": DELIVERIES,
        "value": "82.5 %",
        "note": "two provinces still without",
    }
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert report.value == Decimal("82.5")
    assert await waiting_for(health) == set()


async def test_a_reply_may_repeat_the_number_of_the_indicator(
    health: Stage, sokha: Player, request_: SeenMessage
) -> None:
    await sokha.says("2008-4 58% hospitals", reply_to=request_)
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "hospitals"}


async def test_a_file_as_reply_is_the_evidence(health: Stage, sokha: Player, request_: SeenMessage) -> None:
    await sokha.sends_file("survey.pdf", caption="58% hospitals", reply_to=request_)
    summary = await sokha.summary()
    assert (summary["value"], summary["note"], summary["evidence"]) == ("58 %", "hospitals", "survey.pdf")


async def test_a_file_without_a_word_is_asked_for_its_value(
    health: Stage, sokha: Player, request_: SeenMessage
) -> None:
    await sokha.sends_file("survey.pdf", reply_to=request_)
    await sokha.asks("value")
    await sokha.says("58")
    summary = await sokha.summary()
    assert (summary["value"], summary["evidence"]) == ("58 %", "survey.pdf")


async def test_words_as_reply_are_kept_as_the_note(health: Stage, sokha: Player, request_: SeenMessage) -> None:
    await sokha.says("more than half of the hospitals", reply_to=request_)
    await sokha.is_refused("general#unreadable_number", unit="%")
    await sokha.asks("value")
    await sokha.says("58")
    assert (await sokha.summary())["note"] == "more than half of the hospitals"


@pytest.fixture
async def two_asked(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """What Sokha is asked about two indicators, in one message."""
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", statement="Health centres with a midwife")
    await opens_round(dara)
    return (await sokha.finds("indicators/requests")).message


async def is_asked_which(sokha: Player, *indicator_ids: int) -> None:
    """On which of these indicators the reply is to report."""
    await sokha.sees("indicators/which")
    assert await offered(sokha, "indicators:this") == list(indicator_ids)


async def test_a_reply_to_a_request_for_several_is_asked_which(sokha: Player, two_asked: SeenMessage) -> None:
    await sokha.says("58% hospitals", reply_to=two_asked)
    await is_asked_which(sokha, 1, 2)
    await sokha.reads_fact("[2008-4 Deliveries", "[2008-5 Health")
    await sokha.presses("indicators:this", 2)
    assert await sokha.summary() == {"indicator": MIDWIVES, "value": "58 %", "note": "hospitals"}


async def test_when_one_of_several_is_left_a_reply_reports_on_that(sokha: Player, two_asked: SeenMessage) -> None:
    await reports(sokha, "2008-4 58%")
    await sokha.says("44%", reply_to=two_asked)
    assert await sokha.summary() == {"indicator": MIDWIVES, "value": "44 %"}


async def test_a_reply_that_names_what_was_reported_corrects_that(sokha: Player, two_asked: SeenMessage) -> None:
    await reports(sokha, "2008-4 58%")
    await sokha.says("2008-4 60%", reply_to=two_asked)
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "60 %"}


@pytest.mark.parametrize("returned", [True, False])
async def test_a_reply_to_what_came_together_is_asked_which_only_where_several_are_awaited(
    health: Stage, dara: Player, sokha: Player, returned: bool
) -> None:
    await health.becomes(local(1, 21))
    health.config.time = TimeSection(holidays="")
    await health.restarts()
    await defines(dara, "2008-4", responsible=["JICA"])
    await defines(dara, "2008-5", statement="Health centres with a midwife")
    await reports(sokha, "2008-4 58%")
    await dara.says("/review")
    await dara.presses("indicators:submission")
    if returned:
        await dara.presses("indicators:return")
        await dara.says("Which hospitals?")
        await dara.presses("form:save")
    else:
        await dara.presses("indicators:accept")
    await opens_round(dara)
    await health.becomes(local(2, 7))
    [message] = await sokha.new_messages()
    await sokha.says("60%", reply_to=message)
    if returned:
        await is_asked_which(sokha, 1, 2)
    else:
        assert await sokha.summary() == {"indicator": MIDWIVES, "value": "60 %"}


async def test_a_role_that_no_longer_reports_is_refused(health: Stage, dara: Player) -> None:
    adviser = await health.member("Rathana", "development_partner", "UNFPA")
    await defines(dara)
    await opens_round(dara)
    await health.leaves("Rathana")
    await adviser.says("58%", reply_to=(await adviser.finds("indicators/request")).message)
    assert await stored_reports(health) == []
    await adviser.sees("joining/stranger")
    await adviser.does_not_see("forms/confirm")


@pytest.fixture
async def two_owed(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """A reminder that names two indicators, one of them a milestone."""
    await defines(dara, "2008-4")
    await defines(dara, "2008-9", unit="", statement="Law on medicines adopted")
    await defines(dara, "2008-7", responsible=["JICA"])
    await opens_round(dara)
    await health.becomes(local(16, 8))
    return (await sokha.finds("indicators/reminder")).message


async def test_a_reply_to_a_reminder_of_one_indicator_reports_on_it(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await health.becomes(local(16, 8))
    await sokha.says("58% hospitals", reply_to=(await sokha.finds("indicators/reminder")).message)
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "hospitals"}
    await sokha.presses("form:save")
    assert await waiting_for(health) == set()


async def test_a_reply_to_a_reminder_of_several_is_asked_which_and_kept(
    health: Stage, sokha: Player, two_owed: SeenMessage
) -> None:
    await sokha.sends_file("survey.pdf", caption="58% hospitals", reply_to=two_owed)
    await is_asked_which(sokha, 1, 2)
    await sokha.reads_fact("[2008-4 Deliveries", "[2008-9 Law")
    await sokha.presses("indicators:this", 1)
    summary = await sokha.summary()
    assert (summary["value"], summary["note"], summary["evidence"]) == ("58 %", "hospitals", "survey.pdf")
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert (report.indicator.number, report.value, report.note) == ("2008-4", 58, "hospitals")


async def test_what_looked_like_a_value_is_the_note_of_a_milestone(
    health: Stage, sokha: Player, two_owed: SeenMessage
) -> None:
    await sokha.says("3 decrees signed", reply_to=two_owed)
    await sokha.presses("indicators:this", 2)
    assert (await sokha.summary())["note"] == "3 decrees signed"


async def test_a_value_that_the_chosen_indicator_cannot_have_is_asked_again(
    health: Stage, sokha: Player, two_owed: SeenMessage
) -> None:
    await sokha.says("58 hospitals", reply_to=two_owed)
    await sokha.presses("indicators:this", 1)
    await sokha.is_refused("indicators#other_unit", unit="%")
    await sokha.asks("value")
    await sokha.says("58")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "58 hospitals"}


async def test_a_reply_that_names_one_of_several_needs_no_question(
    health: Stage, sokha: Player, two_owed: SeenMessage
) -> None:
    await sokha.says("២០០៨-៤ ៥៨% hospitals", reply_to=two_owed)
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "hospitals"}


async def test_only_what_is_still_owed_is_offered(health: Stage, sokha: Player, two_owed: SeenMessage) -> None:
    await reports(sokha, "2008-9 adopted")
    await sokha.says("58% hospitals", reply_to=two_owed)
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "hospitals"}


async def test_a_reply_to_an_old_reminder_reports_again(health: Stage, sokha: Player, two_owed: SeenMessage) -> None:
    await reports(sokha, "2008-9 adopted")
    await reports(sokha, "2008-4 58%")
    await sokha.says("60% corrected", reply_to=two_owed)
    await sokha.presses("indicators:this", 1)
    await sokha.presses("form:save")
    await sokha.sees("indicators/recorded", submission__value=60, submission__version=2)
    await sokha.reads_fact("60 %")


async def test_a_reply_to_a_returned_report_sends_the_corrected_one(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage
) -> None:
    await reports(sokha, "2008-4 58%")
    await dara.presses("indicators:return")
    await dara.says("Which hospitals?")
    await dara.presses("form:save")
    returned = await sokha.finds(
        "indicators/submission", heading="reviewed", submission__state=SubmissionState.RETURNED
    )
    assert returned.offers == ["indicators:report"]
    await sokha.says("58% of the district hospitals", reply_to=returned.message)
    await sokha.presses("form:save")
    assert [report.note for report in await stored_reports(health)] == ["", "of the district hospitals"]


async def is_returned(dara: Player, sokha: Player, *details: str) -> SeenMessage:
    """A report with constraints and next steps comes back to its sender."""
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58", "hospitals", *details)
    for _question in range(3 - len(details)):
        await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await dara.presses("indicators:return")
    await dara.says("Which hospitals?")
    await dara.presses("form:save")
    return (await sokha.finds("indicators/submission", submission__state=SubmissionState.RETURNED)).message


async def notes(sokha: Player) -> list[Text]:
    """What is said below the summary."""
    return list((await sokha.shown("forms/confirm"))["notes"])


async def test_a_corrected_report_keeps_what_the_reply_leaves_out_and_says_so(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage
) -> None:
    returned = await is_returned(dara, sokha, "Few midwives", "Train 20")
    await sokha.says("60% of the district hospitals", reply_to=returned)
    summary = await sokha.summary()
    assert (summary["constraints"], summary["next_steps"]) == ("Few midwives", "Train 20")
    [both_kept] = await notes(sokha)
    await sokha.presses("form:change")
    await sokha.presses("form:change=next_steps")
    await sokha.says("Train 40")
    assert (await sokha.summary())["next_steps"] == "Train 40"
    [constraints_kept] = await notes(sokha)
    assert constraints_kept != both_kept
    await sokha.presses("form:save")
    report = (await stored_reports(health))[-1]
    assert (report.note, report.constraints, report.next_steps) == (
        "of the district hospitals",
        "Few midwives",
        "Train 40",
    )


async def test_a_corrected_report_says_nothing_of_what_the_returned_one_did_not_have(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage
) -> None:
    returned = await is_returned(dara, sokha)
    await sokha.says("60% of the district hospitals", reply_to=returned)
    assert await sokha.summary() == {
        "indicator": DELIVERIES,
        "value": "60 %",
        "note": "of the district hospitals",
    }
    assert await notes(sokha) == []


@pytest.mark.parametrize("words", ["see HMIS annual report page 12", "សូមមើលទំព័រ ១២ នៃរបាយការណ៍ HMIS"])
async def test_words_without_a_figure_keep_the_figure_of_the_returned_report(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage, words: str
) -> None:
    returned = await is_returned(dara, sokha)
    await sokha.says(words, reply_to=returned)
    summary = await sokha.summary()
    assert words in summary["note"]
    assert summary["value"]
    await sokha.presses("form:save")
    await sokha.sees("indicators/recorded")
