"""Reports in one line, and by the guided form (J3)."""

from decimal import Decimal

import pytest

from storage.indicators import SubmissionState
from tests.indicators.conftest import defines, opens_round, reports, stored_reports, waiting_for
from tests.support.stage import Player, Stage

DENIED = "Your role in this TWG does not allow that."


@pytest.mark.parametrize(
    ("line", "value", "note"),
    [
        ("58% district hospitals staffed", "58", "district hospitals staffed"),
        ("58,5 % district hospitals", "58.5", "district hospitals"),
        ("៥៨% មន្ទីរពេទ្យ", "58", "មន្ទីរពេទ្យ"),
        ("58\nin two lines", "58", "in two lines"),
        ("58", "58", ""),
    ],
)
async def test_one_line_reports_once_it_is_confirmed(
    health: Stage, dara: Player, sokha: Player, line: str, value: str, note: str
) -> None:
    await defines(dara)
    await sokha.says(f"/jmi 2008-4 {line}")
    await sokha.reads("Report on an indicator", "Indicator: 2008-4", "Is this right?")
    assert await stored_reports(health) == []
    await sokha.taps("Save")
    await sokha.reads("Your report is recorded.", "version 1")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (Decimal(value), note)
    assert (report.state, report.submitted_by.name) == (SubmissionState.SUBMITTED, "Sokha")
    await dara.reads("Report received", "Sokha, UNFPA", "[Accept] [Return with a comment]")


async def test_a_large_figure_is_kept_to_its_last_decimal(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-5", unit="riel", target=None)
    await reports(sokha, "2008-5 99,999,999,999.9999 riel spent")
    await sokha.reads("99,999,999,999.9999 riel")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (Decimal("99999999999.9999"), "spent")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("158%", "A percentage lies between 0 and 100"),
        ("-3", "A percentage lies between 0 and 100"),
        ("1e9", "“1e9” is not a percentage I can read"),
        ("58-60", "“58-60” is not a percentage I can read"),
    ],
)
async def test_an_impossible_value_is_asked_again_and_the_note_kept(
    health: Stage, dara: Player, sokha: Player, typed: str, said: str
) -> None:
    await defines(dara)
    await sokha.says(f"/jmi 2008-4 {typed} hospitals staffed")
    await sokha.reads(said, "What is the value now?")
    await sokha.says("58")
    await sokha.reads("Value: 58 %", "Note: hospitals staffed", "Is this right?")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (58, "hospitals staffed")


