"""The secretariat accepts reports or returns them with a comment (J4)."""

import pytest

from storage.indicators import SubmissionState
from tests.indicators.conftest import defines, local, offered, opens_round, reports, stored_reports, waiting_for
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.indicators.reviewing import PAGE as REVIEW_PAGE


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
    await dara.presses("indicators:return")
    await dara.says(comment)
    await dara.presses("form:save")


async def listed(dara: Player) -> int:
    """How many reports await review, says the assistant."""
    return int((await dara.shown("indicators/to_review"))["waiting"])


async def test_an_accepted_report_is_told_to_its_sender(reported: Stage, dara: Player, sokha: Player) -> None:
    await sokha.looks_away()
    await dara.presses("indicators:accept")
    await dara.toasts()
    await dara.sees("indicators/submission", heading="", submission__state=SubmissionState.ACCEPTED)
    await dara.reads_fact("58 %")
    await dara.offers_only("general:undo")
    await sokha.is_told_only("indicator_reviewed")
    await sokha.sees("indicators/submission", heading="reviewed", submission__state=SubmissionState.ACCEPTED)
    await sokha.reads_fact("2008-4", "58 %")
    assert await state_of(reported) == [(SubmissionState.ACCEPTED, "")]


@pytest.mark.parametrize(("language", "value"), [("en", "58 %"), ("km", "៥៨ %")])
async def test_the_outcome_repeats_what_was_reported_with_it(
    health: Stage, dara: Player, language: str, value: str
) -> None:
    bopha = await health.member("Bopha", "civil_society", "MEDiCAM", language=language)
    indicator_id = await defines(dara, responsible=["MEDiCAM"])
    await opens_round(dara)
    await bopha.forges(f"indicators/report:{indicator_id}")
    await bopha.says("58", "district hospitals", "Few midwives", "Train forty more")
    await bopha.sends_file("survey.pdf")
    await bopha.presses("form:save")
    await dara.sees("indicators/submission", heading="reported")
    await dara.reads_fact("Few midwives", "Train forty more", " survey.pdf\n")
    await dara.presses("indicators:accept")
    await bopha.sees("indicators/submission", heading="reviewed")
    await bopha.reads_fact(value, "district hospitals", "Few midwives", "Train forty more", " survey.pdf\n")


async def test_a_returned_report_is_asked_for_again_with_the_comment(
    reported: Stage, dara: Player, sokha: Player
) -> None:
    assert await waiting_for(reported) == set()
    await sokha.looks_away()
    await returns(dara, "Which <hospitals>?")
    await dara.toasts()
    await dara.sees("indicators/submission", heading="", submission__state=SubmissionState.RETURNED)
    await sokha.is_told_only("indicator_reviewed")
    await sokha.sees("indicators/submission", heading="reviewed", submission__state=SubmissionState.RETURNED)
    await sokha.reads_fact("Which <hospitals>?", "58 %\nhospitals\n")
    await sokha.offers_only("indicators:report")
    assert await state_of(reported) == [(SubmissionState.RETURNED, "Which <hospitals>?")]
    assert await waiting_for(reported) == {"Sokha"}


async def test_whoever_has_to_correct_a_report_is_reminded_again(reported: Stage, dara: Player, sokha: Player) -> None:
    await everybody_looks_away(sokha)
    await reported.becomes(local(16, 8))
    await sokha.sees_nothing_new()
    await returns(dara, "Which hospitals?")
    await everybody_looks_away(sokha)
    await reported.becomes(local(21, 8))
    await sokha.is_told_only("indicator_reminder")
    await sokha.reads_fact("2008-4")
    await reports(sokha, "2008-4 58% of the district hospitals")
    await everybody_looks_away(sokha)
    await reported.becomes(local(23, 8))
    await sokha.sees_nothing_new()


async def test_a_returned_report_no_longer_counts_as_the_latest(reported: Stage, dara: Player) -> None:
    await returns(dara, "Which hospitals?")
    await dara.says("/jmi 2008-4")
    await dara.sees("indicators/indicator", standing__accepted=None, standing__waiting=None)
    await dara.does_not_read_fact("58 %")


