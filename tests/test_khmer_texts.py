"""The Khmer texts keep to one vocabulary and one spelling, docs/glossary-km.md; variants are read (U3).

The rules are mechanical. Whether a sentence is good Khmer, a person has to say.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import messages
import twg.guideline
from messages.rendering.catalogs import catalog
from messages.rendering.labels import label
from messages.rendering.templating import environment, format_day, format_moment, list_weekdays
from messages.rendering.texts import LOCALES
from storage.members import Role
from tests.support.cases import all_cases
from twg.language.choices import find_choice
from twg.language.days import parse_day
from twg.language.moments import read_moment
from twg.language.rosters.roles import RoleWords, read_role

TEMPLATES = Path(messages.__file__).parent / "templates"
CLAUSES = Path(twg.guideline.__file__).parent / "clauses.toml"

#: What is not written, as a pattern, and what is written for it.
INSTEAD = {
    # words
    "ជនបង្គោល": "មន្ត្រីបង្គោល, an official",
    "ព្រមព្រៀង": "ឯកភាព, as officials say of a meeting",
    "ឧបសគ្គ": "បញ្ហាប្រឈម",
    "ម៉ោងស្ងាត់": "ម៉ោងមិនផ្ញើសារ",
    "តាមដានរួម": "តាមដានត្រួតពិនិត្យរួម",
    "(?<![្ំ])នាក់": "រូប, which counts officials",
    "កំណត់ចំណាំ|ចំណាំ៖": "កំណត់សម្គាល់; សូមកត់សម្គាល់៖",
    "តំណភ្ជាប់": "តំណ",
    "ដកហូត": "ដកវិញ",
    "អ្នកស្នង": "អ្នកបន្តតំណែង",
    "នាំចូល": "បញ្ចូលបញ្ជី; the other word is of customs",
    "បិទផ្សាយ": "ផ្សាយ; the other also reads as closing",
    "ផ្សព្វផ្សាយ(?!ព័ត៌មាន|ខ្លឹមសារ)": "ចែកជូន for documents, ផ្សាយ in a group",
    "ត្រឡប់(?!ទៅ)": "មិនធ្វើវិញ on the button, ធ្វើឱ្យដូចដើមវិញ in a sentence; the other reads as going back",
    "ការជជែក": "ការសន្ទនា",
    "កាតរបស់": "ប័ណ្ណ",
    "កៅអី": "អាសនៈ",
    "ថ្ងៃកំណត់": "កាលកំណត់",
    "ចំណុចវាស់": "ដំណាក់កាលសំខាន់",
    "អ្នកណា": "នរណា",
    "ពួកគេ|ពួកគាត់|មនុស្ស(?=ពីរ|តែ|ម្នាក់|ច្រើន)": "សមាជិក, បុគ្គល or the name: politer",
    "ក្រុមការងារ(?!បច្ចេកទេស)": "ក្រុមការងារបច្ចេកទេស",
    r"ក្រុមការងារបច្ចេកទេស (?:%\(|\{)": "“%(twg)s TWG” with a code; <b>…</b> (code) with a name",
    # spelling
    "ទូរសព្ទ": "ទូរស័ព្ទ",
    "ចន្ទ|ច័ន្ត|ចន្ត": "ច័ន្ទ",
    "ឲ": "ឱ",
    "(?:ប|ផ្លាស់ប)្តូរ|ផ្តើម|ស្តី|ម្តង|សេចក្តី|ក្តី|បណ្តាញ|សប្តាហ៍|ផ្តល់|កណ្តាល|ស្តាប់|ផ្តាច់": "្ដ, after Chuon Nath",
    "គណ:|ៈ(?=[0-9០-៩])": "គណៈ; ៖",
    # marks
    r"(?<!\d):|:(?!\d)": "៖",
    '[“”"‘„]': "« »",
    r"[ក-៿»]\.(?!\.)": "។",
    " [។?!៖]": "no space before it",
    "[\u200b-\u200f\u2060\ufeff]": "nothing invisible",
    r"(?<!តួនា)ទី (?:[០-៩]|%\(|\{)": "no space before an ordinal: កំណែទី២",
    "  ": "one space",
    r"/[a-z]{2,}(?![\w\s)]|$)|(?<=[^\s(])/[a-z]{2,}": "a space on both sides of a command, which makes it a link",
    "[0-9][០-៩]|[០-៩][0-9]": "digits of one script",
    r"ថ្ងៃ ?(?:%\((?:day|moment|due|until|was|at)\)|\{(?:day|moment|due)\})": "a day begins with ថ្ងៃ itself",
}


def khmer_texts() -> Iterator[tuple[str, str]]:
    """Every Khmer text that people read: the English text, or where it is from, and the Khmer one."""
    for message in catalog("km"):
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for string in strings:
            yield str(message.id), str(string)
    for clause in tomllib.loads(CLAUSES.read_text())["clauses"]:
        for key in ("heading_km", "text_km"):
            yield f"{clause['clause']}, {key}", clause[key]


@pytest.mark.parametrize("wrong", INSTEAD)
def test_one_word_and_one_spelling_for_one_thing(wrong: str) -> None:
    found = [(text, khmer) for text, khmer in khmer_texts() if text and re.search(wrong, _without_links(khmer))]
    assert not found, f"write {INSTEAD[wrong]}"


def _without_links(text: str) -> str:
    """A command needs a space on both sides, so that Telegram makes it a link; what is in brackets does not.

    An address of the web has no spelling of ours.
    """
    return re.sub(r"/\w+(?: list)? (?=[។?])", "/", re.sub(r"https?://[!-~]+", "", text))


def test_the_assistant_says_of_itself_what_it_is() -> None:
    """Only a button, which a person says, has the word for "I"; a sentence, which ends with a mark, has not."""
    assert not [khmer for _text, khmer in khmer_texts() if "ខ្ញុំ" in khmer and khmer.endswith(("។", "?", "៖", "!"))]


_CODE = re.compile(r"\{%-?\s*trans.*?endtrans\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


def test_a_template_has_no_mark_of_one_language() -> None:
    """`{{ colon }}`, `{{ stop }}` and the filter `quoted` stand for the marks of the reader's language."""
    with all_cases() as case:
        for path in sorted(TEMPLATES.rglob("*.j2")):
            with case(str(path.relative_to(TEMPLATES))):
                bare = _CODE.sub("¤", path.read_text())
                assert not re.search(r"[:“”«»៖។]|(?<!¤)\. ", bare)


