"""Corrections of minutes as people write them (G6): "4: old words → new words", "paragraph 4 should read …".

What is said in words about a paragraph, "point 3: WHO not UNICEF", is an instruction (`minute_instructions`).
"""

import re
from dataclasses import dataclass

from storage.core.spelling import is_visible
from twg.language.minute_instructions import QUOTES, Instruction, read_instruction

_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_NAMED = r"(?:paragraphs?|para|points?|no|nr|§|កថាខណ្ឌ(?:ទី)?|ចំណុច(?:ទី)?|(?:ch?omnoch|chamnoch|chamnuch)(?: ?ti)?)\.?\s*"
_NUMBER = re.compile(
    rf"\s*\[?(?:(?:in |on )?{_NAMED})?(?P<number>[0-9០-៩]{{1,3}})\]?"
    r"(?:\s*[:៖.)–—-](?![>=])\s*|\s+(?:should read|to read|should be|reads)\s*[:៖]?\s*"
    r"|\s*(?:គួរសរសេរថា|សូមកែជា)\s*[:៖]?\s*)"
    r"(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
#: A paragraph that is named among other words: "in point 4 please replace …", "add to 5: …", "… in paragraph 2: …".
_AMONG = re.compile(
    r"(?P<before>|.*?(?:\s|(?<=[\u1780-\u17d3])))"
    rf"(?:(?:in|to|of|from|at|on|នៅក្នុង|ក្នុង|នៅ)\s*)?{_NAMED}(?P<number>[0-9០-៩]{{1,3}})(?![0-9០-៩%])"
    r"(?P<behind>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ADDED_TO = re.compile(
    r"(?P<before>(?:please )?(?:add|append|insert))(?: this)? to "
    rf"(?:{_NAMED})?(?P<number>[0-9]{{1,3}})(?P<behind>\s*[:,–-].*)",
    re.IGNORECASE | re.DOTALL,
)
_AROUND = " ,;:៖–—-\t\n"
#: A number at the beginning that is none of a paragraph where nothing parts it from the words: "12 people came".
_WRONG = re.compile(
    r"\s*(?P<number>[0-9]{1,3})\s+(?P<words>(?:is|are|looks?) (?:wrong|incorrect|not (?:right|correct)))\W*", re.I
)
#: Between the words that are replaced and those in their place.
_ARROW = re.compile(r"\s*(?:→|⇒|➔|➡️?|[-=]+>)\s*")


@dataclass(frozen=True)
class Words:
    """Other words. Attributes: `old`: those that are replaced; empty for the whole paragraph."""

    new: str
    old: str = ""


@dataclass(frozen=True)
class Correction:
    """What a text proposes.

    Attributes:
        number: of the paragraph.
        words: None where only the number is said, or an instruction.
        instruction: what is said about the paragraph.
    """

    number: int
    words: Words | None = None
    instruction: Instruction | None = None

    @property
    def outright(self) -> bool:
        """Whether it is plain without a question that somebody corrects a text: it says what is to be changed in it."""
        return self.instruction is not None or (self.words is not None and bool(self.words.old))


def read_words(text: str) -> Words | None:
    """The words of a correction whose paragraph is known; None where there are no new ones, or several arrows."""
    parts = _ARROW.split(text.strip())
    if len(parts) == 1:
        return Words(text.strip()) if is_visible(text) else None
    if len(parts) > 2:
        return None
    old, new = (part.strip(QUOTES) for part in parts)
    return Words(new, old) if is_visible(old) and is_visible(new) else None


def read_correction(text: str) -> Correction | None:
    """The paragraph that a text names by its number, and what is said of it; None where it names none."""
    bare = text.strip().strip("[]").translate(_DIGITS)
    if bare.isdecimal() and len(bare) <= 3:
        return Correction(int(bare))
    found = _NUMBER.fullmatch(text) or _WRONG.fullmatch(text)
    if found is not None:
        number, words = int(found["number"].translate(_DIGITS)), read_words(found["words"])
        instruction = read_instruction(found["words"]) if words is not None and not words.old else None
        if instruction is not None:
            return Correction(number, instruction=instruction)
        return None if words is None else Correction(number, words)
    among = _ADDED_TO.fullmatch(text) or _AMONG.fullmatch(text)
    if among is None or _ARROW.search(text):
        return None
    before, behind = among["before"].strip(_AROUND), among["behind"].strip(_AROUND)
    for rest in (behind, f"{before} {behind}", before):
        if (instruction := read_instruction(rest)) is not None:
            return Correction(int(among["number"].translate(_DIGITS)), instruction=instruction)
    return None
