"""What a reply comes to in Telegram: which message it edits, and which other reply can take its place."""

from dataclasses import dataclass

from handlers.routing.handled import Handled
from handlers.routing.request import Reply
from messages.rendering.content import Part, to_parts, to_plain, utf16_length, with_twg
from messages.rendering.templating import render, render_refusal

#: Telegram's limit on the text of answerCallbackQuery, in UTF-16 code units.
LONGEST_TOAST = 200


@dataclass(frozen=True)
class Edit:
    """A reply that is nothing but the edit of a message.

    Attributes:
        on_caption: the message has a file, so that its text is a caption.
    """

    handled: Handled
    message_id: int
    part: Part
    locale: str
    on_caption: bool


def refusal_of(handled: Handled) -> tuple[str, bool]:
    """The text of the reply's refusal, empty if there is none; and whether it is shown in a box over the chat."""
    refusal = handled.reply.refusal
    text = "" if refusal is None else render_refusal(refusal, handled.locale, handled.zone)
    boxed = handled.incoming.query_id != "" and 0 < utf16_length(to_plain(text)) <= LONGEST_TOAST
    return text if refusal is None or boxed else with_twg(text, refusal.twg, handled.locale), boxed


def edited_by(handled: Handled, reply: Reply) -> int | None:
    """Id of the message that a reply edits; None if it sends a new one."""
    return reply.message_id or (handled.incoming.message_id if reply.edit and handled.incoming.button else None)


def is_on_caption(handled: Handled, message_id: int) -> bool:
    return handled.incoming.below_file is not None and message_id == handled.incoming.message_id


def only_edit(handled: Handled) -> Edit | None:
    """The edit, if a reply is nothing else.

    None for one with further messages, a progress to follow, a row that it shows as it stands, or a new menu.
    """
    reply, (text, boxed) = handled.reply, refusal_of(handled)
    message_id = edited_by(handled, reply)
    kept = reply.also or reply.follows is not None or reply.live is not None
    if reply.content is None or message_id is None or kept or handled.menu:
        return None
    if text and not boxed:
        return None
    locale, on_caption = reply.locale or handled.locale, is_on_caption(handled, message_id)
    part, *rest = to_parts(reply.content, locale, handled.zone)
    if rest or (part.file is not None) != on_caption:
        return None
    return Edit(handled, message_id, part, locale, on_caption)


def is_replaced(handled: Handled, newer: Handled) -> bool:
    """Whether the newer of two replies that wait says all that the older one does, so that only it is sent."""
    return _is_same_answer(handled, newer) or _is_newer_offer(handled, newer)


def _is_same_answer(handled: Handled, newer: Handled) -> bool:
    """Whether the newer of two replies to a stranger says the same in a message as the older."""
    if not handled.incoming.private or handled.account_id is not None or newer.account_id is not None or handled.menu:
        return False
    texts = _messages(handled)
    return texts != [] and texts == _messages(newer)


def _is_newer_offer(handled: Handled, newer: Handled) -> bool:
    """Whether the newer of two replies offers what the same act can be, which has more files by now."""
    return handled.reply.gathers is not None and handled.reply.gathers == newer.reply.gathers and not handled.menu


def _messages(handled: Handled) -> list[str]:
    """The texts that a reply sends, in order; an empty list if it also does something else."""
    reply, (refusal, _boxed) = handled.reply, refusal_of(handled)
    if handled.incoming.button or any(each.follows or each.message_id for each in (reply, *reply.also)):
        return []
    contents = [each.content for each in (reply, *reply.also) if each.content is not None]
    if any(content.files for content in contents):
        return []
    texts = [render(content.template, handled.locale, handled.zone, content.context) for content in contents]
    return [*filter(None, [refusal]), *texts]
