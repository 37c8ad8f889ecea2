"""Tables of indicators as secretariats keep them: other orders, merged cells, notes, targets in many spellings (J1)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.indicators.test_workbooks import by_number, read, told
from tests.rosters.files import Rows, workbook
from twg.language.indicator_sheets.model import SheetIndicator


def targets(one: SheetIndicator) -> list[tuple[str, Any]]:
    return [(target.period, target.value) for target in one.targets]


def test_2006_in_another_order_with_notes_below() -> None:
    rows: Rows = (
        ("TWG", "Joint Monitoring Indicators (JMIs) 2006", None, None, None, None, None),
        ("TWG", "Responsible institution", "Target", "Time frame", "Resources", "", "Actions needed"),
        (None, None, None, None, "Source", "Amount (USD)", None),
        ("PPR", "MoP and MEF", "NSDP framework¹", "end June 2006", "RGC", 200000, "1. Draft\n2. Annual review"),
        ("PPR", "CoM", "2. Anti-corruption law*", "June 2006 and Oct 2006", "-", "n.a.", "Submit the draft"),
        ("Note: ¹ agreed at the first GDCC meeting of 2006",),
        ("* subject to the National Assembly",),
    )
    found = by_number(read(workbook(rows, merged=("B1:G1", "E2:F2"))))
    assert [one.statement for one in found.values()] == ["NSDP framework", "Anti-corruption law"]
    first, second = found["2006-1"], found["2006-2"]
    assert (first.responsible, first.funding) == (["MoP", "MEF"], "200000 (RGC)")
    assert [step.text for step in first.steps] == ["Draft", "Annual review"]
    assert (second.funding, [str(target.due_on) for target in second.targets]) == ("", ["2006-10-31"])


def test_2007_with_khmer_headings() -> None:
    rows: Rows = (
        ("សូចនាករតាមដានត្រួតពិនិត្យរួម ឆ្នាំ២០០៧", None, None, None, None, None),
        ("ល.រ", "គោលដៅ", "សកម្មភាព", "ស្ថាប័នទទួលខុសត្រូវ", "ធនធាន", None),
        (None, None, None, None, "ទឹកប្រាក់", "ប្រភព"),
        ("១", "ក្របខ័ណ្ឌតាមដាន NSDP", "ព្រាង ៖ ធ្នូ ២០០៧; អនុម័ត", "ក្រសួងផែនការ", "៣០ម៉ឺនដុល្លារ", "UNDP"),
        ("២", "ច្បាប់ប្រឆាំងអំពើពុករលួយ", "–", "ក្រសួងយុត្តិធម៌ និងទីស្តីការគណៈរដ្ឋមន្ត្រី", "TBD", None),
    )
    found = by_number(read(workbook(rows, merged=("A1:F1", "E2:F2"))))
    assert [(step.text, step.period) for step in found["2007-1"].steps] == [("ព្រាង", "ធ្នូ ២០០៧"), ("អនុម័ត", "")]
    assert found["2007-1"].funding == "៣០ម៉ឺនដុល្លារ (UNDP)"
    assert found["2007-2"].responsible == ["ក្រសួងយុត្តិធម៌", "ទីស្តីការគណៈរដ្ឋមន្ត្រី"]


def test_2009_where_progress_says_in_which_unit() -> None:
    rows: Rows = (
        ("JMIs: progress as of 2009",),
        ("No.", "Targets / Indicator", "Progress made", "Constraints and challenges"),
        ("2008-4.", "Deliveries by skilled staff (%)", "-", "-"),
        ("JMI 2008-3a", "Incomplete schools reduced", "21%", None),
        ("2008-9", "Law adopted", "on schedule", None),
    )
    found = by_number(read(workbook(rows)))
    assert [(one.number, one.unit) for one in found.values()] == [("2008-4", "%"), ("2008-3a", "%"), ("2008-9", "")]


def test_2010_with_a_time_beside_each_action() -> None:
    rows: Rows = (
        ("No.", "Results", None, "Milestones / Actions", None, "Institutions", None, "Funding"),
        (None, "Outcome", "Output indicator", "Action", "Timing", "Coordinating", "Implementing", None),
        ("2010-1", "Plans reviewed", "NSDP mid-term review", "Concept note", "Sept 2010", "MoP", "MEF", "RGC"),
        (None, None, None, "Draft", "Dec 2010", None, None, None),
        (None, None, None, "Final", "Sept 2011", None, None, None),
        (
            "2010-2",
            "Statistics",
            "Master plan",
            "Adopt",
            "2011",
            "NIS",
            "Ministry of Agriculture, Forestry and Fisheries",
            "",
        ),
    )
    merged = ("B1:C1", "D1:E1", "F1:G1", "A3:A5", "B3:B5", "C3:C5")
    found = by_number(read(workbook(rows, merged=merged)))
    review = found["2010-1"]
    assert [(step.text, step.period) for step in review.steps] == [
        ("Concept note", "Sept 2010"),
        ("Draft", "Dec 2010"),
        ("Final", "Sept 2011"),
    ]
    assert targets(review) == [("Sept 2011", None)]
    assert (review.responsible, review.outcome) == (["MoP", "MEF"], "Plans reviewed")
    assert found["2010-2"].responsible == ["NIS", "Ministry of Agriculture, Forestry and Fisheries"]


def test_2014_with_targets_in_many_spellings() -> None:
    rows: Rows = (
        ("Outcome", "Output", "Indicator", "Baseline (2013)", "Targets", None, None, None, None, "Data source"),
        (None, None, None, None, "2014/15", "2015/16", "2016", "2017", "2018 (end)", None),
        ("Health", "Staff", "2014-1 Maternal mortality (per 100,000 live births)", "206", "<190/100,000",
         "<180/100,000", "TBD", "n.a.", "<170/100,000", "CDHS"),
        (None, "Teachers", "2014-2 Pupil-teacher ratio", "1:47", "1:45", "1:44", "-", "1:42", "1:40", "EMIS"),
        (None, None, "2014-3 Net enrolment", "94.5%", "≥ 95%", "≥96 %", "at least 97%", "97.5", "> 98%", "EMIS"),
        (None, None, "2014-4 Budget execution", "85 percent (2012)", "90%*", "TBC", "...", "95 % (by end 2017)", "95+"),
        ("Source: MoP, 2014. * preliminary",),
    )  # fmt: skip
    found = by_number(read(workbook(rows, merged=("E1:I1", "A3:A6"))))
    mortality = found["2014-1"]
    assert (mortality.unit, mortality.baseline, mortality.baseline_period) == ("per 100,000", 206, "2013")
    assert targets(mortality) == [("2014/15", 190), ("2015/16", 180), ("2018", 170)]
    assert mortality.lower_is_better
    assert (found["2014-2"].unit, found["2014-2"].baseline) == ("per 1", 47)
    assert [value for _period, value in targets(found["2014-2"])] == [45, 44, 42, 40]
    assert [value for _period, value in targets(found["2014-3"])] == [95, 96, 97, Decimal("97.5"), 98]
    assert (found["2014-4"].baseline, found["2014-4"].baseline_period) == (85, "2012")
    assert targets(found["2014-4"]) == [("2014/15", 90), ("by end 2017", 95), ("2018", 95)]


def test_2014_with_parts_below_and_a_year_in_each_heading() -> None:
    rows: Rows = (
        ("JMI 2014-2018: Education",),
        ("#", "JMI", "Unit", "Baseline", "Target 2014/15", "Target 2018", "Lead"),
        ("1", "Promotion rate", "percent", "78.6 (SY 2006/07)", 80, "84% (SY 2017/18)", "MoEYS"),
        ("1a", "- girls", "percent", None, None, None, None),
        ("2", "Schools built", "number", "1,250 (2013)", "1 300", "1,500 schools", None),
        ("3", "Books", "number", None, "1.400", None, None),
    )
    sheet = read(workbook(rows))
    found = by_number(sheet)
    assert targets(found["2014-1"]) == [("2014/15", 80), ("SY 2017/18", 84)]
    assert (found["2014-1a"].statement, found["2014-1a"].unit) == ("girls", "%")
    assert (found["2014-2"].baseline, [value for _period, value in targets(found["2014-2"])]) == (1250, [1300, 1500])
    assert told(sheet) == [("6", "unreadable_cell")]  # 1.4, or 1,400


def test_the_year_of_a_baseline_and_of_a_target_in_columns_of_their_own() -> None:
    rows: Rows = (
        ("Indicator number", "Indicator", "Indicator (Khmer)", "Baseline value", "Baseline year", "Target value",
         "Target year", "Validated by"),
        ("demo-a", "Rural sanitation", "អនាម័យជនបទ", "40.9%", 2012, "100%", 2025, "MRD"),
        ("demo-b", "Rural water supply", None, "46.6 %", "SY 2012/13", "100 %", "end 2025", "MRD"),
    )  # fmt: skip
    found = by_number(read(workbook(rows)))
    assert [(one.baseline_period, targets(one)) for one in found.values()] == [
        ("2012", [("2025", 100)]),
        ("SY 2012/13", [("end 2025", 100)]),
    ]


def test_areas_over_their_indicators_and_units_beside_the_figures() -> None:
    rows: Rows = (
        ("Strategic area", "JMI", "Baseline", "Target", "Means of verification"),
        ("I. Good governance", None, None, None, None),
        (None, "2014-11: Citizens' satisfaction", "n/a", "≥ 80% by 2018", "Survey"),
        ("II. Agriculture", None, None, None, None),
        (None, "2014-12: Rice yield", "3.1 t/ha (2013)", "3.5 t/ha (2018)", "MAFF"),
        (None, "2014-13: Land titles issued", "3.9 million (2014)", "5 million (2018)", "MLMUPC"),
        ("Total: 3 indicators", None, None, None, None),
    )
    found = by_number(read(workbook(rows)))
    assert [(one.unit, one.grouping, targets(one)) for one in found.values()] == [
        ("%", "I. Good governance", [("2018", 80)]),
        ("t/ha", "II. Agriculture", [("2018", Decimal("3.5"))]),
        ("number", "II. Agriculture", [("2018", 5_000_000)]),
    ]


def test_columns_that_are_headed_by_a_year_alone() -> None:
    rows: Rows = (
        ("No", "Indicator", "Unit", "Baseline", "2026", 2027),
        ("2026-1", "Aid disbursed", "USD million", "1,450.5", "1,500", "1 600"),
        ("2026-2", "Change in poverty", "percentage points", "-1.2", "-1.5", "–2"),
        ("2026-3", "Doing Business rank", "rank", "144", "<140", "130 or better"),
        ("2026-4", "TWGs with a workplan", "TWGs", "12 of 19", "all 19", "19/19"),
    )
    found = by_number(read(workbook(rows)))
    assert [targets(one) for one in found.values()] == [
        [("2026", 1500), ("2027", 1600)],
        [("2026", Decimal("-1.5")), ("2027", -2)],
        [("2026", 140), ("2027", 130)],
        [("2026", 19), ("2027", 19)],
    ]
    assert [one.lower_is_better for one in found.values()] == [False, False, True, False]


@pytest.mark.parametrize(
    "cell", ["TBD", "n.a.", "N/A", "...", "to be determined", "not available", "មិនទាន់កំណត់", "?", "–"]
)
def test_a_cell_that_says_nothing_is_no_target(cell: str) -> None:
    rows: Rows = (
        ("No.", "Indicator", "Unit", "Baseline", "Target 2026", "Target 2027"),
        ("2026-1", "Coverage", "%", cell, cell, "80"),
    )
    [one] = read(workbook(rows)).indicators
    assert (one.baseline, one.baseline_note, targets(one)) == (None, "", [("2027", 80)])
