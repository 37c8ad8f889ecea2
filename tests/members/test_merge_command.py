"""`twgbot people`: entries are found, listed where they may be of one person, merged and made two again (M10, R3)."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.command_error import CommandError
from storage.engine.database import Database
from storage.members import Membership, Person, Role
from tests.support.guard import arranged


@pytest.fixture
def config(tmp_path: Path, migrated_file: Path) -> list[str]:
    """A database with two entries of Kenji Sato in one TWG, a Chair of his name, and a representative of CRDB/CDC."""
    shutil.copy(migrated_file, tmp_path / "twg.db")
    path, url = tmp_path / "config.toml", f"sqlite+aiosqlite:///{tmp_path}/twg.db"
    path.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    assert run("twg", "import", "--config", str(path)).exit_code == 0
    asyncio.run(_enter(url))
    return ["--config", str(path)]


async def _enter(url: str) -> None:
    database, now = Database(url), datetime.now(UTC)
    async with arranged(database) as session:
        for name, role in (
            ("Kenji Sato", Role.DEVELOPMENT_PARTNER),
            ("SATO Kenji", Role.DEVELOPMENT_PARTNER),
            ("Kenji S.", Role.CHAIR),
            ("Rithy", Role.CRDB),
        ):
            person = Person(name=name, contact="", created_at=now)
            session.add(person)
            await session.flush()
            session.add(Membership(person_id=person.id, twg_id=1, role=role, since=now.date()))
    await database.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_entries_are_merged_and_made_two_again(config: list[str]) -> None:
    assert run("people", "find", "kenji", *config).output.count("\n") == 3
    doubles = run("people", "doubles", *config).output
    assert ("1 Kenji Sato" in doubles, "2 SATO Kenji" in doubles, doubles.count("\n")) == (True, True, 1)
    merged = run("people", "merge", "2", "1", "--yes", *config)
    assert (merged.exit_code, "undo-merge 1" in merged.output) == (0, True)
    assert run("people", "find", "kenji", *config).output.count("\n") == 2
    undone = run("people", "undo-merge", "1", *config)
    assert undone.exit_code == 0
    assert run("people", "find", "kenji", *config).output.count("\n") == 3


def test_refusals_are_one_line(config: list[str]) -> None:
    for arguments, words in (
        (["merge", "3", "1", "--yes"], "one of the two roles would be lost"),
        (["merge", "9", "1", "--yes"], "no such entry"),
        (["undo-merge", "4"], "no such entry"),
        (["oversee", "9"], "no such entry"),
        (["oversee", "3"], "represents CRDB/CDC in no TWG"),
    ):
        result = run("people", *arguments, *config)
        assert isinstance(result.exception, CommandError), result.output
        assert words in str(result.exception)
        assert "\n" not in str(result.exception)


def test_all_twgs_are_opened_and_closed(config: list[str]) -> None:
    for arguments, words, listed in (
        ([], "open to Rithy", 1),
        ([], "open to Rithy", 1),
        (["--end"], "closed to Rithy", 0),
    ):
        result = run("people", "oversee", "4", *arguments, *config)
        assert (result.exit_code, words in result.output) == (0, True)
        assert run("people", "find", "rithy", *config).output.count("all TWGs") == listed
