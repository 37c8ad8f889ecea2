"""Configuration: a TOML file, overridden by environment variables TWGBOT_… (`__` nests)."""

from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class ConfigError(Exception):
    """The configuration cannot be used; the text names the key."""


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TelegramSection(Section):
    token: SecretStr = SecretStr("")
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    proxy: str = ""


class DatabaseSection(Section):
    url: str = "sqlite+aiosqlite:///data/twgbot.db"


class FilesSection(Section):
    path: Path = Path("data/files")


class TimeSection(Section):
    zone: str = "Asia/Phnom_Penh"

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("not a time zone, for example Asia/Phnom_Penh") from None
        return zone


class LimitsSection(Section):
    #: 0 switches pacing off.
    messages_per_second: int = Field(default=30, ge=0, le=1000)
    chat_burst: int = Field(default=5, ge=1)
    chat_burst_s: float = Field(default=5, gt=0)
    group_per_minute: int = Field(default=20, ge=1)
    max_file_mb: int = Field(default=20, ge=1, le=2000)


class LogSection(Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Config(BaseSettings):
    """Everything that can be set. Unknown keys are refused: a misspelt one would silently do nothing."""

    model_config = SettingsConfigDict(extra="forbid", env_prefix="TWGBOT_", env_nested_delimiter="__")

    telegram: TelegramSection = TelegramSection()
    database: DatabaseSection = DatabaseSection()
    files: FilesSection = FilesSection()
    time: TimeSection = TimeSection()
    limits: LimitsSection = LimitsSection()
    log: LogSection = LogSection()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _file_source(settings_cls)


_file: Path | None = None


def _file_source(settings_cls: type[BaseSettings]) -> PydanticBaseSettingsSource:
    return TomlConfigSettingsSource(settings_cls, toml_file=_file)


def load_config(path: Path | None) -> Config:
    """Read the file, where one is given, and the environment. Raises: ConfigError."""
    global _file
    if path is not None and not path.is_file():
        raise ConfigError(f"{path}: no such file; `twgbot init` writes one")
    _file = path
    try:
        return Config()
    except ValidationError as error:
        raise ConfigError(_explain(path, error)) from None
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def _explain(path: Path | None, error: ValidationError) -> str:
    """The first problem in one line, with its key and never its value, which may be a secret."""
    first = error.errors(include_input=False, include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    problem = "unknown key" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
    return f"{path or 'environment'}: {key}: {problem}"


def check_token(config: Config) -> str:
    """The token as a string. Raises: ConfigError when there is none."""
    token = config.telegram.token.get_secret_value()
    if not token:
        raise ConfigError(
            "telegram.token: missing; BotFather gives one (set it in the file or as TWGBOT_TELEGRAM__TOKEN)"
        )
    return token


def without_secrets(config: Config) -> dict[str, Any]:
    """What may be logged."""
    return config.model_dump(mode="json")
