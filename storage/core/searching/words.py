"""The words of all entries of a TWG, for words that nobody wrote like that: misspelt ones, and parts of words.

A word with one letter wrong, too many, too few, or with two neighbours exchanged shares its first or its second half
with the right one, unless the two are exchanged in its very middle. So the words with the same half are read, by two
ranges of an index, and compared. Nothing is read of the entries; who searches finds by a word only what they may see.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.core.word_forms import stem
from storage.engine.database import Base, connection_of, insert_ignoring

#: Letters of the words that are kept: shorter ones are too much alike, longer ones are no words.
SHORTEST, LONGEST = 3, 24
#: Letters from which on a misspelt word is looked for, and from which on its first letter may be the wrong one.
SHORTEST_MISSPELT = 4
_FIRST_MAY_BE_WRONG = 5
#: Most words taken for a misspelt one, and most that have a word within them or begin with it.
MOST_NEAR = 12
MOST_WITHIN = 100
#: Most words that are compared with a half of a word.
_MOST_COMPARED = 3_000
_AFTER_ALL = "\U0010ffff"
#: Parts of what is found before those that are like a form of a word: words that begin with it, and that have it.
_OTHERS = 2
#: Compares by code points on both databases, so that words that begin alike are a range.
_WORD = String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql")


class SearchWord(Base):
    """A word of an entry of a TWG. It stays when no entry has it any more: what it would find is looked for anyway."""

    __tablename__ = "search_word"
    __table_args__ = (
        Index("ix_search_word_backwards", "twg_id", "backwards"),
        {"sqlite_with_rowid": False},
    )

    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), primary_key=True, autoincrement=False)
    #: Folded; of letters only.
    word: Mapped[str] = mapped_column(_WORD, primary_key=True)
    #: The word read from its end.
    backwards: Mapped[str] = mapped_column(_WORD)


def is_kept(word: str) -> bool:
    """Whether a folded word is kept here: numbers and codes are not, of which no other one is meant."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


async def add_words(session: AsyncSession, twg_id: int, words: Iterable[str]) -> None:
    """Keep the words of an entry; those that are not to be kept are left out."""
    # In one order, so that two transactions do not wait for each other's new words.
    rows = [{"twg_id": twg_id, "word": word, "backwards": word[::-1]} for word in sorted({*filter(is_kept, words)})]
    if rows:
        await session.execute(insert_ignoring(session, SearchWord), rows)


class Instead(NamedTuple):
    """Words of a TWG that may be meant by a word that nothing has as it was typed.

    Attributes:
        near: those that differ by one letter from it, or from its stem; the likeliest first.
        within: those that begin with it, then those that have it in them; not more than `MOST_WITHIN`.
    """

    near: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


async def list_instead(session: AsyncSession, twg_id: int, word: str) -> Instead:
    """The words of the TWG that may be meant by a folded word."""
    if not word.isalpha():
        return Instead()
    forms = [form for form in dict.fromkeys((word, stem(word))) if _may_be_misspelt(form)]
    asked = _words_like(len(forms), ending=len(word) < SHORTEST)
    parts: list[set[str]] = [set() for _number in range(_OTHERS + len(forms))]
    for part, found in await connection_of(session).execute(asked, _parameters(twg_id, word, forms)):
        parts[part].add(found)
    beginning, containing, *alike = parts
    near = [each for form, words in zip(forms, alike, strict=True) for each in _likeliest(form, words)]
    within = [*sorted(beginning), *(sorted(containing, key=_backwards) if len(word) < SHORTEST else sorted(containing))]
    return Instead(tuple(dict.fromkeys(near)), tuple(dict.fromkeys(within))[:MOST_WITHIN])


async def list_known(session: AsyncSession, twg_id: int, words: Collection[str]) -> set[str]:
    """Which of these folded words the TWG has."""
    own = select(SearchWord.word).where(SearchWord.twg_id == twg_id)
    return set(await session.scalars(own.where(SearchWord.word.in_(words)))) if words else set()


def is_near(word: str, each: str) -> bool:
    """Whether a folded word may be another one with a wrong letter."""
    if not _may_be_misspelt(word):
        return False
    return (len(word) >= _FIRST_MAY_BE_WRONG or each[0] == word[0]) and differ_by_one(word, each)


def _may_be_misspelt(word: str) -> bool:
    return len(word) >= SHORTEST_MISSPELT and word.isalpha()


def _likeliest(word: str, alike: Iterable[str]) -> list[str]:
    found = (each for each in alike if is_near(word, each))
    return sorted(found, key=lambda each: _unlikeness(word, each))[:MOST_NEAR]


@cache
def _words_like(forms: int, *, ending: bool) -> CompoundSelect[int, str]:
    """Words that begin with one, that have it in them, and that have a half of one of its forms; each with its part.

    One statement, since each of several would take longer on its way than in the database.

    Args:
        forms: how many are given.
        ending: words only have it at their end: a short one is somewhere in most of them.
    """
    part_of = partial(_part, SearchWord.twg_id == bindparam("twg_id"))
    begins = part_of(0, _begins(SearchWord.word, "word")).order_by(SearchWord.word).limit(MOST_WITHIN)
    if ending:
        has = part_of(1, _begins(SearchWord.backwards, "ending")).order_by(SearchWord.backwards)
    else:
        has = part_of(1, SearchWord.word.contains(bindparam("word"))).order_by(SearchWord.word)
    parts = [begins, has.limit(MOST_WITHIN)]
    for number in range(forms):
        alike = (
            _begins(SearchWord.word, f"first_{number}"),
            _begins(SearchWord.backwards, f"second_{number}"),
            SearchWord.word == bindparam(f"exchanged_{number}"),
        )
        length = func.length(SearchWord.word).between(bindparam(f"least_{number}"), bindparam(f"most_{number}"))
        parts += [part_of(_OTHERS + number, condition, length).limit(_MOST_COMPARED) for condition in alike]
    return union_all(*(select(each.subquery()) for each in parts))


def _part(own: ColumnElement[bool], number: int, *conditions: ColumnElement[bool]) -> Select[int, str]:
    return select(literal_column(str(number), Integer).label("part"), SearchWord.word).where(own, *conditions)


def _begins(column: InstrumentedAttribute[str], name: str) -> ColumnElement[bool]:
    return column.between(bindparam(name), bindparam(f"{name}_to"))


def _parameters(twg_id: int, word: str, forms: Sequence[str]) -> dict[str, Any]:
    """Of `_words_like`."""
    beginnings = {"word": word, "ending": word[::-1]}
    others: dict[str, Any] = {}
    for number, form in enumerate(forms):
        half = len(form) // 2
        beginnings |= {f"first_{number}": form[:half], f"second_{number}": form[half:][::-1]}
        others[f"exchanged_{number}"] = form[: half - 1] + form[half] + form[half - 1] + form[half + 1 :]
        others |= {f"least_{number}": len(form) - 1, f"most_{number}": len(form) + 1}
    ends = {f"{name}_to": beginning + _AFTER_ALL for name, beginning in beginnings.items()}
    return {"twg_id": twg_id, **beginnings, **ends, **others}


def _backwards(word: str) -> str:
    return word[::-1]


def differ_by_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours are exchanged; not for equal words."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )


def _unlikeness(typed: str, word: str) -> tuple[bool, bool, bool, str]:
    """Sorts words by how unlikely somebody meant them who typed this."""
    same_form = stem(typed) == stem(word)
    same_letters = sorted(typed) == sorted(word)
    return not same_form, typed[0] != word[0], not (same_letters or len(typed) != len(word)), word