async def test_an_accepted_value_stays_in_sight_while_another_report_awaits_review(
    reported: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await dara.presses("indicators:accept")
    await reports(kenji, "2008-4 41% of clinics")
    await kenji.sees("indicators/recorded")
    await kenji.reads_fact("UNFPA")
    await dara.sees("indicators/submission", heading="reported", submission__value=41)
    await dara.reads_fact("41 %", "Kenji, JICA", "UNFPA")
    await sokha.says("/jmi 2008-4")
    await sokha.sees("indicators/indicator", standing__accepted__value=58, standing__beside__value=41)
    await sokha.reads_fact("58 %", "41 %", "UNFPA")
    await sokha.says("/jmi")
    await sokha.reads_fact("58 % → 65 % · 41 %")


async def test_what_those_responsible_report_is_not_called_foreign(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA", "WHO"])
    await reports(sokha, "2008-4 58% hospitals")
    await sokha.sees("indicators/recorded")
    await sokha.does_not_read_fact("WHO")
    await dara.sees("indicators/submission", heading="reported")
    await dara.reads_fact("Sokha, UNFPA")
    await dara.does_not_read_fact("WHO")


async def test_a_report_that_was_corrected_awaits_review_no_more(reported: Stage, dara: Player, sokha: Player) -> None:
    first = await dara.finds("indicators/submission", submission__value=58)
    await reports(sokha, "2008-4 60% hospitals")
    await dara.says("/review")
    assert await listed(dara) == 1
    assert await offered(dara, "indicators:submission") == [2]
    assert first.offers == ["indicators:accept", "indicators:return"]
    for pressed in first.buttons:
        await dara.does(dara.person.taps_data(pressed.button.data, in_message=first.message))
        await dara.is_refused("indicators#report_replaced")
        [shown] = [seen for seen in await dara.messages() if seen.message.id == first.message.id]
        assert shown.contexts("indicators/submission", submission__state=SubmissionState.REPLACED)
        assert shown.offers == []
    await dara.forges("indicators/accept:2")
    assert [state for state, _comment in await state_of(reported)] == [
        SubmissionState.REPLACED,
        SubmissionState.ACCEPTED,
    ]
    assert await waiting_for(reported) == set()


async def test_a_report_of_another_institution_replaces_none_before_it_stands(
    reported: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await reports(kenji, "2008-4 41% of clinics")
    await dara.says("/review")
    assert await listed(dara) == 2
    await sokha.looks_away()
    await dara.forges("indicators/let_stand:2")
    await dara.says("UNFPA takes the figure of JICA")
    await dara.presses("form:save")
    await sokha.is_told_only("indicator_reviewed")
    await sokha.sees("indicators/submission", heading="reviewed", submission__state=SubmissionState.REPLACED)
    await sokha.reads_fact("58 %")
    await dara.says("/review")
    assert await listed(dara) == 0


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
    await dara.presses("indicators:accept")
    await colleague.says("/review")
    assert await listed(colleague) == 0
    for forged in ("indicators/accept:1", "indicators/return:1"):
        await colleague.forges(forged)
        await colleague.is_refused("indicators#already_reviewed", submission__state=SubmissionState.ACCEPTED)
    assert await state_of(reported) == [(SubmissionState.ACCEPTED, "")]


async def test_a_report_accepted_while_a_comment_is_written_is_not_returned(reported: Stage, dara: Player) -> None:
    colleague = await reported.member("Chan", "secretariat", "CDC")
    await dara.presses("indicators:return")
    await dara.says("Which hospitals?")
    await colleague.forges("indicators/accept:1")
    await dara.presses("form:save")
    await dara.is_refused("indicators#already_reviewed", submission__state=SubmissionState.ACCEPTED)
    assert await dara.summary() == {"comment": "Which hospitals?"}
    assert await state_of(reported) == [(SubmissionState.ACCEPTED, "")]


async def test_the_list_of_reports_to_review_opens_each(reported: Stage, dara: Player, kenji: Player) -> None:
    await kenji.sends_file("survey.pdf", caption="/jmi 2008-4 60% hospitals")
    await kenji.presses("form:save")
    await dara.says("/review")
    assert await listed(dara) == 2
    assert await offered(dara, "indicators:submission") == [1, 2]
    await dara.offers_only("indicators:side_by_side", "indicators:submission", "indicators:submission")
    assert await offered(dara, "indicators:submission") == [1, 2]
    await dara.reads_fact("[2008-4 · Sokha]\n[2008-4 · Kenji]")
    await dara.presses("indicators:submission", 2)
    await dara.sees("indicators/submission", heading="", submission__value=60)
    await dara.reads_fact("60 %", "[survey.pdf]")
    await dara.offers_only("indicators:accept", "indicators:let_stand", "indicators:return")


async def test_others_review_nothing(reported: Stage, sokha: Player) -> None:
    chair = await reported.member("Sovann", "chair", "MoH")
    for player in (sokha, chair):
        await player.says("/review")
        await player.is_refused("general#not_allowed")
        for forged in ("indicators/accept:1", "indicators/return:1", "indicators/submission:1"):
            await player.forges(forged)
            await player.is_refused("general#not_allowed")
    assert await state_of(reported) == [(SubmissionState.SUBMITTED, "")]


async def test_a_long_report_is_returned_with_its_comment_in_one_message(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, statement="D" * 300)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58", "n" * 1000, "c" * 1000, "s" * 1000)
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await sokha.looks_away()
    await returns(dara, "r" * 1000)
    assert len(await sokha.new_messages()) == 1
    await sokha.sees("indicators/submission", heading="reviewed", submission__state=SubmissionState.RETURNED)
    await sokha.reads_fact("r" * 1000)
    await sokha.offers_only("indicators:report")


async def test_more_reports_than_a_message_offers_are_on_the_next_page(
    reported: Stage, dara: Player, sokha: Player
) -> None:
    for number in range(1, REVIEW_PAGE + 2):
        await defines(dara, f"2026-{number}")
        await reports(sokha, f"2026-{number} {number}%")
    await dara.says("/review")
    assert await listed(dara) == REVIEW_PAGE + 2
    await dara.offers_only(*["indicators:submission"] * REVIEW_PAGE, "indicators:review_page", "indicators:to_review")
    assert await offered(dara, "indicators:submission") == list(range(1, REVIEW_PAGE + 1))
    await dara.reads_fact("[2 ")
    await dara.presses("indicators:to_review", REVIEW_PAGE)
    await dara.offers_only("indicators:submission", "indicators:submission", "indicators:review_page")
    assert await offered(dara, "indicators:submission") == [REVIEW_PAGE + 1, REVIEW_PAGE + 2]
    await dara.reads_fact(f"[2026-{REVIEW_PAGE} · Sokha]\n[2026-{REVIEW_PAGE + 1} · Sokha]")
    await sokha.forges("indicators/to_review:20")
    await sokha.is_refused("general#not_allowed")
