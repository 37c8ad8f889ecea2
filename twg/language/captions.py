"""What the words below files ask to have done with them, apart from what they tell people (D1, D5, D6).

"Please send these three papers to everybody", "corrected version, please replace the old one": a clause is an
instruction where nothing of it is left without the words that instructions are made of. Clauses of which something is
left are a message to people, and stay the note; what they name besides is taken too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from twg.language import cues
from twg.language.addressees import Nameable
from twg.language.caption_words import (
    ACKNOWLEDGES,
    FILLING,
    FILLING_KHMER,
    FILLING_ROMANISED,
    MEETING,
    NEXT,
    REPLACES,
    SENDS,
)
from twg.language.comments import read_comments_asked
from twg.language.days_named import find_days
from twg.language.deadlines import find_deadline
from twg.language.document_facts import find_item_number
from twg.language.mentions import Nameable as Meant
from twg.language.mentions import named_among
from twg.language.said_for import find_said_for
from twg.language.when_tokens import tokens_of

#: What ends a sentence, and what ends a clause within it. A comma within a figure ends nothing.
_SENTENCE = re.compile(r"[.;!?។]+(?=\s|$)|\s[–—-]\s")
#: In Khmer a space ends a clause, unless the words behind it go on with the same thing.
_CLAUSE = re.compile(
    r",(?!\d)\s*|\s+(?=(?:and|but)\s+(?:please|pls|kindly)\b)"
    r"|(?<=[\u1780-\u17d3])[ \u200b]+(?=[\u1780-\u17b3])(?!និង|ឬ|ខែ|ឆ្នាំ|ម៉ោង|ត្រឹម|ដល់|ទៅ|ជូន|តែ|ថ្ងៃ)",
    re.IGNORECASE,
)
#: Before each of several captions.
_NUMBER = re.compile(r"\d{1,2}\.\s")
_WORD = re.compile("[a-z][a-z'’-]*|[\u1780-\u17d3]+")
_LATIN = re.compile(r"[a-z][a-z'’-]*")
#: With these a signature begins.
_SIGNED = re.compile(r"(?<![\w'])(?:(?:best|kind|warm) )?regards(?![\w'])|^(?:yours )?sincerely(?![\w'])")
#: That somebody is not to have them, or has them, or will: no instruction.
_NO_INSTRUCTION = re.compile(
    r"(?<![\w'])(?:(?:have|has|was|were|i|we) (?:\w+ )?(?:sent|shared|circulated)|already|not|never|no need)(?![\w'])|កុំ"
)
_AROUND = " \t\n,;:–—-\u200b"


class _Kind(Enum):
    #: It asks for something, and says nothing else.
    ASKS = "asks"
    #: It says nothing by itself: "thanks", "on 17 December".
    NEUTRAL = "neutral"
    #: It tells people something.
    TELLS = "tells"


@dataclass(frozen=True)
class Caption:
    """What the words below files tell people, and what they ask for.

    Attributes:
        note: what people are told, as it was typed; empty where the words say nothing to them.
        tokens: of the audience that is named for certain; empty where none is.
        asks: the words ask to have something done with the files.
        sends: among that, to have them sent, or for whom they are.
        replaces: among that, to put them in the place of what was sent before.
        by: the last day, local, for acknowledging the files or commenting on them; None for none, or for several.
    """

    note: str = ""
    tokens: frozenset[str] = frozenset()
    asks: bool = False
    sends: bool = False
    replaces: bool = False
    by: date | None = None


@dataclass(frozen=True)
class _Piece:
    """A clause as typed, with what stands behind it; `begins`: a sentence."""

    typed: str
    behind: str
    begins: bool
    kind: _Kind
    tokens: frozenset[str] = frozenset()


def read_caption(text: str, known: Sequence[Nameable] = (), names: Sequence[str] = (), *, today: date) -> Caption:
    """What words below files ask for.

    Args:
        known: whom they may name.
        names: of meetings and TWGs, which an instruction may name: "for the Technical meeting".
        today: local date.
    """
    pieces = [piece for line in text.splitlines(keepends=True) for piece in _pieces_of(line, known, names)]
    pieces = _without_signature(pieces)
    audiences = {piece.tokens for piece in pieces if piece.tokens}
    asked = [piece for piece in pieces if piece.kind is _Kind.ASKS]
    spelt = [cues.spell(piece.typed) for piece in asked]
    comments = read_comments_asked(text, today=today)
    days = {find_deadline(piece.typed, today=today) for piece in pieces if ACKNOWLEDGES.search(cues.spell(piece.typed))}
    days |= {comments.by if comments is not None else None}
    days.discard(None)
    return Caption(
        note=_note_of(pieces) if asked else text.strip(),
        tokens=next(iter(audiences)) if len(audiences) == 1 else frozenset(),
        asks=bool(asked),
        sends=any(piece.tokens for piece in asked) or any(SENDS.search(each) for each in spelt),
        replaces=any(REPLACES.search(each) for each in spelt),
        by=days.pop() if len(days) == 1 else None,
    )


def named_meetings(words: str, meetings: Sequence[Meant], *, today: date) -> list[int]:
    """Places of the meetings ahead that words below files may mean: the only one ahead is "the next meeting".

    Args:
        today: local date.
    """
    spelt = cues.spell(words)
    titled = [cues.spell(each.title) in spelt for each in meetings]
    if MEETING.search(spelt) is None:
        return [place for place, named in enumerate(titled) if named] if titled.count(True) == 1 else []
    found = named_among(words, meetings, today=today, by_kind=False)
    if found or find_days(words, today=today):
        return found
    return [0] if NEXT.search(spelt) is not None and meetings else []


def _without_signature(pieces: list[_Piece]) -> list[_Piece]:
    """What stands from "Best regards" on is no message."""
    for place, piece in enumerate(pieces):
        if _SIGNED.search(cues.spell(piece.typed)):
            return [*pieces[:place], *(replace(each, kind=_Kind.NEUTRAL) for each in pieces[place:])]
    return pieces


def _pieces_of(line: str, known: Sequence[Nameable], names: Sequence[str]) -> list[_Piece]:
    """The clauses of a line, in their order."""
    number = _NUMBER.match(line)
    start = 0 if number is None else number.end()
    found: list[_Piece] = []
    for first, end, stop in _split(line, _SENTENCE, start, len(line)):
        for place, (begin, close, next_at) in enumerate(_split(line, _CLAUSE, first, end)):
            behind_to = next_at if next_at < end else stop
            typed = line[0 if begin == start else begin : close]
            kind, tokens = _judge(line[begin:close], known, names)
            if typed.strip():
                found.append(_Piece(typed, line[close:behind_to], place == 0, kind, tokens))
    return found


def _split(text: str, pattern: re.Pattern[str], start: int, end: int) -> list[tuple[int, int, int]]:
    """Where each part begins and ends, and where the next one begins."""
    parts, at = [], start
    for between in pattern.finditer(text, start, end):
        parts.append((at, between.start(), between.end()))
        at = between.end()
    return [*parts, (at, end, end)]


def _judge(clause: str, known: Sequence[Nameable], names: Sequence[str]) -> tuple[_Kind, frozenset[str]]:
    """What a clause is, and the tokens of the audience that it names for certain."""
    spelt = cues.spell(clause)
    said = None if _NO_INSTRUCTION.search(spelt) else find_said_for(spelt, known)
    rest = spelt if said is None else f"{spelt[: said.start]} {spelt[said.end :]}"
    meets = MEETING.search(rest) is not None or find_item_number(rest) is not None
    for name in sorted(filter(None, map(cues.spell, names)), key=len, reverse=True):
        cut = re.sub(rf"(?<![\w]){re.escape(name)}(?![\w])", " ", rest)
        meets, rest = meets or cut != rest, cut
    asks = meets or said is not None or any(each.search(rest) for each in (SENDS, REPLACES, ACKNOWLEDGES))
    left = _left_of(rest)
    certain = said is not None and (said.ends or (not left and (said.begins or SENDS.search(rest) is not None)))
    tokens = said.tokens if said is not None and certain else frozenset()
    if said is not None and not certain:
        left = left or "somebody"
    if left or (SENDS.search(rest) is not None and _NO_INSTRUCTION.search(rest)):
        return _Kind.TELLS, tokens
    return (_Kind.ASKS if asks else _Kind.NEUTRAL), tokens


def _left_of(spelt: str) -> str:
    """What is left of a clause without the words that instructions are made of, and without days and times."""
    rest = FILLING_KHMER.sub(" ", MEETING.sub(" ", spelt))
    for token in reversed(tokens_of(rest)):
        if token.kind != "U" and not token.guessed:
            rest = f"{rest[: token.start]} {rest[token.end :]}"
    words = [word for word in _WORD.findall(rest) if not _LATIN.fullmatch(word) or word not in FILLING]
    return FILLING_ROMANISED.sub(" ", " ".join(words)).strip()


def _note_of(pieces: Sequence[_Piece]) -> str:
    """The clauses that tell people something, with what belongs to them: "comments, please, by Friday"."""
    kept: list[str] = []
    tells = False
    for place, piece in enumerate(pieces):
        if piece.kind is _Kind.NEUTRAL and not piece.begins:
            pass  # goes with the clause before it
        elif piece.kind is _Kind.NEUTRAL:
            following = pieces[place + 1] if place + 1 < len(pieces) else None
            tells = following is not None and not following.begins and following.kind is _Kind.TELLS
        else:
            tells = piece.kind is _Kind.TELLS
        if tells:
            kept.append(piece.typed + piece.behind)
        elif kept and "\n" in piece.behind and not kept[-1].endswith("\n"):
            kept[-1] = kept[-1].rstrip(_AROUND) + "\n"
    return "".join(kept).strip(_AROUND)
