"""Questions about a meeting: its kind, its length, its place with a link, its number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Option, Surroundings, text_of
from messages.rendering.labels import label
from messages.rendering.templating import format_duration
from messages.rendering.texts import Text, _, in_words
from storage.meetings import MeetingKind
from twg.language.links import NoLink, has_link, parse_link, split_link
from twg.language.meeting_lines import read_meeting_line
from twg.language.times import parse_duration_min
from twg.meetings.convening import refuse_kind
from twg.meetings.kinds import KINDS

#: Lengths that are offered, in minutes; that of the kind comes first.
_LENGTHS = (60, 120, 180, 240)
#: The place of a meeting of which only a link is given.
ONLINE = _("Online")


@dataclass(frozen=True, kw_only=True)
class KindField(ChoiceField):
    """One of the kinds in `Surroundings.facts["kinds"]`; any other is named with who convenes it."""

    members: tuple[MeetingKind, ...] = tuple(MeetingKind)

    def choices(self, surroundings: Surroundings) -> list[Option]:
        kinds = surroundings.facts["kinds"]
        return [option for option in super().choices(surroundings) if option.key in kinds]

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        kind = super().read(raw, surroundings)
        kinds = surroundings.facts["kinds"]
        if kinds and kind not in kinds:  # who convenes none any more is told so by the question for the audience
            raise refuse_kind(kind)
        return kind

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        raw = super()._accept_text(text, surroundings)
        self.read(raw, surroundings)
        return raw


@dataclass(frozen=True, kw_only=True)
class TitleField(Field):
    """A title; "12th plenary" answers the questions `kind` and `number`, and the title is what its kind is called."""

    is_name: bool = True

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        kind, number = self._in_series(text_of(entry), surroundings)
        return {} if kind is None else {"kind": kind.value, "number": str(number)}

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        kind, _number = self._in_series(text, surroundings)
        return super()._accept_text(text if kind is None else label(kind).render(surroundings.locale), surroundings)

    def _in_series(self, text: str, surroundings: Surroundings) -> tuple[MeetingKind | None, int | None]:
        """The kind and number of a title that says nothing else, where the person convenes meetings of the kind."""
        line = read_meeting_line(text, today=surroundings.today, groups=())
        fits = line.only_kind and line.number is not None and line.kind in surroundings.facts.get("kinds", ())
        return (line.kind, line.number) if fits and line.day is None and not line.left else (None, None)


def length_field(question: Text) -> Field:
    """The question how long a meeting lasts, in minutes: chosen or typed."""
    return Field(
        question=question,
        hint=_("Choose it, or type it: 2h30"),
        label=_("Lasts"),
        read_text=lambda text, _around: parse_duration_min(text),
        show=lambda minutes, around: format_duration(minutes, locale=around.locale),
        suggest=lambda around: [format_duration(minutes, locale=around.locale) for minutes in _lengths_for(around)],
    )


def _lengths_for(around: Surroundings) -> list[int]:
    """The lengths to offer, in minutes, the usual one of the kind first."""
    usual = [KINDS[kind].minutes] if (kind := around.facts.get("kind")) else []
    return list(dict.fromkeys([*usual, *_LENGTHS]))


def is_audience_chosen(values: Mapping[str, Any], _around: Surroundings) -> bool:
    """Whether who is invited is asked: to a closed meeting those of its kind alone are."""
    return "kind" not in values or not KINDS[values["kind"]].closed


@dataclass(frozen=True, kw_only=True)
class PlaceField(Field):
    """A place; a link that stands in it answers the question `link`."""

    is_name: bool = True
    like: Callable[[str], bool] | None = has_link

    def besides(self, entry: Entry, _surroundings: Surroundings) -> Mapping[str, Any]:
        link = _split(text_of(entry))[1]
        return {"link": link} if link else {}

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        place, link = split_link(text)
        if link and not place.strip():
            place = in_words(ONLINE, surroundings.locale)
        return super()._accept_text(place, surroundings)


@dataclass(frozen=True, kw_only=True)
class LinkField(Field):
    """A link to join online."""

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        return super()._accept_text(parse_link(text), surroundings)


def _split(text: str) -> tuple[str, str]:
    try:
        return split_link(text)
    except NoLink:
        return text, ""