async def test_a_line_without_a_value_is_asked_for_one_and_kept_as_the_note(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 abc hospitals staffed")
    await sokha.reads("“abc hospitals staffed” is not a percentage I can read", "What is the value now?")
    await sokha.says("៥៨,៥ %")
    await sokha.reads("Value: 58.5 %", "Note: abc hospitals staffed")


async def test_a_corrected_line_replaces_the_one_that_was_refused(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 158% hospitals", "/jmi 2008-4 58% district hospitals")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (58, "district hospitals")


async def test_a_note_too_long_is_asked_again_and_the_value_kept(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says(f"/jmi 2008-4 58% {'ក' * 1001}")
    await sokha.reads("Please use at most 1000 characters; this has 1001.", "What does the value stand for")
    await sokha.says("hospitals")
    await sokha.reads("Value: 58 %", "Note: hospitals")


async def test_a_milestone_takes_a_note_and_no_value(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-9", unit="", statement="Law on medicines adopted")
    await sokha.says("/jmi 2008-9 3 decrees signed")
    await sokha.reads("Note: 3 decrees signed")
    await sokha.does_not_read("Value:")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (None, "3 decrees signed")


async def test_a_milestone_chosen_in_the_form_is_not_asked_for_a_value(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-9", unit="", statement="Law on medicines adopted")
    await sokha.says("/jmi")
    await sokha.taps("Report on an indicator", "2008-9 Law")
    await sokha.reads("What does the value stand for, or what has been achieved?")
    await sokha.says("draft ready")
    await sokha.taps("Skip", "Skip", "Skip", "Save")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (None, "draft ready")


async def test_a_value_is_read_again_when_the_indicator_is_changed(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", unit="m²", statement="Land released")
    await sokha.says("/jmi 2008-5 5 000 as of June")
    await sokha.reads("Value: 5,000 m²")
    await sokha.taps("Change", "Indicator", "2008-4 Deliveries")
    await sokha.reads("A percentage lies between 0 and 100", "What is the value now?")
    await sokha.says("58")
    await sokha.reads("Value: 58 %", "Note: as of June")


async def test_the_form_asks_everything_and_takes_a_file_as_evidence(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.taps("Report by form")
    await sokha.says("58", "hospitals", "few midwives", "train more")
    await sokha.reads("Is there a file as evidence?")
    await sokha.sends_file("survey.pdf", b"%PDF-1.4 survey")
    await sokha.reads("Constraints: few midwives", "Next steps: train more", "Evidence: survey.pdf")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert (report.constraints, report.next_steps) == ("few midwives", "train more")
    assert report.evidence is not None
    received = await dara.new_messages()
    assert "Constraints: few midwives" in received[0].text
    assert await dara.person.downloads(received[1]) == b"%PDF-1.4 survey"


async def test_a_photo_is_evidence_too(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.taps("Report by form")
    await sokha.says("58")
    await sokha.taps("Skip", "Skip", "Skip")
    await sokha.does(sokha.person.sends_photo(b"\xff\xd8\xff a photo"))
    await sokha.reads("Evidence: photo-")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert report.evidence is not None
    assert report.evidence.kind == "photo"
    [_text, photo] = await dara.new_messages()
    assert photo.photo_id


async def test_a_sticker_or_a_text_is_no_evidence_and_nothing_is_lost(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.taps("Report by form")
    await sokha.says("58", "hospitals")
    await sokha.taps("Skip", "Skip")
    await sokha.does(sokha.person.sends_sticker())
    await sokha.reads("Please send a file here: a document or a photo.", "Is there a file as evidence?")
    await sokha.says("it is on the web")
    await sokha.reads("Please send a file here: a document or a photo.")
    await sokha.taps("Skip")
    await sokha.reads("Value: 58 %", "Note: hospitals")


async def test_a_file_too_big_to_keep_is_no_evidence(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.sends_file("survey.pdf", caption="/jmi 2008-4 58%", declared_size=51 * 1024 * 1024)
    await sokha.reads("This file has 51 MB; please send one of at most 20 MB, or share a link to it.")
    assert await stored_reports(health) == []


async def test_a_line_under_a_file_reports_with_that_file(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.sends_file("survey.pdf", caption="/jmi 2008-4 58% hospitals")
    await sokha.reads("Value: 58 %", "Note: hospitals", "Evidence: survey.pdf")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert report.evidence is not None


@pytest.mark.parametrize("role", ["technical_adviser", "private_sector"])
async def test_those_who_speak_for_no_institution_do_not_report(health: Stage, dara: Player, role: str) -> None:
    await defines(dara)
    guest = await health.member("Rathana", role, "UNFPA")
    await guest.says("/jmi 2008-4 58%")
    await guest.reads(DENIED)
    for forged in ("indicators/report:1", "indicators/new", "indicators/this:1"):
        await guest.forges(forged)
        await guest.reads(DENIED)
    await guest.says("/jmi 2008-4")
    await guest.reads("2008-4 Deliveries")
    await guest.does_not_read("Report by form")
    assert await stored_reports(health) == []


async def test_a_second_report_is_version_two_and_the_first_is_kept(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await reports(sokha, "2008-4 58% of hospitals")
    await reports(sokha, "2008-4 60% of hospitals")
    await sokha.reads("60 %", "version 2")
    assert [(report.version, report.value) for report in await stored_reports(health)] == [(1, 58), (2, 60)]
    await sokha.says("/jmi 2008-4")
    await sokha.reads("Awaiting review: 60 %")


async def test_a_plain_message_can_become_a_report(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await defines(dara, "2008-5", unit="m²", statement="Land released")
    await sokha.says("58% district hospitals staffed")
    await sokha.taps("Report on an indicator")
    await sokha.reads("On which indicator would you like to report?")
    await sokha.taps("2008-4 Deliveries")
    await sokha.reads("Value: 58 %", "Note: district hospitals staffed", "Is this right?")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert report.indicator.number == "2008-4"


async def test_a_figure_in_another_unit_is_asked_again(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 60 USD disbursed")
    await sokha.reads("“60 USD” is not a percentage I can read", "What is the value now?")
    await sokha.says("60")
    await sokha.reads("Value: 60 %", "Note: disbursed", "Is this right?")


async def test_a_report_outside_a_round_is_kept_as_well(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await reports(sokha, "2008-4 58%")
    await opens_round(dara)
    [report] = await stored_reports(health)
    assert report.round_id is None
    assert "Sokha" in await waiting_for(health)


async def test_a_name_and_a_note_with_markup_come_through_whole(health: Stage, dara: Player) -> None:
    await defines(dara)
    somebody = await health.member("Sok <Sokha> & Co", "development_partner", "UNFPA <KH>")
    await reports(somebody, "2008-4 58% <b>hospitals</b> & centres 🏥")
    await dara.reads("<b>hospitals</b> & centres 🏥", "Sok <Sokha> & Co, UNFPA <KH>")


@pytest.mark.parametrize(
    ("language", "title", "unfinished"),
    [("en", "Report on an indicator", "You have not finished"), ("km", "រាយការណ៍អំពីសូចនាករ", "មិនទាន់")],
)
async def test_each_question_names_the_indicator_it_is_about(
    health: Stage, dara: Player, language: str, title: str, unfinished: str
) -> None:
    bopha = await health.member("Bopha", "civil_society", "MEDiCAM", language=language)
    first = await defines(dara, "2008-4")
    second = await defines(dara, "2008-5", statement="Children immunised")
    await bopha.forges(f"indicators/report:{first}")
    await bopha.reads(f"{title} ({'1/5' if language == 'en' else '១/៥'})\n2008-4 Deliveries by skilled staff\n")
    await bopha.says("58")
    await bopha.reads("2008-4 Deliveries by skilled staff")
    await health.passes(minutes=1)
    await bopha.forges(f"indicators/report:{second}")
    await bopha.reads("2008-5 Children immunised")
    await bopha.says("/cancel")
    await bopha.reads(unfinished, "2008-4 Deliveries by skilled staff")


async def test_a_file_whose_caption_is_an_answer_is_kept_as_the_evidence(
    health: Stage, dara: Player, sokha: Player
) -> None:
    indicator_id = await defines(dara)
    await sokha.forges(f"indicators/report:{indicator_id}")
    await sokha.sends_file("survey.pdf", caption="58")
    await sokha.says("hospitals", "none", "none")
    await sokha.reads("Value: 58 %", "Evidence: survey.pdf", "Is this right?")
    await sokha.taps("Save")
    [report] = await stored_reports(health)
    assert report.evidence is not None
    assert report.evidence.name == "survey.pdf"
