"""Pressing inline buttons and the keys of a reply keyboard."""

from __future__ import annotations

import time

from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.model import Chat, Message, Person, Tap
from sandbox.person_actions.access import access_chat_to_read
from sandbox.person_actions.messages import says
from sandbox.person_actions.registry import person_action
from sandbox.person_actions.service import posts_service
from sandbox.person_actions.sharing import sends_contact, sends_location
from sandbox.views import reply_keyboard
from sandbox.world import World


@person_action("taps")
def taps(world: World, person: Person, fields: Fields) -> Json:
    """Press a button: by `label` on the newest message that has it, or by `data` on `message_id`.

    With `forged`, the callback data and the message need not exist: a modified app can send such a query.
    """
    chat = access_chat_to_read(world, person, fields)
    if fields.boolean("forged"):
        return _send_callback_query(world, person, chat, fields.integer("message_id"), fields.text("data"), "")
    key = find_key(person, chat, fields)
    if key is not None:
        return _use_key(world, person, key, fields)
    message, button = find_button(chat, fields)
    if "url" in button:
        return {"id": None, "url": button["url"], "label": button["text"], "message_id": message.id}
    if "callback_data" not in button:
        return {"id": None, "label": button["text"], "message_id": message.id}
    return _send_callback_query(world, person, chat, message.id, str(button["callback_data"]), str(button["text"]))


def find_key(person: Person, chat: Chat, fields: Fields) -> Json | None:
    """The key of the reply keyboard with exactly the requested `label`."""
    label = fields.find_text("label")
    if label is None or fields.find_integer("message_id") is not None:
        return None
    rows = (reply_keyboard(person, chat) or {}).get("keyboard", [])
    return next((key for row in rows for key in row if key.get("text") == label), None)


def _use_key(world: World, person: Person, key: Json, fields: Fields) -> Json:
    """Send the label of a key as a text, or what the key requests: the contact, a location, people or a chat."""
    where = Fields({"chat_id": fields.find_integer("chat_id")})
    for request in ("request_users", "request_chat"):
        if request in key:
            sent = posts_service(world, person, Fields(where.values | _shared(world, request, key[request], fields)))
            return {"id": None, "label": key["text"], "message_id": sent["id"]}
    if key.get("request_contact"):
        sent = sends_contact(world, person, where)
    elif key.get("request_location"):
        sent = sends_location(world, person, where)
    else:
        sent = says(world, person, Fields({"text": key["text"], **where.values}))
    return {"id": None, "label": key["text"], "message_id": sent["id"]}


def _shared(world: World, request: str, asked: Json, fields: Fields) -> Json:
    """The fields of the service message that shares the people or the chat in `shared`. Raises: Impossible."""
    shared = fields.integers("shared")
    most = asked.get("max_quantity", 1) if request == "request_users" else 1
    if not 1 <= len(shared) <= most:
        raise Impossible(f"this key asks for 1 to {most} ids, in `shared`")
    if request == "request_chat":
        return {"field": "chat_shared", "content": {"request_id": asked["request_id"], "chat_id": shared[0]}}
    users = [{"user_id": number} for number in shared]
    if asked.get("request_name"):
        users = [user | _names(world, user["user_id"]) for user in users]
    return {"field": "users_shared", "content": {"request_id": asked["request_id"], "users": users}}


def _names(world: World, user_id: int) -> Json:
    user = world.people[user_id].as_user() if user_id in world.people else {}
    return {key: user[key] for key in ("first_name", "last_name") if key in user}


def find_button(chat: Chat, fields: Fields) -> tuple[Message, Json]:
    """The requested button, on the newest message that has it.

    A `label` matches exactly or, where no button of the message does, as a part. Raises: Impossible, with a list of the
    buttons on the screen.
    """
    wanted = fields.find_integer("message_id")
    label, data = fields.find_text("label"), fields.find_text("data")
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


def _send_callback_query(world: World, person: Person, chat: Chat, message_id: int, data: str, label: str) -> Json:
    """Queue a callback query; a message that was deleted is replaced by Telegram's `InaccessibleMessage`."""
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
            "message": world.message_json(message)
            if message is not None and not message.deleted
            else {"chat": world.chat_json(chat), "message_id": message_id, "date": 0},
            "chat_instance": str(chat.id * 7919),
            "data": data,
        },
    )
    return tap.as_json()
