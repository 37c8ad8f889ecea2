"""Searching the clauses of the Guideline (R5).

GuidelineRefusal
└── UnknownClause       no clause contains all of these words
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.guideline.clauses import Clause, find_clauses

#: Clauses shown in one message; each is a heading and up to three sentences.
SHOWN = 3


class GuidelineRefusal(Refusal):
    key = "guideline#refused"


class UnknownClause(GuidelineRefusal):
    """data: `words`."""

    key = "guideline#unknown"


@dataclass(frozen=True)
class FoundClauses:
    """The best matches for a query, at most `SHOWN`, and whether there are more."""

    shown: tuple[Clause, ...]
    more: bool


@operation(Permission.GUIDELINE_READ)
async def search_guideline(_session: AsyncSession, _actor: Actor, words: str) -> FoundClauses:
    """The clauses that contain every word, in either language, best match first.

    Raises: UnknownClause.
    Source: Guideline 2016, Parts Two to Four, paraphrased.
    """
    found = find_clauses(words, limit=SHOWN + 1)
    if not found:
        raise UnknownClause(field="words", words=words)
    return FoundClauses(found[:SHOWN], more=len(found) > SHOWN)
