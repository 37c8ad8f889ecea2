"""Tapping buttons."""

from __future__ import annotations

import time

from sandbox.doings.common import reading_place
from sandbox.doings.media import sends_contact, sends_location
from sandbox.doings.registry import doing
from sandbox.doings.writing import says
from sandbox.errors import Impossible, Json
from sandbox.facts import Facts
from sandbox.model import Chat, Message, Person, Tap
from sandbox.views import reply_keyboard
from sandbox.world import World


@doing("taps")
def taps(world: World, person: Person, facts: Facts) -> Json:
    """Tap a button: by `label` on the newest message that has it, or by `data` on `message_id`.

    With `forged` the data and the message need not exist: what a modified app can send.
    """
    chat = reading_place(world, person, facts)
    if facts.flag("forged"):
        return _press(world, person, chat, facts.whole("message_id"), facts.text("data"), "")
    key = find_key(person, chat, facts)
    if key is not None:
        return _use_key(world, person, key, facts)
    message, button = find_button(chat, facts)
    if "url" in button:
        return {"id": None, "url": button["url"], "label": button["text"], "message_id": message.id}
    if "callback_data" not in button:
        return {"id": None, "label": button["text"], "message_id": message.id}
    return _press(world, person, chat, message.id, str(button["callback_data"]), str(button["text"]))


def find_key(person: Person, chat: Chat, facts: Facts) -> Json | None:
    """The key of the reply keyboard with exactly this label, None when there is none."""
    label = facts.find_text("label")
    if label is None or facts.find_whole("message_id") is not None:
        return None
    rows = (reply_keyboard(person, chat) or {}).get("keyboard", [])
    return next((key for row in rows for key in row if key.get("text") == label), None)


def _use_key(world: World, person: Person, key: Json, facts: Facts) -> Json:
    """A key writes its label, or shares what it asks for."""
    where = Facts({"chat_id": facts.find_whole("chat_id")})
    if key.get("request_contact"):
        sent = sends_contact(world, person, where)
    elif key.get("request_location"):
        sent = sends_location(world, person, where)
    else:
        sent = says(world, person, Facts({"text": key["text"], **where.values}))
    return {"id": None, "label": key["text"], "message_id": sent["id"]}


def find_button(chat: Chat, facts: Facts) -> tuple[Message, Json]:
    """The button that is meant, on the newest message that has it; `Impossible` lists what is on the screen."""
    wanted = facts.find_whole("message_id")
    label, data = facts.find_text("label"), facts.find_text("data")
    messages = [m for m in reversed(chat.messages.values()) if not m.deleted and wanted in (None, m.id)]
    for message in messages:
        buttons = [button for row in message.inline_rows for button in row]
        if data is not None:
            found = [b for b in buttons if b.get("callback_data") == data]
        else:
            found = [b for b in buttons if b["text"] == label] or [b for b in buttons if str(label) in b["text"]]
        if found:
            return message, found[0]
    shown = [f"{m.id}: {[[b['text'] for b in row] for row in m.inline_rows]}" for m in messages if m.inline_rows]
    meant = label if data is None else data
    raise Impossible(f"no button {meant!r} on the screen; there is {'; '.join(shown[:5]) or 'no button at all'}")


def _press(world: World, person: Person, chat: Chat, message_id: int, data: str, label: str) -> Json:
    tap = Tap(
        id=f"{person.id}{world.next_number():010d}",
        person_id=person.id,
        chat_id=chat.id,
        message_id=message_id,
        data=data,
        label=label,
        made_at=time.monotonic(),
    )
    world.taps[tap.id] = tap
    message = chat.messages.get(message_id)
    world.journal.write(
        "taps", chat_id=chat.id, who=person.name, person_id=person.id, tap_id=tap.id, message_id=message_id, label=label
    )
    world.updates.push(
        "callback_query",
        {
            "id": tap.id,
            "from": person.as_user(),
            "message": world.wire(message)
            if message is not None and not message.deleted
            else {"chat": world.chat_json(chat), "message_id": message_id, "date": 0},
            "chat_instance": str(chat.id * 7919),
            "data": data,
        },
    )
    return tap.as_json()
