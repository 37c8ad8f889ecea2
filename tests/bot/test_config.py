"""Configuration: every key explained, mistakes named, secrets kept."""

import logging
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.app import Assistant
from bot.capabilities import registry
from bot.config import Config, ConfigError, check_token, load_config
from bot.example import read_example
from tests.bot.conftest import TOKEN


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # away from what somebody keeps in their checkout
    for name in ("TWGBOT_TELEGRAM__TOKEN", "TWGBOT_DATABASE__URL"):
        monkeypatch.delenv(name, raising=False)


def load(folder: Path, text: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def keys(values: dict[str, Any] | BaseModel) -> set[str]:
    """Every key as "section.key"."""
    if isinstance(values, BaseModel):
        values = {name: getattr(values, name) for name in type(values).model_fields}
    found = set()
    for name, value in values.items():
        inner = keys(value) if isinstance(value, dict | BaseModel) else set()
        found |= {f"{name}.{key}" for key in inner} or {name}
    return found


def test_the_example_names_every_key_with_its_default() -> None:
    example = tomllib.loads(read_example())
    assert Config.model_validate(example) == Config()
    assert keys(example) | {"rules", "twg"} == keys(Config())


def test_every_key_of_the_example_is_explained() -> None:
    lines = read_example().splitlines()
    sections = "\n".join(lines).split("\n\n")
    for section in sections[1:]:
        assert any(line.startswith("# ") for line in section.splitlines()), section


def test_the_example_names_every_rule() -> None:
    example = read_example()
    assert [rule.name for rule in registry().domains.rules.values() if rule.name not in example] == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[telegram]\ntokn = 'x'", "telegram.tokn: unknown key"),
        ("[telegramm]\ntoken = 'x'", "telegramm: unknown key"),
        ("[limits]\nmessages_per_second = -1", "limits.messages_per_second"),
        ("[limits]\nmessages_per_second = 'many'", "limits.messages_per_second"),
        ("[limits]\nmax_file_mb = 0", "limits.max_file_mb"),
        ("[time]\nzone = 'Asia/Phnom_Pen'", "time.zone: not a time zone, for example Asia/Phnom_Penh"),
        ("[log]\nlevel = 'LOUD'", "log.level"),
        ("[database]\nurl = 'sqlite:///twgbot.db'", "database.url"),
        ("[database]\nurl = 'mysql+aiomysql://user:secret@host/twg'", "database.url"),
        ("[database]\nurl = 'no address'", "database.url"),
        (
            "[database]\nurl = 'sqlite+aiosqlite:///file:data/x.db?uri=true'",
            "database.url: file: names are not supported; a plain path is expected, for example sqlite+aiosqlite:///",
        ),
        ("[database]\nurl = 'sqlite+aiosqlite:///file::memory:'", "database.url: file: names are not supported"),
        (
            "[database]\nurl = 'postgresql+asyncpg://user:secret@x:abc@host:port/twg'",
            "database.url: not an address; postgresql+asyncpg://user:password@host:5432/database is expected",
        ),
        ("[telegram]\nbase_url = 'api.telegram.org'", "telegram.base_url"),
        ("[telegram]\nbase_url = 'http://127.0.0.1:8082'", "telegram.base_url: it must end with /bot"),
        ("[telegram]\nbase_file_url = 'http://127.0.0.1:8082/file/'", "telegram.base_file_url: it must end with /bot"),
        ("telegram = 1", "telegram"),
        ("[rules.meeting_5_days]\ndays = -5", "rules: no rule meeting_5_days; the rules are action_14_days_late,"),
        ("[rules.meeting_3_days]\nday = -5", "rules.meeting_3_days.day: unknown key"),
        ("[rules.meeting_3_days]\ndays = 'soon'", "rules.meeting_3_days.days"),
        ("[rules.meeting_3_days]\ndays = -100000000000", "rules.meeting_3_days.days"),
        ("[rules.meeting_2_hours]\nhours = -1000", "rules.meeting_2_hours.hours"),
        ("[rules.meeting_3_days]\nat = '25:00'", "rules.meeting_3_days.at"),
        ("[rules.meeting_3_days]\ndays = 3", "rules: meeting_3_days speaks before its moment: give a negative number"),
        (
            "[rules.document_2_days]\ndays = -2",
            "rules: document_2_days speaks after its moment: give a positive number",
        ),
        ("[rules.meeting_3_days]\ngrace_hours = -1", "rules.meeting_3_days.grace_hours"),
        ("[twg.HLT.rules.meeting_5_days]\ndays = -5", "twg.HLT.rules: no rule meeting_5_days; the rules are"),
        ("[twg.HLT.rules.meeting_3_days]\nday = -5", "twg.HLT.rules.meeting_3_days.day: unknown key"),
        ("[twg.HLT.rules.meeting_3_days]\nurgent = 'often'", "twg.HLT.rules.meeting_3_days.urgent"),
        ("[twg.HLT.rulez.meeting_3_days]\ndays = -5", "twg.HLT.rulez: unknown key"),
        ("[twg.HLT.rules.meeting_3_days]\ndays = 3", "twg.HLT.rules: meeting_3_days speaks before its moment"),
        ("[twg.HLT]\n[twg.hlt]", "twg: the same TWG twice among HLT, hlt"),
        ("[time]\nquiet_hours = '7pm to 7am'", "time.quiet_hours"),
        ("[time]\ndays_off = ['Sat', 'Funday']", "time.days_off"),
        (
            "[time]\ndays_off = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Sun']",
            "time.days_off: leaves no day of the week to work on",
        ),
        ("[time]\nholidays = 'Cambodia'", "time.holidays"),
        ("[time]\nextra_holidays = ['31 December']", "time.extra_holidays: a day is expected, for example"),
        ("[log]\nlevel = 3", "log.level: expected is one of DEBUG, INFO, WARNING or ERROR"),
        ("[server]\nport = 70000", "server.port: it must be at most 65535"),
        ("[limits]\nchat_burst_s = 0", "limits.chat_burst_s: it must be more than 0"),
        ("[time]\nzone = 7", "time.zone: a text in quotes is expected"),
        ("server = 8081", "server: a section is expected"),
        ("[limits]\nchat_burst = 4\n[limits]\nmax_file_mb = 3", "line 3: the section [limits] is there already"),
        ("[limits]\nchat_burst = 4\nchat_burst = 5", "this key is there already"),
    ],
)
def test_a_mistake_is_named_with_its_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, text)
    assert key in str(refused.value)
    assert "config.toml" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_toml_is_refused_with_the_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 2"):
        load(tmp_path, f"[telegram]\ntoken = {TOKEN}")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="twgbot init"):
        load_config(tmp_path / "config.toml")


