"""From a template to Telegram's HTML in the reader's language and the TWG's time zone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from messages.rendering.labels import label
from messages.rendering.texts import LOCALES, Text, gettext, is_translated, localize_digits, ngettext
from storage.engine.labels import Labelled
from twg.core.refusals import Refusal

_FOLDER = Path(__file__).parent.parent / "templates"

#: A text in a template, and what stands in it.
_TRANS = re.compile(r"{%-?\s*trans\b[^%]*?-?%}(.*?){%-?\s*endtrans\s*-?%}", re.DOTALL)
_PLURALIZE = re.compile(r"{%-?\s*pluralize\b[^%]*-?%}")
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")

#: CLDR patterns of a day.
_DAY = {"en": "EEEE d MMMM y", "km": "'ថ្ងៃ'EEEE 'ទី'd 'ខែ'MMMM 'ឆ្នាំ'y"}
_SHORT_DAY = "EEE d MMM"

#: Telegram's limit on a text, in UTF-16 code units after entities are taken out.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def render(template: str, locale: str, zone: ZoneInfo, context: Mapping[str, Any]) -> str:
    """The text of a template, "meetings/announced", as Telegram HTML."""
    page = environment(locale).get_template(f"{template}.html.j2")
    return _tidy(page.render(zone=zone, **context))


def render_refusal(refusal: Refusal, locale: str, zone: ZoneInfo) -> str:
    """The words of a refusal: the macro named after it in its capability's `refusals` template."""
    capability, _, name = refusal.key.partition("#")
    module = environment(locale).get_template(f"{capability}/refusals.html.j2").make_module({"zone": zone})
    return _tidy(str(getattr(module, name)(refusal.data)))


def _tidy(text: str) -> str:
    """Single blank lines, no spaces at the ends: templates are laid out for their writer."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


class ControlLines(Extension):
    """A line that only steers (`{% if … %}`) leaves no line behind; one that ends in a text keeps its end."""

    _STEERING = re.compile(r"^[ \t]*(\{%-?(?!\s*(?:trans|pluralize|endtrans|include))[^%\n]*%\})[ \t]*\n", re.MULTILINE)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return self._STEERING.sub(r"\1", source)


@cache
def environment(locale: str) -> Environment:
    """The templates in one language."""
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
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        partial(gettext, locale), partial(ngettext, locale), newstyle=True
    )
    environment.globals["locale"] = locale
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
            "listing": _listing,
            "refusal": _refusal,
        }
    )
    return environment


def _finalize(locale: str, value: Any) -> Any:
    if isinstance(value, Text):
        return value.render(locale)
    return label(value).render(locale) if isinstance(value, Labelled) else value


@lru_cache(1024)  # a few days are named over and over, and Babel takes its time
def format_day(day: date, *, locale: str, short: bool = False) -> str:
    """Monday 7 December 2026; short: Mon 7 Dec. In Khmer with the words of official letters."""
    pattern = _SHORT_DAY if short else _DAY[locale]
    return localize_digits(format_date(day, pattern, locale=locale), locale=locale)


def format_clock(moment: time | datetime, *, locale: str) -> str:
    """09:00, on the 24-hour clock of official letters."""
    return localize_digits(f"{moment.hour:02}:{moment.minute:02}", locale=locale)


def template_problems(name: str) -> Iterator[str]:
    """What is wrong with a template: it is missing, or one of its texts has no translation in a language."""
    page = environment(LOCALES[0])
    try:
        source = page.loader.get_source(page, f"{name}.html.j2")[0] if page.loader is not None else ""
    except TemplateNotFound:
        yield f"template {name} is missing"
        return
    for text in _texts_of(source):
        for locale in LOCALES:
            if not is_translated(locale, text):
                yield f"template {name} has no text in {locale} for {text!r}"


def _texts_of(source: str) -> list[str]:
    """The texts of a template, as the catalogs name them: whitespace is trimmed, variables are %(name)s."""
    found = []
    for block in _TRANS.findall(source):
        singular = _PLURALIZE.split(block)[0]
        found.append(" ".join(_VARIABLE.sub(r"%(\1)s", singular).split()))
    return found


@pass_context
def _local(context: Context, moment: datetime) -> datetime:
    """A moment on the wall clock of the TWG."""
    return moment.astimezone(context["zone"])


@pass_context
def _when(context: Context, moment: datetime, *, short: bool = False) -> str:
    """Day and time on the wall clock of the TWG."""
    local = moment.astimezone(context["zone"])
    locale = context["locale"]
    return f"{format_day(local.date(), locale=locale, short=short)}, {format_clock(local, locale=locale)}"


def format_amount(value: Decimal, *, locale: str) -> str:
    """A figure with thousands separated and no idle zeros."""
    plain = f"{value:,.4f}".rstrip("0").rstrip(".")
    if locale == "km":
        plain = plain.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return localize_digits(plain, locale=locale)


def format_duration(minutes: int | timedelta, *, locale: str) -> str:
    """2 h 30 min."""
    total = int(minutes.total_seconds() // 60) if isinstance(minutes, timedelta) else minutes
    hours, rest = divmod(total, 60)
    parts = [gettext(locale, "{n} h").format(n=hours)] if hours else []
    parts += [gettext(locale, "{n} min").format(n=rest)] if rest or not hours else []
    return localize_digits(" ".join(parts), locale=locale)


@pass_context
def _refusal(context: Context, refusal: Refusal) -> Markup:
    """A refusal inside another message."""
    return Markup(render_refusal(refusal, context["locale"], context["zone"]))  # noqa: S704 - our own escaped template


def _listing(items: Iterable[Any]) -> Markup:
    """Items as escaped text, separated by commas."""
    return Markup(", ").join(items)
