"""Which of the things that can be done in the assistant a question is about: "how do I remove a member?" """

from collections.abc import Sequence
from dataclasses import dataclass

from twg.language.cues import cut, has, spell
from twg.language.said import Words


@dataclass(frozen=True)
class Deed:
    """Something that can be done, by the words for it.

    Attributes:
        does: what is done, "add", "move"; each is a cue `do_…` of `questions.toml`.
        about: to what it is done, "meeting", "member"; each is a cue `on_…`.
    """

    does: tuple[str, ...]
    about: tuple[str, ...]


def find_deeds(text: str, deeds: Sequence[Deed], *, certain: bool = True) -> list[int]:
    """Places of the deeds that a text speaks of, in their order: those of which it names best what is done to what.

    Args:
        certain: none where it names only to what: "how is the value computed?"
    """
    words = Words(cut(spell(text), "recipients"))
    scores = [_score(words, deed) for deed in deeds]
    best = max(scores, default=(0, 0))
    if not best[1] or (certain and not best[0]):
        return []
    return [place for place, score in enumerate(scores) if score == best]


def _score(words: Words, deed: Deed) -> tuple[int, int]:
    """How well what is done is named, and how many words say to what: "the date of the meeting".

    "Report" alone is both; in "return the report" it is only to what.
    """
    objects, verbs = [f"on_{name}" for name in deed.about], [f"do_{name}" for name in deed.does]
    about = sum(words.has(cue) for cue in objects)
    if not about:
        return (0, 0)
    if not verbs or _has_any(verbs, cut(words.core, *objects)):
        return (2, about)
    return (int(words.has(*verbs)), about)


def _has_any(cues: Sequence[str], spelt: str) -> bool:
    return any(has(cue, spelt) for cue in cues)
