"""`twgbot roster import`: the dry run, the import, and refusals of one line (M5)."""

import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.command_error import CommandError
from tests.rosters.files import text, workbook

HEAD = ["Name", "Institution", "Phone", "Category"]


@pytest.fixture
def config(tmp_path: Path, migrated_file: Path) -> list[str]:
    path = tmp_path / "config.toml"
    shutil.copy(migrated_file, tmp_path / "twg.db")
    path.write_text(f'[database]\nurl = "sqlite+aiosqlite:///{tmp_path}/twg.db"\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["twg", "import", "--config", str(path)])
    assert result.exit_code == 0, result.output
    return ["--config", str(path)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_dry_run_says_what_the_import_does(config: list[str], tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook([HEAD, ["Mr. Sok Chan", "MoH", 12345678, "RGC"], [None, None, "012 345 679", "RGC"]]))
    dry = run("roster", "import", "HLT", str(file), "--dry-run", *config)
    assert (dry.exit_code, "new: 1" in dry.output, "Row 3: there is no name" in dry.output) == (1, True, True)
    done = run("roster", "import", "HLT", str(file), *config)
    assert (done.exit_code, "new: 1" in done.output) == (1, True)
    again = run("roster", "import", "HLT", str(file), *config)
    assert ("as before: 1" in again.output, "new:" in again.output) == (True, False)


def test_refusals_are_one_line(config: list[str], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(text([["Education TWG"], HEAD, ["Mr. Sok Chan", "MoEYS", "", "RGC"]]))
    for arguments, words in (
        (["HLT", str(file)], "list of the EDU TWG"),
        (["XYZ", str(file)], "no TWG XYZ"),
        (["HLT", str(tmp_path / "missing.csv")], "cannot be read"),
    ):
        result = run("roster", "import", *arguments, *config)
        assert isinstance(result.exception, CommandError)
        assert words in str(result.exception)


def test_a_list_of_a_twg_that_is_not_here_is_refused_by_its_name(tmp_path: Path, migrated_file: Path) -> None:
    """The TWGs of the guideline are known where an installation has one of them; one that has that code is its own."""
    path = tmp_path / "config.toml"
    shutil.copy(migrated_file, tmp_path / "twg.db")
    path.write_text(f'[database]\nurl = "sqlite+aiosqlite:///{tmp_path}/twg.db"\n', encoding="utf-8")
    for code, name in (("HLT", "Health"), ("FISH", "Fishing")):
        assert run("twg", "add", code, "--name", name, "--config", str(path)).exit_code == 0
    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook([["Technical Working Group on Mine Action"], HEAD, ["Ly Thuch", "CMAA", "", "RGC"]]))
    refused = run("roster", "import", "HLT", str(file), "--dry-run", "--config", str(path))
    assert (refused.exit_code, "list of the MA TWG" in str(refused.exception)) == (1, True)
    file.write_bytes(workbook([["Fisheries TWG"], HEAD, ["Nao Thuok", "MAFF", "", "RGC"]]))
    assert run("roster", "import", "FISH", str(file), "--dry-run", "--config", str(path)).exit_code == 0
