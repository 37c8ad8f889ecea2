"""What people do in Telegram. Each doing takes a person and facts as JSON, changes the world, tells the bot."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from sandbox.entities import format_text
from sandbox.errors import Impossible, Json, Refused
from sandbox.files import document_fields, photo_sizes
from sandbox.limits import CAPTION_LENGTH, START_PAYLOAD_LENGTH, TEXT_LENGTH
from sandbox.model import Chat, Message, Person, Tap
from sandbox.params import Upload
from sandbox.world import GONE, World

Doing = Callable[[World, Person, Json], Json]
DOINGS: dict[str, Doing] = {}


def doing(name: str) -> Callable[[Doing], Doing]:
    """Enter a function in the table of what people can do."""

    def enter(function: Doing) -> Doing:
        DOINGS[name] = function
        return function

    return enter


@doing("starts")
def starts(world: World, person: Person, facts: Json) -> Json:
    """Press Start, with the `payload` of a deep link. Someone who had blocked the bot unblocks it so."""
    payload = str(facts.get("payload") or "")
    if not re.fullmatch(rf"[A-Za-z0-9_-]{{0,{START_PAYLOAD_LENGTH}}}", payload):
        raise Impossible("a start payload has at most 64 of A-Z, a-z, 0-9, _ and -")
    if person.blocked:
        unblocks(world, person, {})
    return says(world, person, {"text": f"/start {payload}".strip()})


@doing("says")
def says(world: World, person: Person, facts: Json) -> Json:
    """Write a text. Like Telegram's apps, what is over 4096 characters goes out as several messages."""
    text, entities = format_text(str(facts.get("text") or ""), facts.get("parse_mode"))
    if not text:
        raise Impossible("there is no text to send")
    chat = place(world, person, facts)
    if len(text) <= TEXT_LENGTH:
        return speak(world, person, chat, _content("text", text, entities), facts)
    parts = [format_text(text[at : at + TEXT_LENGTH], None) for at in range(0, len(text), TEXT_LENGTH)]
    sent = [speak(world, person, chat, _content("text", *part), facts) for part in parts]
    return sent[-1] | {"parts": [message["id"] for message in sent]}


def sends_file(world: World, person: Person, upload: Upload, facts: Json) -> Json:
    """Send a document. A declared size lets it pass for larger than its bytes."""
    chat = place(world, person, facts)
    file = world.files.add(
        "document",
        upload.data,
        name=upload.name,
        mime_type=facts.get("mime_type") or upload.mime_type,
        declared_size=_size(facts),
    )
    return speak(world, person, chat, {"document": document_fields(file)} | _caption(facts), facts)


def sends_photo(world: World, person: Person, upload: Upload, facts: Json) -> Json:
    """Send a photo."""
    chat = place(world, person, facts)
    sizes = photo_sizes(world.files.add_photo(upload.data, declared_size=_size(facts)))
    return speak(world, person, chat, {"photo": sizes} | _caption(facts), facts)


@doing("sends_sticker")
def sends_sticker(world: World, person: Person, facts: Json) -> Json:
    """Send a sticker."""
    chat = place(world, person, facts)
    file = world.files.add("sticker", b"RIFF\0\0\0\0WEBP", name="sticker.webp", declared_size=24_000)
    sticker = file.facts() | {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": str(facts.get("emoji") or "👍"),
        "set_name": "SandboxStickers",
    }
    return speak(world, person, chat, {"sticker": sticker}, facts)


@doing("sends_voice")
def sends_voice(world: World, person: Person, facts: Json) -> Json:
    """Send a voice note."""
    chat = place(world, person, facts)
    file = world.files.add("voice", b"OggS", name="voice.ogg", mime_type="audio/ogg", declared_size=9_000)
    voice = file.facts() | {"duration": int(facts.get("duration") or 4), "mime_type": "audio/ogg"}
    return speak(world, person, chat, {"voice": voice}, facts)


