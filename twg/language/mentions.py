"""Whether a text names a task, a meeting or an indicator: by its number, its day, words of its title, or its kind."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from storage.core.spelling import fold
from twg.language.cues import spell
from twg.language.days_named import NamedDays, find_days


class Kind(StrEnum):
    """What a message can be about. The values are the names in `lexicon.toml`."""

    ACTION = "action"
    MEETING = "meeting"
    REPORT = "report"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Nameable:
    """Something that a text may name.

    Attributes:
        number: as people write it: "2008-4"; empty for one that is called by its title only.
        day: local day of a meeting.
        kinds: what it is called besides its title: "Plenary", "កិច្ចប្រជុំពេញអង្គ".
    """

    kind: Kind
    title: str
    number: str = ""
    day: date | None = None
    kinds: tuple[str, ...] = ()


#: "Action 2", "#2", «កិច្ចការទី២», with the number; "no. 2" only at the beginning, since a letter has a number too.
ACTION_NUMBER = re.compile(
    r"(?:(?:^|\s)#|\b(?:actions?|tasks?|kech ?kar)\s*(?:ti|no\.?|number|#)?\s*"
    r"|(?:កិច្ចការ|ការងារ|សកម្មភាព|ភារកិច្ច)(?:ទី|លេខ)?\s*|^(?:no\.?|number|លេខ)\s*)(\d{1,6})(?![\w%-]|[.,]\d)"
)
#: What is called by a number of its kind.
_CALLED = {
    Kind.ACTION: ACTION_NUMBER,
    Kind.REPORT: re.compile(r"(?<![\d.,/-])(?:19|20)\d\d-(?!20\d\d)\d{1,3}(?![\d/-])"),
}
#: The number of another action in a text that calls one by its number: the 2 of "action 1 and 2 are done", of "action
#: 1, 2: sent", "action 1 done, 2 not yet", «កិច្ចការទី១ និងទី២»; not of "action 1 done, 2 districts sent it".
_ANOTHER_NUMBER = re.compile(
    r"(?:[,;&+]|(?<=action \d)/|(?<=actions \d)/|(?<!\w)(?:and|but|ning|nung|tae)(?!\w)|និង|តែ|ហើយ)"
    r"\s*(?:#|no\.?\s*|number\s*|លេខ\s*|ទី\s*)?(\d{1,4})"
    r"(?=\s*(?:$|[,;:.!?&+\n]|[-–—]\s|(?:and|but|are|is|was|were|has|have|both|all|done|sent|closed?|completed?|finish(?:ed)?"
    r"|not|now|needs?|still|pending|ongoing|in|on|with|will|too|also|already|tomorrow|ning|nung|ruoch|haey|min|ot|toan"
    r"|som|kampung)(?!\w)|និង|រួច|បាន|មិន|ធ្វើ|នៅ|កំពុង|ត្រូវ|សុំ|សូម|ទាំង|ជិត|ផ្ញើ))"
)
#: Where the first phrase of a title ends: "terms | of reference", "draft budget | to all members".
_FIRST_PHRASE = re.compile(r"\s(?:of|for|to|with|by|in|on|from|at|and)\s")
#: Joins two things of which the same is said: "action 1 and the district figures are done".
JOINT = re.compile(r"\s(?:and|&|ning|nung|plus)\s|[&+]|,\s|និង|ព្រមទាំង")
_LATIN = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")
_END = r"(?![\u17b4-\u17d3])"


def named_among(text: str, things: Sequence[Nameable], *, today: date, by_kind: bool = True) -> list[int]:
    """Places in `things` of those that the text names best: one where it is certain, several where it may be any.

    A meeting of another day than the text names is none of them.

    Args:
        today: local date.
        by_kind: count a word for a kind, "the meeting", as a name of each thing of that kind.
    """
    spelt = spell(text)
    words = _words_of(spelt)
    days = find_days(text, today=today) if any(thing.day for thing in things) else NamedDays()
    fitting = [not days or thing.day is None or _is_on(thing.day, days, spelt) for thing in things]
    scores = [_score(spelt, words, thing, days) if fits else 0 for thing, fits in zip(things, fitting, strict=True)]
    best = max(scores, default=0)
    if best > 0:
        return [place for place, score in enumerate(scores) if score == best]
    for kind in Kind if by_kind else ():
        if (called := _CALLED.get(kind)) is not None and called.search(spelt):  # by its number, another one
            continue
        same = [place for place, thing in enumerate(things) if thing.kind is kind and fitting[place]]
        if same and _names_kind(spelt, kind):
            return same
    return []


def list_joined(text: str, own: Nameable, others: Sequence[Nameable]) -> list[int]:
    """Places in `others` of what a text may name beside `own`, as "the figures" in "action 1 and the figures".

    One word of a title that the title of `own` lacks is enough: the assistant only asks about what it finds here.
    """
    pieces = [_words_of(piece) for piece in JOINT.split(spell(text))]
    own_words = _content_of(own.title)[0]
    beside = [piece - own_words for piece in pieces] if len(pieces) > 1 else []
    scores = [max((len(_content_of(each.title)[0] & piece) for piece in beside), default=0) for each in others]
    best = max(scores, default=0)
    return [place for place, score in enumerate(scores) if score == best > 0]


def named_in_title(spelt: str, things: Sequence[Nameable]) -> list[int]:
    """Places in `things` of those that a piece of a text names by number or by words of the title, the best ones."""
    words = _words_of(spelt)
    scores = [_score(spelt, words, thing, NamedDays()) for thing in things]
    best = max(scores, default=0)
    return [place for place, score in enumerate(scores) if score == best > 0]


def without_title(spelt: str, title: str) -> str:
    """A text in the spelling of cues without the words of a title, in whatever language."""
    own, _head = _content_of(title)
    kept = spelt
    for phrase, group in sorted(_phrases(), key=lambda one: -len(one[0])):
        kept = kept.replace(phrase, " ") if group in own else kept
    return _LATIN.sub(lambda word: " " if _is_of_title(word[0], own) else word[0], kept)


def _is_of_title(word: str, own: frozenset[str]) -> bool:
    stem = _stem(word)
    return _group_of().get(stem, stem) in own


def list_called(text: str, things: Sequence[Nameable]) -> list[int]:
    """Places in `things` of those that a text calls by their number."""
    spelt = spell(text)
    return [place for place, thing in enumerate(things) if thing.number and _names_number(spelt, thing)]


def list_numbers_called(text: str) -> set[str]:
    """The numbers of the actions that a text calls by number, also without a word for each: "action 1 and 2"."""
    spelt = spell(text)
    called = ACTION_NUMBER.findall(spelt)
    return {*called, *(_ANOTHER_NUMBER.findall(spelt) if called else ())}


def _score(spelt: str, words: frozenset[str], thing: Nameable, days: NamedDays) -> int:
    """How well a text names a thing; 0 where it does not."""
    if thing.number and _names_number(spelt, thing):
        return 100
    on_its_day = thing.day is not None and (thing.day in days.days or _names_day(spelt, thing.day))
    return 2 * on_its_day + max(_score_title(words, thing), _score_kinds(words, thing))


def _is_on(day: date, days: NamedDays, spelt: str) -> bool:
    """Whether a day may be one of those that were found in a text, or is written there by its figure: "the 15th"."""
    return days.may_be(day) or _names_day(spelt, day)


def _kinds_of(thing: Nameable) -> list[frozenset[str]]:
    """The words of each of its kinds, without those that every meeting has."""
    return [_content_of(kind)[0] - _general() for kind in thing.kinds]


def _score_kinds(words: frozenset[str], thing: Nameable) -> int:
    """How well the words name what kind of meeting it is: as well as a title of one word does."""
    return 15 if any(content and content <= words for content in _kinds_of(thing)) else 0


def _score_title(words: frozenset[str], thing: Nameable) -> int:
    """How well the words name the title, beyond what they say of the kind of meeting: others may be of that kind."""
    content, head = _content_of(thing.title)
    if thing.kind is Kind.MEETING:
        content = content.difference({"meeting"}, *_kinds_of(thing))
    found = content & words
    certain = found - _general()
    if head in certain or len(found) >= 2 or (found and found == content):
        return 10 * len(found) + 5 * (head in found)
    return 0


def _names_number(spelt: str, thing: Nameable) -> bool:
    """Whether the number is in the text; that of an action only after a word for it, since figures abound."""
    before = (
        r"(?:action|task|no\.?|number|#|លេខ|(?:កិច្ចការ|ការងារ|សកម្មភាព|ភារកិច្ច)(?:ទី|លេខ)?)\s*"
        if thing.kind is Kind.ACTION
        else r"(?<![\d.,-])"
    )
    return re.search(rf"{before}{re.escape(fold(thing.number))}(?![\d-])", spelt) is not None


def _names_day(spelt: str, day: date) -> bool:
    number = day.day
    month = fold(day.strftime("%B"))
    ordinal = rf"{number}(?:th|st|nd|rd)"
    written = (
        rf"(?:the {number}|{ordinal}|{number}[/.]{day.month}|(?:{number}|{ordinal}) (?:of )?{month[:3]}\w*"
        rf"|{month[:3]}\w* {number}|(?:ទី|ថ្ងៃ|thngai(?: ti)?)\s*{number})"
    )
    return re.search(rf"(?<![\w.,-]){written}(?![\d%-])", spelt) is not None


def _names_kind(spelt: str, kind: Kind) -> bool:
    latin = [word for word in _lexicon()["kinds"][kind] if word.isascii()]
    khmer = [fold(word) for word in _lexicon()["kinds"][kind] if not word.isascii()]
    found = re.search(rf"\b(?:{'|'.join(latin)})s?\b", spelt)
    return found is not None or any(re.search(word + _END, spelt) for word in khmer)


@cache
def _content_of(title: str) -> tuple[frozenset[str], str]:
    """The words that name a title, each by the first word of its group, and the head of its first phrase."""
    spelt = spell(title)
    phrase = _FIRST_PHRASE.split(spelt)[0]
    content = frozenset(_words_of(spelt) - _empty())
    ordered = [_stem(word) for word in _LATIN.findall(phrase) if word not in _empty()]
    heads = [group for word in reversed(ordered) for group in [_group_of().get(word, word)] if group in content]
    return content, heads[0] if heads else next(iter(sorted(content)), "")


def _words_of(spelt: str) -> frozenset[str]:
    """The words of a text, each as the first word of its group; Khmer ones as far as the lexicon has them."""
    latin = {_stem(word) for word in _LATIN.findall(spelt)}
    found = {_group_of().get(word, word) for word in latin}
    found |= {group for phrase, group in _phrases() if phrase in spelt and re.search(re.escape(phrase) + _END, spelt)}
    return frozenset(found - _empty())


def _stem(word: str) -> str:
    """An English noun in the singular."""
    word = word.removesuffix("'s").strip("'-")
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if word in _group_of():
        return word
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@cache
def _group_of() -> dict[str, str]:
    """The first word of its group, by single Latin word."""
    return {word: group[0] for group in _lexicon()["groups"] for word in group if word.isascii() and " " not in word}


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Khmer words and phrases of several Latin words, each with the first word of its group."""
    return tuple(
        (fold(word), group[0]) for group in _lexicon()["groups"] for word in group if not word.isascii() or " " in word
    )


