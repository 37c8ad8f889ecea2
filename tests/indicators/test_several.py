"""Reports on several indicators in one message: shown together, saved together (J3)."""

import pytest

from tests.indicators.conftest import DELIVERIES, defines, opens_round, stored_reports, stored_requests
from tests.support.stage import Player, Stage

LAND = "2008-5 Land released"


@pytest.fixture(autouse=True)
async def indicators(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", unit="m²", statement="Land released")
    await defines(dara, "2006-1", unit="", statement="Framework endorsed")


async def shows_both(sokha: Player) -> None:
    summary = await sokha.summary()
    assert summary == {
        "reports.0.indicator": DELIVERIES,
        "reports.0.value": "58 %",
        "reports.1.indicator": LAND,
        "reports.1.value": "43,500,974 m²",
    }


@pytest.mark.parametrize(
    "text",
    [
        "/jmi 2008-4: 58%, 2008-5: 43,500,974",
        "/jmi 2008-4: 58%\n2008-5: 43 500 974 m²",
        "/jmi ២០០៨-៤៖ ៥៨%\n២០០៨-៥៖ ៤៣.៥០០.៩៧៤",
        "/jmi\n2008-4\tDeliveries by skilled staff\t58%\n2008-5\tLand released\t43500974",
        "/jmi 58% for 2008-4 and 43,500,974 for 2008-5",
    ],
)
async def test_several_reports_are_shown_together_and_saved_together(
    health: Stage, dara: Player, sokha: Player, text: str
) -> None:
    await sokha.says(text)
    await shows_both(sokha)
    assert await stored_reports(health) == []
    await sokha.presses("form:save")
    await sokha.sees("indicators/recorded_several")
    assert [(report.indicator.number, report.value, report.note) for report in await stored_reports(health)] == [
        ("2008-4", 58, ""),
        ("2008-5", 43500974, ""),
    ]
    await dara.is_told_only("indicator_reported", "indicator_reported")


async def test_each_report_can_be_changed_before_they_are_saved(health: Stage, sokha: Player) -> None:
    await sokha.says("/jmi 2008-4: 58%, 2008-5: 43,500,974")
    await sokha.presses("form:change")
    await sokha.presses("form:change=reports")
    await sokha.presses("form:change=reports.1")
    await sokha.presses("form:change=reports.1.value")
    await sokha.says("44 million m2 released")
    summary = await sokha.summary()
    assert (summary["reports.1.value"], summary["reports.1.note"]) == ("44,000,000 m²", "released")
    await sokha.presses("form:save")
    assert [report.value for report in await stored_reports(health)] == [58, 44000000]


async def test_notes_and_milestones_are_reported_with_the_others(health: Stage, sokha: Player) -> None:
    await sokha.says("/jmi 2008-4: 58% as of June\n2006-1: endorsed on 30 November")
    await sokha.presses("form:save")
    assert [(report.value, report.note) for report in await stored_reports(health)] == [
        (58, ""),
        (None, "endorsed on 30 November"),
    ]


async def test_lines_that_cannot_be_read_are_named_with_the_reason_and_asked_about_afterwards(
    health: Stage, sokha: Player
) -> None:
    await sokha.says("/jmi 2008-4: 58%\n2008-5: 40 to 44 million\n2009-9: 7")
    left_out = (await sokha.shown("forms/confirm"))["left_out"]
    assert [(line, reason.key) for line, reason in left_out.data["left_out"]] == [
        ("2008-5: 40 to 44 million", "indicators#unclear_value"),
        ("2009-9: 7", "indicators#unknown"),
    ]
    await sokha.presses("form:save")
    assert [report.indicator.number for report in await stored_reports(health)] == ["2008-4"]
    await sokha.sees("indicators/recorded_several")
    await sokha.asks("value")
    await sokha.presses("form:choice=44000000")
    assert await sokha.summary() == {"indicator": LAND, "value": "44,000,000 m²", "note": "40 to 44 million"}
    await sokha.presses("form:save")
    assert [report.indicator.number for report in await stored_reports(health)] == ["2008-4", "2008-5"]


async def test_where_none_can_be_read_they_are_asked_about_one_after_another(health: Stage, sokha: Player) -> None:
    await sokha.says("/jmi 2008-4: 0.58\n2008-5: 1.234")
    await sokha.asks("value")
    await sokha.presses("form:choice=58")
    await sokha.presses("form:save")
    await sokha.asks("value")
    await sokha.presses("form:choice=1234")
    await sokha.presses("form:save")
    assert [report.value for report in await stored_reports(health)] == [58, 1234]


async def test_an_indicator_named_twice_is_asked_about(health: Stage, sokha: Player) -> None:
    await sokha.says("/jmi 2008-4: 58%, 2008-4: 60%")
    await sokha.is_refused("indicators#unclear_value")
    await sokha.offers("form:choice=60")
    await sokha.offers("form:choice=58")


async def test_a_file_is_the_evidence_of_all(health: Stage, sokha: Player) -> None:
    await sokha.sends_file("survey.pdf", caption="/jmi 2008-4: 58%\n2008-5: 43,500,974")
    assert (await sokha.summary())["evidence"] == "survey.pdf"
    await sokha.presses("form:save")
    for report in await stored_reports(health):
        assert [file.name for file in report.evidence] == ["survey.pdf"]


async def test_a_reply_to_a_request_reports_on_several(health: Stage, dara: Player, sokha: Player) -> None:
    await opens_round(dara)
    requests = (await sokha.finds("indicators/requests")).message
    await sokha.says("2008-4: 58%\n2008-5: 43,500,974", reply_to=requests)
    await shows_both(sokha)
    await sokha.presses("form:save")
    assert len(await stored_reports(health)) == 2
    waiting = [request for request in await stored_requests(health) if request.reported_at is None]
    assert [request.indicator.number for request in waiting if request.person.name == "Sokha"] == ["2006-1"]


async def test_only_unknown_numbers_are_refused(health: Stage, sokha: Player) -> None:
    await sokha.says("/jmi 2009-8: 58%\n2009-9: 60%")
    await sokha.is_refused("indicators#unknown", number="2009-8")


@pytest.mark.parametrize("role", ["technical_adviser", "private_sector"])
async def test_those_who_do_not_report_are_refused(health: Stage, role: str) -> None:
    guest = await health.member("Rathana", role, "UNFPA")
    await guest.says("/jmi 2008-4: 58%\n2008-5: 43,500,974")
    await guest.is_refused("general#not_allowed")
    assert await stored_reports(health) == []


async def test_many_lines_that_are_not_taken_fit_one_message(health: Stage, sokha: Player) -> None:
    unknown = "\n".join(f"2009-{number}: {'x' * 40} {number}" for number in range(1, 60))
    await sokha.says(f"/jmi 2008-4: 58%\n{unknown}")
    left_out = (await sokha.shown("forms/confirm"))["left_out"]
    assert len(left_out.data["left_out"]) == 5
    await sokha.presses("form:save")
    assert len(await stored_reports(health)) == 1


async def test_a_value_is_asked_of_another_indicator_in_its_own_unit(health: Stage, sokha: Player) -> None:
    await sokha.says("/jmi 2008-4: 58%, 2008-5: 43,500,974 m2")
    await sokha.presses("form:change")
    await sokha.presses("form:change=reports")
    await sokha.presses("form:change=reports.1")
    await sokha.presses("form:change=reports.1.indicator")
    await sokha.presses("form:choice=1")
    await sokha.is_refused("indicators#other_unit", unit="%")
    await sokha.asks("reports.1.value")
    await sokha.does_not_offer("form:skip")
