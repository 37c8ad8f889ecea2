"""Configuration: a TOML file, overridden by environment variables TWGBOT_… (`__` nests)."""

import os
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import (
    ValidationError,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from bot.command_error import CommandError
from bot.config_errors import explain_layout, explain_values, explain_variable
from bot.config_sections import (
    DatabaseSection,
    FilesSection,
    FormsSection,
    IndicatorsSection,
    LimitsSection,
    LogSection,
    MeetingsSection,
    RetentionSection,
    RuleSections,
    ServerSection,
    TelegramSection,
    TimeSection,
    TwgSection,
    adapt_all,
)
from bot.paths import place, with_file
from storage.engine.files import sqlite_file
from twg.core.rules import Rule
from twg.core.timekeeping import Timekeeping


class ConfigError(CommandError):
    """The configuration cannot be used. Its text has one line for each wrong key, and names the key."""


class Config(BaseSettings):
    """The whole configuration. Unknown keys are refused, because a misspelt key would have no effect."""

    model_config = SettingsConfigDict(extra="forbid", env_prefix="TWGBOT_", env_nested_delimiter="__")

    telegram: TelegramSection = TelegramSection()
    database: DatabaseSection = DatabaseSection()
    files: FilesSection = FilesSection()
    time: TimeSection = TimeSection()
    meetings: MeetingsSection = MeetingsSection()
    forms: FormsSection = FormsSection()
    indicators: IndicatorsSection = IndicatorsSection()
    limits: LimitsSection = LimitsSection()
    retention: RetentionSection = RetentionSection()
    server: ServerSection = ServerSection()
    log: LogSection = LogSection()
    rules: RuleSections = {}
    #: By the TWG's code, in capital letters.
    twg: dict[str, TwgSection] = {}

    @field_validator("twg")
    @classmethod
    def _by_code(cls, sections: dict[str, TwgSection]) -> dict[str, TwgSection]:
        by_code = {code.upper(): section for code, section in sections.items()}
        if len(by_code) < len(sections):
            raise ValueError(f"the same TWG twice among {', '.join(sorted(sections))}")
        return by_code

    def timekeeping(self, declared: Iterable[Rule]) -> Timekeeping:
        """Working hours and reminder rules. A TWG's section changes the installation's rules for that TWG.

        Args:
            declared: the rules of all capabilities, with their defaults.
        """
        rules = adapt_all(declared, self.rules)
        twg_rules = {code: adapt_all(rules, section.rules) for code, section in self.twg.items()}
        opens = timedelta(minutes=self.meetings.check_in_opens_minutes)
        return Timekeeping(self.time.working_time(), rules, twg_rules, opens)

    def check_twgs(self, codes: Iterable[str]) -> None:
        """Raises: ConfigError for a section of a TWG whose code is not among `codes`."""
        known = sorted(codes)
        for code in self.twg:
            if code not in known:
                raise ConfigError(f"twg.{code}: no TWG has this code; there are: {', '.join(known) or 'none yet'}")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not read; passed by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not read; passed by name
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_config(path: Path | None) -> Config:
    """Read the file, if one is given, and the environment, which overrides it.

    Relative paths in the file are relative to its folder, those in the environment to the current folder.

    Raises:
        ConfigError: the file or a variable cannot be read or has a wrong value.
        CommandError: a resolved path has no data, but the same path relative to the current folder has; version 0.1.0
            resolved paths against that one.
    """
    if path is not None and not path.is_file():
        raise ConfigError(f"{path}: no such file; `twgbot init` writes one")
    _check_environment()

    class FileConfig(Config):
        """Reads this file after the environment, so that variables win."""

        model_config = SettingsConfigDict(toml_file=path)

    try:
        config = FileConfig()
    except ValidationError as error:
        raise ConfigError(explain_values(str(path or "environment"), error)) from None
    except SettingsError as error:
        raise ConfigError(explain_variable(error)) from None
    except ValueError as error:
        raise ConfigError(explain_layout(str(path or "environment"), error)) from None
    if path is not None:
        _place_paths(config, path, EnvSettingsSource(FileConfig)())
    return config


def _place_paths(config: Config, file: Path, environment: Mapping[str, Any]) -> None:
    """Resolve relative paths of the file against its folder; leave paths from the environment as they are.

    Raises:
        CommandError: see `load_config`.
    """
    paths = {}
    database = sqlite_file(config.database.url)
    if database is not None and "url" not in environment.get("database", {}):
        paths["database.url"] = database
    if "path" not in environment.get("files", {}):
        paths["files.path"] = config.files.path
    placed = place(paths, file)
    if "database.url" in placed:
        config.database.url = with_file(config.database.url, placed["database.url"])
    config.files.path = placed.get("files.path", config.files.path)


def has_environment() -> bool:
    """Whether any `TWGBOT_…` variable is set."""
    return any(name.startswith(str(Config.model_config["env_prefix"])) for name in os.environ)


def _check_environment() -> None:
    """Refuse `TWGBOT_…` variables that name no section. Raises: ConfigError."""
    prefix = str(Config.model_config["env_prefix"])
    for name in os.environ:
        section = name.removeprefix(prefix).partition("__")[0].casefold()
        if name.startswith(prefix) and section not in Config.model_fields:
            raise ConfigError(f"environment: {name}: unknown key")


def check_token(config: Config) -> str:
    """The bot token. Raises: ConfigError when none is configured."""
    token = config.telegram.token.get_secret_value()
    if not token:
        raise ConfigError(
            "telegram.token: missing; BotFather gives one (set it in the file or as TWGBOT_TELEGRAM__TOKEN)"
        )
    return token
