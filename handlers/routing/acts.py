"""Putting together what Telegram sends in several messages: albums, and long texts that the person's app cut."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.routing.incoming import SHORTEST_PIECE, Incoming
from handlers.routing.whose_words import Whose
from messages.rendering.content import utf16_length
from messages.rendering.templating import LONGEST_TEXT
from twg.core.files import of_album

#: Telegram's limit on an album.
MOST_PARTS = 10
#: The pieces of one text are sent in one go, at most so many seconds apart.
PIECES_APART_S = 3
#: Apps drop the spaces and line breaks at which they cut: two pieces may be this much shorter than what was too long.
_DROPPED = 16


def acts_of(waiting: Sequence[Incoming]) -> list[Incoming]:
    """What was done, in its order; an act stands where its first part is.

    Args:
        waiting: updates of one chat, in their order.
    """
    acts: list[list[Incoming]] = []
    for part in waiting:
        begun = next((act for act in acts if _is_of_album(act[0], part)), None)
        if begun is None and acts and _goes_on(acts[-1][-1], part):
            begun = acts[-1]
        if begun is None:
            acts.append([part])
        else:
            begun.append(part)
    return [_join(act) for act in acts]


def _is_of_album(first: Incoming, part: Incoming) -> bool:
    return part.album != "" and not part.edited and first.album == part.album and _same_place(first, part)


def _goes_on(piece: Incoming, part: Incoming) -> bool:
    """Whether a text is the next piece of one that an app cut: of more than fits a message, both sent in one go."""
    if not (_is_typed(piece) and _is_typed(part) and _same_place(piece, part)) or part.command is not None:
        return False
    length = utf16_length(piece.text)
    too_long = length + utf16_length(part.text) > LONGEST_TEXT - _DROPPED
    return length >= SHORTEST_PIECE and too_long and 0 <= part.sent_at - piece.sent_at <= PIECES_APART_S


def _is_typed(part: Incoming) -> bool:
    return part.whose is Whose.OWN and part.text != "" and part.file is None and not (part.button or part.edited)


def _same_place(one: Incoming, other: Incoming) -> bool:
    return (one.chat_id, one.thread_id, one.sender.user_id) == (other.chat_id, other.thread_id, other.sender.user_id)


def _join(act: Sequence[Incoming]) -> Incoming:
    first = act[0]
    parts = tuple(part.update_id for part in act)
    if len(act) == 1:
        return replace(first, parts=parts)
    if first.album:
        files = [part.file for part in act if part.file is not None]
        return replace(first, parts=parts, text=_captions(act), file=of_album(files))
    return replace(first, parts=parts, text=_whole([part.text for part in act]))


def _captions(act: Sequence[Incoming]) -> str:
    return "\n".join(dict.fromkeys(part.text for part in act if part.text))


def _whole(pieces: Sequence[str]) -> str:
    """The text again: a line break goes where an app cuts a text that has some, nothing where a piece was full."""
    whole = pieces[0]
    between = "\n" if any("\n" in piece for piece in pieces) else " "
    for before, piece in pairwise(pieces):
        whole += ("" if utf16_length(before) >= LONGEST_TEXT else between) + piece
    return whole
