"""Reports in one line, and by the guided form (J3, U7)."""

from decimal import Decimal

import pytest

from storage.indicators import SubmissionState
from tests.indicators.conftest import DELIVERIES, defines, opens_round, reports, stored_reports, waiting_for
from tests.support.stage import Player, Stage


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
    assert (await sokha.summary())["indicator"] == DELIVERIES
    assert await stored_reports(health) == []
    await sokha.presses("form:save")
    await sokha.sees("indicators/recorded", submission__version=1)
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (Decimal(value), note)
    assert (report.state, report.submitted_by.name) == (SubmissionState.SUBMITTED, "Sokha")
    await dara.is_told_only("indicator_reported")
    await dara.sees("indicators/submission", heading="reported", submission__id=report.id)
    await dara.reads_fact("Sokha, UNFPA")
    await dara.offers_only("indicators:accept", "indicators:return")


@pytest.mark.parametrize(
    "typed",
    [
        "/jmi\u200b2008-4\u200b58%\u200bstaffed",
        "/jmi ២០០៨-៤ ៥៨% staffed",
        "／jmi 2008‑4 58% staffed",
        "/JMI 2008–4\u00a058% staffed",
        "\ufeff/jmi 2008\u2060-4 58% staffed",
        "/jmi ２００８－４ 58% staffed",
    ],
)
async def test_a_report_is_read_however_its_command_and_number_are_spelled(
    dara: Player, sokha: Player, typed: str
) -> None:
    await defines(dara)
    await sokha.says(typed)
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "staffed"}


async def test_a_value_in_another_unit_is_offered_in_the_indicators_own(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, "2008-3", unit="m2", target=None, target_period="")
    await sokha.says("/jmi 2008-3 4350 ha in Pailin")
    await sokha.is_refused("indicators#other_unit", readings=[Decimal(43_500_000)])
    await sokha.presses("form:choice=43500000")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"]) == ("43,500,000 m2", "4350 ha in Pailin")


