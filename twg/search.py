"""Finding what the store holds (D3)."""

import sys

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.search import SearchEntry, find_entries
from storage.core.spelling import is_visible
from twg.core.actors import Actor
from twg.core.audiences import Reader, visible_to
from twg.core.operations import operation, operations_of
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.core.subjects import Domain, Domains

#: How many results one search shows.
RESULTS = 10


@operation(Permission.SEE)
async def search_store(session: AsyncSession, actor: Actor, words: str, domains: Domains) -> list[SearchEntry]:
    """What the actor may see that has every word, of every subject that is searched; the newest first.

    Raises: Missing when there is no word.
    """
    if not is_visible(words):
        raise Missing(field="words")
    reader = Reader.of(actor)
    own = [subject.found_by(reader) for subject in domains.searched if subject.found_by is not None]
    return await find_entries(
        session,
        actor.twg.id,
        words,
        or_(visible_to(reader, SearchEntry.audience, SearchEntry.author_id), *own),
        limit=RESULTS,
    )


DOMAIN = Domain(operations=operations_of(sys.modules[__name__]))
