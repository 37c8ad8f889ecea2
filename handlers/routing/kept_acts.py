"""An act of several messages, kept while buttons that act on it wait below the answer.

A button's update holds only the message that the answer replies to: of an album one file, of a long text one piece.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routing.incoming import Incoming
from handlers.routing.request import Reply, Request
from storage.core.kept_acts import KeptAct, find_gathering, find_kept_act
from twg.core.files import SentFile, of_album

#: Files that come so shortly after others are one act with them, until a button below the offer is pressed.
GATHERED_WITHIN = timedelta(minutes=2)


async def keep_act(request: Request, reply: Reply) -> None:
    """Keep the act where the answer replies to its message: buttons below it read what they act on from there."""
    incoming = request.incoming
    if not reply.to_message or reply.gathers not in {None, incoming.message_id}:
        return
    if not (incoming.joined or reply.gathers is not None):
        return
    kept = KeptAct(chat_id=incoming.chat_id, message_id=incoming.message_id, text=incoming.text)
    kept.files, kept.kept_at, kept.gathers = _dumped(_captioned(incoming)), request.now, reply.gathers is not None
    await request.session.merge(kept)


async def gather(request: Request) -> Incoming:
    """Files that were sent, behind those that came shortly before and that the person has not said anything of yet.

    Returns: the act with all of them; its message is the first. Any other message as it is.
    """
    incoming = request.incoming
    if not incoming.files or not incoming.private or incoming.replied_to is not None:
        return incoming
    kept = await find_gathering(request.session, incoming.chat_id, since=request.now - GATHERED_WITHIN)
    if kept is None:
        return incoming
    files = [*map(SentFile.model_validate, kept.files), *_captioned(incoming)]
    kept.files, kept.kept_at = _dumped(files), request.now
    kept.text = "\n".join(filter(None, (kept.text, incoming.text)))
    return replace(incoming, file=of_album(files), text=kept.text, message_id=kept.message_id)


def _captioned(incoming: Incoming) -> list[SentFile]:
    """Its files, each with its caption; that of a file which came alone is the text of its message."""
    files = list(incoming.files)
    if not incoming.text:
        return files
    return [files[0].model_copy(update={"caption": incoming.text})] if len(files) == 1 else files


def _dumped(files: Iterable[SentFile]) -> list[dict[str, Any]]:
    return [file.model_dump(mode="json") for file in files]


async def recall_act(session: AsyncSession, incoming: Incoming) -> Incoming:
    """A press below an answer to an act of several messages, with all of the act as what was replied to."""
    if not incoming.button or incoming.replied_to is None:
        return incoming
    kept = await find_kept_act(session, incoming.chat_id, incoming.replied_to)
    if kept is None:
        return incoming
    kept.gathers, kept.offered_id = False, None
    return replace(
        incoming, replied_text=kept.text, replied_file=of_album([SentFile.model_validate(file) for file in kept.files])
    )
