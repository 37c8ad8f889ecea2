"""Answering button presses."""

from __future__ import annotations

import time

from sandbox.errors import bad_request
from sandbox.limits import CALLBACK_ANSWER_LENGTH, CALLBACK_LIFETIME_S
from sandbox.methods.registry import method
from sandbox.params import Params
from sandbox.world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a button press. A press takes one answer, within `CALLBACK_LIFETIME_S`."""
    if not params.has("callback_query_id"):
        raise bad_request(TOO_OLD)
    text = params.text("text")
    if len(text) > CALLBACK_ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = world.taps.get(params.text("callback_query_id"))
    if tap is None or tap.answered or time.monotonic() - tap.made_at > CALLBACK_LIFETIME_S:
        raise bad_request(TOO_OLD)
    url = params.text("url")
    if url and not url.startswith((f"https://t.me/{world.username}?", f"t.me/{world.username}?")):
        raise bad_request("URL_INVALID")
    tap.answered, tap.text, tap.show_alert, tap.url = True, text, params.boolean("show_alert"), url
    world.journal.write(
        "answer",
        chat_id=tap.chat_id,
        who=world.people[tap.person_id].name,
        person_id=tap.person_id,
        tap_id=tap.id,
        message_id=tap.message_id,
        text=text,
        show_alert=tap.show_alert,
    )
    return True
