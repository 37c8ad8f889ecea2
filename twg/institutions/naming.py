"""Which institution a name means, and which ones are near to it: offered before a new one is made (M10)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from storage.core.spelling import fold, key_of
from storage.members import Institution, NamedInstitution, name_key
from storage.members.known_bodies import find_body

#: Institutions that are offered at most.
MOST_NEAR = 5
#: Two names are near from this likeness on (0 to 1), where both have this many characters without their common words.
LIKE, LONG_ENOUGH = 0.8, 5
#: A name within another one has at least so many characters: "MoH" in "Department of Planning, MoH".
SHORTEST_PART = 3

_SMALL_WORDS = {"of", "the", "and", "for", "in", "on", "&"}
#: Words that many institutions have in their names; likeness is judged by the others.
_COMMON_WORDS = {*_SMALL_WORDS, "ministry", "department", "general", "national", "royal", "cambodia", "cambodian"}
#: The same in Khmer, which has no spaces: they are cut off the beginning.
_COMMON_BEGINNINGS = tuple(key_of(word) for word in ("ក្រសួង", "អគ្គនាយកដ្ឋាន", "នាយកដ្ឋាន", "អគ្គលេខាធិការដ្ឋាន"))


@dataclass(frozen=True)
class Institutions:
    """All institutions by their names, to look names up in."""

    known: tuple[NamedInstitution, ...]
    _by_key: dict[str, Institution] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for named in self.known:
            for text in named.texts:
                self._by_key.setdefault(name_key(text), named.institution)

    def called(self, name: str) -> Institution | None:
        """The institution that is called so, or is the same known body, as `find_institution` finds it."""
        body = find_body(name)
        keys = (name_key(name), *(() if body is None else map(name_key, body.names)))
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def of_id(self, institution_id: int) -> Institution | None:
        return next((one.institution for one in self.known if one.institution.id == institution_id), None)

    def near(self, name: str) -> list[Institution]:
        """Those that a name may mean, the likeliest first; at most `MOST_NEAR`."""
        judged = [(max(_nearness(name, text) for text in named.texts), named.institution) for named in self.known]
        found = sorted((pair for pair in judged if pair[0] >= LIKE), key=lambda pair: (-pair[0], pair[1].name))
        return [institution for _nearness, institution in found[:MOST_NEAR]]


def _nearness(one: str, other: str) -> float:
    """How near two names are, from 0 to 1."""
    if _stands_for(one, other) or _stands_for(other, one) or _is_part(one, other) or _is_part(other, one):
        return 1.0
    mine, its = _words(one), _words(other)
    return max(_likeness(_core(mine), _core(its)), _likeness(_core(sorted(mine)), _core(sorted(its))))


def _words(name: str) -> list[str]:
    return [word.strip(".,;()") for word in fold(name).replace("/", " ").replace("-", " ").split()]


def _likeness(one: str, other: str) -> float:
    if min(len(one), len(other)) < LONG_ENOUGH:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _core(words: Iterable[str]) -> str:
    """Words of a name without those that many have, in one."""
    core = "".join(word for word in words if word not in _COMMON_WORDS)
    for beginning in _COMMON_BEGINNINGS:
        if core.startswith(beginning) and core != beginning:
            return core.removeprefix(beginning)
    return core


def _stands_for(short: str, long: str) -> bool:
    """Whether a single word is made of the first letters of a name, with or without those of its small words."""
    words, letters = [word for word in _words(long) if word], key_of(short).replace(".", "")
    if len(words) < 2 or not letters.isascii() or len(letters) < 2 or " " in fold(short):
        return False
    return letters in {_initials(words), _initials(word for word in words if word not in _SMALL_WORDS)}


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words)


def _is_part(short: str, long: str) -> bool:
    """Whether a name stands within a longer one, as whole words; Khmer has no spaces between them."""
    part = _words(short)
    if len("".join(part)) < SHORTEST_PART or key_of(short) == key_of(long):
        return False
    if not key_of(short).isascii():
        return len(key_of(short)) > LONG_ENOUGH and key_of(short) in key_of(long)
    return f" {' '.join(part)} " in f" {' '.join(_words(long))} "
