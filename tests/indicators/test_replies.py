"""Reports by replying to what the assistant sent: a request, a reminder, the outcome of a review (J3, U2)."""

from decimal import Decimal

import pytest

from bot.config import TimeSection
from sandbox.client import SeenMessage
from tests.indicators.conftest import defines, local, opens_round, reports, stored_reports, waiting_for
from tests.support.stage import Player, Stage


@pytest.fixture
async def request_(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """What Sokha is asked about one indicator."""
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    return await sokha.finds_text("Please report")


async def test_a_reply_to_a_request_reports_on_its_indicator(
    health: Stage, sokha: Player, request_: SeenMessage
) -> None:
    await sokha.says("៨២,៥ % two provinces still without", reply_to=request_)
    await sokha.reads("Indicator: 2008-4", "Value: 82.5 %", "Note: two provinces still without")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert report.value == Decimal("82.5")
    assert await waiting_for(health) == set()


async def test_a_reply_may_repeat_the_number_of_the_indicator(
    health: Stage, sokha: Player, request_: SeenMessage
) -> None:
    await sokha.says("2008-4 58% hospitals", reply_to=request_)
    await sokha.reads("Value: 58 %", "Note: hospitals")


async def test_a_file_as_reply_is_the_evidence(health: Stage, sokha: Player, request_: SeenMessage) -> None:
    await sokha.sends_file("survey.pdf", caption="58% hospitals", reply_to=request_)
    await sokha.reads("Value: 58 %", "Note: hospitals", "Evidence: survey.pdf")


async def test_a_file_without_a_word_is_asked_for_its_value(
    health: Stage, sokha: Player, request_: SeenMessage
) -> None:
    await sokha.sends_file("survey.pdf", reply_to=request_)
    await sokha.reads("What is the value now?")
    await sokha.says("58")
    await sokha.reads("Value: 58 %", "Evidence: survey.pdf")


async def test_words_as_reply_are_kept_as_the_note(health: Stage, sokha: Player, request_: SeenMessage) -> None:
    await sokha.says("more than half of the hospitals", reply_to=request_)
    await sokha.reads("is not a percentage I can read", "What is the value now?")
    await sokha.says("58")
    await sokha.reads("Note: more than half of the hospitals")


@pytest.fixture
async def two_asked(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """What Sokha is asked about two indicators, in one message."""
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", statement="Health centres with a midwife")
    await opens_round(dara)
    return await sokha.finds_text("Please report")


async def test_a_reply_to_a_request_for_several_is_asked_which(sokha: Player, two_asked: SeenMessage) -> None:
    await sokha.says("58% hospitals", reply_to=two_asked)
    await sokha.reads("On which indicator would you like to report?", "[2008-4 Deliveries", "[2008-5 Health")
    await sokha.taps("2008-5 Health")
    await sokha.reads("Indicator: 2008-5", "Value: 58 %", "Note: hospitals")


async def test_when_one_of_several_is_left_a_reply_reports_on_that(sokha: Player, two_asked: SeenMessage) -> None:
    await reports(sokha, "2008-4 58%")
    await sokha.says("44%", reply_to=two_asked)
    await sokha.reads("Indicator: 2008-5", "Value: 44 %")


async def test_a_reply_that_names_what_was_reported_corrects_that(sokha: Player, two_asked: SeenMessage) -> None:
    await reports(sokha, "2008-4 58%")
    await sokha.says("2008-4 60%", reply_to=two_asked)
    await sokha.reads("Indicator: 2008-4", "Value: 60 %")


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
    await dara.taps("2008-4")
    if returned:
        await dara.taps("Return with a comment")
        await dara.says("Which hospitals?")
        await dara.taps("Return the report")
    else:
        await dara.taps("Accept")
    await opens_round(dara)
    await health.becomes(local(2, 7))
    [message] = await sokha.new_messages()
    await sokha.says("60%", reply_to=message)
    if returned:
        await sokha.reads("On which indicator would you like to report?", "[2008-4 Deliveries", "[2008-5 Health")
    else:
        await sokha.reads("Indicator: 2008-5", "Value: 60 %")


async def test_a_role_that_no_longer_reports_is_refused(health: Stage, dara: Player) -> None:
    adviser = await health.member("Rathana", "development_partner", "UNFPA")
    await defines(dara)
    await opens_round(dara)
    await health.leaves("Rathana")
    await adviser.says("58%", reply_to=await adviser.finds_text("Please report"))
    assert await stored_reports(health) == []
    await adviser.does_not_read("Is this right?")


@pytest.fixture
async def two_owed(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """A reminder that names two indicators, one of them a milestone."""
    await defines(dara, "2008-4")
    await defines(dara, "2008-9", unit="", statement="Law on medicines adopted")
    await defines(dara, "2008-7", responsible=["JICA"])
    await opens_round(dara)
    await health.becomes(local(16, 8))
    return await sokha.finds_text("Still awaited from you")


async def test_a_reply_to_a_reminder_of_one_indicator_reports_on_it(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await health.becomes(local(16, 8))
    await sokha.says("58% hospitals", reply_to=await sokha.finds_text("Still awaited from you"))
    await sokha.reads("Indicator: 2008-4", "Value: 58 %", "Note: hospitals")
    await sokha.taps("Save")
    assert await waiting_for(health) == set()


async def test_a_reply_to_a_reminder_of_several_is_asked_which_and_kept(
    health: Stage, sokha: Player, two_owed: SeenMessage
) -> None:
    await sokha.sends_file("survey.pdf", caption="58% hospitals", reply_to=two_owed)
    await sokha.reads("On which indicator would you like to report?", "[2008-4 Deliveries", "[2008-9 Law")
    await sokha.does_not_read("2008-7")
    await sokha.taps("2008-4 Deliveries")
    await sokha.reads("Value: 58 %", "Note: hospitals", "Evidence: survey.pdf")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert (report.indicator.number, report.value, report.note) == ("2008-4", 58, "hospitals")


async def test_what_looked_like_a_value_is_the_note_of_a_milestone(
    health: Stage, sokha: Player, two_owed: SeenMessage
) -> None:
    await sokha.says("3 decrees signed", reply_to=two_owed)
    await sokha.taps("2008-9 Law")
    await sokha.reads("Note: 3 decrees signed")


async def test_a_value_that_the_chosen_indicator_cannot_have_is_asked_again(
    health: Stage, sokha: Player, two_owed: SeenMessage
) -> None:
    await sokha.says("158% of hospitals", reply_to=two_owed)
    await sokha.taps("2008-4 Deliveries")
    await sokha.reads("A percentage lies between 0 and 100", "What is the value now?")
    await sokha.says("58")
    await sokha.reads("Value: 58 %", "Note: of hospitals")


async def test_a_reply_that_names_one_of_several_needs_no_question(
    health: Stage, sokha: Player, two_owed: SeenMessage
) -> None:
    await sokha.says("២០០៨-៤ ៥៨% hospitals", reply_to=two_owed)
    await sokha.reads("Indicator: 2008-4", "Value: 58 %", "Note: hospitals")


async def test_only_what_is_still_owed_is_offered(health: Stage, sokha: Player, two_owed: SeenMessage) -> None:
    await reports(sokha, "2008-9 adopted")
    await sokha.says("58% hospitals", reply_to=two_owed)
    await sokha.reads("Indicator: 2008-4", "Value: 58 %")


async def test_a_reply_to_an_old_reminder_reports_again(health: Stage, sokha: Player, two_owed: SeenMessage) -> None:
    await reports(sokha, "2008-9 adopted")
    await reports(sokha, "2008-4 58%")
    await sokha.says("60% corrected", reply_to=two_owed)
    await sokha.taps("2008-4 Deliveries", "Save")
    await sokha.reads("60 %", "version 2")


async def test_a_reply_to_a_returned_report_sends_the_corrected_one(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage
) -> None:
    await reports(sokha, "2008-4 58%")
    await dara.taps("Return with a comment")
    await dara.says("Which hospitals?")
    await dara.taps("Return the report")
    returned = await sokha.finds_text("Your report was returned")
    assert "Please reply to this message with the corrected report, or use the form." in returned.text
    await sokha.says("58% of the district hospitals", reply_to=returned)
    await sokha.taps("Save")
    assert [report.note for report in await stored_reports(health)] == ["", "of the district hospitals"]


async def is_returned(dara: Player, sokha: Player, *details: str) -> SeenMessage:
    """A report with constraints and next steps comes back to its sender."""
    await sokha.says("/jmi 2008-4")
    await sokha.taps("Report by form")
    await sokha.says("58", "hospitals", *details)
    await sokha.taps(*["Skip"] * (3 - len(details)), "Save")
    await dara.taps("Return with a comment")
    await dara.says("Which hospitals?")
    await dara.taps("Return the report")
    return await sokha.finds_text("Your report was returned")


async def test_a_corrected_report_keeps_what_the_reply_leaves_out_and_says_so(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage
) -> None:
    returned = await is_returned(dara, sokha, "Few midwives", "Train 20")
    await sokha.says("60% of the district hospitals", reply_to=returned)
    await sokha.reads(
        "Constraints: Few midwives",
        "Next steps: Train 20",
        "Constraints and next steps are those of the returned report.",
    )
    await sokha.taps("Change…", "Next steps")
    await sokha.says("Train 40")
    await sokha.reads("Next steps: Train 40", "The constraints are those of the returned report.")
    await sokha.taps("Save")
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
    await sokha.reads("Value: 60 %", "Is this right?")
    await sokha.does_not_read("of the returned report", "Constraints:")
