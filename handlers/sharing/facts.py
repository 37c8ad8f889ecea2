"""The questions of /share for what is told of: when, where, with or from whom, how much (S1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Surroundings, text_of
from messages.rendering.templating import format_period
from messages.rendering.texts import Text, _
from storage.sharing import PostKind
from twg.core.refusals import BadInput
from twg.language.periods import Period
from twg.language.post_days import read_days
from twg.language.post_facts import (
    LONGEST_AMOUNT,
    LONGEST_PARTY,
    LONGEST_PLACE,
    LONGEST_THEME,
    Facts,
    find_facts,
    read_answer,
)


class UnreadableDays(BadInput):
    """data: `text`, as typed."""

    key = "sharing#unreadable_days"


#: The names of the questions for facts.
NAMES = ("period", "place", "party", "amount")
#: What is asked of each kind, with the facts that answer it. Source: Guideline, Part Two (5)(i)-(vi).
ASKED: dict[PostKind, tuple[Text, tuple[str, ...]]] = {
    PostKind.ONGOING_WORK: (
        _("When is it, and where? For example: 3–14 December, Battambang"),
        ("period", "place"),
    ),
    PostKind.CONSULTATION: (
        _("When was it, where, and with whom? For example: 20 November, at MoH, with all DPs"),
        ("period", "place", "party"),
    ),
    PostKind.PROGRAMMING: (
        _("From when to when, and where? For example: January–June 2027, Kampot"),
        ("period", "place"),
    ),
    PostKind.OTHER_SUPPORT: (
        _("Who gives it, how much, and when? For example: KOICA, USD 5 million, 2027–2029"),
        ("party", "amount", "period"),
    ),
    PostKind.DATA: (
        _("Whose data are they, and of when? For example: NIS, 2025"),
        ("party", "period"),
    ),
    PostKind.POLICY: (
        _("Who issued it, and when? For example: MoH, 20 November 2026"),
        ("party", "period"),
    ),
}
#: Kinds of which an answer says where, rather than from whom.
_PLACED = (PostKind.ONGOING_WORK, PostKind.CONSULTATION, PostKind.PROGRAMMING)


def kind_of(answers: Mapping[str, Any]) -> PostKind | None:
    """The kind that was chosen; None so far."""
    raw = answers.get("kind")
    return PostKind(raw) if raw in set(PostKind) else None


def raw_facts(facts: Facts) -> dict[str, str]:
    """The raw answers to the questions for these facts; none to those of which nothing is known.

    Words that are written like days and name none stand as they were typed: the days are asked for then.
    """
    days = facts.period
    found = {
        "period": facts.no_days if days is None else f"{days.first.isoformat()}/{days.last.isoformat()}",
        "place": facts.place,
        "party": facts.party,
        "amount": facts.amount,
        "theme": facts.theme,
    }
    return {name: value for name, value in found.items() if value}


def facts_in(text: str, themes: list[str], today: date) -> dict[str, str]:
    """The raw answers that a text which is shared gives by itself."""
    return raw_facts(find_facts(text, themes, today=today))


def read_stored(raw: str, today: date) -> Period | None:
    """The days of a raw answer, as `raw_facts` writes it or as typed; None for other words."""
    first, slash, last = raw.partition("/")
    if slash and len(raw) == len("2026-12-03/2026-12-14"):
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    return read_days(raw, today=today)


def _read_period(raw: str, around: Surroundings) -> Period:
    """Raises: UnreadableDays."""
    period = read_stored(raw, around.today)
    if period is None:
        raise UnreadableDays(text=raw)
    return period


@dataclass(frozen=True, kw_only=True)
class DetailsField(Field):
    """What the kind needs, in one line: the answer is that to the questions for each fact."""

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        kind = surroundings.facts.get("kind")
        facts = read_answer(text_of(entry), rest_is_place=kind in _PLACED, today=surroundings.today)
        return raw_facts(facts)

    @property
    def implies(self) -> tuple[str, ...]:
        return NAMES


def lacks_facts(values: dict[str, Any], _around: Surroundings) -> bool:
    """Whether the text says none of what is asked of its kind."""
    asked = ASKED.get(values["kind"]) if values.get("kind") else None
    return asked is not None and not any(values.get(name) for name in asked[1])


DETAILS = DetailsField(
    question=_("When, where, and with whom?"), label=_("Details"), limit=400, when=lacks_facts, shown=False
)
PERIOD = Field(
    question=_("On which days?"),
    hint=_("For example: 3–14 December 2026, or March 2027"),
    label=_("Dates"),
    limit=100,
    read_text=_read_period,
    show=lambda period, around: format_period(period.first, period.last, locale=around.locale),
    on_request=True,
)
PLACE = Field(question=_("Where?"), label=_("Place"), limit=LONGEST_PLACE, is_name=True, on_request=True)
PARTY = Field(
    question=_("With whom, or from whom?"), label=_("With or from"), limit=LONGEST_PARTY, is_name=True, on_request=True
)
AMOUNT = Field(question=_("How much is it?"), label=_("Amount"), limit=LONGEST_AMOUNT, is_name=True, on_request=True)
THEME = Field(
    question=_("Which theme is it about?"),
    label=_("Theme"),
    limit=LONGEST_THEME,
    is_name=True,
    suggest=lambda around: around.facts.get("themes", []),
    on_request=True,
)
