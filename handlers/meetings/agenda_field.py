"""The agenda as a question of a form: typed or pasted as a whole, corrected by number, proposed by buttons (G1, G7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.forms.lines_field import LinesField, LinesLeftOut, TooManyLines
from handlers.forms.surroundings import Chosen, Entry, Option, Sent, Surroundings, Typed
from messages.meetings.agenda import show_item, word_proposal, word_too_long
from messages.rendering.keyboards import shorten
from messages.rendering.texts import Text, _, in_words, localize_digits
from storage.core.spelling import is_visible, key_of
from storage.meetings import AgendaKind, MeetingKind
from twg.core.agenda_sources import Proposal
from twg.core.refusals import NotAChoice, Refusal, TextExpected, UnreadableDuration
from twg.language.agenda import AgendaLine, parse_agenda_line, write_agenda_line
from twg.language.agenda_correcting import read_corrections
from twg.language.agenda_corrections import apply
from twg.language.agenda_kinds import kind_of, place_for
from twg.language.agenda_labels import Detail, find_detail
from twg.language.agenda_texts import ReadAgenda, read_agenda
from twg.language.times import parse_duration_min
from twg.meetings.agenda_items import MOST_ITEMS
from twg.meetings.kinds import KINDS

#: The button for the items that every meeting has.
USUAL = "usual"
#: Characters that all lines of the question may take together.
_LONGEST_SHOWN = 2400
_LABEL = 40
#: Characters of a line left out that are repeated (`lines_left_out` of the forms).
_LONGEST_LEFT_OUT = 60
_WRITTEN = {Detail.ACTION: "Action required", Detail.THEME: "Theme", Detail.AREA: "Area"}


class TakenAsHeading(Refusal):
    """Lines of a pasted agenda that are no items."""

    key = "meetings#taken_as_heading"


class NoItems(Refusal):
    """A text that has headings only."""

    key = "meetings#no_items"


class ItemsOverlap(Refusal):
    """An item begins before the one above it ends."""

    key = "meetings#items_overlap"


class ItemsApart(Refusal):
    """An item begins later than the one above it ends."""

    key = "meetings#items_apart"


@dataclass(frozen=True, kw_only=True)
class AgendaField(LinesField):
    """An agenda. A line of the raw answer is an item, with its note and the action that it requires below it."""

    most: int = MOST_ITEMS

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Take a proposal, corrections by number, or further items, which stand before other business.

        Returns: the new raw answer, and a `LinesLeftOut` with what is no item, if anything.
        Raises: TextExpected, TooManyLines, NoItems; the refusals of corrections.
        """
        lines = self._items(raw)
        left_out: list[tuple[str, Refusal]] = []
        match entry:
            case Chosen(key):
                lines = self._propose(lines, key, surroundings)
            case Typed(text) | Sent(_, text) if is_visible(text):
                corrections = read_corrections(text) if lines else None
                if corrections is not None:
                    lines = [each.line for each in apply(lines, corrections)]
                else:
                    read = read_agenda(text)
                    left_out = _left_out(read)
                    lines = _joined(lines, read.items)
            case _:
                raise TextExpected
        if len(lines) > self.most:
            raise TooManyLines(most=self.most)
        kept = self._keep(raw, [write_item(line) for line in lines])
        return kept, LinesLeftOut(left_out=left_out) if left_out else None

    def _keep(self, raw: Any, lines: list[str]) -> Any:
        return raw if raw is None and not lines else super()._keep(raw, lines)

    def _propose(self, lines: Sequence[AgendaLine], key: str, surroundings: Surroundings) -> list[AgendaLine]:
        if key == USUAL:
            return _joined(lines, [AgendaLine(title) for title in _missing(lines, surroundings)])
        for proposal in surroundings.facts.get("proposals", ()):
            if proposal.key == key:
                return _joined(lines, [line_for(proposal, surroundings.locale)])
        raise NotAChoice

    def _items(self, raw: Any) -> list[AgendaLine]:
        return [read_item(line) for line in raw["lines"]] if raw else []

    def typed_lines(self, text: str) -> list[str]:
        return [write_item(item) for item in read_agenda(text).items]

    def read(self, raw: Any, _surroundings: Surroundings) -> Any:
        return self._items(raw)

    def lines(self, raw: Any, surroundings: Surroundings) -> list[str]:
        """The items as they are shown, shortened where they are many."""
        items = self._items(raw)
        return list(_shown(items, surroundings.locale))

    def display(self, value: Any, surroundings: Surroundings) -> str:
        shown = _shown(value, surroundings.locale)
        return "".join(
            f"\n{localize_digits(place, locale=surroundings.locale)}. {line}"
            for place, line in enumerate(shown, start=1)
        )

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        """A warning where the items take longer than the meeting."""
        return word_too_long(value, surroundings.facts.get("duration_min"), surroundings.locale)

    def choices(self, surroundings: Surroundings) -> list[Option]:
        return self.look_up(surroundings.options, [])


def surround_agenda(
    base: Surroundings, proposals: Iterable[Proposal], answers: Mapping[str, Any], *, duration_min: int | None = None
) -> Surroundings:
    """The surroundings of a form with an agenda: what may be proposed for it, and how long it may take.

    What is in it already is not proposed, nor what belongs to meetings of other kinds than that in the facts of `base`.

    Args:
        answers: raw; of the questions `agenda` and `duration`, if the form has one.
        duration_min: the length of the meeting, where the form does not ask for it.
    """
    agenda = answers.get("agenda")
    items = [read_item(line) for line in agenda["lines"]] if agenda else []
    taken = {key_of(item.title) for item in items}
    kind = base.facts.get("kind")
    fitting = [each for each in proposals if each.kinds is None or kind in each.kinds]
    open_ = [each for each in fitting if key_of(line_for(each, base.locale).title) not in taken]
    options = [Option(each.key, f"+ {shorten(line_for(each, base.locale).title, _LABEL)}") for each in open_]
    if _missing(items, base):
        options.insert(0, Option(USUAL, _("+ The usual items")))
    if duration_min is None and isinstance(answers.get("duration"), str):
        try:
            duration_min = parse_duration_min(answers["duration"])
        except UnreadableDuration:  # an answer of an earlier release, which is asked again
            duration_min = None
    facts = {**base.facts, "proposals": tuple(open_), "duration_min": duration_min}
    return replace(base, options={**base.options, "agenda": options}, facts=facts)


