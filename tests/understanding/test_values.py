"""Values as people type them (J3): nothing is stored that the text does not say, and clear ones are read.

The suite reads every fifth text of `values*.toml`; `make understanding` reads all and prints the figures.
"""

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twg.core.refusals import Refusal
from twg.language.values import read_value

_HERE = Path(__file__).parent
#: The year in which the texts were written.
YEAR = 2026
#: The share of texts clear to a person that are read without a question.
READ_AT_LEAST = 0.9


@dataclass(frozen=True)
class Case:
    """A text with the value that is right: "?" for a question; `clear` where only the value is.

    Some authors call a text clear that is clearly to be asked about; such a text is not one to be read.
    """

    text: str
    unit: str
    value: str
    note: str
    clear: bool


@dataclass(frozen=True)
class Outcome:
    """What became of the texts of a corpus."""

    wrong: list[str]
    asked: list[str]
    clear: int

    @property
    def read(self) -> float:
        """The share of clear texts that were read."""
        return 1 - len(self.asked) / self.clear


def cases() -> list[Case]:
    corpora = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_HERE.glob("values*.toml"))]
    found = [Case(*case) for corpus in corpora for case in corpus["cases"]]
    return [replace(case, clear=case.clear and case.value != "?") for case in found]


def judge(some: list[Case]) -> Outcome:
    """Read every text; a value or a note that is not the expected one is wrong."""
    wrong, asked = [], []
    for case in some:
        try:
            found = read_value(case.text, unit=case.unit, year=YEAR)
        except Refusal as refusal:
            if case.clear:
                asked.append(f"{case.text!r} in {case.unit!r}: {refusal.key} {refusal.data}")
            continue
        right = case.value != "?" and found.value == Decimal(case.value)
        if not right or (case.note == "" and found.note):
            wrong.append(f"{case.text!r} in {case.unit!r}: {found}, not {case.value}")
    return Outcome(wrong, asked, sum(case.clear for case in some))


def test_no_value_is_wrong_and_clear_ones_are_read() -> None:
    outcome = judge(cases()[::5])
    assert not outcome.wrong
    assert outcome.read >= READ_AT_LEAST, outcome.asked


@pytest.mark.corpus
def test_all_values(capsys: pytest.CaptureFixture[str]) -> None:
    everything = cases()
    outcome = judge(everything)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what the run is for
            f"\nvalues: {len(everything)} texts, {len(outcome.wrong)} wrongly stored, "
            f"{outcome.clear - len(outcome.asked)} of {outcome.clear} clear ones read ({outcome.read:.1%})",
            *outcome.wrong,
            *outcome.asked,
            sep="\n",
        )
    assert not outcome.wrong
    assert outcome.read >= READ_AT_LEAST


def result(text: str, unit: str) -> Decimal | str:
    """The value, or that there is a question."""
    try:
        return read_value(text, unit=unit, year=YEAR).value
    except Refusal:
        return "?"


#: Words beside a value that leave it what it is, and those that change it.
HARMLESS = [
    "",
    " in 2026",
    " for Q3 2026",
    " ឆ្នាំ២០២៦",
    " since 2020",
    " in district hospitals",
    ", as of June",
    " (provisional)",
    " so far",
    " បង",
    " នៅខេត្តក្រចេះ",
    " 🎉",
]
LEADING = ["", "about ", "it is ", "Kratie: ", "SY 2026/27: ", "គឺ ", "ប្រហែល "]
CHANGING = [
    " of target",
    " last year",
    " last school year",
    " in 2024",
    " (2019)",
    " for Q1 2025",
    " as of 31/12/2025",
    " SY 2024/25",
    " ឆ្នាំ ២០១៩",
    " ត្រីមាសទី១ ឆ្នាំ២០២៥",
    " by 2030",
    " to 65%",
    " and 40%",
    " out of 120",
    " points",
    "?",
    " of 120",
    " million",
    " per month",
    " more",
    " ឆ្នាំមុន",
    " ទៀត",
    " ក្នុងមួយខែ",
]
WHOLE = st.integers(2, 499)
DECIMAL = st.decimals(Decimal("1.5"), Decimal("499.9"), places=1).filter(lambda value: value % 1 != 0)


@given(
    WHOLE | DECIMAL,
    st.sampled_from(LEADING),
    st.sampled_from(HARMLESS),
    st.sampled_from(["%", " %", " percent", "ភាគរយ"]),
)
def test_a_figure_is_read_as_it_stands_whatever_harmless_words_are_beside_it(
    value: Decimal, before: str, after: str, unit: str
) -> None:
    assert result(f"{before}{value}{unit}{after}", "%") == value


@given(WHOLE | DECIMAL, st.sampled_from(LEADING), st.sampled_from(CHANGING), st.sampled_from(["%", " %", ""]))
def test_words_that_change_a_figure_are_never_a_note(value: Decimal, before: str, after: str, unit: str) -> None:
    assert result(f"{before}{value}{unit}{after}", "%") == "?"


@given(
    st.integers(1, 999) | DECIMAL,
    st.sampled_from(
        [("k", 3), (" thousand", 3), ("m", 6), (" million", 6), (" bn", 9), ("ពាន់", 3), ("ម៉ឺន", 4), ("លាន", 6)]
    ),
    st.sampled_from(["{} USD", "USD {}", "${}", "{} dollars", "{} ដុល្លារ"]),
)
def test_a_magnitude_multiplies_and_is_never_dropped(value: Decimal, magnitude: tuple[str, int], form: str) -> None:
    word, power = magnitude
    assert result(form.format(f"{value}{word}"), "USD") in {value * 10**power, "?"}
    assert result(f"{value}{word}", "USD") == value * 10**power


@given(
    st.lists(st.integers(0, 9999).map(str), min_size=2, max_size=4),
    st.sampled_from([" ", "  ", ", ", ". ", "/", "-", " - ", "\n", "\t"]),
)
def test_figures_are_never_joined_or_dropped(figures: list[str], between: str) -> None:
    text = between.join(figures)
    found = result(f"{text} schools", "schools")
    if found != "?":
        assert str(found) == "".join(figures)
        assert all(len(figure) == 3 for figure in figures[1:])
        assert between == " "


VARIANTS = {
    "digits": str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"),
    "spaces": str.maketrans(" ", "\u00a0"),
    "thin spaces": str.maketrans(" ", "\u202f"),
    "Khmer spaces": str.maketrans(" ", "\u200b"),
    "dashes": str.maketrans("-", "–"),
    "minus": str.maketrans("-", "−"),
    "quotes": str.maketrans("'", "’"),
}


@given(st.sampled_from(cases()), st.sampled_from(sorted(VARIANTS)))
def test_another_spelling_of_a_text_gives_the_same_result(case: Case, variant: str) -> None:
    found, expected = result(case.text.translate(VARIANTS[variant]), case.unit), result(case.text, case.unit)
    is_asked = variant == "digits" and found == "?"  # a comma in Khmer digits stands before decimals too
    assert found == expected or is_asked


@given(st.text("0123456789០៥.,' -%kmlionUSD$ of", max_size=24), st.sampled_from(["%", "USD", "people", "km"]))
def test_a_value_has_the_digits_of_the_text(text: str, unit: str) -> None:
    found = result(text, unit)
    if not isinstance(found, Decimal):
        return
    digits = "".join(filter(str.isdigit, text.translate({ord("០"): "0", ord("៥"): "5"})))
    shown = "".join(filter(str.isdigit, f"{found.normalize():f}")).strip("0")
    assert shown in digits
