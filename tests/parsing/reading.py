"""What each reader of `twg/language` makes of texts of the corpora, as `readings/*.toml` keep it.

A reader is a public function of a text, which may need what `given.py` has. One that needs some of it is also kept in
other settings: "days.read_day@sunday". `choose_texts` finds, for a reader, texts of the corpora that go different ways
through it.
"""

import importlib
import inspect
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import FrameType
from typing import Any

from tests.parsing.given import OPTIONAL, SETTINGS, form_of, given_to
from twg.core.refusals import Refusal

ROOT = Path(__file__).parents[2]
CORPORA = ROOT / "tests/understanding"
LANGUAGE = ROOT / "twg/language"
READINGS = Path(__file__).parent / "readings"
#: Of a reader so many texts are traced, and so many kept.
TRACED, KEPT = 250, 45
#: Functions whose text is the name of a file, or whose bytes are no text.
_NO_READERS = {"load_phrases", "read_report_sheet", "read_workbook"}


@dataclass(frozen=True)
class Reader:
    """A public function of a text, with how it is given the text, and what else it is given."""

    function: Callable[..., Any]
    form: Callable[[str], Any]
    given: Mapping[str, Any]


def find_readers() -> Iterator[tuple[str, Reader]]:
    """Each reader with its name, such as "asked.agrees", in each setting that gives it something else."""
    for file in sorted(LANGUAGE.rglob("*.py")):
        if file.stem in ("__init__", "child", "apart"):
            continue
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name)
        for attribute, value in sorted(vars(module).items()):
            if (
                attribute.startswith("_")
                or attribute in _NO_READERS
                or not inspect.isroutine(value)
                or value.__module__ != name
            ):
                continue
            for setting in SETTINGS:
                reader = _reader(value, setting)
                if reader is not None:
                    at = f"@{setting}" if setting else ""
                    yield f"{name.removeprefix('twg.language.')}.{attribute}{at}", reader


def _reader(function: Callable[..., Any], setting: str) -> Reader | None:
    """The reader in a setting; None if it is no reader, or if the setting gives it nothing of its own."""
    parameters = list(inspect.signature(function).parameters.values())
    form = form_of(parameters[0].name, parameters[0].annotation) if parameters else None
    own = SETTINGS[setting] if setting else {}
    wanted = [each for each in parameters[1:] if each.default is each.empty or each.name in own.keys() & OPTIONAL]
    if form is None or (setting and not any(each.name in own for each in wanted)):
        return None
    try:
        return Reader(function, form, {each.name: given_to(each.name, each.annotation, setting) for each in wanted})
    except KeyError:
        return None


def reader_of(name: str) -> Reader:
    path, _, setting = name.partition("@")
    module, _, attribute = path.rpartition(".")
    reader = _reader(getattr(importlib.import_module(f"twg.language.{module}"), attribute), setting)
    if reader is None:
        raise ValueError(name)
    return reader


def reading(reader: Reader, text: str) -> str:
    """What the reader makes of the text, in one line; the refusal, with what it says beside the text, if it refuses."""
    try:
        return written(reader.function(reader.form(text), **reader.given))
    except Refusal as refusal:
        return _refused(refusal, text)


def _refused(refusal: Refusal, text: str = "") -> str:
    said = [f"{key}={written(value)}" for key, value in refusal.data.items() if value and value != text]
    return f"{type(refusal).__name__}({', '.join(said)})" if said else type(refusal).__name__


def written(value: Any) -> str:
    """A value in one line: of an object what is not empty, of a set its members in order."""
    match value:
        case Enum():
            return value.name
        case None | bool() | int() | str():
            return repr(value)
        case set() | frozenset():
            return "{" + ", ".join(sorted(map(written, value))) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(written, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{written(key)}: {written(each)}" for key, each in value.items()) + "}"
        case _ if is_dataclass(value):
            said = [(each.name, getattr(value, each.name)) for each in fields(value)]
            return type(value).__name__ + "(" + ", ".join(f"{key}={written(each)}" for key, each in said if each) + ")"
        case Iterator():
            return written(list(value))
        case Refusal():
            return _refused(value)
        case _:
            return str(value)


def read_corpora() -> list[str]:
    """All texts of the corpora, each once."""
    found: dict[str, None] = {}

    def gather(value: Any) -> None:
        if isinstance(value, str):
            found[value] = None
        elif isinstance(value, list | dict):
            for each in value.values() if isinstance(value, dict) else value:
                gather(each)

    for file in sorted(CORPORA.glob("*.toml")):
        gather(tomllib.loads(file.read_text(encoding="utf-8")))
    return list(found)


def read_kept() -> dict[str, dict[str, str]]:
    """What was read of each text, by the name of the reader."""
    kept: dict[str, dict[str, str]] = {}
    for file in sorted(READINGS.glob("*.toml")):
        kept |= tomllib.loads(file.read_text(encoding="utf-8"))
    return kept


def choose_texts(reader: Reader, texts: Sequence[str]) -> list[str]:
    """Texts that go different ways through the reader, or of which it makes something else."""
    by_reading: dict[str, list[str]] = {}
    for text in texts:
        by_reading.setdefault(reading(reader, text), []).append(text)
    rows = sorted(by_reading.values(), key=lambda each: (len(each), each[0]))
    several = [each for row in rows for each in row[:: max(1, len(row) // 40)][:40]]
    candidates = list(dict.fromkeys(_spread([row[0] for row in rows], TRACED // 2) + _spread(several, TRACED // 2)))
    ways = {text: _way_of(reader, text) for text in candidates}
    chosen: list[str] = []
    gone: set[object] = set()
    while len(chosen) < KEPT and candidates:
        best = max(candidates, key=lambda text: len(ways[text] - gone))
        if not ways[best] - gone:
            break
        gone |= ways[best]
        chosen.append(best)
        candidates.remove(best)
    distinct = [row[0] for row in rows if row[0] not in chosen]
    return chosen + _spread(distinct, min(15, KEPT - len(chosen)))


def _spread(texts: Sequence[str], count: int) -> list[str]:
    return list(texts[:: max(1, len(texts) // max(1, count))][:count])


def _way_of(reader: Reader, text: str) -> set[object]:
    """The pairs of lines of `twg/language` that follow each other while the text is read."""
    steps: set[object] = set()
    at: dict[FrameType, int] = {}

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        if "/twg/language/" not in frame.f_code.co_filename:
            return None
        if event == "line":
            steps.add((frame.f_code.co_filename, at.get(frame, 0), frame.f_lineno))
            at[frame] = frame.f_lineno
        return trace

    sys.settrace(trace)
    try:
        reading(reader, text)
    finally:
        sys.settrace(None)
    return steps


def write_readings(file: Path, readings: Iterable[tuple[str, dict[str, str]]]) -> None:
    """A TOML file with a table for each reader, and in it each text with what is read."""
    lines = []
    for name, table in readings:
        lines += [f'["{name}"]', *(f"{_quoted(text)} = {_quoted(read)}" for text, read in table.items()), ""]
    file.write_text("\n".join(lines), encoding="utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
