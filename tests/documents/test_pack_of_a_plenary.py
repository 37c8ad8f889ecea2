"""A pack of eleven papers from four people for one plenary, as the secretariat deals with it (D1, D2, G3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from sqlalchemy import select

from sandbox.client_origins import from_hidden_user, from_user
from storage.core.audit import AuditRow
from storage.documents import Circulation, Document, find_circulation
from storage.documents.library import count_receipts
from storage.meetings import AgendaItem, find_meeting
from storage.members import find_account
from tests.documents.conftest import local
from tests.reading import files
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine

#: Eleven days before is the 4 December.
DAY = date(2026, 12, 15)
AGENDA = [
    AgendaLine("Adoption of the agenda", "Chair", 10),
    AgendaLine("Progress on JMI 2008-4", "UNFPA", 40),
    AgendaLine("Health budget 2027", "Ministry of Health", 40),
    AgendaLine("Hospital reform strategy", "World Bank", 40),
    AgendaLine("Immunisation coverage", "JICA", 30),
    AgendaLine("Any other business", "", 10),
]
MOST_TAPS = 30


@dataclass
class Secretariat:
    """An officer of the secretariat whose taps are counted."""

    dara: Player
    taps: list[str] = field(default_factory=list)

    async def taps_on(self, *names: str) -> None:
        for name in names:
            await self.dara.presses(name)
            self.taps.append(name)


@dataclass(frozen=True)
class Batch:
    """What one of the four people sent: files by name with their text, and what was written below them."""

    author: str
    papers: Sequence[tuple[str, str]]
    caption: str = ""


#: Ten papers by the day on which the pack goes out.
FIRST = (
    Batch("Sokha", [("JMI_2008-4_progress_2026.docx", "Births attended by midwives"), ("JMI data annex.docx", "Data")]),
    Batch(
        "Vichea",
        [
            ("01_Health_budget_2027_final_v3 (2).docx", "Budget of the health sector"),
            ("ថវិកា_ឧបសម្ព័ន្ធ.docx", "ឧបសម្ព័ន្ធ ថវិកាសុខាភិបាល ឆ្នាំ២០២៧"),
            ("Budget tables.docx", "តារាងថវិកាសុខាភិបាលឆ្នាំ២០២៧"),
            ("Prakas 312.docx", "ប្រកាសស្ដីពីការគ្រប់គ្រងថវិកា"),
        ],
        "Theme: health financing",
    ),
    Batch(
        "Emma",
        [
            ("HospitalReformStrategy.docx", "Reform of hospitals"),
            ("2026-11-10_Costing of the reform.docx", "Costing"),
            ("Annex II.docx", "Annex"),
        ],
    ),
    Batch("Kenji", [("EPI coverage slides.docx", "Coverage of vaccines")], "Item 5. Source: NIP"),
)
LATE = Batch("Kenji", [("Cold chain brief.docx", "The cold chain")], "Item 5")


async def arrives(office: Secretariat, batch: Batch, people: dict[str, Player], caption: str | None = None) -> None:
    """Let what a person sent to the officer reach the assistant: the officer forwards it, as it came."""
    author = people[batch.author]
    origin = from_hidden_user(batch.author) if batch.author == "Emma" else from_user(batch.author, id=author.person.id)
    sent = [(name, files.word([text])) for name, text in batch.papers]
    words = batch.caption if caption is None else caption
    if len(sent) == 1:
        [(name, data)] = sent
        await office.dara.sends_file(name, data, caption=words, forward_origin=origin)
    else:
        await office.dara.sends_album(sent, caption=words, forward_origin=origin)


async def circulations(stage: Stage) -> list[Circulation]:
    async with stage.assistant.database.read() as session:
        ids = await session.scalars(select(Circulation.id).order_by(Circulation.id))
        found = [await find_circulation(session, each) for each in ids]
    return [each for each in found if each is not None]


async def recorded(stage: Stage, operation: str) -> list[AuditRow]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(AuditRow).where(AuditRow.action == operation).order_by(AuditRow.id)))


async def agenda_of(stage: Stage, meeting_id: int) -> list[AgendaItem]:
    async with stage.assistant.database.read() as session:
        meeting = await find_meeting(session, meeting_id)
    assert meeting is not None
    return meeting.agenda


async def ids_of(stage: Stage, people: dict[str, Player]) -> list[int]:
    async with stage.assistant.database.read() as session:
        found = [await find_account(session, player.person.id) for player in people.values()]
    return [account.person_id for account in found if account is not None]


async def said_late(player: Player) -> list[int]:
    """By the notes of the summary, how many days before the meeting late papers would go out."""
    notes = (await player.shown("forms/confirm"))["notes"]
    texts = [text for note in notes for text in (note, *note.params.values())]
    return [int(text.params.get("n", 1)) for text in texts if getattr(text, "params", {}).get("least")]


async def becomes(stage: Stage, dara: Player, *moments: datetime) -> None:
    for moment in moments:
        await everybody_looks_away(dara)
        await stage.becomes(moment)


def by_name(circulation: Circulation) -> dict[str, Document]:
    return {document.title: document for document in circulation.documents}


@pytest.mark.parametrize("language", ["en", pytest.param("km", marks=pytest.mark.soak)])
async def test_eleven_papers_of_four_people_take_the_secretariat_few_taps(
    health: Stage, sokha: Player, vichea: Player, kenji: Player, language: str
) -> None:
    dara = await health.member("Dara", "secretariat", language=language)
    emma = await health.member("Emma", "development_partner", "World Bank")
    people = {"Sokha": sokha, "Vichea": vichea, "Kenji": kenji, "Emma": emma}
    office = Secretariat(dara)
    meeting_id = await announce_meeting(dara, day=DAY, agenda=AGENDA)
    await becomes(health, dara, local(24, 9), local(1, 9, month=12), local(4, 8, month=12))

    # The reminder of the last working day has the next step.
    await dara.sees("meetings/papers", rule="papers_11_days", left=11, send_by=date(2026, 12, 4))
    missing = (await dara.shown("meetings/papers"))["named"]
    assert [item.position for item in missing] == [2, 3, 4, 5]

    # The pack: ten papers of four people, in one circulation.
    for batch in FIRST:
        await arrives(office, batch, people)
    await office.taps_on("documents:take", f"form:choice={meeting_id}", "form:skip")
    await dara.says("9: Annex II to the reform\n2: theme: maternal health\n10: Immunisation coverage (presentation)")
    await dara.says("9: item 4")
    await everybody_looks_away(dara)
    await office.taps_on("form:save")
    [pack] = await circulations(health)
    found = by_name(pack)
    assert len(found) == 10
    assert (pack.meeting_id, pack.acknowledge_by) == (meeting_id, None)
    agenda = {item.id: item.position for item in await agenda_of(health, meeting_id)}
    placed = {title: agenda.get(document.agenda_item_id or 0) for title, document in found.items()}
    assert placed == {
        "JMI 2008-4 progress 2026": 2,
        "JMI data annex": 2,
        "Health budget 2027": 3,
        "ថវិកា ឧបសម្ព័ន្ធ": 3,
        "Budget tables": 3,
        "Prakas 312": 3,
        "Hospital Reform Strategy": 4,
        "Costing of the reform": 4,
        "Annex II to the reform": 4,
        "Immunisation coverage": 5,
    }
    sources = {document.source for document in found.values()}
    assert sources == {"UNFPA", "MoH", "World Bank", "NIP"}
    assert found["JMI data annex"].theme == "maternal health"
    assert found["Health budget 2027"].dated_on is None
    assert found["Costing of the reform"].dated_on == date(2026, 11, 10)
    for member in people.values():
        await member.is_told("document_circulated")
        await member.presses("documents:acknowledge_set")
    assert {row.data["after"]["lead_days"] for row in await recorded(health, "documents.circulate")} == {11}

    # One is replaced after circulation.
    await arrives(
        office, Batch("Vichea", [("Health_budget_2027_v4.docx", "Budget, corrected")], "Table 3 corrected"), people
    )
    await office.taps_on("documents:replaces", "form:choice=no", "form:save")
    document = by_name((await circulations(health))[0])["Health budget 2027"]
    assert [version.number for version in document.versions] == [1, 2]

    # One comes late: how late is said before it goes, and is recorded.
    await becomes(health, dara, local(7, 9, month=12), local(9, 9, month=12))
    await arrives(office, LATE, people)
    await office.taps_on("documents:take", "form:choice=0", f"form:choice={meeting_id}", "form:skip")
    assert await said_late(dara) == [6]
    await office.taps_on("form:save")
    late = (await circulations(health))[1].documents[0]
    assert (late.title, late.source, agenda[late.agenda_item_id or 0]) == ("Cold chain brief", "JICA", 5)
    assert (await recorded(health, "documents.circulate"))[-1].data["after"]["lead_days"] == 6

    # One is recalled.
    await dara.says("/search Prakas 312")
    prakas = by_name((await circulations(health))[0])["Prakas 312"]
    await office.taps_on("documents:open", "documents:recall")
    await dara.says("It is not in force yet")
    await office.taps_on("form:save")
    prakas = by_name((await circulations(health))[0])["Prakas 312"]
    assert prakas.recalled_at is not None

    # Receipts follow the newest versions; the texts of the files tell their languages.
    await health.assistant.leader.texts.read_all()
    async with health.assistant.database.read() as session:
        acknowledged, waiting = await count_receipts(session, document.id, await ids_of(health, people))
    assert (acknowledged, waiting) == (4, 0)
    languages = {title: each.language for title, each in by_name((await circulations(health))[0]).items()}
    khmer = {"ថវិកា ឧបសម្ព័ន្ធ", "Budget tables", "Prakas 312"}
    assert languages == {title: "km" if title in khmer else "en" for title in languages}
    taps = " ".join(office.taps)
    print(f"\neleven papers in {language}: {len(office.taps)} taps of the secretariat: {taps}")  # noqa: T201 - the figure
    assert len(office.taps) <= MOST_TAPS
