"""Adding all TWGs of a file with one command (M12)."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from twg.members.many_twgs import EXAMPLE, UnreadableTwgs, read_twgs


@pytest.fixture
def config(tmp_path: Path, migrated_file: Path) -> list[str]:
    path = tmp_path / "config.toml"
    shutil.copy(migrated_file, tmp_path / "twg.db")
    path.write_text(f'[database]\nurl = "sqlite+aiosqlite:///{tmp_path}/twg.db"\n', encoding="utf-8")
    return ["--config", str(path)]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None, result.output
    return result.output


def test_the_twgs_of_the_guideline_are_added_once(config: list[str], tmp_path: Path) -> None:
    assert len(read_twgs(EXAMPLE.read_text(encoding="utf-8"), zone="Asia/Phnom_Penh")) == 19
    assert run("twg", "import", "--dry-run", *config).startswith("would be added: AW, DD, EDU, ")
    assert "There is no TWG yet" in run("twg", "list", *config)
    assert run("twg", "import", *config).startswith("added: AW, DD, EDU, ")
    again = run("twg", "import", *config)
    assert again.startswith("added: none\nthere already: AW, DD, EDU, ")
    assert len(run("twg", "list", *config).splitlines()) == 19
    with closing(sqlite3.connect(tmp_path / "twg.db")) as database:
        warned = database.execute("SELECT count(*) FROM reminder WHERE rule = 'year_60_days'").fetchone()
    assert warned == (19,)


def test_a_file_in_csv_adds_what_is_new_and_changes_nothing(config: list[str], tmp_path: Path) -> None:
    file = tmp_path / "twgs.csv"
    file.write_text("code,name,name_km,host,email\nHLT,Health,,MoH,\nTRA,Trade,,MoC,\n", encoding="utf-8-sig")
    run("twg", "add", "HLT", "--name", "Health", "--host", "Ministry of Health", *config)
    said = run("twg", "import", str(file), *config)
    assert said == "added: TRA\nHLT is there with another host, and stays as it is\n"


def test_a_file_says_who_confirms(config: list[str], tmp_path: Path) -> None:
    as_csv, as_toml = tmp_path / "twgs.csv", tmp_path / "twgs.toml"
    as_csv.write_text("code,name,chair_confirms\nHLT,Health,no\nTRA,Trade,\n", encoding="utf-8")
    run("twg", "import", str(as_csv), *config)
    as_toml.write_text(
        '[[twg]]\ncode = "HLT"\nname = "Health"\nchair_confirms = true\n'
        '[[twg]]\ncode = "TRA"\nname = "Trade"\nchair_confirms = true\n',
        encoding="utf-8",
    )
    said = run("twg", "import", str(as_toml), *config)
    assert said == "added: none\nthere already: TRA\nHLT is there with another chair_confirms, and stays as it is\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no [[twg]]"),
        ('[[twg]]\ncode = "HLT"', "name"),
        ('[[twg]]\ncode = "A B"\nname = "Health"', "code"),
        ('[[twg]]\ncode = "HLT"\nname = "Health"\ncolour = "red"', "colour"),
        ('[[twg]]\ncode = "HLT"\nname = "Health"\n[[twg]]\ncode = "hlt"\nname = "Health"', "twice"),
        ('[[twg]]\ncode = "HLT', "Unterminated"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_place(text: str, words: str) -> None:
    with pytest.raises(UnreadableTwgs, match=words.replace("[", r"\[")):
        read_twgs(text, zone="Asia/Phnom_Penh")