def test_the_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWGBOT_TELEGRAM__TOKEN", "2:environment")
    monkeypatch.setenv("TWGBOT_LIMITS__CHAT_BURST", "3")
    config = load(tmp_path, "[telegram]\ntoken = '1:file'\n[limits]\nchat_burst = 4\ngroup_per_minute = 10")
    assert check_token(config) == "2:environment"
    assert (config.limits.chat_burst, config.limits.group_per_minute) == (3, 10)


def test_the_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWGBOT_TELEGRAM__TOKEN", "2:environment")
    assert check_token(load_config(None)) == "2:environment"


@pytest.mark.parametrize("name", ["TWGBOT_TELEGRAM__TOKN", "TWGBOT_TELEGRM__TOKEN", "TWGBOT_TOKEN"])
def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, TOKEN)
    with pytest.raises(ConfigError, match="unknown key") as refused:
        load_config(None)
    assert TOKEN not in str(refused.value)


def test_a_variable_that_is_no_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWGBOT_TIME__DAYS_OFF", "Sat")
    with pytest.raises(ConfigError, match=r"environment: TWGBOT_TIME…: a list is written"):
        load_config(None)


def test_a_missing_token_is_named() -> None:
    with pytest.raises(ConfigError, match=r"telegram\.token: missing"):
        check_token(Config())


def test_secrets_are_shown_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    config = load(
        tmp_path,
        f"[telegram]\ntoken = '{TOKEN}'\nproxy = 'http://user:proxy-secret@proxy:3128'\n"
        "[database]\nurl = 'postgresql+asyncpg://user:database-secret@host/twg'",
    )
    with caplog.at_level(logging.DEBUG):
        assistant = Assistant(config)
    for shown in (repr(config), str(config), repr(assistant), caplog.text):
        assert TOKEN not in shown
        assert "proxy-secret" not in shown
        assert "database-secret" not in shown