@doing("sends_contact")
def sends_contact(world: World, person: Person, facts: Json) -> Json:
    """Share a contact: their own unless `phone_number` and `first_name` say otherwise."""
    chat = place(world, person, facts)
    if facts.get("phone_number"):
        contact = {"phone_number": str(facts["phone_number"]), "first_name": str(facts.get("first_name") or "?")}
    else:
        contact = {"phone_number": person.phone or f"+855{person.id:08d}", "first_name": person.first_name}
        if person.last_name:
            contact["last_name"] = person.last_name
        return speak(world, person, chat, {"contact": contact | {"user_id": person.id}}, facts)
    return speak(world, person, chat, {"contact": contact}, facts)


@doing("sends_location")
def sends_location(world: World, person: Person, facts: Json) -> Json:
    """Send a place, Phnom Penh's unless told."""
    chat = place(world, person, facts)
    location = {
        "latitude": float(facts.get("latitude", 11.5564)),
        "longitude": float(facts.get("longitude", 104.9282)),
    }
    return speak(world, person, chat, {"location": location}, facts)


@doing("forwards")
def forwards(world: World, person: Person, facts: Json) -> Json:
    """Forward a message they see to a chat."""
    original = seen(world, person, facts.get("from_chat_id"), facts.get("message_id"))
    chat = place(world, person, facts)
    origin = original.content.get("forward_origin") or {
        "type": "user",
        "date": original.date,
        "sender_user": world.user(original.sender),
    }
    content = {"forward_origin": origin, **original.content}
    #: Buttons do not travel with a forwarded message; Telegram keeps only links.
    return speak(world, person, chat, content, facts)


@doing("edits")
def edits(world: World, person: Person, facts: Json) -> Json:
    """Change the text or caption of an own message."""
    message = seen(world, person, facts.get("chat_id"), facts.get("message_id"))
    if message.sender != person.id:
        raise Impossible("only own messages can be edited")
    text, entities = format_text(str(facts.get("text") or ""), None)
    key = "text" if "text" in message.content else "caption"
    if key == "text" and not text:
        raise Impossible("there is no text left")
    kept = {k: v for k, v in message.content.items() if k not in {"text", "entities", "caption", "caption_entities"}}
    message.content = kept | _content(key, text, entities)
    message.edited = world.now_unix()
    world.log_message(message, "edits")
    world.tell(message, "edited_message")
    return brief(message)


@doing("deletes")
def deletes(world: World, person: Person, facts: Json) -> Json:
    """Delete a message for everyone. Telegram tells bots nothing of it."""
    message = seen(world, person, facts.get("chat_id"), facts.get("message_id"))
    message.deleted = True
    world.journal.write("deletes", chat_id=message.chat_id, who=person.name, message_id=message.id)
    return brief(message)


@doing("taps")
def taps(world: World, person: Person, facts: Json) -> Json:
    """Tap a button: by `label` on the newest message that has it, or by `data` on `message_id`.

    With `forged` the data and the message need not exist: what a modified app can send.
    """
    chat = _reading_place(world, person, facts)
    if facts.get("forged"):
        return _press(world, person, chat, int(facts["message_id"]), str(facts.get("data") or ""), "")
    message, button = find_button(chat, facts)
    if "url" in button:
        return {"id": None, "url": button["url"], "label": button["text"], "message_id": message.id}
    if "callback_data" not in button:
        return {"id": None, "label": button["text"], "message_id": message.id}
    return _press(world, person, chat, message.id, str(button["callback_data"]), str(button["text"]))


@doing("blocks")
def blocks(world: World, person: Person, _: Json) -> Json:
    """Stop and block the bot."""
    if person.blocked:
        raise Impossible(f"{person.name} has blocked the bot already")
    chat = world.open_private(person)
    person.blocked = True
    world.set_status(chat, world.bot_id, "kicked", by=person.id)
    return {"blocked": True}


