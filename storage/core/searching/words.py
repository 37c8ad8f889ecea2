"""The words of all entries of a TWG, for words that nobody wrote like that: misspelt ones, and parts of words.

A word with one letter wrong, too many, too few, or with two neighbours exchanged shares its first or its second half
with the right one, unless the two are exchanged in its very middle. So the words with the same half are read, by two
ranges of an index, and compared. Nothing is read of the entries; who searches finds by a word only what they may see.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.core.word_forms import stem
from storage.engine.database import Base, insert_ignoring

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


async def list_near(session: AsyncSession, twg_id: int, word: str) -> list[str]:
    """Words of the TWG that differ from a folded word by one letter, the likeliest first."""
    if len(word) < SHORTEST_MISSPELT or not word.isalpha():
        return []
    found = {each for each in await _list_half_alike(session, twg_id, word) if is_near(word, each)}
    return sorted(found, key=lambda each: _unlikeness(word, each))[:MOST_NEAR]


async def list_known(session: AsyncSession, twg_id: int, words: Collection[str]) -> set[str]:
    """Which of these folded words the TWG has."""
    return set(await session.scalars(_words(twg_id).where(SearchWord.word.in_(words)))) if words else set()


def is_near(word: str, each: str) -> bool:
    """Whether a folded word may be another one with a wrong letter."""
    if len(word) < SHORTEST_MISSPELT or not word.isalpha():
        return False
    return (len(word) >= _FIRST_MAY_BE_WRONG or each[0] == word[0]) and differ_by_one(word, each)


async def _list_half_alike(session: AsyncSession, twg_id: int, word: str) -> set[str]:
    half = len(word) // 2
    exchanged = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
    alike = [
        _begins(SearchWord.word, word[:half]),
        _begins(SearchWord.backwards, word[half:][::-1]),
        SearchWord.word == exchanged,
    ]
    length = func.length(SearchWord.word).between(len(word) - 1, len(word) + 1)
    found: set[str] = set()
    for condition in alike:
        rows = _words(twg_id).where(condition, length).limit(_MOST_COMPARED)
        found.update(await session.scalars(rows))
    return found


def _words(twg_id: int) -> Select[str]:
    return select(SearchWord.word).where(SearchWord.twg_id == twg_id)


def _begins(column: InstrumentedAttribute[str], beginning: str) -> ColumnElement[bool]:
    return column.between(beginning, beginning + _AFTER_ALL)


async def list_beginning(session: AsyncSession, twg_id: int, beginning: str) -> list[str]:
    """Words of the TWG that begin with these letters; not more than `MOST_WITHIN`."""
    rows = _words(twg_id).where(_begins(SearchWord.word, beginning)).order_by(SearchWord.word)
    return list(await session.scalars(rows.limit(MOST_WITHIN)))


async def list_containing(session: AsyncSession, twg_id: int, part: str) -> list[str]:
    """Words of the TWG that have these letters in them, of one or two letters at their end; at most `MOST_WITHIN`."""
    if not part.isalpha():
        return []
    if len(part) < SHORTEST:  # most words have them somewhere
        ending = _words(twg_id).where(_begins(SearchWord.backwards, part[::-1]))
        return list(await session.scalars(ending.order_by(SearchWord.backwards).limit(MOST_WITHIN)))
    rows = _words(twg_id).where(SearchWord.word.contains(part, autoescape=True)).order_by(SearchWord.word)
    return list(await session.scalars(rows.limit(MOST_WITHIN)))


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
