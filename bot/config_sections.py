"""The tables of the configuration file."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from twg.core.rules import MOST_DAYS, MOST_GRACE_H, MOST_HOURS, Rule
from twg.time.working_time import WorkingTime


class Section(BaseModel):
    """A table of the configuration file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class TelegramSection(Section):
    token: SecretStr = SecretStr("")
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    #: May hold a password, so `repr` leaves it out, as it does `database.url`.
    proxy: str = Field(default="", repr=False)
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")

    @field_validator("base_url", "base_file_url")
    @classmethod
    def _address(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("not an http or https address")
        if not url.endswith("/bot"):  # the token is appended to it: "http://host:8081" would run into the token
            raise ValueError("it must end with /bot, as https://api.telegram.org/bot does")
        return url

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.mode == "webhook" and not self.webhook_url.startswith("https://"):
            raise ValueError("webhook_url must be an https address when mode is webhook")
        if self.mode == "webhook" and len(self.webhook_secret.get_secret_value()) < 16:
            raise ValueError("webhook_secret must have at least 16 characters when mode is webhook")
        return self


_SERVER_EXPECTED = (
    "postgresql+asyncpg://user:password@host:5432/database is expected, with %40 for @, %3A for : and %2F for / in the "
    "password"
)


class DatabaseSection(Section):
    url: str = Field(default="sqlite+aiosqlite:///data/twgbot.db", repr=False)

    @field_validator("url")
    @classmethod
    def _usable(cls, url: str) -> str:
        if not url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            raise ValueError("begins with neither sqlite+aiosqlite:/// nor postgresql+asyncpg://")
        try:
            database = make_url(url).database or ""
        except (ArgumentError, ValueError):  # its text quotes the URL, which may hold a password
            raise ValueError(f"not an address; {_SERVER_EXPECTED}") from None
        if url.startswith("sqlite") and database.startswith("file:"):
            raise ValueError(
                "file: names are not supported; a plain path is expected, for example "
                "sqlite+aiosqlite:///data/twgbot.db"
            )
        return url


class FilesSection(Section):
    path: Path = Path("data/files")


class TimeSection(Section):
    zone: str = "Asia/Phnom_Penh"
    quiet_hours: str = "19:00-07:00"
    days_off: list[Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]] = ["Sat", "Sun"]
    holidays: str = "KH"
    extra_holidays: list[date] = []
    extra_working_days: list[date] = []

    @field_validator("quiet_hours")
    @classmethod
    def _span(cls, hours: str) -> str:
        if hours:
            _quiet_span(hours)
        return hours

    @field_validator("days_off")
    @classmethod
    def _some_working_day(cls, days: list[str]) -> list[str]:
        if set(days) == set(_WEEKDAYS):
            raise ValueError("leaves no day of the week to work on")
        return days

    @field_validator("holidays")
    @classmethod
    def _country(cls, code: str) -> str:
        if code:
            from holidays import list_supported_countries

            if code not in list_supported_countries():
                raise ValueError("not a country whose holidays are known, for example KH; empty for none")
        return code

    def working_time(self) -> WorkingTime:
        """The quiet hours, days off and holidays of this section."""
        quiet_from, quiet_until = _quiet_span(self.quiet_hours) if self.quiet_hours else (time(0), time(0))
        return WorkingTime(
            quiet_from,
            quiet_until,
            frozenset(_WEEKDAYS.index(name) for name in self.days_off),
            self.holidays,
            frozenset(self.extra_holidays),
            frozenset(self.extra_working_days),
        )

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("not a time zone, for example Asia/Phnom_Penh") from None
        return zone


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _quiet_span(hours: str) -> tuple[time, time]:
    """Start and end of a span such as "19:00-07:00". Raises: ValueError."""
    try:
        begins, ends = hours.split("-")
        return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())
    except ValueError:
        raise ValueError('not a span of hours, for example "19:00-07:00"; empty for none') from None


class LimitsSection(Section):
    #: For the whole bot; 0 switches pacing off.
    messages_per_second: int = Field(default=30, ge=0, le=1000)
    chat_burst: int = Field(default=5, ge=1)
    chat_burst_s: float = Field(default=5, gt=0)
    group_per_minute: int = Field(default=20, ge=1)
    max_file_mb: int = Field(default=20, ge=1, le=2000)