@doing("unblocks")
def unblocks(world: World, person: Person, _: Json) -> Json:
    """Let the bot write again."""
    if not person.blocked:
        raise Impossible(f"{person.name} has not blocked the bot")
    person.blocked = False
    world.set_status(world.chats[person.id], world.bot_id, "member", by=person.id)
    return {"blocked": False}


@doing("sets")
def sets(world: World, person: Person, facts: Json) -> Json:
    """Change the account: names, language_code, phone, or deactivated for a deleted account."""
    for key in ("first_name", "last_name", "username", "language_code", "phone", "deactivated"):
        if key in facts:
            setattr(person, key, facts[key])
    world.journal.write("account", who=person.name, person_id=person.id)
    return person.as_user()


def place(world: World, person: Person, facts: Json) -> Chat:
    """The chat a person writes to: the private one, opened by writing, unless `chat_id` says otherwise."""
    chat = _reading_place(world, person, facts)
    if chat.is_private:
        if person.blocked:
            raise Impossible(f"{person.name} has blocked the bot")
        return chat
    thread_id = facts.get("thread_id")
    if thread_id and (thread_id not in chat.topics or chat.topics[thread_id].get("closed")):
        raise Impossible("there is no such open topic")
    return chat


def speak(world: World, person: Person, chat: Chat, content: Json, facts: Json) -> Json:
    """Post a person's message and pass it on."""
    reply_to = facts.get("reply_to")
    if reply_to is not None and (int(reply_to) not in chat.messages or chat.messages[int(reply_to)].deleted):
        raise Impossible(f"there is no message {reply_to} to reply to")
    thread_id = facts.get("thread_id")
    message = world.post(
        chat, person.id, content, reply_to=int(reply_to) if reply_to is not None else None, thread_id=thread_id
    )
    world.log_message(message, "file" if "document" in content or "photo" in content else "says")
    world.tell(message)
    return brief(message)


def brief(message: Message) -> Json:
    """What the doer gets back."""
    return {"id": message.id, "chat_id": message.chat_id, "text": message.text, "thread_id": message.thread_id}


def seen(world: World, person: Person, chat_id: Any, message_id: Any) -> Message:
    """A message in a chat that a person is in."""
    chat = _reading_place(world, person, {"chat_id": chat_id})
    message = chat.messages.get(int(message_id or 0))
    if message is None or message.deleted:
        raise Impossible(f"there is no message {message_id} on {person.name}'s screen")
    return message


def find_button(chat: Chat, facts: Json) -> tuple[Message, Json]:
    """The button that is meant, on the newest message that has it; `Impossible` lists what is on the screen."""
    wanted = facts.get("message_id")
    label, data = facts.get("label"), facts.get("data")
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


def _reading_place(world: World, person: Person, facts: Json) -> Chat:
    if person.deactivated:
        raise Impossible(f"{person.name} has no account any more")
    chat_id = int(facts.get("chat_id") or person.id)
    if chat_id == person.id:
        return world.open_private(person)
    try:
        chat = world.access_chat(chat_id)
    except Refused:
        raise Impossible(f"there is no chat {chat_id}") from None
    if chat.is_private or chat.members.get(person.id, "left") in GONE:
        raise Impossible(f"{person.name} is not in that chat")
    return chat


def _content(key: str, text: str, entities: list[Json]) -> Json:
    if not text:
        return {}
    return {key: text, "entities" if key == "text" else "caption_entities": entities} if entities else {key: text}


def _caption(facts: Json) -> Json:
    caption, entities = format_text(str(facts.get("caption") or ""), None)
    if len(caption) > CAPTION_LENGTH:
        raise Impossible(f"a caption has at most {CAPTION_LENGTH} characters")
    return _content("caption", caption, entities)


def _size(facts: Json) -> int | None:
    declared = facts.get("declared_size")
    return int(declared) if declared not in (None, "") else None
