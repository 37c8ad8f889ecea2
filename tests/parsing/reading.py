"""What each reader of `twg/language` makes of texts of the corpora, as `readings/*.toml` keep it.

A reader is a public function of a text, which may need what `GIVEN` has. `choose_texts` finds, for a reader, texts of
the corpora that go different ways through it.
"""

import importlib
import inspect
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from pathlib import Path
from types import FrameType
from typing import Any

from twg.core.refusals import Refusal
from twg.time.working_time import WorkingTime

ROOT = Path(__file__).parents[2]
CORPORA = ROOT / "tests/understanding"
LANGUAGE = ROOT / "twg/language"
#: A Thursday, the day on which the texts of the corpora were written.
TODAY = date(2026, 12, 3)
#: What readers are given besides the text, by the name of their parameter.
GIVEN = {
    "today": TODAY,
    "unit": "%",
    "due": date(2026, 12, 10),
    "hours": WorkingTime(),
    "begins": time(9),
    "most": 5,
    "meets_on": date(2026, 12, 17),
    "splits": {},
}
#: Of a reader so many texts are traced, and so many kept.
TRACED, KEPT = 250, 45
Reader = Callable[..., Any]


def find_readers() -> Iterator[tuple[str, Reader]]:
    """Each reader with its name, such as "asked.agrees"."""
    for file in sorted(LANGUAGE.rglob("*.py")):
        if file.stem in ("__init__", "child", "apart"):
            continue
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name)
        for attribute, value in sorted(vars(module).items()):
            if attribute.startswith("_") or not inspect.isfunction(value) or value.__module__ != name:
                continue
            parameters = inspect.signature(value).parameters.values()
            wanted = [each.name for each in parameters if each.default is each.empty]
            if wanted[:1] == ["text"] and GIVEN.keys() >= set(wanted[1:]) and _unit_is_a_name(value):
                yield f"{name.removeprefix('twg.language.')}.{attribute}", value


def _unit_is_a_name(reader: Reader) -> bool:
    """Whether its unit, if it needs one, is what people call it."""
    parameter = inspect.signature(reader).parameters.get("unit")
    return parameter is None or parameter.annotation is str


def reader_of(name: str) -> Reader:
    module, _, attribute = name.rpartition(".")
    reader: Reader = getattr(importlib.import_module(f"twg.language.{module}"), attribute)
    return reader


def reading(reader: Reader, text: str) -> str:
    """What the reader makes of the text, in one line; the name of the refusal if it refuses."""
    parameters = inspect.signature(reader).parameters.values()
    given = {each.name: GIVEN[each.name] for each in parameters if each.name in GIVEN and each.default is each.empty}
    try:
        return written(reader(text=text, **given))
    except Refusal as refusal:
        return type(refusal).__name__


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
