"""A list of members in the chat: what it comes to, importing it, the same again, and personal links (M5)."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlalchemy import func, select, update

import bot.leader
from scheduler.reading import lists
from storage.core.file_texts import FileText
from storage.core.files import StoredFile
from storage.members import Account, Person, Role, Sex
from storage.rosters import RosterEntry, RosterFile
from tests.rosters.files import text, workbook
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.language.tables import apart

HEAD = ["No", "Name", "Sex", "Position", "Institution", "Phone", "E-mail", "Category"]
ROWS = [
    HEAD,
    [1, "H.E. Dr. SOK Sokha", "M", "Secretary of State", "MoH", 12345678, "sokha@moh.gov.kh", "Government"],
    [2, "Ms. Maria Lopez", "F", "Adviser", "WHO", "+855 12 999 888", None, "Development partner"],
    [3, "TBC", None, None, "MEF", None, None, "Government"],
    [4, None, None, "Officer", None, "012 345 679", None, "Government"],
]


@pytest.fixture
async def dara(health: Stage) -> Player:
    return await health.member("Dara", "secretariat")


async def sends(dara: Player, data: bytes, name: str = "members.xlsx") -> None:
    """Send a list by the command, up to where it is kept and fetched."""
    await dara.says("/import")
    await dara.asks("file")
    await dara.sends_file(name, data=data)
    await dara.sees("rosters/kept", name=name)
    await dara.stage.assistant.leader.archive_files()
    await dara.stage.assistant.leader.read_lists()


async def imports(dara: Player, data: bytes) -> None:
    await sends(dara, data)
    await dara.presses("rosters:look")
    await dara.presses("rosters:apply")
    await dara.sees("rosters/imported")


async def entries(stage: Stage) -> list[RosterEntry]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(RosterEntry).order_by(RosterEntry.id)))


async def test_a_list_is_shown_first_and_imported_then(health: Stage, dara: Player) -> None:
    await sends(dara, workbook(ROWS))
    await dara.presses("rosters:look")
    plan = (await dara.shown("rosters/planned"))["plan"]
    assert (plan.rows, len(plan.new), plan.vacant, plan.left_out) == (4, 2, 1, 1)
    assert await entries(health) == []
    await dara.presses("rosters:apply")
    await dara.sees("rosters/imported")
    sokha, maria = await entries(health)
    assert (sokha.title, sokha.name, sokha.sex, sokha.phones) == ("H.E. Dr.", "SOK Sokha", Sex.MALE, ["+85512345678"])
    assert (maria.role, maria.institution, maria.contact) == (Role.DEVELOPMENT_PARTNER, "WHO", "+855 12 999 888")
    await dara.forges("rosters/apply:1")
    await dara.is_refused("rosters#already_imported")


async def test_the_same_list_again_changes_nothing_and_a_corrected_one_what_it_corrects(
    health: Stage, dara: Player
) -> None:
    await imports(dara, workbook(ROWS))
    await sends(dara, workbook(ROWS))
    await dara.presses("rosters:look")
    plan = (await dara.shown("rosters/planned"))["plan"]
    assert (len(plan.new), len(plan.changed), plan.unchanged, plan.missing) == (0, 0, 2, [])
    corrected = [
        HEAD,
        ROWS[1],
        [2, "Ms. Maria Lopez-Sy", "F", "Head", "WHO", "012 999 888", None, "Development partner"],
    ]
    await imports(dara, workbook(corrected))
    plan = (await dara.shown("rosters/imported"))["plan"]
    assert (plan.added, len(plan.changed), plan.unchanged) == (0, 1, 1)
    assert [entry.name for entry in await entries(health)] == ["SOK Sokha", "Maria Lopez-Sy"]


async def test_a_list_sent_by_itself_is_offered_to_be_imported(dara: Player) -> None:
    await dara.sends_file("members.xlsx", data=workbook(ROWS))
    await dara.presses("rosters:take")
    await dara.sees("rosters/kept", name="members.xlsx")


async def test_a_list_that_cannot_be_read_is_refused_in_a_sentence(health: Stage, dara: Player) -> None:
    await sends(dara, b"%PDF-1.7", "members.pdf")
    await dara.presses("rosters:look")
    await dara.is_refused("rosters#not_a_roster")
    await health.adds_twg("EDU", "Education")
    await sends(dara, text([["Education TWG"], HEAD, ROWS[1]]), "list.csv")
    await dara.presses("rosters:look")
    await dara.is_refused("rosters#another_twg", named="EDU", twg="HLT")
    await dara.forges("rosters/apply:2")
    await dara.is_refused("rosters#another_twg")
    assert await entries(health) == []


async def test_before_the_file_is_there_the_button_waits(dara: Player) -> None:
    await dara.says("/import")
    await dara.sends_file("members.xlsx", data=workbook(ROWS))
    async with arranged(dara.stage.assistant.database) as session:
        later = dara.stage.clock.now() + timedelta(hours=1)
        await session.execute(update(StoredFile).values(sha256=None, retry_at=later))
        await session.execute(update(RosterFile).values(reading=None))
    await dara.presses("rosters:look")
    await dara.is_refused("rosters#not_fetched")


async def test_only_who_invites_members_imports_lists(health: Stage, dara: Player) -> None:
    await sends(dara, workbook(ROWS))
    kenji = await health.member("Kenji", "development_partner")
    await kenji.says("/import")
    await kenji.does_not_see("forms/ask")
    await kenji.forges("rosters/look:1")
    await kenji.does_not_see("rosters/planned")


async def links_of(dara: Player) -> dict[str, str]:
    """The tokens in the sheet that is made now, by the name beside each."""
    await dara.presses("rosters:links")
    message = await dara.person.last()
    assert message.document is not None
    assert message.document.name == "HLT-TWG-links.docx"
    sheet = await dara.person.downloads(message)
    [table] = Document(BytesIO(sheet)).tables
    rows = [[paragraph.text for paragraph in row.cells[1].paragraphs] for row in table.rows[1:]]
    return {row[0]: row[-1].partition("?start=")[2] for row in rows}


async def test_a_personal_link_admits_the_number_in_the_list_and_nobody_else(health: Stage, dara: Player) -> None:
    await imports(dara, workbook(ROWS))
    links = await links_of(dara)
    assert list(links) == ["H.E. Dr. SOK Sokha", "Ms. Maria Lopez"]
    thief = await health.person("Somebody")
    await thief.starts(links["H.E. Dr. SOK Sokha"])
    await thief.presses("form:choice=en")
    await thief.says("012 345 678")
    await thief.presses("form:save")
    await thief.sees("joining/waits")
    await health.passes(minutes=11)
    await dara.sees("joining/card", link_of="SOK Sokha", request__role=Role.GOVERNMENT)
    await dara.presses("joining:decline")
    await dara.says("Please use your own link")
    await dara.presses("form:save")
    sokha = await health.person("Sokha")
    await sokha.starts(links["H.E. Dr. SOK Sokha"])
    await sokha.presses("form:choice=km")
    await sokha.asks("contact")
    await sokha.does(sokha.person.sends_contact("85512345678", "Sokha", user_id=sokha.person.id))
    await sokha.presses("form:save")
    await sokha.sees("members/registered", membership__person__name="SOK Sokha", membership__role=Role.GOVERNMENT)
    async with health.assistant.database.read() as session:
        person = await session.scalar(select(Person).join(Account).where(Account.telegram_id == sokha.person.id))
        assert person is not None
        assert (person.title, person.sex, person.phone_e164) == ("H.E. Dr.", Sex.MALE, "+85512345678")


async def test_a_new_sheet_ends_the_links_of_the_one_before(health: Stage, dara: Player) -> None:
    await imports(dara, workbook(ROWS))
    first = await links_of(dara)
    second = await links_of(dara)
    assert set(first) == set(second)
    maria = await health.person("Maria")
    await maria.starts(first["Ms. Maria Lopez"])
    await maria.is_refused("members#revoked_invite")
    await maria.starts(second["Ms. Maria Lopez"])
    await maria.asks("language")


@pytest.mark.parametrize("count", [200, pytest.param(1999, marks=pytest.mark.soak)])
async def test_a_long_list_is_imported(health: Stage, dara: Player, count: int) -> None:
    rows = [
        HEAD,
        *(
            [n, f"Mr. Member {n}", "M", "Officer", f"Ministry {n % 40}", 10_000_000 + n, None, "RGC"]
            for n in range(count)
        ),
    ]
    await imports(dara, workbook(rows))
    async with health.assistant.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(RosterEntry)) == count


async def test_others_are_answered_while_a_list_is_read(
    health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    kenji = await health.member("Kenji", "development_partner")
    begun, go_on = asyncio.Event(), asyncio.Event()
    [rosters, *others], leader = lists._KINDS, health.assistant.leader

    async def reads_nothing(*_args: Any) -> int:
        return 0

    async def reads_slowly(*args: Any) -> dict[str, Any]:
        begun.set()
        await go_on.wait()
        return await rosters.read(*args)

    monkeypatch.setattr(bot.leader, "read_lists", reads_nothing)
    monkeypatch.setattr(lists, "_KINDS", (replace(rosters, read=reads_slowly), *others))
    await sends(dara, workbook(ROWS))
    reading = asyncio.create_task(lists.read_lists(leader.database, leader.archive, leader.people))
    await begun.wait()
    await dara.presses("rosters:look")
    await dara.is_refused("rosters#not_fetched")
    await kenji.says("/me")
    await kenji.sees("members/me")
    go_on.set()
    await reading
    await dara.presses("rosters:look")
    await dara.sees("rosters/planned")


async def test_a_file_that_ends_its_process_is_refused(dara: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "KILLED_AFTER_S", 0.01)
    await sends(dara, workbook(ROWS))
    await dara.presses("rosters:look")
    await dara.is_refused("rosters#unsafe_workbook")


@pytest.mark.parametrize("imported", [True, False])
async def test_the_file_of_a_list_is_deleted_some_days_after(health: Stage, dara: Player, imported: bool) -> None:
    if imported:
        await imports(dara, workbook(ROWS))
    else:
        await sends(dara, workbook(ROWS))
    async with health.assistant.database.read() as session:
        sha256 = (await session.scalars(select(StoredFile.sha256))).one()
    assert sha256 is not None
    archive = health.assistant.leader.archive
    await health.passes(days=6)
    await health.assistant.leader.tidy()
    assert archive.path(sha256).is_file()
    await health.passes(days=2)
    await health.assistant.leader.tidy()
    assert not archive.path(sha256).is_file()
    async with health.assistant.database.read() as session:
        for table in (RosterFile, StoredFile, FileText):
            assert list(await session.scalars(select(table))) == []
    await dara.forges("rosters:look:1")
    await dara.is_refused("general#not_found")
    assert len(await entries(health)) == (2 if imported else 0)


async def test_bytes_that_another_file_has_too_stay(health: Stage, dara: Player) -> None:
    await sends(dara, workbook(ROWS))
    await dara.sends_file("members.xlsx", data=(kept := workbook(ROWS)))
    await dara.presses("sharing:take")
    await dara.says("The members of the group")
    await dara.presses("form:choice=ongoing_work")
    await dara.presses("form:skip")
    await dara.presses("form:choice=all")
    await dara.presses("form:save")
    await health.assistant.leader.archive_files()
    await health.passes(days=8)
    await health.assistant.leader.tidy()
    async with health.assistant.database.read() as session:
        sha256 = (await session.scalars(select(StoredFile.sha256))).one()
    assert sha256 is not None
    assert health.assistant.leader.archive.get(sha256) == kept
