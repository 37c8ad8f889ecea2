"""What is exported is chosen by words or buttons: period, format, TWGs; the cover says what it is (R4)."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from storage.members import Role
from tests.export.conftest import belongs_to, covered, sent_zips, table_in
from tests.export.test_export import exported, rows_of
from tests.indicators.conftest import defines
from tests.sharing.conftest import shares
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from tests.test_audit import audited
from twg.language.due_periods import Period
from twg.language.export_words import ExportWords, find_period, read_export_words
from twg.language.spans import UnreadableSpan, read_span

TODAY = date(2026, 11, 23)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
THIRD = (date(2026, 7, 1), date(2026, 9, 30))

SPANS = {
    "2026": YEAR,
    "២០២៦": YEAR,
    "ឆ្នាំ២០២៦": YEAR,
    "last year": (date(2025, 1, 1), date(2025, 12, 31)),
    "ឆ្នាំមុន": (date(2025, 1, 1), date(2025, 12, 31)),
    "Q3": THIRD,
    "Q3 2026": THIRD,
    "ត្រីមាសទី៣ ឆ្នាំ២០២៦": THIRD,
    "last quarter": THIRD,
    "Q4": (date(2026, 10, 1), date(2026, 12, 31)),
    "this quarter": (date(2026, 10, 1), date(2026, 12, 31)),
    "Dec": (date(2025, 12, 1), date(2025, 12, 31)),
    "next month": (date(2026, 12, 1), date(2026, 12, 31)),
    "H1": (date(2026, 1, 1), date(2026, 6, 30)),
    "2027": (date(2027, 1, 1), date(2027, 12, 31)),
    "1/1/2026 - 30/6/2026": (date(2026, 1, 1), date(2026, 6, 30)),
    "2026-01-01 to 2026-06-30": (date(2026, 1, 1), date(2026, 6, 30)),
    "from January to June 2026": (date(2026, 1, 1), date(2026, 6, 30)),
    "between 1 Sept and 30 Oct": (date(2026, 9, 1), date(2026, 10, 30)),
    "ពី ១/១/២០២៦ ដល់ ៣០/៦/២០២៦": (date(2026, 1, 1), date(2026, 6, 30)),
    "Q1-Q3 2026": (date(2026, 1, 1), date(2026, 9, 30)),
    "2025-2026": (date(2025, 1, 1), date(2026, 12, 31)),
    "since 2025": (date(2025, 1, 1), date(2026, 12, 31)),
    "ចាប់ពី ឆ្នាំ២០២៥": (date(2025, 1, 1), date(2026, 12, 31)),
    "until June 2026": (date(1990, 1, 1), date(2026, 6, 30)),
    "5 December": (date(2025, 12, 5), date(2025, 12, 5)),
    "last week": (date(2026, 11, 16), date(2026, 11, 22)),
    "សប្ដាហ៍មុន": (date(2026, 11, 16), date(2026, 11, 22)),
}


@pytest.mark.parametrize("text", SPANS)
def test_a_period_is_read(text: str) -> None:
    read = read_span(text, today=TODAY)
    assert (read.first, read.last) == SPANS[text]


@pytest.mark.parametrize(
    "text",
    [
        "Q5",
        "2026-13",
        "0",
        "99999",
        "1889",
        "everything",
        "30/6/2026-1/1/2026",
        "June 2026 to May 2026",
        "31/2/2026-1/3/2026",
        "=1+1",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    with pytest.raises(UnreadableSpan):
        read_span(text, today=TODAY)


def test_words_name_format_period_and_twgs() -> None:
    year = Period(*YEAR, "2026")
    assert read_export_words("", today=TODAY) == ExportWords()
    assert read_export_words("csv for 2026", today=TODAY) == ExportWords(year, tables=True)
    assert read_export_words("2026 documents and evidence of all my TWGs", today=TODAY) == ExportWords(
        year, files=True, every_twg=True
    )
    assert read_export_words("ឯកសារ 2026", today=TODAY) == ExportWords(year, files=True)
    for words in ("an Excel file for 2026", "ឯកសារ Excel 2026", "everything 2026", "xlsx 2026"):
        assert read_export_words(words, today=TODAY) == ExportWords(year)
    for words in ("CSV files 2026", "ឯកសារ CSV 2026"):
        assert read_export_words(words, today=TODAY) == ExportWords(year, tables=True)
    assert read_export_words("from 2025", today=TODAY).period == Period(date(2025, 1, 1), YEAR[1], "from 2025")
    assert find_period("please export everything for Q3 2026", today=TODAY) == Period(*THIRD, "q3 2026")
    since = Period(date(2025, 1, 1), YEAR[1], "since 2025")
    assert find_period("please export everything since 2025", today=TODAY) == since
    assert find_period("please export everything", today=TODAY) is None


async def test_a_period_that_cannot_be_read_is_asked_for(dara: Player) -> None:
    await dara.says("/export Q7 2026")
    await dara.is_refused("export#unreadable_period")
    assert not [message for message in await dara.person.messages() if message.document]


async def test_only_rows_of_the_period_are_in_it(health: Stage, dara: Player) -> None:
    await defines(dara)
    await shares(dara, "Of November")
    await health.becomes(datetime(2027, 1, 4, 9, tzinfo=health.clock.now().tzinfo))
    await announce_meeting(dara, day=date(2027, 1, 20))
    await shares(dara, "Of January")
    shared = {}
    for words in ("/export 2026", "/export Q1 2027", "/export"):
        await dara.says(words)
        shared[words] = {row["text"] for row in rows_of(await last_workbook(dara), "posts")}
    assert shared == {
        "/export 2026": {"Of November"},
        "/export Q1 2027": {"Of January"},
        "/export": {"Of November", "Of January"},
    }
    await dara.says("/export 2026")
    book = await last_workbook(dara)
    assert rows_of(book, "meetings") == []
    assert len(rows_of(book, "indicators")) == 1  # it has no day
    await dara.presses("export:make", "csv", "20260101-20261231")
    [archive] = await sent_zips(dara)
    assert [row[4] for row in table_in(archive, "posts.csv")[1:]] == ["Of November"]


async def last_workbook(player: Player) -> Workbook:
    return load_workbook(BytesIO(await player.person.downloads(await player.person.last())))


async def test_the_cover_says_what_it_is_and_what_is_left_out(health: Stage, dara: Player) -> None:
    crdb = await health.member("Bopha", Role.CRDB, "CRDB")
    await shares(dara, "A study")
    lines = await covered(crdb, "/export 2026")
    facts = dict(line[:2] for line in lines if len(line) > 1)
    assert facts["TWG"] == "HLT – Health"
    assert facts["Period"] == "Thursday 1 January 2026 – Thursday 31 December 2026"
    assert facts["Made for"] == "Bopha, CRDB/CDC (HLT)"
    assert facts["Made on"] == datetime(2026, 11, 23, 9)  # noqa: DTZ001 - a cell has no zone
    assert facts["Left out, as your role does not see it"].split("; ") == [
        "what is for: Core group · Development partners only · Chair and lead facilitators · Secretariat",
        "what members wrote beside their answers, and contacts",
        "how many object to what is put to members",
        "who can when, in searches of others for a date",
        "what others told before plenaries",
        "files with minutes that were handed in",
        "reports that are not accepted",
        "requests of others to the secretariat",
        "replies between others to what was shared",
    ]
    assert facts["Left out, as it does not fit"] == "nothing"
    assert ("Shared information", 1, "of the period") in lines
    assert ("Members", 2, "all, as it stands") in lines


async def test_several_twgs_stand_in_one_workbook_for_who_may_export_them(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    await health.adds_twg("GEN", "Gender", "MoWA")
    crdb = await health.member("Bopha", Role.CRDB, "CRDB")
    await belongs_to(health, crdb, "EDU", Role.CRDB)
    await belongs_to(health, crdb, "GEN", Role.GOVERNMENT)
    teacher = await health.member("Sok", Role.SECRETARIAT, "MoEYS", code="EDU")
    await shares(dara, "Of health")
    await shares(teacher, "Of education")
    await crdb.says("/export")
    await crdb.presses("export:make", "xlsx", "all", "every")
    book = await last_workbook(crdb)
    assert {(row["twg"], row["text"]) for row in rows_of(book, "posts")} == {
        ("HLT", "Of health"),
        ("EDU", "Of education"),
    }
    assert {row["twg"] for row in rows_of(book, "members")} == {"HLT", "EDU"}
    assert [line[1] for line in book.worksheets[0].values if line[0] == "TWG"] == ["HLT – Health", "EDU – Education"]
    await dara.says("/export all")
    await dara.does_not_offer("export:make", "xlsx", "all", "every")
    assert {row["twg"] for row in rows_of(await last_workbook(dara), "members")} == {"HLT"}


async def test_who_took_what_is_in_the_audit(health: Stage, dara: Player) -> None:
    await exported(dara)
    assert (await audited(health, "export.export_store"))["after"] == {"export_format": "xlsx"}
    await dara.says("/export csv 2026")
    after = {"export_format": "csv", "since": "2026-01-01", "until": "2026-12-31"}
    assert (await audited(health, "export.export_store"))["after"] == after
    await dara.says("/export files")
    assert (await audited(health, "export.export_store"))["after"] == {"export_format": "files"}


async def test_a_plain_wish_is_offered_with_its_period(dara: Player) -> None:
    await dara.says("please export everything for Q3 2026")
    await dara.offers("export:make", "xlsx", "20260701-20260930")


@pytest.mark.parametrize("typed", ["=1+1", "+855 12", "-3", "@SUM(A1)", "\tTab"])
async def test_a_csv_file_has_no_formula_and_is_khmer_to_excel(health: Stage, dara: Player, typed: str) -> None:
    await shares(dara, typed)
    await shares(dara, "របាយការណ៍, «ឆ្មប»\nline")
    await dara.says("/export csv")
    [archive] = await sent_zips(dara)
    headings, *rows = table_in(archive, "posts.csv")
    at = headings.index("Text")
    assert {row[at] for row in rows} == {f"'{typed}", "របាយការណ៍, «ឆ្មប»\nline"}
    assert ["Made for", "Dara, Secretariat (HLT)"] in table_in(archive, "README.csv")
