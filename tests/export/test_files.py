"""Documents and evidence leave as zips with an index of hashes, each small enough for Telegram (R4, D4)."""

import hashlib
import tracemalloc
from asyncio import to_thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from messages.export.files import build_part
from messages.rendering.charts import Chart
from storage.core.files import StoredFile
from storage.members import Adoption, Role
from storage.reports import ReportSnapshot
from storage.sharing import Post, PostKind
from tests.export.conftest import makes_token, sent_zips, table_in
from tests.export.conftest import served as served
from tests.indicators.conftest import defines
from tests.indicators.conftest import drawn as drawn
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by, circulates
from tests.minutes.conftest import held as held
from tests.reports.conftest import words_of
from tests.reports.test_kept_files import signed
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from tests.visibility.conftest import make_document
from twg.core.audiences import Audience, to_column
from twg.export import files
from twg.export.names import safe_name

ZONE = ZoneInfo("Asia/Phnom_Penh")


async def archived(stage: Stage) -> None:
    """Let every file be fetched into the archive."""
    await stage.passes(minutes=2)


async def index_of(player: Player) -> list[dict[str, str]]:
    """The lines of the indexes of the zips that have newly come, by heading, with what is in the zip under the path."""
    lines = []
    for archive in await sent_zips(player):
        headings, *rows = table_in(archive, "index.csv")
        for row in rows:
            line = dict(zip(headings, row, strict=True))
            if line["In the zip as"]:
                data = archive.read(line["In the zip as"])
                assert hashlib.sha256(data).hexdigest() == line["SHA-256 of the file"]
            lines.append(line)
    return lines


