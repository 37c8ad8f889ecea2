"""`twgbot demo`: the main job as an installation with the usual settings does it."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.config import Config
from tests.bot.conftest import WarmProgram, environment_of


@dataclass(frozen=True)
class Demonstration:
    """What it printed, and what it left, by name."""

    out: str
    left: dict[str, Path]


@pytest.fixture(scope="module")
def played(warm_program: WarmProgram, tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """A demonstration that all tests look at, since it takes seconds."""
    folder = tmp_path_factory.mktemp("demonstration")
    ran = warm_program.run(("demo", "--folder", "output"), folder=folder, environment=environment_of(), typed="")
    assert (ran.code, ran.err) == (0, "")
    return Demonstration(ran.out, {path.name: path for path in (folder / "output").iterdir()})


def test_the_demonstration_keeps_to_working_hours_and_shows_a_reminder_moved_off_a_day_off(
    played: Demonstration,
) -> None:
    transcript = played.left["transcript.txt"].read_text(encoding="utf-8")
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


def test_the_demonstration_prints_a_summary_and_where_the_whole_is(played: Demonstration) -> None:
    lines = [line for line in played.out.splitlines() if line.strip()]
    scenes = [line for line in lines if re.match(r"\d+\. ", line)]
    assert len(lines) == len(scenes) + 2
    assert [int(line.partition(".")[0]) for line in scenes] == list(range(1, len(scenes) + 1))
    assert str(played.left["transcript.txt"]) in lines[-2]


def test_the_demonstration_leaves_its_transcript_and_files(played: Demonstration) -> None:
    assert sorted(played.left) == [
        "HLT-TWG-2026-12-21.xlsx",
        "HLT-meeting-1-edition-2.ics",
        "HLT-meeting-1.ics",
        "draft-minutes-first-plenary-2026.pdf",
        "health-budget-2027-v2.pdf",
        "health-budget-2027.pdf",
        "transcript.txt",
    ]
