"""Rendering: from a template to Telegram HTML in the reader's language and the TWG's time zone."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from messages.rendering.file_names import names_of
from messages.rendering.labels import headline, invited_labels, label, local_name, series, stated
from messages.rendering.texts import LOCALES, Text, _, gettext, in_words, localize_digits, ngettext
from storage.core.shortening import links_beyond, shorten
from storage.engine.labels import Labelled
from twg.core.refusals import Refusal
from twg.language.contacts import show_contact

_FOLDER = Path(__file__).parent.parent / "templates"

#: CLDR date patterns by locale; the long Khmer one has the words that official letters put around a date. Both of them
#: begin with "day", so that a sentence writes none before them, and name the weekday in full: CLDR shortens two of them
#: to other words and spells Monday in two ways.
_DAY = {"en": "EEEE d MMMM y", "km": "'ថ្ងៃ'EEEE 'ទី'd 'ខែ'MMMM 'ឆ្នាំ'y"}
_SHORT_DAY = {"en": "EEE d MMM", "km": "'ថ្ងៃ'EEEE d MMMM"}
#: What stands between a day, or a distance in days, and a time on the clock.
_AT_CLOCK = {"en": ", ", "km": " ម៉ោង "}
#: Marks that templates set between what people wrote and the words around it, by locale.
_COLON = {"en": ": ", "km": "៖ "}
_STOP = {"en": ". ", "km": "។ "}
_QUOTED = {"en": Markup("“{}”"), "km": Markup("«{}»")}

#: Telegram's limits on a text and on a file's caption, in UTF-16 code units, HTML tags not counted.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
#: A text is not cut that is longer than its limit by so many characters at most.
_LEEWAY = 5


def render(template: str, locale: str, zone: ZoneInfo, context: Mapping[str, Any]) -> str:
    """Render a template as Telegram HTML.

    Args:
        template: "meetings/announced".
        zone: the TWG's time zone, used by the filters `local` and `when`.
    Raises: jinja2.TemplateNotFound; jinja2.UndefinedError where the template uses a name that `context` lacks.
    """
    page = environment(locale).get_template(f"{template}.html.j2")
    return _tidy(page.render(zone=zone, **context))


def render_refusal(refusal: Refusal, locale: str, zone: ZoneInfo) -> str:
    """Render a refusal with the macro that its key names: "actions#unknown" is `unknown` of `actions/refusals`."""
    capability, _mark, name = refusal.key.partition("#")
    module = environment(locale).get_template(f"{capability}/refusals.html.j2").make_module({"zone": zone})
    return _tidy(str(getattr(module, name)(refusal.data)))


def _truncate(text: str, limit: int, end: str = "…") -> str:
    """In place of Jinja's, which divides Khmer letters and links; as there, a few characters too many are let be."""
    return text if len(text) <= limit + _LEEWAY else type(text)(shorten(text, limit).removesuffix("…") + end)


def _links_beyond(text: str, shown: str) -> list[str]:
    """As `links_beyond`, of texts that are escaped already or are not."""
    return [type(text)(link) for link in links_beyond(str(text), str(shown))]


def _tidy(text: str) -> str:
    """Trim each line and reduce runs of blank lines to one: templates are indented to be readable."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


class ControlLines(Extension):
    """Jinja extension: a line that holds one control tag only (`{% if … %}`) adds no newline to the output.

    A line with a tag that puts out text (`trans`, `include`) keeps its newline.
    """

    _CONTROL = re.compile(r"^[ \t]*(\{%-?(?!\s*(?:trans|pluralize|endtrans|include))[^%\n]*%\})[ \t]*\n", re.MULTILINE)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - the signature is Jinja's
        return self._CONTROL.sub(r"\1", source)


@cache
def environment(locale: str) -> Environment:
    """The Jinja environment of one locale, with its translations and filters; cached."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        extensions=["jinja2.ext.i18n", ControlLines],
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        lstrip_blocks=True,
        finalize=partial(_finalize, locale),
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        partial(gettext, locale), partial(ngettext, locale), newstyle=True
    )
    environment.globals.update(locale=locale, colon=_COLON[locale], stop=_STOP[locale], at_clock=_AT_CLOCK[locale])
    environment.filters.update(
        {
            "label": lambda value: label(value).render(locale),
            "text": lambda value: _finalize(locale, value),
            "day": partial(format_day, locale=locale),
            "short_day": partial(format_day, locale=locale, short=True),
            "clock": partial(format_clock, locale=locale),
            "when": _when,
            "local": _local,
            "amount": partial(format_amount, locale=locale),
            "digits": partial(localize_digits, locale=locale),
            "duration": partial(format_duration, locale=locale),
            "listing": partial(_listing, locale),
            "refusal": _refusal,
            "contact": show_contact,
            "file_names": lambda files: ", ".join(in_words(name, locale) for name in names_of(list(files))),
            "quoted": _QUOTED[locale].format,
            "invited": invited_labels,
            "named": lambda named: local_name(named).render(locale),
            "headline": _headline,
            "series": _series,
            "stated": stated,
            "truncate": _truncate,
            "links_beyond": _links_beyond,
        }
    )
    return environment


