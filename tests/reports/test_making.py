"""The JMI report of a round: asked for in words, made beside the answers, as Word and Excel (J6)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from messages.rendering.charts import Chart, PathChart
from tests.indicators.conftest import defines, reports
from tests.reports.conftest import book_of, files_of, opens, round_with_reports, rows_of, words_of
from tests.support.stage import Player, Stage


async def test_the_report_of_a_round_as_word_and_excel(
    health: Stage, dara: Player, sokha: Player, drawn: list[Chart]
) -> None:
    await round_with_reports(dara, sokha)
    await dara.says("/round")
    await dara.presses("reports:make", 1)
    await dara.sees("reports/made", waiting=1)  # in the message that said that it was being made
    assert len(await dara.new_messages()) == 3
    found = await files_of(dara)
    assert set(found) == {"docx", "xlsx"}
    # Word: styles, contents that lead to each heading, headings of tables that are repeated.
    document = Document(BytesIO(found["docx"]))
    headings = [each.text for each in document.paragraphs if (each.style.name or "").startswith("Heading")]
    assert headings == [
        "1. Summary",
        "2. The indicators one by one",
        "2.1 JMI 2008-4 – Deliveries by skilled staff",
        "2.2 JMI 2008-10 – Wards with a midwife",
        "2.3 JMI 2010-1 – Mid-term review",
        "Annexes",
    ]
    listed = [each.text for each in document.paragraphs if (each.style.name or "").startswith("toc")]
    assert [line.partition("\t")[0] for line in listed] == headings
    assert [line.partition("\t")[2] for line in listed] == ["2", "3", "3", "4", "5", "6"]
    captions = [each.text for each in document.paragraphs if each.style is not None and each.style.name == "Caption"]
    assert [caption.partition(" – ")[0] for caption in captions] == [f"Table {n}" for n in range(1, 7)]
    assert document.element.xml.count("<w:tblHeader/>") == len(document.tables)
    # Every figure with its period, its source and its day; what is not accepted is marked.
    figures = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert figures[1:] == [
        ["Baseline", "38 %", "Dec 2006", "HIS", ""],
        ["Target", "65 %", "Dec 2026", "", ""],
        ["This round", "58.5 %", "Q3 2026", "UNFPA; HIS", "23/11/2026"],
    ]
    waiting = [[cell.text for cell in row.cells] for row in document.tables[2].rows][-1]
    assert waiting == ["Not accepted yet", "71 %", "Q3 2026", "UNFPA", "23/11/2026"]
    charts = [chart for chart in drawn if isinstance(chart, PathChart)]
    assert [(chart.title, [point.open for point in chart.values]) for chart in charts] == [
        ("JMI 2008-4", [False]),
        ("JMI 2008-10", [True]),
    ]
    assert len(document.inline_shapes) == 2
    # Excel: real types, filters, a frozen heading that is printed on each page.
    sheet = book_of(found["xlsx"]).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:Y5", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    facts = ("Id", "TWG", "Reporting round", "Period of the round", "Number", "Value", "Period", "Reported", "Status")
    rows = [tuple(row[name] for name in facts) for row in rows_of(found["xlsx"])]
    of_round = ("HLT", "JMI report for the GDCC", "Q3 2026")
    assert [(row[0], *row[4:]) for row in rows if row[1:4] == of_round and row[7] is not None] == [
        (2, "2008-4", 58.5, "Q3 2026", rows[0][7], "Accepted"),
        (1, "2008-10", 71, "Q3 2026", rows[0][7], "Not accepted yet"),
    ]
    assert rows[0][7].date() == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "words", "heading"),
    [
        ("en", "JMI report for Q3", "1. Summary"),
        ("en", "Please send me the JMI report of Q3 2026.", "1. Summary"),
        ("km", "សូមរៀបចំរបាយការណ៍ JMI ត្រីមាសទី៣", "១. សេចក្ដីសង្ខេប"),
    ],
)
async def test_it_is_asked_for_in_words(
    health: Stage, dara: Player, sokha: Player, drawn: list[Chart], language: str, words: str, heading: str
) -> None:
    """The round of the period that the words name, not the newest one."""
    await round_with_reports(dara, sokha)
    await dara.forges("indicators/close")
    await opens(dara, "Q4 2026", title="Another round")
    await reports(sokha, "2008-4 60%")
    await dara.forges("indicators/accept:3")
    reader = await health.member("Kunthea", "crdb", "CRDB", language=language)
    await reader.says(words)
    await reader.presses("reports:make_as")
    shown = await reader.shown("reports/made")
    assert shown["contents"].period == "Q3 2026"
    assert [line.figure.value for line in shown["contents"].reported] == [58.5]
    found = words_of((await files_of(reader))["docx"])
    assert heading in found
    await reader.presses("reports:draft", 1, "km" if language == "en" else "en")
    assert heading not in words_of((await files_of(reader))["docx"])
    await reader.says("/report")
    assert (await reader.shown("reports/made"))["contents"].period == "Q4 2026"
    await reader.says("/report 3rd quarter 2026")
    assert (await reader.shown("reports/made"))["contents"].period == "Q3 2026"


async def test_what_there_is_no_report_of(health: Stage, dara: Player, sokha: Player, drawn: list[Chart]) -> None:
    await dara.says("/report")
    await dara.is_refused("reports#no_round")
    await defines(dara)
    await opens(dara)
    await dara.says("/report")
    await dara.is_refused("reports#no_reports")
    await reports(sokha, "2008-4 58%")
    await sokha.says("/report")  # it is not accepted yet, so not for a member to pass on
    await sokha.is_refused("reports#no_reports")
    for words in ("/report Q1 2020", "JMI report for Q1 2020"):
        await dara.says(words)
        if not words.startswith("/"):
            await dara.presses("reports:make_as")
        await dara.is_refused("reports#no_such_round", words=words.removeprefix("/report "))
    await dara.forges("reports/make:1:fr")
    await dara.is_refused("general#not_found")
    assert drawn == []


async def test_a_report_belongs_to_the_round_in_which_it_came(
    health: Stage, dara: Player, sokha: Player, drawn: list[Chart]
) -> None:
    """A late one, sent after the round was closed, is in it; one of a later round is not, and then says what it was."""
    await round_with_reports(dara, sokha)
    await dara.forges("indicators/close")
    await reports(sokha, "2008-10 72%")
    await dara.forges("indicators/accept:3")
    await health.becomes(health.clock.now() + timedelta(hours=1))
    await opens(dara, "Q4 2026", title="Another round")
    await reports(sokha, "2008-4 60%")
    await dara.forges("indicators/accept:4")
    await dara.says("/report Q3")
    contents = (await dara.shown("reports/made"))["contents"]
    assert {line.number: line.figure.value for line in contents.reported} == {"2008-4": 58.5, "2008-10": 72}
    await dara.says("/report Q4")
    contents = (await dara.shown("reports/made"))["contents"]
    assert {line.number: line.figure.value for line in contents.reported} == {"2008-4": 60}
    assert {line.number: line.earlier.value for line in contents.missing if line.earlier} == {"2008-10": 72}