def test_marks_around_what_people_wrote() -> None:
    source = "{{ name }}{{ colon }}{{ words|quoted }}{{ stop }}"
    said = {locale: environment(locale).from_string(source).render(name="Dara", words="a < b") for locale in LOCALES}
    assert said == {"en": "Dara: “a &lt; b”. ", "km": "Dara៖ «a &lt; b»។ "}


@pytest.mark.parametrize("locale", LOCALES)
def test_no_two_weekdays_of_a_calendar_look_the_same(locale: str) -> None:
    assert len(set(list_weekdays(locale))) == 7


def test_the_weekdays_of_a_khmer_calendar_are_those_that_officials_write() -> None:
    assert list_weekdays("km") == ["ច", "អ", "ពុ", "ព្រ", "សុ", "ស", "អា"]


MONDAY = date(2026, 12, 7)
WEEK = [MONDAY + timedelta(days=n) for n in range(7)]


@pytest.mark.parametrize("day", WEEK, ids=str)
def test_a_weekday_is_written_in_one_way(day: date) -> None:
    weekday = format_day(day, locale="km").split(" ")[0]
    assert format_day(day, locale="km", short=True).split(" ")[0] == weekday


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("short", [True, False])
@pytest.mark.parametrize("day", WEEK, ids=str)
def test_what_is_shown_is_read(day: date, short: bool, locale: str) -> None:
    """A day or a moment that somebody copies out of a message."""
    today = date(2026, 11, 30)
    assert parse_day(format_day(day, locale=locale, short=short), today=today) == day
    shown = format_moment(datetime.combine(day, datetime.min.time()).replace(hour=14), locale=locale, short=short)
    read = read_moment(shown, today=today)
    assert read.days[0] == day
    assert [time.hour for time in read.times] == [14]


@pytest.mark.parametrize(
    "typed",
    ["ថ្ងៃច័ន្ទ", "ថ្ងៃចន្ទ", "ច័ន្ទ", "ចន្ទ", "ថ្ងៃ ចន្ទ", "ថ្ងៃ\u200bច័ន្ទ", "ថ្ងៃច័ន្ត", "ថ្ងៃចន្ត"],
)
def test_every_spelling_of_monday_is_read(typed: str) -> None:
    assert parse_day(typed, today=date(2026, 12, 2)) == MONDAY


@pytest.mark.parametrize("typed", ["មន្ត្រីបង្គោល", "ជនបង្គោល", label(Role.FOCAL_POINT).render("km")])
def test_an_official_and_a_person_of_contact_are_one_role(typed: str) -> None:
    assert read_role(typed) == RoleWords(Role.FOCAL_POINT)
    assert find_choice(typed, tuple(Role), [(role, label(role).render("km")) for role in Role]) is Role.FOCAL_POINT