async def test_documents_and_evidence_come_with_their_hashes(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.sends_file("survey.pdf", b"%PDF evidence", caption="/jmi 2008-4 58% hospitals")
    await sokha.presses("form:save")
    await make_document(dara, Audience.ALL, "Budget")
    await make_document(dara, Audience.ALL, "Budget")  # the same bytes, under one name
    await archived(health)
    await dara.looks_away()
    await dara.says("/export files")
    await dara.sees("export/files", count=3, parts=1, absent=0)
    lines = await index_of(dara)
    assert [(line["Kind"], line["Title"], line["File"], line["State"]) for line in lines] == [
        ("Documents", "Budget", "paper.pdf", "in the zip"),
        ("Documents", "Budget", "paper.pdf", "in the zip"),
        ("Reports", "2008-4", "survey.pdf", "in the zip"),
    ]
    assert lines[0]["In the zip as"] == lines[1]["In the zip as"]  # bytes that are there twice are sent once


async def test_signed_reports_come_as_they_went_to_the_gdcc(
    served: Stage, dara: Player, sokha: Player, drawn: list[Chart]
) -> None:
    """With their hashes, by zip and by feed, to those who may export the TWG, and nothing that awaits review."""
    chair, files = await signed(served, dara, sokha)
    crdb = await served.member("Kunthea", Role.CRDB, "CRDB")
    names = ["HLT-JMI-1-edition-1.json", *(file.name for file in files)]
    await served.adds_twg("EDU", "Education", "MoEYS")
    other = await served.member("Rithy", Role.SECRETARIAT, "MoEYS", code="EDU")
    for player in (dara, chair, crdb, other):
        await player.looks_away()
        await player.says("/export files")
        archives = await sent_zips(player)
        if player is other:
            assert archives == []
            continue
        found = {line["File"]: line for line in (await index_of(player))}
        assert list(found) == names
        assert {line["Kind"] for line in found.values()} == {"Signed reports"}
        data = {name: archives[0].read(found[name]["In the zip as"]) for name in names}
        assert "58.5" in words_of(data[names[1]])
        assert "quietly counted" not in words_of(data[names[1]])
        assert b"quietly counted" not in data[names[0]]
        async with served.assistant.database.read() as session:
            [snapshot] = await session.scalars(select(ReportSnapshot))
        assert hashlib.sha256(data[names[0]]).hexdigest() == snapshot.sha256
    for player, expected in ((dara, names), (other, [])):
        program = await makes_token(player)
        rows = (await program.gets("/files.json"))["rows"]
        assert [row["file"] for row in rows] == expected
        for row in rows:
            async with program.asks(f"/files/{row['id']}") as answer:
                assert hashlib.sha256(await answer.read()).hexdigest() == row["sha256"]
    assert (await program.refused("/files/-1"))[0] == 404
    assert (await program.refused("/files/one"))[0] == 404
    await served.leaves("Sovann")
    await chair.looks_away()
    await chair.forges("export/make:files:all")
    assert await sent_zips(chair) == []


async def test_what_is_gone_is_named_and_stops_nothing(health: Stage, dara: Player) -> None:
    for title in ("First", "Second", "Third"):
        await make_document(dara, Audience.ALL, title)
    await archived(health)
    archive = health.assistant.archive
    async with arranged(health.assistant.database) as session:
        stored = list(await session.scalars(select(StoredFile).order_by(StoredFile.id)))
        stored[0].sha256 = archive.put(b"one that is lost")
        stored[1].sha256 = archive.put(b"one that is damaged")
        lost, damaged = (file.sha256 or "" for file in stored[:2])
    archive.path(lost).unlink()
    archive.path(damaged).write_bytes(b"other bytes")
    await dara.looks_away()
    await dara.says("/export files")
    await dara.sees("export/files", count=3, absent=1)
    assert {line["Title"]: (line["State"], line["In the zip as"] != "") for line in await index_of(dara)} == {
        "First": ("missing in the archive", False),
        "Second": ("damaged in the archive", False),
        "Third": ("in the zip", True),
    }


async def test_without_documents_one_sentence_says_so(dara: Player) -> None:
    await dara.says("/export files")
    await dara.sees("export/files", count=0)
    await dara.sees_only("export/files")
    await dara.says("/export files 2019")
    await dara.sees("export/files", count=0)
    assert await sent_zips(dara) == []


async def test_only_what_its_reader_may_see_is_in_it(health: Stage, dara: Player, sokha: Player) -> None:
    await make_document(dara, Audience.SECRETARIAT, "For the secretariat")
    chair = await health.member("Sovann", "chair", "MoH")
    await make_document(chair, Audience.LEADS, "For the leads")
    await archived(health)
    titles = {}
    for player in (dara, chair):
        await player.looks_away()
        await player.says("/export files")
        titles[player.person.name] = {line["Title"] for line in await index_of(player)}
    assert titles == {"Dara": {"For the secretariat"}, "Sovann": {"For the leads"}}


async def test_many_bytes_come_in_parts_one_after_the_other_in_bounded_memory(health: Stage, dara: Player) -> None:
    """60 MB of evidence, in files of 5 MB: each zip is below Telegram's limit, and only one is in memory."""
    size, archive, now = 5_000_000, health.assistant.archive, health.clock.now()
    async with arranged(health.assistant.database) as session:
        author = (await access_actor(session, dara)).person
        for number in range(12):
            kept = {"sha256": archive.put(bytes([number]) * size), "retry_at": now, "created_at": now}
            file = StoredFile(handle=f"file {number}", name="study.pdf", **kept)
            post = {"twg_id": 1, "kind": PostKind.DATA, "audience": to_column(Audience.ALL), "created_at": now}
            session.add(Post(text=f"Study {number}", files=[file], author_id=author.id, **post))
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        domains = health.assistant.registry.domains
        plan = await files.export_files(session, actor, domains, archive, now=now)
    assert len(plan.items) == 12
    assert [len(part) for part in plan.parts] == [5, 5, 2]
    tracemalloc.start()
    sizes = []
    for number in range(len(plan.parts)):
        sizes.append(len(await to_thread(build_part, plan, number, "en", ZONE)))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert max(sizes) < 50_000_000
    assert sum(sizes) > 12 * size
    assert most < 80_000_000


NAMES = {
    "../../etc/passwd": "_._etc_passwd",
    "a/b\\c.pdf": "a_b_c.pdf",
    "\u202egpj.exe": "gpj.exe",
    "\u200fthe budget\u200e.xlsx": "the budget.xlsx",
    "report\x00\n.pdf": "report.pdf",
    "": "file",
    "…": "…",
    "...": "file",
    "CON": "CON",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_unpacks_on_every_system(name: str) -> None:
    assert safe_name(name) == NAMES[name]


def test_a_long_khmer_name_keeps_its_ending() -> None:
    name = safe_name("របាយការណ៍" * 40 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 180


async def test_adopted_minutes_come_as_word_with_their_hash(
    served: Stage, dara: Player, sokha: Player, held: int
) -> None:
    """As they were adopted, the same bytes each time, to who may export and see the meeting; drafts are none."""
    await adopts_by(served, Adoption.SILENCE)
    await circulates(dara, held)
    await dara.says("/export files")
    assert [line["Kind"] for line in await index_of(dara)] == ["Documents"]
    await served.becomes(local(23, 9))
    digests = []
    for _time in range(2):
        await dara.looks_away()
        await dara.says("/export files")
        [archive] = await sent_zips(dara)
        found = {line["File"]: line for line in (await index_of(dara)) if line["Kind"] == "Minutes"}
        assert list(found) == ["HLT-TWG-minutes-2026-12-15-en.docx", "HLT-TWG-minutes-2026-12-15-km.docx"]
        digests.append([line["SHA-256 of the file"] for line in found.values()])
        english, khmer = (words_of(archive.read(line["In the zip as"])) for line in found.values())
        assert "58% of district hospitals are staffed" in english
        assert "ព្រះរាជាណាចក្រកម្ពុជា" in khmer
        await served.becomes(local(24, 9))
    assert digests[0] == digests[1]
    program = await makes_token(dara)
    rows = [row for row in (await program.gets("/files.json"))["rows"] if row["sheet"] == "minutes"]
    assert [row["size_bytes"] for row in rows] == [None, None]  # known once they are made
    for row, digest in zip(rows, digests[0], strict=True):
        async with program.asks(f"/files/{row['id']}") as answer:
            assert hashlib.sha256(await answer.read()).hexdigest() == digest
    partner = await served.member("Kenji", Role.DEVELOPMENT_PARTNER, "JICA")
    await partner.says("/export files")
    await partner.is_refused("general#not_allowed")
