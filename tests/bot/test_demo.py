"""`twgbot demo`: the main job as an installation with the usual settings does it."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.config import Config
from tests.bot.conftest import Program


@pytest.fixture
async def played(twgbot: Program) -> dict[str, Path]:
    """What a demonstration leaves, by name."""
    ran = await twgbot("demo", "--folder", "output")
    assert (ran.code, ran.err) == (0, "")
    return {path.name: path for path in (twgbot.folder / "output").iterdir()}


async def test_the_demonstration_keeps_to_working_hours_and_shows_a_reminder_moved_off_a_day_off(
    played: dict[str, Path],
) -> None:
    transcript = played["transcript.txt"].read_text(encoding="utf-8")
    said = re.findall(r"^\w+day \d+ \w+ \d{4}, \d\d:\d\d$", transcript, re.MULTILINE)
    moments = [datetime.strptime(moment, "%A %d %B %Y, %H:%M") for moment in said]  # noqa: DTZ007 - wall clock
    hours = Config().time.working_time()
    assert len(moments) > 3
    assert [
        moment for moment in moments if not hours.is_working_day(moment.date()) or hours.is_quiet(moment.time())
    ] == []
    friday = transcript.partition("Friday 18 December 2026, 08:00\n")[2]
    assert "Reminder: in 4 days · HLT TWG" in friday
    assert " 0" not in "".join(moment.partition(",")[0] for moment in said)


async def test_the_demonstration_prints_a_summary_and_where_the_whole_is(twgbot: Program) -> None:
    ran = await twgbot("demo", "--folder", "output")
    lines = [line for line in ran.out.splitlines() if line.strip()]
    scenes = [line for line in lines if re.match(r"\d+\. ", line)]
    assert len(lines) == len(scenes) + 2
    assert [int(line.partition(".")[0]) for line in scenes] == list(range(1, len(scenes) + 1))
    assert str(twgbot.folder / "output" / "transcript.txt") in lines[-2]


async def test_the_demonstration_leaves_its_transcript_and_files(
    played: dict[str, Path],
) -> None:
    assert sorted(played) == [
        "HLT-TWG-2026-12-21.xlsx",
        "HLT-meeting-1-edition-2.ics",
        "HLT-meeting-1.ics",
        "draft-minutes-first-plenary-2026.pdf",
        "health-budget-2027-v2.pdf",
        "health-budget-2027.pdf",
        "transcript.txt",
    ]
