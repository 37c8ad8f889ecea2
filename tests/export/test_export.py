"""The shared store leaves as a workbook, with what its reader may see (R4)."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from bot.capabilities import registry
from messages.rendering.labels import label
from messages.rendering.templating import format_day
from messages.rendering.texts import Text
from storage.indicators import SubmissionState
from storage.meetings import Rsvp
from storage.members import Role
from tests.indicators.conftest import defines, reports
from tests.sharing.conftest import shares
from tests.support.cases import all_cases
from tests.support.setup_steps import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

#: The sheets in their order, by the keys of their names.
SHEET_KEYS = [
    "members",
    "meetings",
    "answers",
    "presence",
    "decisions",
    "no_objections",
    "date_polls",
    "date_answers",
    "updates",
    "minutes",
    "minutes_corrections",
    "minutes_handed_in",
    "documents",
    "papers",
    "receipts",
    "indicators",
    "targets",
    "ratings",
    "report_requests",
    "reports",
    "signed_reports",
    "actions",
    "requests",
    "posts",
    "post_replies",
    "subgroups",
    "participation",
]
#: Titles of the sheets by key, and headings of their columns by the key of the sheet and their own.
SHEETS = {sheet.key: Text(sheet.label) for sheet in registry().domains.sheets}
COLUMNS = {
    sheet.key: {key: Text(label) for key, label in sheet.headings.items()} for sheet in registry().domains.sheets
}
COVER = Text("About this export")
COMING = label(Rsvp.YES).render("en")


def names(language: str = "en") -> list[str]:
    """What the sheets are called."""
    return [COVER.render(language), *(SHEETS[key].render(language) for key in SHEET_KEYS)]


async def exported(player: Player) -> Workbook:
    """What /export gives this person."""
    await player.says("/export")
    message = await player.person.last()
    assert message.document is not None
    assert message.document.name.endswith(".xlsx")
    return load_workbook(BytesIO(await player.person.downloads(message)))


def rows_of(book: Workbook, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet, by the keys of their columns."""
    headings, *rows = book[SHEETS[sheet].render("en")].iter_rows(values_only=True)
    keys_by_heading = {heading.render("en"): key for key, heading in COLUMNS[sheet].items()}
    keys = [keys_by_heading[str(heading)] for heading in headings]
    return [dict(zip(keys, row, strict=True)) for row in rows]


async def test_the_workbook_has_a_sheet_of_everything_with_headings(health: Stage, dara: Player) -> None:
    book = await exported(dara)
    assert [twg.code for twg in (await dara.shown("export/made", day=date(2026, 11, 23)))["twgs"]] == ["HLT"]
    await dara.reads_fact("[HLT-TWG-2026-11-23.xlsx]", format_day(date(2026, 11, 23), locale="en"))
    assert book.sheetnames == names()
    assert list(rows_of(book, "members")[0]) == [
        "twg", "id", "name", "position", "institution", "role", "themes", "contact", "since",
    ]  # fmt: skip
    for sheet in book.worksheets[1:]:
        assert all(cell.value and cell.font.bold for cell in sheet[1])
        assert sheet.freeze_panes == "A2"


async def test_everything_that_happened_is_in_it(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", "yes")
    await defines(dara)
    await sokha.sends_file("survey.pdf", caption="/jmi 2008-4 58,5% hospitals")
    await sokha.presses("form:save")
    await shares(sokha, "A study of midwives")
    book = await exported(dara)
    assert {row["name"] for row in rows_of(book, "members")} == {"Dara", "Sokha"}
    [meeting] = rows_of(book, "meetings")
    assert meeting["title"] == "Second plenary meeting 2026"
    answers = {row["name"]: row["answer"] for row in rows_of(book, "answers")}
    assert answers["Sokha"] == COMING
    [indicator] = rows_of(book, "indicators")
    assert (indicator["number"], indicator["responsible"]) == ("2008-4", "MoH, UNFPA")
    [target] = rows_of(book, "targets")
    assert (target["number"], target["target"]) == ("2008-4", 65)
    [report] = rows_of(book, "reports")
    assert (report["value"], report["evidence"], report["state"]) == (
        58.5,
        "survey.pdf",
        label(SubmissionState.SUBMITTED).render("en"),
    )
    [post] = rows_of(book, "posts")
    assert (post["text"], post["institution"], post["audience"]) == (
        "A study of midwives",
        "UNFPA",
        label(Audience.ALL).render("en"),
    )


async def test_the_answers_name_everybody_invited_also_without_an_answer(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await health.member("Kenji", "development_partner", "JICA")
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", "yes")
    await announce_meeting(dara, title="Secretariat only", audience=Audience.SECRETARIAT)
    await plan_meeting(dara, title="Draft")
    rows = rows_of(await exported(dara), "answers")
    assert [(row["meeting"], row["name"], row["answer"], row["institution"]) for row in rows] == [
        ("Second plenary meeting 2026", "Dara", None, "MoH"),
        ("Second plenary meeting 2026", "Kenji", None, "JICA"),
        ("Second plenary meeting 2026", "Sokha", COMING, "UNFPA"),
        ("Secretariat only", "Dara", None, "MoH"),
    ]


async def test_the_answer_of_somebody_who_left_stays(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", "yes")
    await health.leaves("Sokha")
    rows = rows_of(await exported(dara), "answers")
    assert {row["name"]: row["answer"] for row in rows} == {"Dara": None, "Sokha": COMING}


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "2. Progress on JMI 2008-4 – UNFPA (1 h)"), ("km", "២. Progress on JMI 2008-4 – UNFPA (១ ម៉ោង)")],
)
async def test_the_agenda_keeps_presenters_and_minutes(health: Stage, dara: Player, language: str, line: str) -> None:
    await announce_meeting(dara)
    chair = await health.member("Sovann", "chair", "MoH", language=language)
    agenda = (await exported(chair))[SHEETS["meetings"].render(language)]["J2"].value
    assert isinstance(agenda, str)
    assert agenda.splitlines()[1] == line


