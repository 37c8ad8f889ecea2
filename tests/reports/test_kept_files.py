"""Files of a signed report are compared with their hashes as all others, and made again where one is lost (D4, J6)."""

from datetime import timedelta

from bot.doctor import examine
from messages.rendering.charts import Chart
from storage.core.file_texts import FileText, TextState
from storage.reports import ReportFile
from tests.reports.conftest import files_of, round_with_reports, words_of
from tests.reports.test_signing import stored
from tests.support.stage import Player, Stage


async def signed(health: Stage, dara: Player, sokha: Player) -> tuple[Player, list[ReportFile]]:
    """Let a report be signed. Returns: its Chair, and the files for people: two in each language."""
    chair = await health.member("Sovann", "chair", "MoH")
    await round_with_reports(dara, sokha)
    await dara.forges("reports/ask_sign_off:1")
    await chair.forges("reports/sign_now:1")
    await health.settle()
    data, *files = [one for one in await stored(health, ReportFile) if isinstance(one, ReportFile)]
    assert data.name.endswith(".json")
    return chair, files


async def test_what_is_lost_is_told_and_made_again_for_who_asks(
    health: Stage, dara: Player, sokha: Player, drawn: list[Chart]
) -> None:
    chair, files = await signed(health, dara, sokha)
    archive, database = health.assistant.archive, health.assistant.database
    found = await examine(database, archive, fetch_again=False, now=health.clock.now())
    assert (found.whole, found.lost) == (5, ())
    kept = archive.get(files[0].sha256)
    archive.path(files[0].sha256).unlink()
    await health.passes(days=8)
    assert await health.assistant.leader.inspect_archive() == 5
    assert (await health.assistant.health()).files_lost == 1
    found = await examine(database, archive, fetch_again=True, now=health.clock.now())
    assert [(one.sha256, one.problem, one.names, one.made) for one in found.lost] == [
        (files[0].sha256, "missing", (files[0].name,), True)
    ]
    assert "backup" in list(found.lines(archive.root))[-1]
    await chair.forges("reports/show:1")
    assert "Summary" in words_of((await files_of(chair))["docx"])
    archive.put(kept)  # copied back from a backup
    found = await examine(database, archive, fetch_again=False, now=health.clock.now())
    assert (found.whole, found.lost, (await health.assistant.health()).files_lost) == (5, (), 0)


async def test_a_signed_report_that_is_circulated_counts_once_and_its_text_is_read(
    health: Stage, dara: Player, sokha: Player, drawn: list[Chart]
) -> None:
    """The secretariat sends the file of the report to the assistant as a document."""
    _chair, files = await signed(health, dara, sokha)
    archive, database = health.assistant.archive, health.assistant.database
    await dara.sends_file(files[0].name, archive.get(files[0].sha256))
    await dara.presses("documents:take")
    await dara.says("The signed report")
    for answer in ("choice=other", "choice=all", "skip", "skip", "save"):
        await dara.presses(f"form:{answer}")
    await health.settle()
    async with database.read() as session:
        text = await session.get_one(FileText, files[0].sha256)
        assert text.state is not TextState.UNKNOWN
    found = await examine(database, archive, fetch_again=False, now=health.clock.now() + timedelta(hours=1))
    assert (found.whole, found.lost) == (5, ())
