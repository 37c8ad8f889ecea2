"""Searching the clauses of the Guideline (R5).

GuidelineRefusal
└── UnknownClause       no clause contains any of these words, or there is none with this number
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.guideline.clauses import Clause
from twg.guideline.finding import find_clauses, find_nearest

#: Clauses shown in one message; each is a heading and up to three sentences.
SHOWN = 3


class GuidelineRefusal(Refusal):
    key = "guideline#refused"


class UnknownClause(GuidelineRefusal):
    """data: `words`."""

    key = "guideline#unknown"


@dataclass(frozen=True)
class FoundClauses:
    """The best matches for a query.

    Attributes:
        shown: at most `SHOWN`.
        more: whether there are more.
        complete: whether each contains every word, or is what the citation names; else they contain the most words.
    """

    shown: tuple[Clause, ...]
    more: bool
    complete: bool


@operation(Permission.GUIDELINE_READ)
async def search_guideline(_session: AsyncSession, _actor: Actor, words: str) -> FoundClauses:
    """The clauses that a citation names or that contain every word, best match first; else those with the most words.

    Raises: UnknownClause.
    Source: Guideline 2016, Parts Two to Four, paraphrased.
    """
    complete = find_clauses(words, limit=SHOWN + 1)
    found = complete or find_nearest(words, limit=SHOWN + 1)
    if not found:
        raise UnknownClause(field="words", words=words)
    return FoundClauses(found[:SHOWN], more=len(found) > SHOWN, complete=bool(complete))