def _missing(lines: Sequence[AgendaLine], around: Surroundings) -> list[str]:
    """The titles of the items that meetings of the kind usually have, and that this agenda lacks."""
    kind = around.facts.get("kind")
    titles = [Text(title).render(around.locale) for title in KINDS[kind or MeetingKind.PLENARY].agenda]
    sorts, keys = {kind_of(line.title) for line in lines}, {key_of(line.title) for line in lines}
    sorts.discard(AgendaKind.SUBSTANCE)
    return [title for title in titles if key_of(title) not in keys and kind_of(title) not in sorts]


def line_for(proposal: Proposal, locale: str) -> AgendaLine:
    """The item that a proposal becomes, in the language of who takes it."""
    return AgendaLine(in_words(word_proposal(proposal), locale), proposal.presenter)


def _joined(lines: Sequence[AgendaLine], new: Iterable[AgendaLine]) -> list[AgendaLine]:
    """The agenda with further items; those pasted first keep their order, one given again says more of that item."""
    joined, was_empty = list(lines), not lines
    known = {key_of(line.title) for line in lines}
    for item in new:
        if was_empty:
            joined.append(item)
        elif key_of(item.title) not in known:
            joined.insert(place_for(joined, item), item)
        else:
            place = next(place for place, line in enumerate(joined) if key_of(line.title) == key_of(item.title))
            joined[place] = _with_what_is_said(joined[place], item)
    return joined


def _with_what_is_said(line: AgendaLine, again: AgendaLine) -> AgendaLine:
    """The item with what was said of it again: "Budget 45 min" changes its minutes."""
    names = ("presenter", "minutes", "note", "action", "theme", "area")
    return replace(line, **{name: said for name in names if (said := getattr(again, name))})


def _left_out(read: ReadAgenda) -> list[tuple[str, Refusal]]:
    """What of a text is no item, and what of its times does not fit. Raises: NoItems."""
    found: list[tuple[str, Refusal]] = list(read.unclear)
    if read.headings and not read.items and not found:
        raise NoItems
    found[:0] = [(headings, TakenAsHeading()) for headings in _in_few_lines(read.headings)]
    for place, refusal in ((read.overlap, ItemsOverlap()), (read.gap, ItemsApart())):
        if place:
            found.append((read.items[place - 1].title, refusal))
    return found


def _in_few_lines(headings: Iterable[str]) -> list[str]:
    """Headings joined as far as all of them are seen where they are shown, each shortened to that."""
    lines: list[str] = []
    for heading in headings:
        shown = shorten(" ".join(heading.split()), _LONGEST_LEFT_OUT)
        joined = f"{lines[-1]} · {shown}" if lines else ""
        if joined and len(joined) <= _LONGEST_LEFT_OUT:
            lines[-1] = joined
        else:
            lines.append(shown)
    return lines


def _shown(items: Sequence[AgendaLine], locale: str) -> Iterable[str]:
    """Each item in a line; with what stands below it, where all are few."""
    limit = max(_LONGEST_SHOWN // max(len(items), 1), 40)
    for item in items:
        shown = show_item(item, locale=locale)
        yield (
            shown
            if len(shown) <= limit
            else shorten(show_item(replace(item, note="", action=""), locale=locale), limit)
        )


def write_item(line: AgendaLine) -> str:
    """The item as text that `read_item` reads."""
    below = [line.note] if line.note else []
    for detail, words in ((Detail.ACTION, line.action), (Detail.THEME, line.theme), (Detail.AREA, line.area)):
        below += [f"{_WRITTEN[detail]}: {each}" for each in words.splitlines()]
    head = write_agenda_line(AgendaLine(line.title, line.presenter, line.minutes))
    return "\n".join([head, *below])


def read_item(text: str) -> AgendaLine:
    """An item of a raw answer. Raises: as `parse_agenda_line`, for a line that an earlier release kept."""
    head, *below = text.splitlines()
    notes, details = [], dict[Detail, list[str]]()
    for line in below:
        found = find_detail(line)
        if found is not None and found[0] in _WRITTEN:
            details.setdefault(found[0], []).append(found[1])
        else:
            notes.append(line)
    action, theme, area = ("\n".join(details.get(detail, ())) for detail in _WRITTEN)
    return replace(parse_agenda_line(head), note="\n".join(notes), action=action, theme=theme, area=area)


def is_agenda(text: str) -> bool:
    """Whether a text is surely for an agenda: corrections by number, or several items."""
    try:
        return read_corrections(text) is not None or len(read_agenda(text).items) > 1
    except Refusal:
        return True


#: The question for an agenda, in the form that plans a meeting and in the one that changes its agenda.
AGENDA = AgendaField(
    question=_("What is on the agenda?"),
    hint=_(
        "One item a line, or the whole agenda as you have it. For example: Budget 2027 – Ministry of Health – 30 min"
    ),
    correcting=_("Add items, or correct them by number: 3: 20 min · move 5 after 2 · insert after 3: … · remove 4"),
    label=_("Agenda"),
    limit=300,
    like=is_agenda,
)
