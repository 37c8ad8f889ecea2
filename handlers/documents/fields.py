"""Questions about the documents of a circulation: their files, corrections of their titles, their meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from handlers.documents.details import NoDetail, read_values
from handlers.documents.papers import MOST_PAPERS, LineRead, caption_of, read_line, with_caption
from handlers.forms.audience_field import addressed_with
from handlers.forms.choice_fields import OptionField
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField, check_file
from handlers.forms.lines_field import LinesLeftOut
from handlers.forms.surroundings import Chosen, Entry, Sent, Surroundings, Typed
from messages.rendering.file_names import name_of
from messages.rendering.texts import Text
from storage.core.spelling import is_visible
from twg.core.files import SentFile, of_album
from twg.core.refusals import BadInput, FileExpected, Refusal, TextExpected, TooLong
from twg.documents.circulating import LIMITS
from twg.documents.guessing import kind_of_file
from twg.language.captions import Held


class TooManyFiles(Refusal):
    """More files than one circulation takes. data: `most`."""

    key = "documents#too_many_files"


class NoSuchDocument(BadInput):
    """A line begins with a number that no document has, or with none. data: `most`, the highest number."""

    key = "documents#no_such_document"


class NothingLeft(BadInput):
    """All documents would be taken out."""

    key = "documents#nothing_left"


def held_with(meeting: str) -> frozenset[Held]:
    """What a circulation keeps as facts of its caption. Args: `meeting`: the one that it chose; empty for none."""
    return frozenset(Held) if meeting else frozenset(Held) - {Held.MEETING}


def sort_files(
    files: tuple[SentFile, ...], max_file_mb: int
) -> tuple[list[SentFile], list[tuple[Text | str, Refusal]]]:
    """The files that can be taken; and the names of the others, each with its refusal."""
    good, left_out = [], []
    for file in files:
        try:
            check_file(file, max_file_mb)
        except Refusal as refusal:
            left_out.append((name_of(file), refusal))
        else:
            good.append(file)
    return good, left_out


@dataclass(frozen=True, kw_only=True)
class PapersField(FileField):
    """The files of a circulation; those that cannot be taken are named, and the others kept. Captions are the note.

    Attributes:
        titled: a file that is alone is shown with the title that it gets, which is no question of the form.
    """

    titled: bool = False

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        raw, _left_out = self.add(None, entry, surroundings)
        return raw

    def add(self, _raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Raises: FileExpected; the refusal of a file that is alone; LinesLeftOut where none can be taken."""
        return self._joined(None, entry, surroundings)

    def add_to(self, kept: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        return self._joined(kept, entry, surroundings)

    def _joined(self, kept: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        if not isinstance(entry, Sent):
            raise FileExpected
        good, left_out = sort_files(entry.file.all, surroundings.max_file_mb)
        good = with_caption(good, entry.caption)
        if not good:
            raise left_out[0][1] if len(left_out) == 1 else LinesLeftOut(left_out=left_out)
        files = [*(() if kept is None else SentFile.model_validate(kept).all), *good]
        left_out += [(name_of(file), TooManyFiles(most=MOST_PAPERS)) for file in files[MOST_PAPERS:]]
        taken = of_album(files[:MOST_PAPERS])
        assert taken is not None  # noqa: S101 - there is a good one
        return taken.model_dump(mode="json"), LinesLeftOut(left_out=left_out) if left_out else None

    def said_with(self, entry: Sent) -> Mapping[str, Any]:
        words = caption_of(entry.file.all, entry.caption)
        return {"note": words} if words else {}

    @property
    def implies(self) -> tuple[str, ...]:
        """The kind is seen from the name."""
        return ("kind",)

    @property
    def ends(self) -> tuple[str, ...]:
        """Corrections name a file by its number."""
        return ("titles",)

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        """What the caption asks for, and its note; the kind of a single file by its name, or by the caption."""
        if not isinstance(entry, Sent):
            return {}
        good, _left_out = sort_files(entry.file.all, surroundings.max_file_mb)
        words = caption_of(entry.file.all, entry.caption)
        kind = kind_of_file(good[0].name, words) if len(good) == 1 else None
        named = surroundings.facts.get("named_meeting")
        meeting = "" if named is None else named(words)
        addressed = addressed_with(words, surroundings, held=frozenset(Held) if named is None else held_with(meeting))
        said = {"note": addressed.note, "audience": addressed.audience, "kind": kind.value if kind else ""}
        said["meeting"] = meeting
        if (by := addressed.caption.by) is not None and by >= surroundings.today:
            said["acknowledge_by"] = by.isoformat()
        return {name: value for name, value in said.items() if value}

    def display(self, value: Any, surroundings: Surroundings) -> str:
        if not value.more:
            name = super().display(value, surroundings)
            found = surroundings.facts["papers"]
            if self.titled and found:
                name = f"{found[0].title} ({name})"
            [details] = [paper.details(surroundings.locale) for paper in found] or [[]]
            return " · ".join([name, *details])
        return "".join(f"\n{paper.line(surroundings.locale)}" for paper in surroundings.facts["papers"])


@dataclass(frozen=True, kw_only=True)
class TitlesField(Field):
    """Corrections of the list of documents, typed at the summary: a line for each, or all titles in their order.

    Raw: {"titles": {"3": …}, "kinds": {"3": "report"}, "out": [4], "details": {"": {"source": …}, "3": {…}}}; details
    without a number are of all documents.
    """

    reads: ClassVar[bool] = True
    #: Whether lines of a title are refused: there is one document, whose title is another question.
    alone: bool = False

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        raw, _left_out = self.add(None, entry, surroundings)
        return raw

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        if isinstance(entry, Sent):  # its caption is the note
            return raw, None
        if not isinstance(entry, Typed):
            raise TextExpected
        lines = [line.strip() for line in entry.text.splitlines() if is_visible(line)]
        numbers = [paper.number for paper in surroundings.facts.get("papers", ())]
        if len(lines) == len(numbers) > 1 and not any(map(read_line, lines)):
            lines = [f"{number}: {line}" for number, line in zip(numbers, lines, strict=True)]
        kept = raw or {}
        changed = {name: {**kept.get(name, {})} for name in ("titles", "kinds", "details")}
        changed["out"] = kept.get("out", [])
        left_out: list[tuple[str, Refusal]] = []
        for line in lines:
            try:
                read = self._read(line, surroundings)
                values = read_values(read.details, surroundings.facts.get("agenda", ()), surroundings.today)
                changed = _corrected(changed, read, values, numbers)
            except Refusal as refusal:
                left_out.append((line, refusal))
        if len(left_out) == len(lines):
            raise left_out[0][1] if len(left_out) == 1 else LinesLeftOut(left_out=left_out)
        return changed, LinesLeftOut(left_out=left_out) if left_out else None

    def besides(self, entry: Entry, _surroundings: Surroundings) -> Mapping[str, Any]:
        note = caption_of(entry.file.all, entry.caption) if isinstance(entry, Sent) else ""
        return {"note": note} if note else {}

    def _read(self, line: str, surroundings: Surroundings) -> LineRead:
        """Raises: NoDetail, NoSuchDocument, TooLong."""
        numbers = [paper.number for paper in surroundings.facts.get("papers", ())]
        read = read_line(line)
        if self.alone and (read is None or not read.details):
            raise NoDetail
        if read is None or (read.number is not None and read.number not in numbers):
            raise NoSuchDocument(most=max(numbers, default=1))
        if read.title is not None and len(read.title) > LIMITS["title"]:
            raise TooLong(limit=LIMITS["title"], length=len(read.title))
        return read


def _corrected(raw: dict[str, Any], read: LineRead, values: dict[str, Any], numbers: list[int]) -> dict[str, Any]:
    """Raises: NothingLeft."""
    if read.number is None:  # instead of what was said of single ones before
        others = {number: _without(each, values) for number, each in raw["details"].items()}
        return {**raw, "details": {**others, "": {**others.get("", {}), **values}}}
    number = str(read.number)
    if values:
        return {**raw, "details": {**raw["details"], number: {**raw["details"].get(number, {}), **values}}}
    if read.out:
        out = sorted({*raw["out"], read.number})
        if {*numbers} <= {*out}:
            raise NothingLeft
        return {**raw, "out": out}
    titles = raw["titles"] if read.title is None else {**raw["titles"], number: read.title}
    kinds = raw["kinds"] if read.kind is None else {**raw["kinds"], number: read.kind.value}
    return {**raw, "titles": titles, "kinds": kinds}


def _without(each: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in each.items() if name not in names}


@dataclass(frozen=True, kw_only=True)
class MeetingField(OptionField):
    """The meeting that they are papers for; those who are invited to it are the audience, unless another was chosen."""

    @property
    def implies(self) -> tuple[str, ...]:
        return ("audience",)

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        if surroundings.facts["own_audience"]:
            return {}
        match entry:
            case Chosen(key):
                token = surroundings.facts["invited"].get(key)
            case Typed():
                try:
                    token = surroundings.facts["invited"].get(self.accept(entry, surroundings))
                except Refusal:
                    return {}
            case _:
                return {}
        return {"audience": token} if token else {}
