"""Lines of an agenda as people type or paste them (G1): what is read is what the line says, or the person is asked.

The suite reads every third line of `agenda*.toml`; `make understanding` reads all and prints the figures.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.rendering.templating import localize_digits
from twg.core.refusals import Refusal
from twg.language.agenda import AgendaLine, parse_agenda_line, write_agenda_line

_HERE = Path(__file__).parent
READ_AT_LEAST = 0.9


@dataclass
class Outcome:
    """What became of the lines of a corpus: the wrongly read ones, and the clear ones that were asked about."""

    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lines: int = 0
    clear: int = 0

    @property
    def read(self) -> float:
        """The share of clear lines that were read."""
        return 1 - len(self.asked) / max(self.clear, 1)


def cases() -> list[tuple[str, str, str, str, bool]]:
    """The lines of all corpora."""
    corpora = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_HERE.glob("agenda*.toml"))]
    return [tuple(case) for corpus in corpora for case in corpus["cases"]]


def judge(step: int) -> Outcome:
    """Read every so many-th line of the corpora."""
    outcome = Outcome()
    for text, title, presenter, minutes, clear in cases()[::step]:
        outcome.lines += 1
        outcome.clear += clear
        expected = seen(title), seen(presenter), minutes
        try:
            line = parse_agenda_line(text)
        except Refusal as refusal:
            if clear:
                outcome.asked.append(f"{text!r}: {refusal.key}")
            continue
        got = seen(line.title), seen(line.presenter), "" if line.minutes is None else str(line.minutes)
        if got != expected:
            outcome.wrong.append(f"{text!r}: {got}, not {expected}")
    return outcome


def seen(text: str) -> str:
    """The text without the zero-width spaces between Khmer words."""
    return text.replace("\u200b", "")


def test_no_line_is_wrong_and_clear_ones_are_read() -> None:
    outcome = judge(3)
    assert not outcome.wrong
    assert outcome.read >= READ_AT_LEAST, outcome.asked


@pytest.mark.corpus
def test_all_lines(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = judge(1)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what the run is for
            f"\nagenda: {outcome.lines} lines, {len(outcome.wrong)} wrongly read, "
            f"{outcome.clear - len(outcome.asked)} of {outcome.clear} clear ones read ({outcome.read:.0%})"
        )
        print("\n".join([*outcome.wrong, *outcome.asked]))  # noqa: T201
    assert not outcome.wrong
    assert outcome.read >= READ_AT_LEAST


titles = st.sampled_from(
    ["Opening remarks", "Review of JMI 2008-4", "ថវិកាឆ្នាំ២០២៧", "Phase 2 (2026-2030)", "COVID-19 plan"]
)
presenters = st.sampled_from(["HE Chair", "MoEYS", "Secretariat", "H.E. Sok Dara", "ក្រសួងសុខាភិបាល", "all members"])
numbers = st.sampled_from(["", "1. ", "12) ", "3/ ", "• ", "- ", "a) ", "Item 4: "])
#: Ways to write title, presenter and minutes of which each has to be read.
FORMS = [
    "{title} – {presenter} – {minutes} min",
    "{title} - {presenter} {minutes}mn",
    "{title} – {presenter} ({minutes} minutes)",
    "{title} ({presenter}, {minutes} min)",
    "{title}; {presenter}; {minutes}'",
    "{title}\t{presenter}\t{minutes} នាទី",
    "{title} | {presenter} | {minutes}",
    "{minutes} mn – {title} – {presenter}",
]
digits = st.sampled_from([lambda text: text, lambda text: localize_digits(text, locale="km")])


@given(numbers, titles, presenters, st.integers(1, 600), st.sampled_from(FORMS), st.booleans())
def test_every_form_of_a_line_is_read_back(
    number: str, title: str, presenter: str, minutes: int, form: str, is_khmer: bool
) -> None:
    written = localize_digits(str(minutes), locale="km") if is_khmer else str(minutes)
    line = parse_agenda_line(number + form.format(title=title, presenter=presenter, minutes=written))
    assert line == AgendaLine(title, presenter, minutes)
    assert parse_agenda_line(write_agenda_line(line)) == line


PIECES = "Budget review MoH HE Chair by – - , ; ( ) 1h 9:00-9:15 each JMI 2027 ថវិកា ដោយ ប្រធាន ១០នាទី 5-minute video 1. |"
pieces = st.lists(st.sampled_from(PIECES.split(" ")) | st.sampled_from(["10 min", "3-5 min"]), min_size=1, max_size=9)


@given(pieces | st.lists(st.text(max_size=12), max_size=6))
def test_no_word_of_a_line_vanishes(words: list[str]) -> None:
    """Every word is in the title, in the presenter, or was read as minutes; else the person is asked."""
    text = " ".join(words)
    try:
        line = parse_agenda_line(text)
    except Refusal:
        return
    kept = f"{line.title} {line.presenter}"
    for word in re.findall(r"[A-Za-z\u1780-\u17b3][A-Za-z\u1780-\u17d3]{3,}", " ".join(words)):
        assert word in kept or word in {"minute", "នាទី", "ដោយ"}
