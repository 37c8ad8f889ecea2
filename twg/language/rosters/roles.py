"""The role of a person: from words of a column, the heading of a part of the list, or the institution."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from storage.core.roles import Role
from storage.core.spelling import fold
from twg.language.rosters.words import load_words, pattern


@dataclass(frozen=True)
class RoleWords:
    """What words about a role say.

    Attributes:
        role: None for a plain member.
        themes: of a focal point.
        alternate: an alternate of the person before.
        co_chair: it is the lead facilitator where the person is of a development partner.
        unknown: words that are not known.
    """

    role: Role | None = None
    themes: tuple[str, ...] = ()
    alternate: bool = False
    co_chair: bool = False
    unknown: str = ""


_FOCAL = re.compile(
    r"(?:(?P<before>[a-z][a-z &,/-]*?) )?focal (?:points?|persons?|official)(?: (?:for|on|of) (?P<theme>[^():;]+))?"
)
_FOCAL_KM = re.compile(
    f"(?:{fold('មន្ត្រីបង្គោល')}|{fold('ជនបង្គោល')})"
    f"(?:{fold('ទទួលបន្ទុក')}|{fold('ផ្នែក')}|{fold('សម្រាប់')}|{fold('លើ')})?"
    r" ?\(?(?P<theme>[^()]*)\)?"
)
_WORDS = load_words()["roles"]
_ALTERNATE, _VICE = pattern(_WORDS["alternate"]), pattern(_WORDS["vice"])
_CO_CHAIR, _MEMBER = pattern(_WORDS["co_chair"]), pattern(_WORDS["member"])
_LEADERS = pattern(_WORDS["leaders"])
_GROUP = pattern(load_words()["headings"]["group"])
_NO_SECRETARY = pattern(_WORDS["no_secretary"])
_FILLING = re.compile(rf"{pattern([*_WORDS['filling'], *_WORDS['filling_khmer']]).pattern}|[^\w\u1780-\u17d3]|[\d_]")
_ByRole = tuple[tuple[Role, re.Pattern[str]], ...]


def _by_role(words: Mapping[str, list[str]]) -> _ByRole:
    return tuple((Role(role), pattern(of_role)) for role, of_role in words.items())


_OFFICES, _SIDES, _INSTITUTIONS = (_by_role(_WORDS[name]) for name in ("offices", "sides", "institutions"))


def read_role(text: str) -> RoleWords | None:
    """What a text in the column of roles says; None for words that are not known."""
    folded = fold(text)
    if not folded:
        return RoleWords()
    alternate = _ALTERNATE.search(folded) is not None
    rest = _ALTERNATE.sub(" ", folded)
    if (found := _focal_point(rest)) is not None:
        return RoleWords(Role.FOCAL_POINT, found, alternate)
    if _CO_CHAIR.search(rest):
        side = _side(rest, _SIDES)
        lead = side is Role.DEVELOPMENT_PARTNER
        return RoleWords(Role.LEAD_FACILITATOR if lead else Role.CHAIR, (), alternate, co_chair=not lead)
    if _VICE.search(rest):
        return RoleWords(None, (), alternate)
    rest = _NO_SECRETARY.sub(" ", rest)
    for role, words in _OFFICES:
        if words.search(rest):
            return RoleWords(role, (), alternate)
    side = _side(rest, _SIDES)
    if side is None and not alternate and not _MEMBER.search(rest):
        return None
    return RoleWords(side, (), alternate)


def read_part(text: str) -> RoleWords | None:
    """What a heading over a part of the list says: a constituency or an office; None for another text.

    A heading consists of such words: "Ministry of Health" is an institution, "II. Line ministries" a heading.
    """
    folded = fold(text)
    if not folded or len(folded) > 120:
        return None
    rest = folded
    offices_and_sides = (words for _role, words in (*_OFFICES, *_SIDES))
    for words in (_LEADERS, _FOCAL, _FOCAL_KM, _CO_CHAIR, _VICE, *offices_and_sides, _ALTERNATE, _MEMBER):
        rest = words.sub(" ", rest)
    rest = re.sub(r"\([^()]*\)", " ", rest)  # (DPs), (RGC), a count
    if _FILLING.sub("", rest).strip():
        return None
    if _LEADERS.search(folded):
        return RoleWords()
    found = read_role(folded)
    return found if found is not None and (found.role is not None or _MEMBER.search(folded)) else None


def names_group(text: str) -> bool:
    """Whether the text says that it is about the TWG."""
    return _GROUP.search(fold(text)) is not None


def role_of_institution(name: str) -> Role | None:
    """The side that an institution of this name is of; None where the name does not tell."""
    return _side(fold(name), _INSTITUTIONS)


def _side(folded: str, sides: _ByRole) -> Role | None:
    return next((role for role, words in sides if words.search(folded)), None)


def _focal_point(folded: str) -> tuple[str, ...] | None:
    """The themes of a focal point; None for another role."""
    found = _FOCAL.search(folded) or _FOCAL_KM.search(folded)
    if found is None:
        return None
    named = found.groupdict()
    theme = (named.get("theme") or named.get("before") or "").strip(" -,.:")
    return (theme,) if theme else ()