async def test_moments_are_on_the_clock_of_the_twg(health: Stage, dara: Player) -> None:
    await announce_meeting(dara)
    await shares(dara, "A study of midwives")
    book = await exported(dara)
    assert rows_of(book, "meetings")[0]["starts_at"] == datetime(2026, 12, 15, 9)  # noqa: DTZ001 - a cell has no zone
    assert rows_of(book, "posts")[0]["shared_at"] == datetime(2026, 11, 23, 9)  # noqa: DTZ001


@pytest.mark.parametrize("role", ["secretariat", "chair", "crdb"])
async def test_those_who_may_export_do(health: Stage, role: str) -> None:
    player = await health.member("Somebody", role)
    assert (await exported(player)).sheetnames == names()


async def test_the_others_do_not(health: Stage) -> None:
    with all_cases() as case:
        for role in sorted(set(Role) - {Role.SECRETARIAT, Role.CHAIR, Role.CRDB}):
            with case(role):
                player = await health.member("Somebody", role)
                await player.says("/export")
                await player.is_refused("general#not_allowed")
                assert "export" not in dict(await player.person.command_menu())
                assert not [message for message in await player.person.messages() if message.document]


@pytest.mark.parametrize("fault", ["429", "500", "close_before"])
async def test_a_sign_of_work_that_is_refused_keeps_nobody_from_the_file(health: Stage, fault: str) -> None:
    dara = await health.member("Dara", Role.SECRETARIAT)
    await health.sandbox.fault(fault, method="sendChatAction", chat_id=dara.person.id, retry_after=1)
    await exported(dara)
    assert not health.server.world.faults  # it struck
    assert len([message for message in await dara.person.messages() if message.document]) == 1


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://example.org","Click")', "+855 12 345 678", "-3", "@SUM(A1)", "\tTab", "'quoted", "=1+1"],
)
async def test_a_text_is_never_a_formula_and_stays_as_it_was_written(
    health: Stage, dara: Player, sokha: Player, text: str
) -> None:
    await shares(sokha, text)
    book = await exported(dara)
    cell = book[SHEETS["posts"].render("en")]["E2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


async def test_khmer_and_markup_and_line_breaks_come_through_whole(health: Stage, dara: Player, sokha: Player) -> None:
    text = "របាយការណ៍សិក្សា\nស្ដីពីឆ្មប <b>&</b> 🏥 " + "ក" * 2000
    await shares(sokha, text)
    assert rows_of(await exported(dara), "posts")[0]["text"] == text


async def test_signs_that_no_worksheet_can_hold_are_left_out(health: Stage, dara: Player, sokha: Player) -> None:
    await shares(sokha, "before\x01\x0b\x1fafter")
    assert rows_of(await exported(dara), "posts")[0]["text"] == "beforeafter"


async def test_only_what_its_reader_may_see_leaves(health: Stage, dara: Player, sokha: Player) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    await shares(sokha, "For development partners", audience=Audience.PARTNERS)
    await shares(dara, "For the secretariat", audience=Audience.SECRETARIAT)
    await shares(chair, "For all")
    await announce_meeting(dara, title="Secretariat only", audience=Audience.SECRETARIAT)
    secretariats, chairs = await exported(dara), await exported(chair)
    assert {row["text"] for row in rows_of(secretariats, "posts")} == {"For the secretariat", "For all"}
    assert {row["text"] for row in rows_of(chairs, "posts")} == {"For all"}
    assert len(rows_of(secretariats, "meetings")) == 1
    assert rows_of(chairs, "meetings") == []
    assert rows_of(chairs, "answers") == []


async def test_nothing_of_another_twg_leaves(health: Stage, dara: Player, sokha: Player) -> None:
    await shares(sokha, "A study of midwives")
    await defines(dara)
    await reports(sokha, "2008-4 58%")
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    teacher = await health.member("Bopha", "chair", "MoEYS", code="EDU")
    book = await exported(teacher)
    assert [row["name"] for row in rows_of(book, "members")] == ["Bopha"]
    assert [row["name"] for row in rows_of(book, "participation")] == ["Bopha"]
    for sheet in SHEET_KEYS[1:-1]:
        assert rows_of(book, sheet) == []


async def test_headings_and_names_are_in_the_readers_language(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "chair", "MoH", language="km")
    await defines(dara, target=Decimal("65.5"))
    book = await exported(bopha)
    assert book.sheetnames == names("km")
    assert book[SHEETS["indicators"].render("km")]["C1"].value == COLUMNS["indicators"]["number"].render("km")
    assert book[SHEETS["members"].render("km")]["F2"].value == label(Role.CHAIR).render("km")
    assert book[SHEETS["targets"].render("km")]["D2"].value == 65.5
    assert book[SHEETS["indicators"].render("km")]["C2"].value == "2008-4"


async def test_whoever_waits_for_it_sees_that_it_is_being_made(health: Stage, dara: Player) -> None:
    since = len(await health.sandbox.journal())
    await exported(dara)
    seen = [entry.get("action") or entry.get("document") for entry in await health.sandbox.journal(since)]
    assert [what for what in seen if what] == ["upload_document", "HLT-TWG-2026-11-23.xlsx"]


async def test_it_comes_where_that_cannot_be_shown(health: Stage, dara: Player) -> None:
    await health.sandbox.fault("500", method="sendChatAction")
    assert (await exported(dara)).sheetnames == names()
