"""The secretariat accepts reports or returns them with a comment (J4)."""

import pytest

from handlers.indicators.reviewing import REVIEW_PAGE
from storage.indicators import SubmissionState
from tests.indicators.conftest import defines, local, opens_round, reports, stored_reports, waiting_for
from tests.support.doings import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def reported(health: Stage, dara: Player, sokha: Player) -> Stage:
    """Sokha has reported in an open round."""
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await reports(sokha, "2008-4 58% hospitals")
    return health


async def state_of(stage: Stage) -> list[tuple[SubmissionState, str]]:
    return [(report.state, report.review_comment) for report in await stored_reports(stage)]


async def returns(dara: Player, comment: str) -> None:
    await dara.taps("Return with a comment")
    await dara.says(comment)
    await dara.taps("Return the report")


async def test_an_accepted_report_is_told_to_its_sender(reported: Stage, dara: Player, sokha: Player) -> None:
    await dara.taps("Accept")
    await dara.reads("Accepted; its sender is told.", "58 %", "· Accepted")
    await dara.does_not_read("[Accept]")
    await sokha.reads("Your report was accepted", "2008-4", "58 %")
    assert await state_of(reported) == [(SubmissionState.ACCEPTED, "")]


@pytest.mark.parametrize(
    ("language", "constraints", "evidence"),
    [("en", "Constraints: ", "Evidence: "), ("km", "ឧបសគ្គ៖ ", "ឯកសារបញ្ជាក់៖ ")],
)
async def test_the_outcome_repeats_what_was_reported_with_it(
    health: Stage, dara: Player, language: str, constraints: str, evidence: str
) -> None:
    bopha = await health.member("Bopha", "civil_society", "MEDiCAM", language=language)
    indicator_id = await defines(dara, responsible=["MEDiCAM"])
    await opens_round(dara)
    await bopha.forges(f"indicators/report:{indicator_id}")
    await bopha.says("58", "district hospitals", "Few midwives", "Train forty more")
    await bopha.sends_file("survey.pdf")
    save = next(label for message in await bopha.new_messages() for label in message.labels)
    await bopha.taps(save)
    await dara.reads("Constraints: Few midwives", "Evidence: survey.pdf")
    await dara.taps("Accept")
    await bopha.reads("58 %" if language == "en" else "៥៨ %", f"{constraints}Few midwives", f"{evidence}survey.pdf")


async def test_a_returned_report_is_asked_for_again_with_the_comment(
    reported: Stage, dara: Player, sokha: Player
) -> None:
    assert await waiting_for(reported) == set()
    await returns(dara, "Which <hospitals>?")
    await dara.reads("Returned; its sender is told.")
    await sokha.reads("Your report was returned", "Which <hospitals>?", "58 %", "hospitals")
    assert await state_of(reported) == [(SubmissionState.RETURNED, "Which <hospitals>?")]
    assert await waiting_for(reported) == {"Sokha"}


async def test_whoever_has_to_correct_a_report_is_reminded_again(reported: Stage, dara: Player, sokha: Player) -> None:
    await reported.becomes(local(16, 8))
    await sokha.does_not_read("Still awaited from you")
    await returns(dara, "Which hospitals?")
    await everybody_looks_away(sokha)
    await reported.becomes(local(21, 8))
    await sokha.reads("Still awaited from you", "2008-4")
    await reports(sokha, "2008-4 58% of the district hospitals")
    await everybody_looks_away(sokha)
    await reported.becomes(local(23, 8))
    await sokha.sees_nothing_new()


async def test_a_returned_report_no_longer_counts_as_the_latest(reported: Stage, dara: Player) -> None:
    await returns(dara, "Which hospitals?")
    await dara.says("/jmi 2008-4")
    await dara.reads("Nothing has been reported yet.")