@cache
def _things() -> frozenset[str]:
    """The first words of all groups."""
    return frozenset(group[0] for group in _lexicon()["groups"])


def shares_words(title: str, text: str) -> bool:
    """Whether the text has a word of a title that says more than what is to be done with it."""
    return bool(_words_of(spell(title)) & _words_of(spell(text)))


def names_a_thing(text: str) -> bool:
    """Whether a text has a word for something that officials work on: an annex, a letter, a hospital."""
    return not _words_of(spell(text)).isdisjoint(_things())


def names_any_kind(text: str) -> bool:
    """Whether a text has a word for a kind of thing: "the meeting", "this action", «របាយការណ៍»."""
    spelt = spell(text)
    return any(_names_kind(spelt, kind) for kind in Kind)


def says_deed(title: str, text: str) -> bool:
    """Whether a text says that what the verb of a title asks for is done: "was revised", "ផ្ញើរួចហើយ" for "Send …"."""
    deeds = _lexicon()["deeds"].get(fold((title.split() or [""])[0]), [])
    spelt = spell(text)
    latin = "|".join(re.escape(deed) for deed in deeds if deed.isascii())
    khmer = "|".join(fold(deed) for deed in deeds if not deed.isascii())
    subject = r"(?:^|[,;.]\s*|\b(?:is|are|was|were|been|have|has|had|i|we|and|all|already|ban|haey)\s+)"
    said = latin and re.search(rf"{subject}(?:already\s+|all\s+|just\s+)?(?:{latin})\b", spelt)
    return bool(said) or bool(khmer and re.search(rf"(?:{khmer})[\u1780-\u17d3\s]{{0,60}}(?:ហើយ|រួច)", spelt))


@cache
def _empty() -> frozenset[str]:
    """Words of a title that name nothing."""
    return frozenset(_lexicon()["empty"].split())


@cache
def _general() -> frozenset[str]:
    return frozenset(_lexicon()["general"])


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
