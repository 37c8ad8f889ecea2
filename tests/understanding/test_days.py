"""Days and times as people type them (G1): nothing is stored that the text does not say, and clear ones are read.

The suite reads every third text of `days*.toml`; `make understanding` reads all and prints the figures.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings, Typed
from messages.rendering.templating import format_day, localize_digits
from messages.rendering.texts import Text
from twg.core.refusals import Refusal
from twg.language.days import parse_day
from twg.language.dues import read_due
from twg.language.meeting_lines import read_meeting_line
from twg.language.moments import read_moment
from twg.language.times import parse_time
from twg.language.when_tokens import tokens_of
from twg.time.working_time import WorkingTime

_HERE = Path(__file__).parent
#: The moment at which the texts of the corpus are read.
NOW = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
TODAY = NOW.date()
READ_AT_LEAST = 0.9
ASKED = "?"
#: What the texts of a corpus are: days, times of day, both in one text, a time with its end, until when.
_KINDS = ("days", "times", "both", "ranges", "dues")


@dataclass
class Outcome:
    """What became of the texts of a corpus: the wrongly read ones, and the clear ones that were asked about."""

    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    texts: int = 0
    clear: int = 0

    def add(self, text: str, got: tuple[str, ...], expected: tuple[str, ...], *, clear: bool) -> None:
        self.texts += 1
        self.clear += clear
        if any(value not in (ASKED, right) for value, right in zip(got, expected, strict=True)):
            self.wrong.append(f"{text!r}: {got}, not {expected}")
        elif clear and ASKED in got:
            self.asked.append(f"{text!r}: {got}, not {expected}")

    @property
    def read(self) -> float:
        """The share of clear texts that were read."""
        return 1 - len(self.asked) / max(self.clear, 1)


def answer(read: Callable[[], Any]) -> str:
    """The value that is read, or that the person is asked."""
    try:
        return str(read())
    except Refusal:
        return ASKED


def as_new_meeting(text: str) -> tuple[str, str]:
    """Day and time that the form of a new meeting takes from an answer to its question for the day."""
    words = {"question": Text("Day?"), "label": Text("Day")}
    question = DayField(**words, name="day", time_in="at")
    around = Surroundings(now=NOW, today=TODAY)
    day = answer(lambda: question.accept(Typed(text), around))
    at = question.besides(Typed(text), around).get("at", ASKED)
    is_over = ASKED not in (day, at) and f"{day} {at}" <= f"{NOW:%Y-%m-%d %H:%M}"  # `planning.plan` refuses it then
    return (ASKED if is_over else day), at


def as_range(text: str) -> str:
    """Begin and end that are read from an answer to the question for the time."""
    moment = read_moment(text, today=TODAY, bare_times=True)
    is_read = moment.time_certain and moment.until is not None
    return f"{moment.times[0]:%H:%M}-{moment.until:%H:%M}" if is_read else ASKED


def as_due(text: str) -> str:
    """The last day that is read from an answer to the question until when an action is to be done."""
    return answer(lambda: read_due(text, today=TODAY, hours=WorkingTime()).day)


def judge(step: int) -> dict[str, Outcome]:
    """Read every so many-th text of the corpora."""
    corpora = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_HERE.glob("days*.toml"))]
    corpus = {name: [case for each in corpora for case in each.get(name, [])] for name in _KINDS}
    outcomes = {name: Outcome() for name in _KINDS}
    for text, day, clear in corpus["days"][::step]:
        outcomes["days"].add(text, (answer(lambda: parse_day(text, today=TODAY)),), (day,), clear=clear)  # noqa: B023 - called at once
    for text, at, clear in corpus["times"][::step]:
        got = answer(lambda: f"{parse_time(text):%H:%M}")  # noqa: B023 - called at once
        outcomes["times"].add(text, (got,), (at,), clear=clear)
    for text, day, at, clear in corpus["both"][::step]:
        outcomes["both"].add(text, as_new_meeting(text), (day, at), clear=clear)
    for text, span, clear in corpus["ranges"][::step]:
        outcomes["ranges"].add(text, (as_range(text),), (span,), clear=clear)
    for text, day, clear in corpus["dues"][::step]:
        outcomes["dues"].add(text, (as_due(text),), (day,), clear=clear)
    return outcomes


def test_no_day_or_time_is_wrong_and_clear_ones_are_read() -> None:
    for outcome in judge(3).values():
        assert not outcome.wrong
        assert outcome.read >= READ_AT_LEAST, outcome.asked


@pytest.mark.corpus
def test_all_days_and_times(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = judge(1)
    with capsys.disabled():
        for name, outcome in outcomes.items():
            print(  # noqa: T201 - the figures are what the run is for
                f"\n{name}: {outcome.texts} texts, {len(outcome.wrong)} wrongly stored, "
                f"{outcome.clear - len(outcome.asked)} of {outcome.clear} clear ones read ({outcome.read:.0%})"
            )
            print("\n".join([*outcome.wrong, *outcome.asked]), end="")  # noqa: T201
    for outcome in outcomes.values():
        assert not outcome.wrong
        assert outcome.read >= READ_AT_LEAST


MONTHS = ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]
WEEKDAYS = ["ច័ន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ"]
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
#: Ways to write a day in full, of which each has to be read.
FULL: list[Callable[[date], str]] = [
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day.day}-{day:%b}-{day.year}",
    lambda day: f"{day.day}‑{day:%b}‑{day.year}",
    lambda day: f"{day.day} {day:%B} {day.year}",
    lambda day: f"{day:%B} {day.day}, {day.year}",
    lambda day: f"the {day.day}{ORDINALS.get(day.day, 'th')} of {day:%B} {day.year}",
    lambda day: f"by {day:%A}, {day.day} {day:%b} {day.year}",
    lambda day: f"{day:%a} {day:%d/%m/%Y}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"ថ្ងៃទី{day.day} ខែ{MONTHS[day.month - 1]} ឆ្នាំ{day.year}",
    lambda day: f"ថ្ងៃ{WEEKDAYS[day.weekday()]} ទី{day.day} ខែ{day.month} ឆ្នាំ{day.year}",
    lambda day: f"ថ្ងៃទី\u200b{day.day}\u200bខែ\u200b{MONTHS[day.month - 1]}\u200bឆ្នាំ{day.year}",
    lambda day: format_day(day, locale="en"),
    lambda day: format_day(day, locale="km"),
]
#: Ways that name no year, or no month: the day that is meant, or a question.
SHORT: list[Callable[[date], str]] = [
    lambda day: f"{day.day} {day:%B}",
    lambda day: f"{day:%b} {day.day}",
    lambda day: f"{day.day}/{day.month}",
    lambda day: f"the {day.day}{ORDINALS.get(day.day, 'th')}",
    lambda day: f"ថ្ងៃទី{day.day}",
    lambda day: f"ថ្ងៃទី{day.day} ខែ{MONTHS[day.month - 1]}",
    lambda day: f"{day:%A} the {day.day}{ORDINALS.get(day.day, 'th')}",
]
digits = st.sampled_from([lambda text: text, lambda text: localize_digits(text, locale="km")])


@given(st.dates(TODAY, TODAY + timedelta(days=1000)), st.sampled_from(FULL), digits)
def test_a_day_written_in_full_is_read_back(
    day: date, form: Callable[[date], str], digits: Callable[[str], str]
) -> None:
    assert parse_day(digits(form(day)), today=TODAY) == day


@given(st.dates(TODAY, TODAY + timedelta(days=27)), st.sampled_from(SHORT), digits)
def test_a_day_written_in_short_is_read_back_or_asked(
    day: date, form: Callable[[date], str], digits: Callable[[str], str]
) -> None:
    assert answer(lambda: parse_day(digits(form(day)), today=TODAY)) in (day.isoformat(), ASKED)


@given(st.integers(1, 6), st.booleans())
def test_a_weekday_is_the_next_one(ahead: int, is_khmer: bool) -> None:
    day = TODAY + timedelta(days=ahead)
    text = f"ថ្ងៃ{WEEKDAYS[day.weekday()]}" if is_khmer else f"{day:%A}"
    assert parse_day(text, today=TODAY) == day


HALVES = {range(12): ("am", "ព្រឹក"), range(12, 19): ("pm", "រសៀល")}
#: Ways to write a time of which each has to be read.
CLOCK: list[Callable[[time], str]] = [
    lambda at: f"{at:%H:%M}",
    lambda at: f"{at:%H%M}",
    lambda at: f"{at:%H.%M}",
    lambda at: f"{at:%H}h{at:%M}",
    lambda at: f"at {at:%H:%M} hrs",
    lambda at: f"ម៉ោង{at:%H:%M}",
    lambda at: f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}",
    lambda at: f"{at.hour % 12 or 12}:{at:%M}{'a.m.' if at.hour < 12 else 'p.m.'}",
]
#: Ways that may mean either half of the day.
TWELVE: list[Callable[[time], str]] = [
    lambda at: f"{at.hour % 12 or 12}:{at:%M}",
    lambda at: f"{at.hour % 12 or 12}h{at:%M}",
    lambda at: f"ម៉ោង {at.hour % 12 or 12}:{at:%M}",
    lambda at: f"ម៉ោង {at.hour % 12 or 12} និង {at:%M} នាទី",
]
clock_times = st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))


@given(clock_times, st.sampled_from(CLOCK), digits)
def test_a_time_is_read_back(at: time, form: Callable[[time], str], digits: Callable[[str], str]) -> None:
    assert parse_time(digits(form(at))) == at


@given(clock_times, st.sampled_from(TWELVE), digits)
def test_a_time_of_half_a_day_is_read_as_one_of_working_life_or_asked(
    at: time, form: Callable[[time], str], digits: Callable[[str], str]
) -> None:
    got = answer(lambda: f"{parse_time(digits(form(at))):%H:%M}")
    assert got == ASKED or (at.hour % 12 or 12, f"{at:%M}") == (int(got[:2]), got[3:])


@given(
    st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=1000)), clock_times, st.sampled_from(FULL), st.booleans()
)
def test_a_day_with_its_time_is_read_back(day: date, at: time, form: Callable[[date], str], is_first: bool) -> None:
    text = f"{at:%H:%M} {form(day)}" if is_first else f"{form(day)} {at:%H:%M}"
    moment = read_moment(text, today=TODAY)
    assert (moment.day_certain, moment.time_certain, moment.days, moment.times) == (True, True, (day,), (at,))


BESIDES = "tentative|if possible|except Friday|or later|ប្រហែល|ឬថ្ងៃផ្សេង|not|in Kampot|at MoH|TBC|%|🙂"
words = st.text(st.characters(categories=["L"]), min_size=2, max_size=12) | st.sampled_from(BESIDES.split("|"))


@given(st.sampled_from(["18 December 2026", "Friday", "ថ្ងៃទី១៨ ខែធ្នូ", "9am", "14:30"]), words, st.booleans())
def test_no_word_beside_a_day_or_a_time_vanishes(said: str, word: str, is_before: bool) -> None:
    """A word that is not understood leads to a question, or is named as what was left out."""
    text = f"{word} {said}" if is_before else f"{said} {word}"
    moment = read_moment(text, today=TODAY)
    unknown = [text[token.start : token.end] for token in tokens_of(text) if token.kind == "U" or token.guessed]
    kept = " ".join(moment.aside)
    lost = [piece for piece in unknown if piece not in kept]
    assert not lost or not (moment.day_certain or moment.time_certain)


PARTS = "Budget review|18 December|9:00|room 3|next Friday|at 2|2 hours|online|MoH|phase 2|to be confirmed|9:00–11:00"
MORE_PARTS = "ថ្ងៃសុក្រ|ម៉ោង ៩ព្រឹក|កិច្ចប្រជុំលើកទី១៦|បន្ទប់ ៣|Friday forum|after lunch"
parts = st.lists(st.sampled_from(f"{PARTS}|{MORE_PARTS}".split("|")), min_size=1, max_size=6)


@given(parts, st.sampled_from([", ", " ", "\n", " – "]))
def test_everything_in_the_line_of_a_meeting_is_taken_or_kept(pieces: list[str], separator: str) -> None:
    line = read_meeting_line(separator.join(pieces), today=TODAY)
    shown = " ".join([line.title, line.place, line.when, line.at, str(line.day), str(line.duration_min), *line.left])
    for piece in pieces:
        for word in re.findall(r"[A-Za-z\u1780-\u17d3]{4,}", piece):
            understood = bool(tokens_of(word)) and all(token.kind != "U" for token in tokens_of(word))
            assert word in shown or understood or word == "hours"
