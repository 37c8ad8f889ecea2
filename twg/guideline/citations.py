"""Reading citations as people type them: "Part Three (c)(iii)", "3(c)(iii)", "III.(c).(iii)", "(d)(ii)-(iii)" (R5)."""

import re
from dataclasses import dataclass
from functools import cache

from storage.core.spelling import fold
from twg.guideline.clauses import Clause, load_clauses

_NAMES_OF_NUMBERS = (
    ("one", "i", "1"),
    ("two", "ii", "2", "ពីរ"),
    ("three", "iii", "3", "បី"),
    ("four", "iv", "4", "បួន"),
    ("five", "v", "5"),
)
_NUMBERS = {name: number for number, names in enumerate(_NAMES_OF_NUMBERS, start=1) for name in names}
#: "Guideline 2016," before a citation.
_SOURCE = r"(?:(?:the )?guidelines? ?\(?(?:\d{4})?\)?[ ,]*|គោលការណ៍ណែនាំ ?(?:ឆ្នាំ ?)?(?:\d{4})?[ ,]*)"
#: A part by its name, wherever it stands.
_PART = re.compile(
    rf"{_SOURCE}?(?:(?<![a-z])part|ផ្នែក ?(?:ទី)?) ?(one|two|three|four|five|iii|ii|iv|i|v|[1-5]|ពីរ|បី|បួន)(?![a-z0-9])"
)
#: A part by its number alone, at the beginning.
_BARE_PART = re.compile(r"(iii|ii|iv|[2-4])(?![a-z0-9])")
#: What may stand between the pieces.
_BETWEEN = re.compile(r"(?:[ .,]|(?:points?|clauses?|sections?|of)(?![a-z])|ចំណុច(?:ទី)?|នៃ)*")
#: A dash or word between the first and the last clause of a range.
_UNTIL = re.compile(r"(?:-|to(?![a-z])|ដល់)")
#: Paragraphs and sections by their names, in both languages, and how `Clause.clause` writes them.
_NAMED = [
    (re.compile(pattern), piece)
    for pattern, piece in (
        (r"¶+ ?(\d)", "¶"),
        (r"paragraphs? ?(\d)", "¶"),
        (r"កថាខណ្ឌ ?(?:ទី)? ?(\d)", "¶"),
        (r"intro(?:duction)?(?![a-z])|សេចក្តីផ្តើម", "intro"),
        (r"int(?:ernal)?(?![a-z])\.?(?: support)?|ការគាំទ្រផ្ទៃក្នុង", "int"),
        (r"ext(?:ernal)?(?![a-z])\.?(?: support)?|ការគាំទ្រពីខាងក្រៅ", "ext"),
        (r"closing(?: paragraph)?(?![a-z])|កថាខណ្ឌបញ្ចប់", "closing"),
        (r"pp(?![a-z])|partnership principles?(?![a-z])|គោលការណ៍ភាពជាដៃគូ", "pp"),
    )
]
_BRACKETED = re.compile(r"\( ?([a-z]{1,4}|\d{1,2}) ?\)")
#: What tells a citation without a part from other text, such as "a" or "i v".
_SIGNS = re.compile("[(¶]|(?:points?|clauses?|sections?)(?![a-z])|ចំណុច")
_BARE = re.compile(r"([a-e]|[1-6]|ix|iv|vi{0,3}|i{1,3}|x)(?![a-z0-9])")


@dataclass(frozen=True)
class TypedCitation:
    """A citation of a clause, a section, a part or a range.

    Attributes:
        part: its number, `None` where it is not given. Part One has no clauses.
        pieces: "(c)", "(iii)", "¶3", "intro", "int", "ext", "closing", "pp"; empty for a whole part.
        until: in place of the last piece, where a range ends; else empty.
    """

    part: int | None
    pieces: tuple[str, ...]
    until: str = ""


def read_citation(text: str) -> TypedCitation | None:
    """The citation that this text is; `None` where it is anything else, such as "2 years" or "Part Two budget"."""
    part, rest = take_part(text)
    if part is not None:
        read = _read_pieces(rest)
        return None if read is None else TypedCitation(part, *read)
    rest = re.sub(rf"^{_SOURCE}", "", rest)
    bare = _BARE_PART.match(rest)
    after = None if bare is None else _read_pieces(rest[bare.end() :])
    if bare is not None and after is not None and (after[0] or bare[1].isalpha()):
        return TypedCitation(_NUMBERS[bare[1]], *after)
    read = _read_pieces(rest)
    is_cited = read is not None and read[0] and _SIGNS.search(rest)
    return TypedCitation(None, *read) if read is not None and is_cited else None


def take_part(text: str) -> tuple[int | None, str]:
    """The number of the part that a text names, `None` where it names none; and the rest of the text, folded."""
    folded = fold(text)
    named = _PART.search(folded)
    if named is None:
        return None, folded
    return _NUMBERS[named[1]], f"{folded[: named.start()]} {folded[named.end() :]}".strip()


def _read_pieces(text: str) -> tuple[tuple[str, ...], str] | None:
    """The pieces and the end of a range; `None` where there is anything else in the text."""
    pieces: list[str] = []
    until, place = "", 0
    while (place := _skip(_BETWEEN, text, place)) < len(text):
        at_range = _UNTIL.match(text, place) if pieces else None
        if at_range is not None:
            place = _skip(_BETWEEN, text, at_range.end())
        found = _read_piece(text, place)
        if found is None or until:  # nothing stands behind a range
            return None
        piece, place = found
        if at_range is None:
            pieces.append(piece)
        else:
            until = "¶" + piece.strip("¶()") if pieces[-1].startswith("¶") else piece
    return tuple(pieces), until


def _skip(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return place if found is None else found.end()


def _read_piece(text: str, place: int) -> tuple[str, int] | None:
    """The piece at this place and where it ends."""
    for pattern, piece in _NAMED:
        named = pattern.match(text, place)
        if named is not None:
            return piece + (named[1] if piece == "¶" else ""), named.end()
    found = _BRACKETED.match(text, place) or _BARE.match(text, place)
    return None if found is None else (f"({found[1]})", found.end())


def find_cited(citation: TypedCitation) -> tuple[Clause, ...]:
    """The clauses that a citation names, in the order of the Guideline; none where there is no such clause."""
    found = _find(citation.part, citation.pieces)
    last = _find(citation.part, (*citation.pieces[:-1], citation.until)) if citation.until else ()
    if not found or not last or len({clause.part for clause in (*found, *last)}) > 1:
        return found
    clauses = load_clauses()
    return clauses[clauses.index(found[0]) : clauses.index(last[-1]) + 1] or found


def _find(part: int | None, pieces: tuple[str, ...]) -> tuple[Clause, ...]:
    """Where the part is given, the clause with these pieces or else those that begin with them; else all with them."""
    among = [(clause, own) for clause, own in _all_pieces() if part in {None, clause.part_number}]
    exactly = tuple(clause for clause, own in among if own == pieces)
    beginning = tuple(clause for clause, own in among if own[: len(pieces)] == pieces)
    if part is not None and (exactly or beginning):
        return exactly or beginning
    return tuple(clause for clause, own in among if _contains(own, pieces))


def _contains(own: tuple[str, ...], pieces: tuple[str, ...]) -> bool:
    return any(own[place : place + len(pieces)] == pieces for place in range(len(own)))


@cache
def _all_pieces() -> tuple[tuple[Clause, tuple[str, ...]], ...]:
    """Every clause with the pieces of its own number."""
    read = ((clause, _read_pieces(fold(clause.clause))) for clause in load_clauses())
    return tuple((clause, own[0]) for clause, own in read if own is not None)
