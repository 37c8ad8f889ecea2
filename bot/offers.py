"""Which message of the bot offers what an act can be: files that follow change it instead of being offered again."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routing.request import Reply
from storage.core.kept_acts import find_kept_act
from storage.engine.database import Database


async def find_offer(database: Database, chat_id: int, reply: Reply) -> int | None:
    """Id of the message that offered what the same act can be, when the act had fewer files; None where it was not."""
    if reply.gathers is None:
        return None
    async with database.read() as session:
        kept = await find_kept_act(session, chat_id, reply.gathers)
    return None if kept is None else kept.offered_id


async def note_offer(session: AsyncSession, *, chat_id: int, first_id: int, message_id: int) -> None:
    """Remember the message that offers what an act can be, unless a button below it was pressed already.

    Args:
        first_id: id of the first message of the act.
    """
    kept = await find_kept_act(session, chat_id, first_id)
    if kept is not None and kept.gathers:
        kept.offered_id = message_id
