"""Dividing an answer to several meetings: "I will come on the 14th but not on the 15th"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storage.meetings import Rsvp
from twg.language.days_named import find_days
from twg.language.intents import Words
from twg.language.mentions import Nameable, named_among
from twg.language.rsvp import WordedAnswer, parse_answer

#: Between two statements.
_BETWEEN = re.compile(
    r"(?:\s*[;!?។\n]+\s*|\.(?=\s|$)\s*|,\s+|\s+(?:but|and|while|whereas|however|although|tae|ponte|pontae|nung|ning)\s+"
    r"|ប៉ុន្តែ|(?<!គ្រាន់)(?<!លើកលែង)(?<!នៅ)(?<!លុះត្រា)តែ|\s*ហើយនិង|\s*និង(?=\s*(?:ថ្ងៃ|ទី)))"
)
_NO = re.compile(r"\b(?:no|not|never|cannot|ot|ort|min)\b|មិន|អត់|ទេ")
_YES = re.compile(r"\b(?:yes|ok|okay|sure|can|ban|mok|tov)\b|បាន|ទៅ|មក|បាទ|ចាស")
#: Most words of a statement that says only for which meeting the answer before it holds too.
_MOST_WORDS = 8


@dataclass(frozen=True)
class PartedAnswer:
    """What is said of one of several meetings. `answer` is None where that is not clear."""

    place: int
    answer: WordedAnswer | None


def split_answers(text: str, things: Sequence[Nameable], *, today: date) -> list[PartedAnswer]:
    """The answers to several meetings that a text names one after another; empty where it does not name several.

    Args:
        today: local date.
    """
    pieces = list(filter(None, map(str.strip, _BETWEEN.split(text))))
    named = [named_among(piece, things, today=today, by_kind=False) for piece in pieces]
    certain = {places[0] for places in named if len(places) == 1}
    found: list[tuple[int, str]] = []
    lead = ""
    for piece, may_be in zip(pieces, named, strict=True):
        places = may_be if len(may_be) < 2 else [place for place in may_be if place not in certain]
        if len(may_be) > 1 and len(places) != 1:
            return []
        if places and places[0] not in [place for place, _said in found]:
            found.append((places[0], f"{lead} {piece}".strip()))
            lead = ""
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {piece}")
        else:
            lead = f"{lead} {piece}".strip()
    if len(found) < 2:
        return []
    answers: list[PartedAnswer] = []
    for place, said in found:
        before = answers[-1].answer if answers else None
        answers.append(PartedAnswer(place, _answer(said, before)))
    return answers if any(part.answer for part in answers) else []


def _answer(said: str, before: WordedAnswer | None) -> WordedAnswer | None:
    """The answer of one statement, which may be short: "not on the 15th", "15th no", "and on the 17th"."""
    answer = parse_answer(said)
    words = Words(said)
    if answer is not None or words.asks or words.has("condition", "maybe", "belief", "late"):
        return None if answer is not None and answer.rsvp is Rsvp.DELEGATE and not answer.delegate_name else answer
    if len(words.spelt.split()) > _MOST_WORDS:
        return None
    if _NO.search(words.spelt):
        return WordedAnswer(Rsvp.NO)
    if _YES.search(words.spelt):
        return WordedAnswer(Rsvp.YES)
    return before if before is not None and before.rsvp is not Rsvp.DELEGATE else None


def names_each(text: str, things: Sequence[Nameable], *, today: date) -> bool:
    """Whether one answer is for all of these meetings, whose days the text lists: "on the 15th and 17th"."""
    days = find_days(text, today=today).days
    return len(things) > 1 and {thing.day for thing in things} == days and not re.search(r"\b(?:or)\b|ឬ", text)
