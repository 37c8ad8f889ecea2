"""An act of several messages, kept while buttons that act on it wait below the answer.

A button's update holds only the message that the answer replies to: of an album one file, of a long text one piece.
"""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routing.incoming import Incoming
from handlers.routing.request import Reply, Request
from storage.core.kept_acts import KeptAct, find_kept_act
from twg.core.files import SentFile, of_album


async def keep_act(request: Request, reply: Reply) -> None:
    """Keep the act where the answer replies to its message: buttons below it read what they act on from there."""
    incoming = request.incoming
    if not (incoming.joined and reply.to_message):
        return
    files = [file.model_dump(mode="json") for file in incoming.files]
    kept = KeptAct(chat_id=incoming.chat_id, message_id=incoming.message_id, text=incoming.text, files=files)
    kept.kept_at = request.now
    await request.session.merge(kept)


async def recall_act(session: AsyncSession, incoming: Incoming) -> Incoming:
    """A press below an answer to an act of several messages, with all of the act as what was replied to."""
    if not incoming.button or incoming.replied_to is None:
        return incoming
    kept = await find_kept_act(session, incoming.chat_id, incoming.replied_to)
    if kept is None:
        return incoming
    return replace(
        incoming, replied_text=kept.text, replied_file=of_album([SentFile.model_validate(file) for file in kept.files])
    )