async def test_an_accepted_value_stays_in_sight_while_another_report_awaits_review(
    reported: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await dara.taps("Accept")
    await reports(kenji, "2008-4 41% of clinics")
    await kenji.reads("Responsible for it: UNFPA.", "The secretariat sees that your report comes from elsewhere.")
    await dara.reads("Report received", "41 %", "Kenji, JICA", "Not from those responsible: UNFPA")
    await sokha.says("/jmi 2008-4")
    await sokha.reads("Latest accepted report: 58 %", "Awaiting review: 41 %", "Responsible: UNFPA")
    await sokha.says("/jmi")
    await sokha.reads("58 % → 65 % · 41 % awaits review")


async def test_what_those_responsible_report_is_not_called_foreign(reported: Stage, dara: Player) -> None:
    await dara.reads("Report received", "Sokha, UNFPA")
    await dara.does_not_read("Not from those responsible")


async def test_a_report_that_was_corrected_awaits_review_no_more(reported: Stage, dara: Player, sokha: Player) -> None:
    first = await dara.finds_text("58 %")
    await reports(sokha, "2008-4 60% hospitals")
    await dara.says("/review")
    await dara.reads("1 report awaits review.")
    for label in ("Accept", "Return with a comment"):
        data = next(button.data for row in first.buttons for button in row if button.label == label)
        await dara.does(dara.person.taps_data(data, in_message=first))
        await dara.reads("A later version has replaced this report. /review shows what awaits review.")
        [shown] = [message for message in await dara.person.messages() if message.id == first.id]
        assert (shown.labels, "Replaced" in shown.text) == ([], True)
    await dara.forges("indicators/accept:2")
    assert [state for state, _comment in await state_of(reported)] == [
        SubmissionState.REPLACED,
        SubmissionState.ACCEPTED,
    ]
    assert await waiting_for(reported) == set()


async def test_a_report_of_another_institution_replaces_none_before_it_is_accepted(
    reported: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await reports(kenji, "2008-4 41% of clinics")
    await dara.says("/review")
    await dara.reads("2 reports await review.")
    await sokha.looks_away()
    await dara.forges("indicators/accept:2")
    await sokha.reads("A later report was accepted in place of yours", "58 %", "Replaced")
    await dara.says("/review")
    await dara.reads("No report awaits review.")


async def test_a_later_report_waits_on_when_an_earlier_one_is_accepted(
    reported: Stage, dara: Player, kenji: Player
) -> None:
    await reports(kenji, "2008-4 41% of clinics")
    await dara.forges("indicators/accept:1")
    assert [state for state, _comment in await state_of(reported)] == [
        SubmissionState.ACCEPTED,
        SubmissionState.SUBMITTED,
    ]


async def test_a_report_sent_for_colleagues_is_asked_again_of_them(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    newcomer = await health.member("Nary", "development_partner", "UNFPA")
    await reports(newcomer, "2008-4 58%")
    assert await waiting_for(health) == set()
    await returns(dara, "Which hospitals?")
    assert await waiting_for(health) == {"Sokha"}


async def test_a_report_is_reviewed_once(reported: Stage, dara: Player) -> None:
    colleague = await reported.member("Chan", "secretariat", "CDC")
    await dara.taps("Accept")
    await colleague.says("/review")
    await colleague.reads("No report awaits review.")
    for forged in ("indicators/accept:1", "indicators/return:1"):
        await colleague.forges(forged)
        await colleague.reads("This report has been reviewed already: Accepted.")
    assert await state_of(reported) == [(SubmissionState.ACCEPTED, "")]


async def test_a_report_accepted_while_a_comment_is_written_is_not_returned(reported: Stage, dara: Player) -> None:
    colleague = await reported.member("Chan", "secretariat", "CDC")
    await dara.taps("Return with a comment")
    await dara.says("Which hospitals?")
    await colleague.forges("indicators/accept:1")
    await dara.taps("Return the report")
    await dara.reads("This report has been reviewed already: Accepted.", "Comment: Which hospitals?")
    assert await state_of(reported) == [(SubmissionState.ACCEPTED, "")]


async def test_the_list_of_reports_to_review_opens_each(reported: Stage, dara: Player, kenji: Player) -> None:
    await kenji.sends_file("survey.pdf", caption="/jmi 2008-4 60% hospitals")
    await kenji.taps("Save")
    await dara.says("/review")
    await dara.reads("2 reports await review.")
    [listed] = [message for message in await dara.new_messages() if "await review" in message.text]
    assert listed.labels == ["2008-4 · Sokha", "2008-4 · Kenji"]
    await dara.forges("indicators/submission:2")
    await dara.reads("60 %", "[Accept]", "[survey.pdf]")


async def test_others_review_nothing(reported: Stage, sokha: Player) -> None:
    chair = await reported.member("Sovann", "chair", "MoH")
    for player in (sokha, chair):
        await player.says("/review")
        await player.reads("Your role in this TWG does not allow that.")
        for forged in ("indicators/accept:1", "indicators/return:1", "indicators/submission:1"):
            await player.forges(forged)
            await player.reads("Your role in this TWG does not allow that.")
    assert await state_of(reported) == [(SubmissionState.SUBMITTED, "")]


async def test_a_long_report_is_returned_with_its_comment_in_one_message(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, statement="D" * 300)
    await sokha.says("/jmi 2008-4")
    await sokha.taps("Report by form")
    await sokha.says("58", "n" * 1000, "c" * 1000, "s" * 1000)
    await sokha.taps("Skip", "Save")
    await returns(dara, "r" * 1000)
    [returned] = await sokha.new_messages()
    assert "r" * 1000 in returned.text
    assert "Please reply to this message with the corrected report, or use the form." in returned.text


async def test_more_reports_than_a_message_offers_are_on_the_next_page(
    reported: Stage, dara: Player, sokha: Player
) -> None:
    for number in range(1, REVIEW_PAGE + 2):
        await defines(dara, f"2026-{number}")
        await reports(sokha, f"2026-{number} {number}%")
    await dara.says("/review")
    await dara.reads("22 reports await review.")
    [listed] = [message for message in await dara.new_messages() if "await review" in message.text]
    numbers = ["2008-4", *(f"2026-{number}" for number in range(1, REVIEW_PAGE))]
    assert listed.labels == [*(f"{number} · Sokha" for number in numbers), "2 more"]
    await dara.taps("2 more")
    [listed] = [message for message in await dara.new_messages() if "await review" in message.text]
    assert listed.labels == [f"2026-{REVIEW_PAGE} · Sokha", f"2026-{REVIEW_PAGE + 1} · Sokha"]
    await sokha.forges("indicators/to_review:20")
    await sokha.reads("Your role in this TWG does not allow that.")