def _series(meeting: Any) -> Text | None:
    """Filter: the number of a meeting in its series, where its headline and its sub-groups do not show it."""
    numbered = series(meeting.kind, meeting.number, meeting.title, getattr(meeting, "groups", ()))
    return None if numbered == _headline(meeting) else numbered


def _headline(meeting: Any) -> Text | str:
    """Filter: what a meeting is called."""
    return headline(meeting.kind, meeting.number, meeting.title, getattr(meeting, "groups", ()))


def _finalize(locale: str, value: Any) -> Any:
    if isinstance(value, Text):
        return value.render(locale)
    return label(value).render(locale) if isinstance(value, Labelled) else value


@lru_cache(1024)  # messages name the same few days, and Babel's format_date is slow
def format_day(day: date, *, locale: str, short: bool = False) -> str:
    """ "Monday 7 December 2026", short "Mon 7 Dec"; in Khmer the long form is that of official letters."""
    pattern = (_SHORT_DAY if short else _DAY)[locale]
    return localize_digits(format_date(day, pattern, locale=locale), locale=locale)


def format_clock(moment: time | datetime, *, locale: str) -> str:
    """A time on the 24-hour clock, as in official letters: "09:00"."""
    return localize_digits(f"{moment.hour:02}:{moment.minute:02}", locale=locale)


def format_moment(local: datetime, *, locale: str, short: bool = False) -> str:
    """Day and time of a moment in the reader's time zone: "Monday 7 December 2026, 09:00"."""
    return format_day(local.date(), locale=locale, short=short) + _AT_CLOCK[locale] + format_clock(local, locale=locale)


def list_weekdays(locale: str) -> list[str]:
    """Heads of the columns of a calendar, Monday first: "Mo", in Khmer "ច"; no two are the same."""
    names = get_day_names("short", "stand-alone", locale)
    return [names[weekday] for weekday in range(7)]


def is_template(name: str) -> bool:
    """Whether there is a template of this name: "meetings/announced"."""
    page = environment(LOCALES[0])
    try:
        assert page.loader is not None  # noqa: S101 - `environment` gives it one
        page.loader.get_source(page, f"{name}.html.j2")
    except TemplateNotFound:
        return False
    return True


@pass_context
def _local(context: Context, moment: datetime) -> datetime:
    """Filter: a moment in the TWG's time zone."""
    return moment.astimezone(context["zone"])


@pass_context
def _when(context: Context, moment: datetime, *, short: bool = False) -> str:
    """Filter: day and time of a moment in the TWG's time zone."""
    return format_moment(moment.astimezone(context["zone"]), locale=context["locale"], short=short)


def format_amount(value: Decimal, *, locale: str) -> str:
    """A figure with separated thousands and up to four decimals, without trailing zeros.

    English "43,500,974.5", Khmer "៤៣.៥០០.៩៧៤,៥".
    """
    plain = f"{value:,.4f}".rstrip("0").rstrip(".")
    if locale == "km":
        plain = plain.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return localize_digits(plain, locale=locale)


def format_duration(minutes: int | timedelta, *, locale: str) -> str:
    """A duration in hours and minutes: "2 h 30 min". A bare number is in minutes."""
    total = int(minutes.total_seconds() // 60) if isinstance(minutes, timedelta) else minutes
    hours, rest = divmod(total, 60)
    parts = [_("{n} h").with_(n=hours)] if hours else []
    parts += [_("{n} min").with_(n=rest)] if rest or not hours else []
    return " ".join(part.render(locale) for part in parts)


@pass_context
def _refusal(context: Context, refusal: Refusal) -> Markup:
    """Filter: the words of a refusal inside another message."""
    return Markup(render_refusal(refusal, context["locale"], context["zone"]))  # noqa: S704 - rendered with autoescape


def _listing(locale: str, items: Iterable[Any]) -> Markup:
    """Filter: items joined by commas, texts in the locale; each is escaped unless it is `Markup`."""
    return Markup(", ").join(_finalize(locale, item) for item in items)
