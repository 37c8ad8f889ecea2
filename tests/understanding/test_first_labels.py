"""Values and days against the labels as they were first written, before the code had read the texts (U2, J3, G1).

`values*.toml` and `days*.toml` have labels that were changed since (README.md here); these are those of `blind*/`.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.understanding.test_days import ASKED, TODAY, answer, as_due, as_new_meeting, as_range
from tests.understanding.test_values import READ_AT_LEAST, YEAR
from twg.core.refusals import Refusal
from twg.language.days import parse_day
from twg.language.times import parse_time
from twg.language.values import read_value

_HERE = Path(__file__).parent
ASKS = frozenset({"asks", "?"})


@dataclass(frozen=True)
class Label:
    """A text with what its author expected: a value, or to be asked; `clear` to a person."""

    text: str
    unit: str
    expected: str
    clear: bool

    @property
    def asks(self) -> bool:
        return self.expected in ASKS


def values() -> Iterator[Label]:
    """The labels of values, in the order of the corpora."""
    for name in ("blind", "blind2"):
        for line in _lines(f"{name}/values.txt"):
            unit, _last, expected, text = _split(line, 4)
            yield Label(text, unit, expected.removeprefix("+"), expected.startswith("+"))
    for text, unit, expected, _note, clear in _cases("blind3/values_e.toml"):
        yield Label(text, unit, expected, clear)
    for unit, text, expected, clear in _cases("blind7/values_m.toml"):
        yield Label(text, unit, expected, clear)


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _split(line: str, cells: int) -> list[str]:
    """The cells of a line, in whose text a space of a Khmer keyboard, a tab and the end of a line are written out."""
    *before, text = (cell.strip() for cell in line.split("|", cells - 1))
    return [*before, text.replace(r"\z", "\u200b").replace(r"\t", "\t").replace(r"\n", "\n")]


def _cases(name: str, kind: str = "cases") -> list[list[Any]]:
    cases: list[list[Any]] = tomllib.loads((_HERE / name).read_text(encoding="utf-8"))[kind]
    return cases


def value_of(label: Label) -> Decimal | None:
    try:
        return read_value(label.text, unit=label.unit, year=YEAR).value
    except Refusal:
        return None


def moments() -> Iterator[tuple[str, Label]]:
    """The kind of each text about days and times, and its label."""
    for line in _lines("blind/dates.txt"):
        kind, expected, text = _split(line, 3)
        yield kind, Label(text, "", expected.removeprefix("+"), expected.startswith("+"))
    for name, kind in (("days", "date"), ("times", "time")):
        for text, expected, clear in _cases("blind3/days_e.toml", name):
            yield kind, Label(text, "", expected, clear)
    for text, expected, clear in _cases("blind7/days_m.toml", "due"):
        yield "due", Label(text, "", expected, clear)


_READ: dict[str, Callable[[str], str]] = {
    "date": lambda text: answer(lambda: parse_day(text, today=TODAY)),
    "time": lambda text: answer(lambda: f"{parse_time(text):%H:%M}"),
    "when": lambda text: " ".join(as_new_meeting(text)),
    "range": as_range,
    "due": as_due,
}

#: Values that are read although their author would ask, by text, with the reason.
READ_ALL_THE_SAME = {
    "around 58": "two other authors call “about 58%” clear; “around” stands in the note, and the summary shows both",
    "approx. 58%": "as “around 58”",
    "~58": "as “around 58”",
    "ប្រហែល ៥៨%": "as “around 58”",
    "58 (provisional)": "“provisional” is the note, which the secretariat reads when it accepts the report",
    "130 %": "percentages above 100 are normal (gross enrolment); the summary says that it is above 100",
    "-4%": "changes may be negative; the summary says that the value is negative",
}
#: Days that are read although their author would ask, by text; each is shown before anything is saved.
DAYS_READ_ALL_THE_SAME = {
    "ដើមខែមករា": "the beginning of a month is its first ten days, as for the author of “early February” elsewhere",
    "early Feb": "the same",
    "ពាក់កណ្តាលខែមករា": "the middle of a month is its 15th",
    "before Khmer New Year": "the day before the holiday of that name, of which there is one",
    "មុនចូលឆ្នាំ": "the same",
}


def test_nine_of_ten_values_that_were_called_clear_are_read() -> None:
    clear = [label for label in values() if label.clear and not label.asks]
    read = [label for label in clear if value_of(label) == Decimal(label.expected)]
    assert (len(read), len(clear)) == (216, 236)
    assert len(read) / len(clear) >= READ_AT_LEAST


def test_no_value_is_another_one_and_those_to_be_asked_about_are_asked_about() -> None:
    other = [
        label.text for label in values() if not label.asks and value_of(label) not in (None, Decimal(label.expected))
    ]
    read = {label.text for label in values() if label.asks and value_of(label) is not None}
    assert (other, read) == ([], set(READ_ALL_THE_SAME))


def test_nine_of_ten_days_and_times_that_were_called_clear_are_read() -> None:
    clear = [(kind, label) for kind, label in moments() if label.clear and not label.asks]
    read = [label for kind, label in clear if _READ[kind](label.text) == label.expected]
    assert (len(read), len(clear)) == (246, 260)
    assert len(read) / len(clear) >= READ_AT_LEAST


def test_no_day_is_another_one_and_those_to_be_asked_about_are_asked_about() -> None:
    found = [(label, _READ[kind](label.text)) for kind, label in moments()]
    other = [label.text for label, got in found if not label.asks and ASKED not in got and got != label.expected]
    read = {label.text for label, got in found if label.asks and ASKED not in got}
    assert (other, read) == ([], set(DAYS_READ_ALL_THE_SAME))
