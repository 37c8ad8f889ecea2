"""By how much a paper is late is said before it goes, recorded, on its card, and in the export (G3, D2)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from tests.documents.conftest import PAPER, circulate, local
from tests.documents.test_pack_of_a_plenary import said_late
from tests.documents.test_replacing import lets_go
from tests.export.test_export import exported, rows_of
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

#: Fourteen days after the tests begin.
DAY = date(2026, 12, 7)


async def recorded_lead(stage: Stage, action: str) -> list[int | None]:
    """What the audit rows of an operation say of the days before the meeting."""
    async with stage.assistant.database.read() as session:
        rows = list(await session.scalars(select(AuditRow).where(AuditRow.action == action).order_by(AuditRow.id)))
    return [{**row.data, **row.data.get("after", {})}.get("lead_days") for row in rows]


async def fills_in(dara: Player, meeting_id: int) -> None:
    """Send a file as a paper for a meeting, up to the summary."""
    await dara.sends_file("Budget paper.pdf", PAPER)
    for button in ("documents:take", "form:choice=0", f"form:choice={meeting_id}", "form:skip", "form:skip"):
        await dara.presses(button)


@pytest.mark.parametrize(("day", "late"), [(23, []), (27, []), (28, [9]), (30, [7])])
async def test_the_secretariat_reads_before_it_goes_how_late_it_is(
    health: Stage, dara: Player, sokha: Player, day: int, late: list[int]
) -> None:
    meeting_id = await announce_meeting(dara, day=DAY)
    await everybody_looks_away(dara)
    await health.becomes(local(day, 10))
    await fills_in(dara, meeting_id)
    assert await said_late(dara) == late
    await dara.presses("form:save")
    assert await recorded_lead(health, "documents.circulate") == [(DAY - date(2026, 11, day)).days]


async def test_what_is_for_no_meeting_is_never_late(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, day=date(2026, 11, 25))
    await dara.sends_file("Budget paper.pdf", PAPER)
    for button in ("documents:take", "form:choice=0", "form:skip", "form:choice=all", "form:skip", "form:skip"):
        await dara.presses(button)
    assert await said_late(dara) == []
    await dara.presses("form:save")
    assert await recorded_lead(health, "documents.circulate") == [None]


async def test_a_new_version_of_a_paper_is_late_too(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, day=DAY)
    document_id = await circulate(dara, meeting_id=meeting_id, acknowledge_by=None)
    await everybody_looks_away(dara)
    await health.becomes(local(3, 10, month=12))
    await lets_go(dara)
    await dara.sends_file("health-budget-2027_v2.pdf", b"%PDF-1.4 corrected", caption="Table 3")
    await dara.presses("documents:replaces", document_id)
    assert await said_late(dara) == [4]
    await dara.presses("form:save")
    assert await recorded_lead(health, "documents.replace") == [4]


async def test_the_card_says_it_to_those_who_may_see_the_meeting(
    health: Stage, dara: Player, sokha: Player, vichea: Player
) -> None:
    meeting_id = await announce_meeting(dara, day=date(2026, 11, 29), audience=Audience.PARTNERS)
    document_id = await circulate(dara, meeting_id=meeting_id)
    for player, lead in ((dara, 6), (sokha, 6), (vichea, None)):
        await player.forges(f"documents:open:{document_id}")
        assert (await player.shown("documents/card"))["card"].lead == lead


async def test_the_export_has_meeting_lead_time_source_and_language(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, day=DAY)
    facts = {"source": "ADB", "theme": "health financing", "language": "km", "dated_on": date(2026, 11, 3)}
    await circulate(dara, meeting_id=meeting_id, agenda_item_id=3, **facts)
    await circulate(dara, title="Other")
    other, paper = rows_of(await exported(dara), "documents")
    assert (paper["meeting"], paper["agenda_item"], paper["lead_days"]) == (
        "Second plenary meeting 2026",
        "Health budget 2027",
        14,
    )
    assert (paper["source"], paper["theme"], paper["language"]) == ("ADB", "health financing", "Khmer")
    assert (paper["set"], other["set"]) == (1, 2)
    assert (other["meeting"], other["lead_days"]) in {("", None), (None, None)}
