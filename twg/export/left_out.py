"""What an export leaves out because of who asks for it, so that nobody takes it for the whole (R4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.subgroups import list_groups
from twg.core.actors import Actor
from twg.core.addressing import Addressed, access_reading
from twg.core.audiences import Audience, to_column, tokens_of
from twg.core.sheets import Sheet


@dataclass(frozen=True)
class LeftOut:
    """Something that is left out.

    Attributes:
        what: in English, as a capability declares it; empty for what is for an audience.
        audience: for whom it is, where that is why.
    """

    what: str = ""
    audience: Addressed | None = None


async def access_left_out(session: AsyncSession, actor: Actor, sheets: Iterable[Sheet]) -> list[LeftOut]:
    """What the actor does not get: rows for audiences that they are not in, and what sheets keep back of others.

    It follows from the role and places of the actor alone, so that it does not tell whether there are such rows.
    """
    held, read = tokens_of(actor.member), await access_reading(session, actor)
    groups = [group.token for group in await list_groups(session, actor.twg.id)]
    tokens = [token for token in (*Audience, *groups) if token not in held]
    kept_back = [words for sheet in sheets if (words := sheet.left_out(actor))]
    by_audience = [LeftOut(audience=read(to_column(token))) for token in tokens]
    return [*by_audience, *(LeftOut(words) for words in dict.fromkeys(kept_back))]