async def test_a_share_is_offered_as_the_percentage(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 812 out of 1,400")
    await sokha.is_refused("indicators#unclear_value")
    await sokha.presses("form:choice=58")
    assert (await sokha.summary())["value"] == "58 %"


@pytest.mark.parametrize(("typed", "is_far"), [("435", True), ("43,500,000", False)])
async def test_a_value_far_from_the_baseline_names_it(
    health: Stage, dara: Player, sokha: Player, typed: str, is_far: bool
) -> None:
    await defines(dara, "2008-3", unit="m2", baseline=Decimal(41_200_000), target=None, target_period="")
    await sokha.says(f"/jmi 2008-3 {typed}")
    text = (await sokha.on_screen())[-1].message.text
    assert ("41,200,000" in text) == is_far


async def test_a_large_figure_is_kept_to_its_last_decimal(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-5", unit="riel", target=None)
    await reports(sokha, "2008-5 99,999,999,999.9999 riel spent")
    await sokha.sees("indicators/recorded")
    await sokha.reads_fact("99,999,999,999.9999 riel")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (Decimal("99999999999.9999"), "spent")


@pytest.mark.parametrize(
    ("line", "refusal", "readings"),
    [
        ("0.58", "indicators#unclear_value", ["58", "0.58"]),
        ("50 to 55%", "indicators#unclear_value", ["55", "50"]),
        ("79 and 83", "indicators#unclear_value", ["83", "79"]),
        ("58% of target", "indicators#unclear_value", ["58"]),
        ("1e9 hospitals staffed", "indicators#unclear_value", []),
        ("60 USD disbursed", "indicators#other_unit", []),
    ],
)
async def test_a_value_that_is_not_clear_is_asked_with_its_readings_as_buttons(
    health: Stage, dara: Player, sokha: Player, line: str, refusal: str, readings: list[str]
) -> None:
    await defines(dara)
    await sokha.says(f"/jmi 2008-4 {line}")
    await sokha.is_refused(refusal, unit="%")
    await sokha.asks("value")
    await sokha.offers_only(*(f"form:choice={value}" for value in readings), "form:back", "form:cancel")
    assert await stored_reports(health) == []


async def test_a_reading_is_chosen_by_its_button_and_what_was_typed_is_kept(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 79 and 83")
    await sokha.presses("form:choice=83")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "83 %", "note": "79 and 83"}
    await sokha.says("/jmi 2008-4 0.58")
    await sokha.presses("form:choice=0.58")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "0.58 %"}
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert report.value == Decimal("0.58")


@pytest.mark.parametrize("forged", ["1e99", "NaN", "abc", "0.00001"])
async def test_a_forged_reading_is_refused(health: Stage, dara: Player, sokha: Player, forged: str) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 0.58")
    await sokha.forges(f"form/choice={forged}")
    await sokha.does_not_see("forms/confirm")
    assert await stored_reports(health) == []


@pytest.mark.parametrize(("typed", "value", "above"), [("158%", "158", True), ("-3%", "-3", False)])
async def test_a_percentage_may_be_negative_and_above_100_once_the_person_says_so(
    health: Stage, dara: Player, sokha: Player, typed: str, value: str, above: bool
) -> None:
    await defines(dara)
    await sokha.says(f"/jmi 2008-4 {typed}")
    if above:
        await sokha.is_refused("indicators#implausible")
        await sokha.presses(f"form:choice={value}")
    else:
        assert len((await sokha.shown("forms/confirm"))["notes"]) == 1
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert report.value == Decimal(value)


@pytest.mark.parametrize(
    "line",
    ["2008-4:58%", "2008-4 – 58 %", "2008-4=58", "២០០៨-៤៖ ៥៨%", "58% for 2008-4", "JMI 2008-4: 58%", "2008-4\t58%"],
)
async def test_the_number_may_be_set_apart_as_people_do(health: Stage, dara: Player, sokha: Player, line: str) -> None:
    await defines(dara)
    await sokha.says(f"/jmi {line}")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %"}


async def test_words_typed_beside_a_value_are_its_note(health: Stage, dara: Player, sokha: Player) -> None:
    indicator_id = await defines(dara)
    await sokha.forges(f"indicators/report:{indicator_id}")
    await sokha.says("58% in district hospitals")
    await sokha.asks("constraints")
    await sokha.says("none", "none")
    await sokha.presses("form:skip")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"]) == ("58 %", "in district hospitals")
    await sokha.presses("form:change")
    await sokha.presses("form:change=value")
    await sokha.says("60%, corrected")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"]) == ("60 %", "in district hospitals\ncorrected")


async def test_a_line_without_a_value_is_asked_for_one_and_kept_as_the_note(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 abc hospitals staffed")
    await sokha.is_refused("general#unreadable_number", text="abc hospitals staffed", unit="%")
    await sokha.asks("value")
    await sokha.says("៥៨,៥ %")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58.5 %", "note": "abc hospitals staffed"}


async def test_a_corrected_line_replaces_the_one_that_was_refused(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 15 or 58% hospitals", "/jmi 2008-4 58% district hospitals")
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (58, "district hospitals")


async def test_a_note_too_long_is_asked_again_and_the_value_kept(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says(f"/jmi 2008-4 58% {'ក' * 1001}")
    await sokha.is_refused("general#too_long", limit=1000, length=1001)
    await sokha.asks("note")
    await sokha.says("hospitals")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "hospitals"}


async def test_a_milestone_takes_a_note_and_no_value(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-9", unit="", statement="Law on medicines adopted")
    await sokha.says("/jmi 2008-9 3 decrees signed")
    assert await sokha.summary() == {"indicator": "2008-9 Law on medicines adopted", "note": "3 decrees signed"}
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (None, "3 decrees signed")


async def test_a_milestone_chosen_in_the_form_is_not_asked_for_a_value(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-9", unit="", statement="Law on medicines adopted")
    await sokha.says("/jmi")
    await sokha.presses("indicators:new")
    await sokha.asks("indicator")
    await sokha.presses("form:choice=2")
    await sokha.asks("note")
    await sokha.says("draft ready")
    for _question in ("constraints", "next_steps", "evidence"):
        await sokha.presses("form:skip")
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert (report.value, report.note) == (None, "draft ready")


async def test_a_value_is_read_again_when_the_indicator_is_changed(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", unit="m²", statement="Land released")
    await sokha.says("/jmi 2008-5 5 000 as of June")
    assert (await sokha.summary())["value"] == "5,000 m²"
    await sokha.presses("form:change")
    await sokha.presses("form:change=indicator")
    await sokha.presses("form:choice=1")
    await sokha.is_refused("indicators#unclear_value", unit="%")
    await sokha.asks("value")
    await sokha.says("58")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "period": "June 2026"}


async def test_the_form_asks_everything_and_takes_a_file_as_evidence(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58", "hospitals", "few midwives", "train more")
    await sokha.asks("evidence")
    await sokha.sends_file("survey.pdf", b"%PDF-1.4 survey")
    assert await sokha.summary() == {
        "indicator": DELIVERIES,
        "value": "58 %",
        "note": "hospitals",
        "constraints": "few midwives",
        "next_steps": "train more",
        "evidence": "survey.pdf",
    }
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert (report.constraints, report.next_steps) == ("few midwives", "train more")
    assert [file.name for file in report.evidence] == ["survey.pdf"]
    await dara.is_told_only("indicator_reported")
    await dara.sees("indicators/submission", heading="reported")
    await dara.reads_fact("few midwives", "train more")
    [_text, file] = await dara.new_messages()
    assert await dara.person.downloads(file) == b"%PDF-1.4 survey"


async def test_a_photo_is_evidence_too(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58")
    for _question in ("note", "constraints", "next_steps"):
        await sokha.presses("form:skip")
    await sokha.does(sokha.person.sends_photo(b"\xff\xd8\xff a photo"))
    assert (await sokha.summary())["evidence"]
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert [file.kind for file in report.evidence] == ["photo"]
    [_text, photo] = await dara.new_messages()
    assert photo.photo_id


async def test_a_sticker_or_a_text_is_no_evidence_and_nothing_is_lost(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58", "hospitals")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.does(sokha.person.sends_sticker())
    await sokha.is_refused("general#file_expected")
    await sokha.asks("evidence")
    await sokha.says("it is on the web")
    await sokha.is_refused("general#file_expected")
    await sokha.presses("form:skip")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "hospitals"}


async def test_a_file_too_big_to_keep_is_no_evidence(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.sends_file("survey.pdf", caption="/jmi 2008-4 58%", declared_size=51 * 1024 * 1024)
    await sokha.is_refused("general#file_too_big", size_mb=51, limit_mb=20)
    assert await stored_reports(health) == []


async def test_a_line_under_a_file_reports_with_that_file(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.sends_file("survey.pdf", caption="/jmi 2008-4 58% hospitals")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"], summary["evidence"]) == ("58 %", "hospitals", "survey.pdf")
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert [file.name for file in report.evidence] == ["survey.pdf"]


@pytest.mark.parametrize("role", ["technical_adviser", "private_sector"])
async def test_those_who_speak_for_no_institution_do_not_report(health: Stage, dara: Player, role: str) -> None:
    await defines(dara)
    guest = await health.member("Rathana", role, "UNFPA")
    await guest.says("/jmi 2008-4 58%")
    await guest.is_refused("general#not_allowed")
    for forged in ("indicators/report:1", "indicators/new", "indicators/this:1"):
        await guest.forges(forged)
        await guest.is_refused("general#not_allowed")
    await guest.says("/jmi 2008-4")
    await guest.sees("indicators/indicator", indicator__number="2008-4")
    await guest.offers_only("indicators:chart")
    assert await stored_reports(health) == []


async def test_a_second_report_is_version_two_and_the_first_is_kept(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await reports(sokha, "2008-4 58% of hospitals")
    await reports(sokha, "2008-4 60% of hospitals")
    await sokha.sees("indicators/recorded", submission__value=60, submission__version=2)
    await sokha.reads_fact("60 %")
    assert [(report.version, report.value) for report in await stored_reports(health)] == [(1, 58), (2, 60)]
    await sokha.says("/jmi 2008-4")
    await sokha.sees("indicators/indicator", standing__accepted=None, standing__waiting__value=60)
    await sokha.reads_fact("60 %")


async def test_a_plain_message_can_become_a_report(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await defines(dara, "2008-5", unit="m²", statement="Land released")
    await sokha.says("58% district hospitals staffed")
    await sokha.presses("indicators:take")
    await sokha.sees("indicators/which")
    await sokha.presses("indicators:this", 1)
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "58 %", "note": "district hospitals staffed"}
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert report.indicator.number == "2008-4"


async def test_a_figure_in_another_unit_is_asked_again(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 60 USD disbursed")
    await sokha.is_refused("indicators#other_unit", unit="%")
    await sokha.asks("value")
    await sokha.says("60")
    assert await sokha.summary() == {"indicator": DELIVERIES, "value": "60 %", "note": "60 USD disbursed"}


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
    await dara.sees("indicators/submission", heading="reported")
    await dara.reads_fact("<b>hospitals</b> & centres 🏥", "Sok <Sokha> & Co, UNFPA <KH>")


@pytest.mark.parametrize(("language", "place"), [("en", "(1/5)"), ("km", "(១/៥)")])
async def test_each_question_names_the_indicator_it_is_about(
    health: Stage, dara: Player, language: str, place: str
) -> None:
    bopha = await health.member("Bopha", "civil_society", "MEDiCAM", language=language)
    first = await defines(dara, "2008-4")
    second = await defines(dara, "2008-5", statement="Children immunised")
    await bopha.forges(f"indicators/report:{first}")
    await bopha.asks("value")
    await bopha.reads_fact(f" {place}\n{DELIVERIES}\n")
    await bopha.says("58")
    await bopha.asks("note")
    await bopha.reads_fact(DELIVERIES)
    await health.passes(minutes=1)
    await bopha.forges(f"indicators/report:{second}")
    await bopha.asks("value")
    await bopha.reads_fact("2008-5 Children immunised")
    await bopha.says("/cancel")
    await bopha.sees("forms/waiting", about=DELIVERIES)
    await bopha.reads_fact(DELIVERIES)


async def test_a_file_whose_caption_is_an_answer_is_kept_as_the_evidence(
    health: Stage, dara: Player, sokha: Player
) -> None:
    indicator_id = await defines(dara)
    await sokha.forges(f"indicators/report:{indicator_id}")
    await sokha.sends_file("survey.pdf", caption="58")
    await sokha.says("hospitals", "none", "none")
    summary = await sokha.summary()
    assert (summary["value"], summary["evidence"]) == ("58 %", "survey.pdf")
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert [file.name for file in report.evidence] == ["survey.pdf"]


@pytest.mark.parametrize("words", ["59", "59%", "no, it should be 59", "no, 59%"])
async def test_a_figure_at_the_summary_corrects_the_value(
    health: Stage, dara: Player, sokha: Player, words: str
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 58%")
    await sokha.says(words)
    await sokha.sees("forms/confirm")
    await sokha.presses("form:save")
    assert [report.value for report in await stored_reports(health)] == [Decimal(59)]
