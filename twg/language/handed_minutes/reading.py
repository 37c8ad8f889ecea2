"""The paragraphs and action points of minutes, from the blocks of the file (G6).

Action points stand in tables (`tables`), below a heading such as "Action points", each an entry of a list, or in a line
that begins with "action:"; decisions stand below a heading of their own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from storage.core.spelling import fold, split_typed
from storage.records import LineKind
from twg.language.handed_minutes.headings import Column
from twg.language.handed_minutes.model import Block, FileState, Handed, Point
from twg.language.handed_minutes.tables import is_of_people, is_said, points_of
from twg.language.list_entries import MARK, entries_in_line
from twg.language.numbering import style_of
from twg.language.record_lines import kind_of_line

#: Minutes of more pages, or paragraphs, or characters are not taken apart.
MOST_PAGES, MOST_PARAGRAPHS, MOST_CHARACTERS = 80, 800, 400_000
#: With more points than these it is no table of actions any more.
MOST_POINTS = 1000
#: Characters of a paragraph; a longer one is cut at the end of a sentence.
LONGEST_PARAGRAPH = 1900
_LIST = re.compile(
    r"(?:\W*\d{1,2}[.)]? ?)?(?:(?:list|summary) of )?(?:the )?(?:agreed |key |main |required |follow-? ?up |next )?"
    r"(?:action points?|actions?|steps|to-? ?do list)(?: agreed| required| to be taken)?(?: and responsib\w+)? ?:? ?"
    r"|(?:ចំណុច)?(?:សកម្មភាព|កិច្ចការ|ការងារ)(?:ដែលបានឯកភាព|ដែលត្រូវ(?:អនុវត្ត|ធ្វើ)|ត្រូវ(?:អនុវត្ត|ធ្វើ)|បន្ត)? ?:? ?"
    r"|ចំណុចសកម្មភាព ?:? ?|ទិសដៅការងារបន្ត ?:? ?"
)
#: Matters arising from an earlier meeting are in the list of actions already.
_ARISING = re.compile(
    r"matters? arising|follow-? ?up (?:of|on|to) (?:the )?(?:last|previous|past)"
    r"|(?:last|previous) meeting.{0,20}actions?"
    r"|(?:បញ្ហា|កិច្ចការ|ការងារ).{0,20}កិច្ចប្រជុំ(?:លើក)?មុន"
)
#: Above decisions, each an entry of a list.
_DECISIONS = re.compile(
    r"(?:\W*\d{1,2}[.)]? ?)?(?:(?:list|summary) of )?(?:the )?(?:agreed |key |main )?"
    r"(?:decisions?|resolutions?|conclusions and decisions)"
    r"(?: taken| made| adopted| agreed| points?| of the meeting)* ?:? ?"
    r"|(?:ចំណុច|សេចក្តី|ការ|លទ្ធផល)?(?:សម្រេច|ឯកភាព|សេចក្តីសម្រេច)"
    r"(?:របស់អង្គប្រជុំ|នៃកិច្ចប្រជុំ|ដែលបានឯកភាព)? ?:? ?"
)
_NUMBERED = re.compile(r"\(?1[.)] ")
_PAGE = re.compile(r"(?:page|ទំព័រ)? ?\d+(?: ?(?:of|/|នៃ) ?\d+)?")
_LONGEST_HEADING = 80
_SENTENCE = re.compile(r"(?<=[.!?;។៕])\s+")


@dataclass
class _Reader:
    paragraphs: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    done: int = 0
    agenda: str = ""
    #: What entries of a list are, actions or decisions, as its heading says; None for any other list.
    in_list: LineKind | None = None
    #: Whether the entry before had a bullet, so that a number begins the next item of the agenda.
    in_bullets: bool = False
    decisions: list[int] = field(default_factory=list)
    #: Below the heading of matters arising, up to what follows its table; and how many points stand there.
    is_arising: bool = False
    after_table: bool = False
    arising: int = 0
    columns: Mapping[int, Column] | None = None

    def take(self, block: Block) -> None:
        if block.rows:
            self._take_table(block)
            return
        for line in block.text.splitlines():
            self._take_line(line.strip())

    def _take_table(self, block: Block) -> None:
        found = points_of(block, self.columns, agenda="" if self.in_list else self.agenda)
        self.in_list = None
        if found is not None:
            self.columns, self.done = found.columns, self.done + found.done
            self.after_table = True
            if self.is_arising:
                self.arising += len(found.points)
            else:
                self.points += found.points
                for text in found.texts:
                    self._keep(text)
            return
        self.columns = None
        if not is_of_people(block):
            for row in block.rows:
                self._keep(" · ".join(" ".join(cell.text.split()) for cell in row if is_said(cell.text)))

    def _take_line(self, line: str) -> None:
        if not is_said(line) or _PAGE.fullmatch(fold(line)):
            return
        self.columns = None
        spelt, marked = fold(line), MARK.match(line)
        kind, end = _list_begun(spelt)
        begun = kind_of_line(line)
        body = split_typed(line, end)[1] if kind is not None else ""
        if kind is not None and end == len(spelt):
            self._begin_list(kind)
            self.agenda = "" if marked is not None else self.agenda  # a heading of its own, of all items
        elif kind is not None and (entries := entries_in_line(body)):
            self._begin_list(kind)
            for entry in entries:
                self._entry(entry)
        elif begun is not None and begun[0] is LineKind.ACTION:
            self._point(begun[1])
        elif self.in_list is not None and marked is not None and not (self.in_bullets and style_of(line) == "number"):
            self.in_bullets = style_of(line) == "bullet"
            self._entry(line[marked.end() :])
        elif self.in_list is LineKind.ACTION and self.points and line[:1].islower():
            last = self.points[-1]
            self.points[-1] = Point(last.agenda, f"{last.text} {line}", in_columns=False)
        else:
            self.in_list = None
            if len(line) < _LONGEST_HEADING:
                goes_on = self.is_arising and not marked and not self.after_table
                self.is_arising, self.after_table = goes_on or bool(_ARISING.search(spelt)), False
                self.agenda = line[marked.end() :] if marked is not None else self.agenda
            self._keep(line)

    def _begin_list(self, kind: LineKind) -> None:
        self.in_list, self.in_bullets, self.is_arising = kind, False, False

    def _entry(self, text: str) -> None:
        """An entry of the list of actions or of decisions that is open."""
        if self.in_list is LineKind.ACTION:
            self._point(text)
            return
        before = len(self.paragraphs)
        self._keep(text)
        self.decisions += range(before, len(self.paragraphs))

    def _point(self, text: str) -> None:
        if is_said(text):
            self.points.append(Point(self.agenda, text.strip(), in_columns=False))

    def _keep(self, line: str) -> None:
        text = line.removeprefix("• ").strip()
        if any(map(str.isalpha, text)):
            self.paragraphs += _cut(text)


def _list_begun(spelt: str) -> tuple[LineKind | None, int]:
    """What the entries of a list are whose heading a line begins with, and where that ends; None for no heading.

    Args:
        spelt: folded.
    """
    for kind, words in ((LineKind.ACTION, _LIST), (LineKind.DECISION, _DECISIONS)):
        found = words.match(spelt)
        if found is not None and (found.end() == len(spelt) or _NUMBERED.match(spelt, found.end())):
            return kind, found.end()
    return None, 0


def _cut(text: str) -> list[str]:
    """A paragraph in pieces of at most `LONGEST_PARAGRAPH` characters, at the ends of sentences where there are any."""
    pieces = [""]
    for sentence in _SENTENCE.split(text) if len(text) > LONGEST_PARAGRAPH else [text]:
        joined = f"{pieces[-1]} {sentence}".strip()
        if len(joined) <= LONGEST_PARAGRAPH:
            pieces[-1] = joined
        else:
            pieces += [sentence[at : at + LONGEST_PARAGRAPH] for at in range(0, len(sentence), LONGEST_PARAGRAPH)]
    return [piece for piece in pieces if piece]


def read_handed(blocks: Iterable[Block], *, pages: int) -> Handed:
    """What minutes say."""
    reader = _Reader()
    characters = 0
    for block in blocks:
        reader.take(block)
        characters += len(block.text) + sum(len(cell.text) for row in block.rows for cell in row)
    too_many = len(reader.paragraphs) > MOST_PARAGRAPHS or len(reader.points) > MOST_POINTS
    if pages > MOST_PAGES or characters > MOST_CHARACTERS or too_many:
        return Handed(FileState.TOO_LONG, pages)
    if not reader.paragraphs and not reader.points:
        return Handed(FileState.WITHOUT_TEXT, pages)
    points = _once(reader.points)
    decisions = tuple(reader.decisions)
    return Handed(FileState.READ, pages, tuple(reader.paragraphs), points, reader.done, reader.arising, decisions)


def _once(points: Sequence[Point]) -> tuple[Point, ...]:
    """Each point once: minutes tell it below its item, and again in the table at the end."""
    by_text: dict[str, Point] = {}
    for point in points:
        spelt = fold(point.text).strip(" .")
        before = by_text.get(spelt)
        if before is None or (not before.responsible and point.responsible):
            by_text[spelt] = point
    return tuple(by_text.values())
