"""Papers composed when a person takes them, from rows that do not change any more: adopted minutes (R4, G6)."""

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from messages.minutes.document import Layout, build_minutes
from twg.core.actors import Actor
from twg.core.sheets import Composed, Sheet
from twg.minutes.composing import Minutes


def _minutes(actor: Actor, minutes: Minutes, locale: str) -> bytes:
    return build_minutes(actor.twg, minutes, Layout.PH, locale, actor.zone)


#: Given the person, what the paper says and its language, its bytes; by the key of its sheet.
COMPOSE: dict[str, Callable[[Actor, Any, str], bytes]] = {"minutes": _minutes}


async def compose(session: AsyncSession, actor: Actor, sheet: Sheet, paper: Composed) -> bytes:
    """The bytes of a paper. Raises: NotFound where the actor may not see what it says."""
    says = await paper.read(session, actor)
    return await asyncio.to_thread(COMPOSE[sheet.key], actor, says, paper.locale)
