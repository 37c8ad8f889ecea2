"""Minutes that were written elsewhere and are handed in as a file, as people see it (G6)."""

from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.minutes.conftest import held
from tests.minutes.files import minutes_of, of_pages, with_macros
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

__all__ = ["held"]


async def test_minutes_handed_in(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 14))
    await everybody_looks_away(dara)
    await dara.sends_file("minutes.docx", data=minutes_of())
    await golden.shows(dara, "sent a file with minutes")
    await dara.presses("minutes:which_file")
    await golden.shows(dara, "is asked of which meeting")
    await dara.presses("minutes:take_file", meeting_id)
    await golden.shows(dara, "handed it in")
    await health.assistant.leader.archive_files()
    await health.assistant.leader.read_lists()
    await dara.presses_below("minutes:look")
    await golden.shows(dara, "sees what it says")
    await dara.presses("minutes:point", 1, 4)
    await golden.shows(dara, "sees one action")
    await dara.presses("minutes:leave_point", 1, 4)
    await golden.shows(dara, "left it out")
    await dara.presses("minutes:point", 1, 4)
    await dara.presses("minutes:take_point", 1, 4)
    await golden.shows(dara, "took it all the same")
    await dara.presses("minutes:look", 1, 1)
    await dara.presses("minutes:take_all", 1)
    await golden.shows(dara, "took the rest")
    await dara.forges("minutes:take_all:1")
    await golden.shows(dara, "takes it once more")
    await dara.forges("records:close_anyway:1")
    rows = (
        ("Action", "Responsible / Deadline"),
        *((f"Print part {number}", "MEF, end March") for number in range(201)),
    )
    top = ("Minutes of the plenary of 14 December 2026", "Decisions 1. Adopt the plan 2. Endorse the budget")
    await dara.sends_file(
        "long.docx", data=minutes_of(rows, before=top), caption="minutes of the meeting of 15 December"
    )
    await dara.presses("minutes:take_file", meeting_id)
    await health.assistant.leader.archive_files()
    await health.assistant.leader.read_lists()
    await dara.presses_below("minutes:look")
    await golden.shows(dara, "sees what a long file of another day says")
    await dara.presses("minutes:take_all", 2)
    await golden.shows(dara, "takes it while the record is closed")
    await dara.presses("minutes:reopen_and_take", 2)
    await golden.shows(dara, "opened the record again")
    await dara.forges("records:close_anyway:1")
    await dara.looks_away()
    await dara.forges(f"minutes:open:{meeting_id}")
    await golden.shows(dara, "can send the file")
    await dara.presses("minutes:send", meeting_id)
    await golden.shows(dara, "is about to send it")


async def test_minutes_that_cannot_be_read(golden: Golden, health: Stage, dara: Player, held: int) -> None:
    files = {
        "macros.docx": with_macros(minutes_of()),
        "long.docx": of_pages(200),
        "scan.docx": minutes_of((), before=(), after=()),
        "broken.docx": b"\x00\x01 nothing",
    }
    for number, (name, data) in enumerate(files.items(), start=1):
        await dara.sends_file(name, data=data, caption="minutes of the meeting of 15 December")
        await dara.presses("minutes:take_file", held)
        await health.assistant.leader.archive_files()
        await health.assistant.leader.read_lists()
        await dara.looks_away()
        await dara.forges(f"minutes:look:{number}")
        await golden.shows(dara, f"looks at {name}")


async def test_a_scan_of_a_meeting_of_which_nothing_is_noted(golden: Golden, health: Stage, dara: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 14))
    await dara.sends_file("scan.docx", data=minutes_of((), before=(), after=()), caption="minutes of 15 December")
    await dara.presses("minutes:take_file", meeting_id)
    await health.assistant.leader.archive_files()
    await health.assistant.leader.read_lists()
    await dara.looks_away()
    await dara.presses_below("minutes:look")
    await golden.shows(dara, "looks at a scan")


async def test_no_meeting_waits_for_minutes(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.forges("minutes:which_file")
    await golden.shows(dara, "hands in minutes of nothing")