class ServerSection(Section):
    host: str = "127.0.0.1"
    #: 0 switches the server off; a webhook needs it.
    port: int = Field(default=8081, ge=0, le=65535)
    #: Where others reach it through a proxy, for the feed; empty for `telegram.webhook_url`, or host and port.
    public_url: str = ""

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("not an http or https address")
        return url


class MeetingsSection(Section):
    #: How long before a meeting begins members can say that they are there.
    check_in_opens_minutes: int = Field(default=30, ge=0, le=24 * 60)


class FormsSection(Section):
    #: How long a question waits for a plain message as its answer; 0 for ever.
    lapse_minutes: int = Field(default=120, ge=0, le=MOST_DAYS * 24 * 60)


class IndicatorsSection(Section):
    #: So many days before the GDCC reports are due, where nothing else is chosen.
    reports_before_gdcc_days: int = Field(default=14, ge=0, le=120)


class RetentionSection(Section):
    """How many days contacts are kept, after which the daily task erases them; 0: until somebody erases them."""

    #: After the first day without a TWG: a removal can be undone for a day.
    contacts_after_leaving_days: int = Field(default=2, ge=0, le=36_500)
    #: Of people whom a list of members names and who have not registered.
    contacts_in_lists_days: int = Field(default=365, ge=0, le=36_500)
    #: Of the file of a list, after it was imported, or sent and not imported.
    files_of_lists_days: int = Field(default=7, ge=0, le=36_500)


class RuleSection(Section):
    """Changes to a reminder rule; `None` keeps the rule's own value."""

    enabled: bool | None = None
    #: Distance from the rule's moment, such as the meeting or the deadline; negative is before it. Added to `hours`.
    days: float | None = Field(default=None, ge=-MOST_DAYS, le=MOST_DAYS)
    hours: float | None = Field(default=None, ge=-MOST_HOURS, le=MOST_HOURS)
    at: time | None = None
    #: How late the reminder may still be sent.
    grace_hours: float | None = Field(default=None, ge=0, le=MOST_GRACE_H)
    urgent: bool | None = None

    @property
    def offset(self) -> timedelta | None:
        """`days` and `hours` together; `None` when neither is set."""
        if self.days is None and self.hours is None:
            return None
        return timedelta(days=self.days or 0, hours=self.hours or 0)

    def adapt(self, rule: Rule) -> Rule:
        """The rule with these changes."""
        return replace(
            rule,
            enabled=rule.enabled if self.enabled is None else self.enabled,
            offset=rule.offset if self.offset is None else self.offset,
            at=rule.at if self.at is None else self.at,
            grace=rule.grace if self.grace_hours is None else timedelta(hours=self.grace_hours),
            urgent=rule.urgent if self.urgent is None else self.urgent,
        )


def _known_rules(sections: dict[str, RuleSection]) -> dict[str, RuleSection]:
    """Check names and signs of the sections. Raises: ValueError.

    The sign must keep a rule on its side: before the moment, or after it where the rule follows it.
    """
    rules = _declared_rules() if sections else {}
    for name, section in sections.items():
        if name not in rules:
            raise ValueError(f"no rule {name}; the rules are {', '.join(sorted(rules))}")
        offset, after = section.offset or timedelta(), rules[name].follows
        if (after and offset < timedelta()) or (not after and offset > timedelta()):
            side, sign = ("after", "positive") if after else ("before", "negative")
            raise ValueError(f"{name} speaks {side} its moment: give a {sign} number")
    return sections


def _declared_rules() -> dict[str, Rule]:
    """The rules of all capabilities, by name.

    Imported here: a configuration that sets no rule is read without loading the capabilities.
    """
    from bot.capabilities import registry

    return registry().domains.rules


RuleSections = Annotated[dict[str, RuleSection], AfterValidator(_known_rules)]


def adapt_all(rules: Iterable[Rule], sections: RuleSections) -> tuple[Rule, ...]:
    """The rules, each with the changes of the section of its name."""
    return tuple(sections.get(rule.name, RuleSection()).adapt(rule) for rule in rules)


class TwgSection(Section):
    """Changes for one TWG."""

    rules: RuleSections = {}


class LogSection(Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
