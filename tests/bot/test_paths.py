"""Relative paths of a configuration file count from its folder, wherever the program is started."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.command_error import CommandError
from bot.config import Config, load_config
from storage.engine.files import sqlite_file
from tests.bot.conftest import Program, one_line

SQLITE = "sqlite+aiosqlite:///"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: one beside that of the configuration."""
    for name in ("TWGBOT_DATABASE__URL", "TWGBOT_FILES__PATH"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of the configuration."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def load(home: Path, text: str = "") -> Config:
    (home / "config.toml").write_text(text, encoding="utf-8")
    return load_config(home / "config.toml")


def keep(path: Path) -> Path:
    """Let there be data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"data")
    return path


def test_what_is_not_set_lies_beside_the_configuration(home: Path) -> None:
    config = load(home)
    assert config.database.url == f"{SQLITE}{home}/data/twgbot.db"
    assert config.files.path == home / "data/files"


def test_relative_paths_count_from_the_configuration(home: Path) -> None:
    config = load(home, f"[database]\nurl = '{SQLITE}../kept/twg.db'\n[files]\npath = 'archive'")
    assert config.database.url == f"{SQLITE}{home}/../kept/twg.db"
    assert config.files.path == home / "archive"


def test_a_relative_name_of_the_configuration_will_do(home: Path) -> None:
    load(home)
    assert load_config(Path("../home/config.toml")).files.path == home / "data/files"


def test_a_link_to_the_configuration_counts_where_it_is(home: Path, elsewhere: Path) -> None:
    load(home)
    (elsewhere / "config.toml").symlink_to(home / "config.toml")
    assert load_config(elsewhere / "config.toml").files.path == elsewhere / "data/files"


def test_absolute_paths_stay(home: Path, tmp_path: Path) -> None:
    keep(tmp_path / "elsewhere/data/twgbot.db")
    config = load(home, f"[database]\nurl = '{SQLITE}{tmp_path}/twg.db'\n[files]\npath = '{tmp_path}/archive'")
    assert config.database.url == f"{SQLITE}{tmp_path}/twg.db"
    assert config.files.path == tmp_path / "archive"


@pytest.mark.parametrize("url", [SQLITE, f"{SQLITE}:memory:", "postgresql+asyncpg://user:word@host/data/twgbot.db"])
def test_a_database_without_a_file_is_let_be(home: Path, elsewhere: Path, url: str) -> None:
    keep(elsewhere / "data/twgbot.db")
    assert load(home, f"[database]\nurl = '{url}'").database.url == url


def test_a_folder_with_unusual_letters_is_no_obstacle(tmp_path: Path) -> None:
    home = tmp_path / "what? 100% ខ្មែរ"
    home.mkdir()
    config = load(home, f"[database]\nurl = '{SQLITE}twg.db?timeout=5'")
    assert config.database.url.endswith("/twg.db?timeout=5")
    assert sqlite_file(config.database.url) == home / "twg.db"


def test_the_environment_counts_from_the_current_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWGBOT_DATABASE__URL", f"{SQLITE}mine/twg.db")
    config = load(home, "[database]\nurl = 'sqlite+aiosqlite:///theirs/twg.db'\n[files]\npath = 'archive'")
    assert config.database.url == f"{SQLITE}mine/twg.db"
    assert config.files.path == home / "archive"
    monkeypatch.setenv("TWGBOT_FILES__PATH", "mine/files")
    assert load(home).files.path == Path("mine/files")


def test_the_environment_alone_counts_from_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWGBOT_TELEGRAM__TOKEN", "2:environment")
    config = load_config(None)
    assert config.database.url == f"{SQLITE}data/twgbot.db"
    assert config.files.path == Path("data/files")


def test_a_database_left_in_the_current_folder_is_refused_with_both_places(home: Path, elsewhere: Path) -> None:
    left = keep(elsewhere / "data/twgbot.db")
    with pytest.raises(CommandError) as refused:
        load(home)
    [line] = str(refused.value).splitlines()
    assert line.startswith("database.url: paths in config.toml count from its folder")
    assert f"there is no data at {home}/data/twgbot.db, while there is at {left};" in line
    assert "move it with what lies beside it, or write its full path in database.url" in line


def test_an_archive_left_in_the_current_folder_is_refused_too(home: Path, elsewhere: Path) -> None:
    keep(home / "data/twgbot.db")
    keep(elsewhere / "data/files/ab/abc")
    with pytest.raises(
        CommandError, match=r"^files\.path: .*/home/data/files, while there is at .*/elsewhere/data/files;"
    ):
        load(home)


def test_both_are_named_at_once(home: Path, elsewhere: Path) -> None:
    keep(elsewhere / "data/twgbot.db")
    keep(elsewhere / "data/files/ab/abc")
    with pytest.raises(CommandError) as refused:
        load(home)
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == ["database.url", "files.path"]


def test_where_both_places_have_data_the_one_at_the_configuration_counts(home: Path, elsewhere: Path) -> None:
    for folder in (home, elsewhere):
        keep(folder / "data/twgbot.db")
        keep(folder / "data/files/ab/abc")
    config = load(home)
    assert config.database.url == f"{SQLITE}{home}/data/twgbot.db"
    assert config.files.path == home / "data/files"


def test_an_empty_file_and_an_empty_folder_hold_nothing(home: Path, elsewhere: Path) -> None:
    (elsewhere / "data/files").mkdir(parents=True)
    (elsewhere / "data/twgbot.db").touch()
    assert load(home).files.path == home / "data/files"
    keep(elsewhere / "data/twgbot.db")
    (home / "data").mkdir()
    (home / "data/twgbot.db").touch()
    with pytest.raises(CommandError, match=r"database\.url"):
        load(home)


def test_in_the_folder_of_the_configuration_nothing_changes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    keep(home / "data/twgbot.db")
    assert load(home).database.url == f"{SQLITE}{home}/data/twgbot.db"


async def test_from_another_folder_the_same_twgs_are_there(twgbot: Program, home: Path, elsewhere: Path) -> None:
    at_home, away = replace(twgbot, folder=home), replace(twgbot, folder=elsewhere)
    at_home.configure()
    assert (await at_home("twg", "add", "HLT", "--name", "Health")).code == 0
    listed = await away("twg", "list", "--config", "../home/config.toml")
    assert (listed.code, listed.err) == (0, "")
    assert "Health" in listed.out
    assert not (elsewhere / "data").exists()


async def test_twgs_left_in_another_folder_are_not_given_up(twgbot: Program, home: Path, elsewhere: Path) -> None:
    now = replace(twgbot, folder=elsewhere)
    assert (await now("twg", "add", "HLT", "--name", "Health")).code == 0  # set by the environment alone
    replace(twgbot, folder=home).configure()
    line = one_line(await now("twg", "list", "--config", str(home / "config.toml")))
    assert f"{home}/data/twgbot.db" in line
    assert f"{elsewhere}/data/twgbot.db" in line
    assert not (home / "data").exists()
    named = replace(now, environment={"TWGBOT_DATABASE__URL": f"{SQLITE}{elsewhere}/data/twgbot.db"})
    assert "Health" in (await named("twg", "list", "--config", str(home / "config.toml"))).out
