"""Reading an agenda that was typed or pasted as a whole (G1, G12).

Every line is an item, a detail of the item above it, a heading of the paper, or it is given back to be asked about.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import time

from storage.core.spelling import is_visible
from twg.core.refusals import Refusal, TooLong
from twg.language.agenda import LONGEST_PRESENTER, AgendaLine, parse_agenda_line
from twg.language.agenda_labels import Detail, find_detail, is_heading, is_labelled
from twg.language.agenda_layouts import colon_times, cut_closing, divide, led_by, without_markup
from twg.language.agenda_tables import guess_columns, minutes_of, read_table
from twg.language.agenda_times import Slot, find_slot, given_end, join_times, settle
from twg.language.numbering import style_of, without_numbering
from twg.language.presenters import names_known_body, names_presenter, names_topic
from twg.language.procedural import needs_no_paper

#: Longest note and longest action required of one item, in characters.
LONGEST_NOTE = 1000
LONGEST_ACTION = 500


@dataclass(frozen=True)
class ReadAgenda:
    """What was read of a text.

    Attributes:
        items: in their order.
        headings: lines of the paper that are no item, as typed.
        begins: the first time of day that it states; None for none.
        unclear: lines that may be read in two ways or are no item, each with what is to be written instead.
        overlap: the place (from 1) of an item that begins before the one above it ends; 0 where none does.
        gap: the place of an item that begins later than the one above it ends; 0 where none does.
    """

    items: tuple[AgendaLine, ...]
    headings: tuple[str, ...] = ()
    begins: time | None = None
    unclear: tuple[tuple[str, Refusal], ...] = ()
    overlap: int = 0
    gap: int = 0


@dataclass
class _Row:
    """A line that is an item, with what stands below it."""

    text: str
    line: AgendaLine
    slot: Slot | None = None
    notes: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    details: dict[Detail, str] = field(default_factory=dict)
    #: The detail whose words the next line goes on with, where it is indented.
    last: Detail | None = None


def read_agenda(text: str) -> ReadAgenda:
    """The items, headings and unclear lines of a text of one or many lines."""
    reader, text = _Reader(), without_markup(text)
    table = read_table(text)
    if table is not None:
        reader.take_table(*table)
    else:
        reader.take_lines([line for line in divide(text) if is_visible(line)])
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.headings: list[str] = []
        self.unclear: list[tuple[str, Refusal]] = []

    def take_table(self, columns: list[str] | None, rows: list[list[str]], above: Sequence[str]) -> None:
        self.headings += above
        for cells in rows:
            filled = [cell for cell in cells if is_visible(cell)]
            if columns is None and len(filled) == 1 and _is_of_paper(filled[0]):
                self.headings.append(filled[0])
                continue
            given = dict.fromkeys(("time", "minutes", "title", "presenter", "action", "note"), "")
            for column, cell in zip(columns or guess_columns(cells), cells, strict=False):
                name = column or "note"  # words under a heading that is not known
                if name in given and is_visible(cell):
                    given[name] = " ".join(filter(None, [given[name], cell]))
            self._take_cells("\t".join(cells).strip(), given)

    def _take_cells(self, text: str, given: dict[str, str]) -> None:
        title = without_numbering(given["title"])
        slot = find_slot(given["time"]) or find_slot(given["minutes"])
        if not is_visible(title):
            if self.rows and any(given.values()):
                self.rows[-1].notes.append(" ".join(filter(None, given.values())))
            return
        minutes = minutes_of(given["minutes"]) or (None if slot else minutes_of(given["time"]))
        if given["presenter"] or minutes or slot:
            line = AgendaLine(title, given["presenter"], minutes)
        else:
            parsed = self._parse(title, text)
            if parsed is None:
                return
            line = parsed
        if minutes is None and (given["minutes"] or (given["time"] and slot is None)):
            given["note"] = " ".join(filter(None, [given["note"], given["minutes"], "" if slot else given["time"]]))
        row = _Row(text, line, slot)
        row.notes += [given["note"]] if given["note"] else []
        if given["action"]:
            row.details[Detail.ACTION] = given["action"]
        self.rows.append(row)

    def take_lines(self, lines: list[str]) -> None:
        lines, below = cut_closing(join_times(colon_times(lines)))
        first = _style_of_items(lines)
        timed = first == "" and sum(find_slot(line) is not None and not _is_of_paper(line) for line in lines) > 1
        named = sum(bool(_named_alone(line.strip())) for line in lines)
        in_blocks = first == "" and not timed and (any(map(minutes_of, lines)) or 2 * named >= max(len(lines), 4))
        for line in lines:
            if in_blocks and self.rows and (minutes_of(line) or _named_alone(line.strip())):
                self._add_to_block(line.strip())
            else:
                self._take_line(line, first, timed=timed)
        self.headings += below

    def _add_to_block(self, line: str) -> None:
        """A line that says only how long the item above takes, or who presents it, where each has lines of its own."""
        row, who = self.rows[-1], _named_alone(line)
        if who and not row.line.presenter:
            row.line = replace(row.line, presenter=who)
        elif not who and row.line.minutes is None:
            row.line = replace(row.line, minutes=minutes_of(line))
        else:
            self._add_item(line)

    def _take_line(self, line: str, first: str, *, timed: bool) -> None:
        style, text = style_of(line), line.strip(" \t\u200b\u00a0")
        detail = find_detail(without_numbering(text)) if (self.rows and style != first) or style == "" else None
        if self.rows and detail is not None and (detail[1] or detail[0] in {Detail.ACTION, Detail.NOTE}):
            return self._add_detail(*detail)
        begins_item = style == first if first else not timed or find_slot(text) is not None
        indented = line[:1] in " \t" and bool(self.rows) and not begins_item
        if begins_item and not (style == "" and _is_of_paper(text) and not needs_no_paper(text)):
            if first == "" and not timed and line[:1] in " \t" and self.rows and _is_indented(line):
                return self._add_below(text, style)
            return self._add_item(text)
        if not self.rows or (style == "" and _is_of_paper(text) and not indented):
            self.headings.append(text)
            return None
        if style == "" and first and self._takes_both(text):
            return None
        if style == "" and not indented and _begins_item(text) and self.rows[-1].last is not Detail.ACTION:
            if minutes_of(text) and self.rows[-1].line.minutes is None:
                return self._add_detail(Detail.MINUTES, text)
            return self._add_item(text)
        return self._add_below(text, style)

    def _takes_both(self, text: str) -> bool:
        """Give the item above who presents it and how long it takes, where a line says both and nothing else."""
        row, both = self.rows[-1], re.split(r"\s*,\s*|\s+[-–—]\s+", text.strip(" \u200b()[]"))
        who, lengths = list(filter(None, map(_named_alone, both))), list(filter(None, map(minutes_of, both)))
        if len(both) != 2 or len(who) != 1 or len(lengths) != 1 or row.line.presenter or row.line.minutes:
            return False
        row.line = replace(row.line, presenter=who[0], minutes=lengths[0])
        return True

    def _add_item(self, text: str) -> None:
        slot = find_slot(without_numbering(text))
        line = self._parse(slot.without(without_numbering(text)) if slot else text, text, timed=slot is not None)
        if line is not None:
            if slot and slot.minutes and line.minutes is None:
                line = replace(line, minutes=slot.minutes)
            self.rows.append(_Row(text, line, slot))

    def _add_detail(self, detail: Detail, words: str) -> None:
        row = self.rows[-1]
        minutes = minutes_of(words) if detail is Detail.MINUTES else None
        slot = find_slot(words) if detail is Detail.MINUTES else None
        if detail is Detail.PRESENTER and not row.line.presenter and len(words) <= LONGEST_PRESENTER:
            row.line = replace(row.line, presenter=words)
        elif minutes is not None and row.line.minutes is None:
            row.line = replace(row.line, minutes=minutes)
        elif slot is not None and row.slot is None:
            row.slot = slot
            row.line = replace(row.line, minutes=row.line.minutes or slot.minutes)
        elif detail in {Detail.ACTION, Detail.THEME, Detail.AREA}:
            row.details[detail] = "\n".join(filter(None, [row.details.get(detail, ""), words]))
        else:
            row.notes += [words] if words else []
        row.last = detail

    def _add_below(self, text: str, style: str) -> None:
        """A line below an item: who presents, how long it takes, a point of its own, or its note."""
        row, bare = self.rows[-1], without_numbering(text)
        who = _named_alone(bare)
        if row.last is Detail.ACTION and (style or not who):
            row.details[Detail.ACTION] = "\n".join(filter(None, [row.details.get(Detail.ACTION, ""), bare]))
        elif style == "" and who and not row.line.presenter:
            row.line = replace(row.line, presenter=who)
        elif style == "" and minutes_of(bare) and row.line.minutes is None:
            row.line = replace(row.line, minutes=minutes_of(bare))
        else:
            row.notes.append(bare)
            if style:
                row.points.append(text)

    def _parse(self, text: str, typed: str, *, timed: bool = False) -> AgendaLine | None:
        try:
            return parse_agenda_line(text, timed=timed)
        except Refusal as refusal:
            self.unclear.append((typed, refusal))
            return None

    def finish(self) -> ReadAgenda:
        rows = list(_with_points(self.rows))
        led = [led_by(row.line) for row in rows]
        if len(rows) > 1 and all(led):
            for row, line in zip(rows, led, strict=True):
                row.line = line or row.line
        ends = [end for heading in self.headings if (end := given_end(heading)) is not None]
        times = settle(
            [row.slot for row in rows],
            [row.line.minutes or (row.slot.minutes if row.slot else None) for row in rows],
            ends[0] if ends else None,
        )
        items = []
        for row, minutes in zip(rows, times.minutes, strict=True):
            item = replace(
                row.line,
                minutes=minutes,
                note="\n".join(row.notes),
                action=row.details.get(Detail.ACTION, "") or row.line.action,
                theme=row.details.get(Detail.THEME, ""),
                area=row.details.get(Detail.AREA, ""),
            )
            try:
                items.append(check_item(item))
            except TooLong as refusal:
                self.unclear.append((row.text, refusal))
        return ReadAgenda(
            tuple(items), tuple(self.headings), times.begins, tuple(self.unclear), times.overlap, times.gap
        )


def check_item(item: AgendaLine) -> AgendaLine:
    """The item. Raises: TooLong, where its note or the action that it requires is too long."""
    for words, limit in ((item.note, LONGEST_NOTE), (item.action, LONGEST_ACTION), (item.theme, 100), (item.area, 100)):
        if len(words) > limit:
            raise TooLong(limit=limit, length=len(words))
    return item


def _style_of_items(lines: Iterable[str]) -> str:
    """The kind of number before items: that of the first numbered line, where not only points below items have one."""
    styles = [(style_of(line), _is_indented(line)) for line in lines if not _is_of_paper(line)]
    numbered = [style for style, _indented in styles if style and style != "bullet"]
    outer = [style for style, indented in styles if style and not indented]
    if not outer:
        return styles[0][0] if styles and styles[0][0] else ""
    for style in ("item", "roman", "number"):
        if style in numbered and style in outer:
            return style if outer.index(style) <= 1 or style != "number" or outer[0] in {"bullet", ""} else outer[0]
    bare = sum(1 for style, indented in styles if not style and not indented)
    return outer[0] if outer[0] != "bullet" or bare <= 1 else ""


def _is_of_paper(line: str) -> bool:
    """Whether a line is a heading of the paper; one that is given a presenter by "|", or minutes, is an item.

    A presenter behind a dash alone makes none: "Technical Working Group on Health – Ministry of Health".
    """
    if "|" not in line and is_labelled(line):
        return True
    item = _as_item(line)
    is_item = item is not None and bool(item.minutes or ("|" in line and item.presenter))
    return is_heading(line) and not is_item


def _is_indented(line: str) -> bool:
    return line[:1] == "\t" or line.startswith(("  ", "\u00a0\u00a0"))


def _named_alone(text: str) -> str:
    """Who presents, where a line says nothing else: "(MoH)", "by UNICEF", "H.E. the Chair"; empty for other lines."""
    who = text.strip(" \u200b-–—")
    who = who[1:-1].strip() if re.fullmatch(r"[(\[][^()\[\]]*[)\]]", who) else who
    by = re.match(r"(?:presented )?by\s+|(?:ធ្វើបទបង្ហាញ)?ដោយ\s*", who, re.I)
    who = who[by.end() :] if by else who
    if not who or len(who) > LONGEST_PRESENTER or names_topic(who):
        return ""
    return who if names_presenter(who) and (by or names_known_body(who)) else ""


def _begins_item(text: str) -> bool:
    """Whether a line without a number, in an agenda with numbers, begins an item rather than going on with one."""
    return (not text[:1].islower() and not _named_alone(text) and minutes_of(text) is None) or bool(find_slot(text))


def _with_points(rows: Iterable[_Row]) -> Iterable[_Row]:
    """The rows; points below one become items of their own, where they have minutes and that one has none."""
    for row in rows:
        points = [_as_item(point) for point in row.points]
        if row.line.minutes is None and points and all(point is not None and point.minutes for point in points):
            left = [note for note in row.notes if note not in map(without_numbering, row.points)]
            yield replace(row, notes=left)
            yield from (_Row(text, point) for text, point in zip(row.points, points, strict=True) if point)
        else:
            yield row


def _as_item(text: str) -> AgendaLine | None:
    try:
        return parse_agenda_line(text)
    except Refusal:
        return None
