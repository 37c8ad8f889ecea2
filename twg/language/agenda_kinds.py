"""What an agenda item is, by its title, and where a new one is placed: adoption first, the next date last."""

import re
from collections.abc import Sequence

from storage.core.spelling import fold
from storage.meetings import AgendaKind
from twg.language.agenda import AgendaLine

_ENGLISH = (
    (
        AgendaKind.MINUTES,
        r"(?:(?:review|reading|adoption|approval|adopt|approve|endorsement)\b.*)?\bminutes of\b.*|.*\blast minutes\b.*",
    ),
    (
        AgendaKind.ADOPTION,
        r"(?:review and )?(?:adoption|approval|adopt|approve|endorse|endorsement)\b.*\bagenda\b.*",
    ),
    (AgendaKind.NEXT, r".*\b(?:date|dates|time)\b.* next (?:\w+ )?meeting.*|next (?:\w+ )?meeting.*"),
    (AgendaKind.OTHER, r"(?:any )?other (?:business|matters|issues).*|a\.?o\.?b\.?\b.*|miscellaneous.*|others?"),
    (AgendaKind.BREAK, r"(?:(?:coffee|tea|lunch|health)\b.*|(?:short )?break\b.*)"),
    (AgendaKind.CLOSING, r"(?:closing|conclusion and closing|wrap[- ]?up and closing)\b.*"),
    (AgendaKind.OPENING, r"(?:opening|welcome|welcoming|introductions?|registration|national anthem)\b.*"),
)
_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _ENGLISH]
_KHMER = [
    (kind, fold(word).replace(" ", ""))
    for kind, words in (
        (AgendaKind.MINUTES, ("អនុម័តកំណត់ហេតុ", "ពិនិត្យនិងអនុម័តកំណត់ហេតុ", "ពិនិត្យកំណត់ហេតុ", "អនុម័តលើកំណត់ហេតុ", "អនុម័តសេចក្ដីព្រាងកំណត់ហេតុ")),
        (AgendaKind.ADOPTION, ("អនុម័តរបៀបវារៈ", "ពិនិត្យនិងអនុម័តរបៀបវារៈ", "អនុម័តលើរបៀបវារៈ", "ឯកភាពលើរបៀបវារៈ")),
        (AgendaKind.NEXT, ("កាលបរិច្ឆេទកិច្ចប្រជុំ", "កិច្ចប្រជុំបន្ទាប់", "កិច្ចប្រជុំលើកក្រោយ")),
        (AgendaKind.OTHER, ("បញ្ហាផ្សេង", "ផ្សេងៗ", "បញ្ហាដទៃ")),
        (AgendaKind.BREAK, ("សម្រាក", "ញ៉ាំកាហ្វេ", "អាហារសម្រន់")),
        (AgendaKind.CLOSING, ("បិទកិច្ចប្រជុំ", "បិទអង្គប្រជុំ", "ពិធីបិទ", "មតិបិទ", "សុន្ទរកថាបិទ")),
        (
            AgendaKind.OPENING,
            ("មតិស្វាគមន៍", "ស្វាគមន៍", "បើកកិច្ចប្រជុំ", "បើកអង្គប្រជុំ", "ពិធីបើក", "មតិបើក", "សុន្ទរកថាបើក", "គោរពភ្លេងជាតិ"),
        ),
    )
    for word in words
]
_ORDER = [
    AgendaKind.OPENING,
    AgendaKind.ADOPTION,
    AgendaKind.MINUTES,
    AgendaKind.SUBSTANCE,
    AgendaKind.OTHER,
    AgendaKind.NEXT,
    AgendaKind.CLOSING,
]


def kind_of(title: str) -> AgendaKind:
    """The kind that a title says; an item of substance where it says none."""
    plain = fold(title).strip(" .-")
    joined = plain.replace(" ", "")
    for kind, word in _KHMER:
        if joined.startswith(word):
            return kind
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(plain)), AgendaKind.SUBSTANCE)


def place_for(lines: Sequence[AgendaLine], new: AgendaLine) -> int:
    """The place, from 0, of an item that is added: before the first item of a later kind at the end of the agenda.

    Source: practice of TWGs: the agenda is adopted first, other business and the next date come last.
    """
    rank = _rank(kind_of(new.title))
    if rank < _ORDER.index(AgendaKind.SUBSTANCE):
        before = (place for place, line in enumerate(lines) if _rank(kind_of(line.title)) > rank)
        return next(before, len(lines))
    place = len(lines)
    while place and _rank(kind_of(lines[place - 1].title)) > rank:
        place -= 1
    return place


def _rank(kind: AgendaKind) -> int:
    return _ORDER.index(AgendaKind.SUBSTANCE if kind is AgendaKind.BREAK else kind)
