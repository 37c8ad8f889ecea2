"""What several doings need: the chat, the message meant, the way to the bot."""

from __future__ import annotations

from sandbox.entities import complete, read_format
from sandbox.errors import Impossible, Json, Refused
from sandbox.facts import Facts
from sandbox.limits import CAPTION_LENGTH, TEXT_LENGTH
from sandbox.model import Chat, Message, Person
from sandbox.world import GONE, World


def place(world: World, person: Person, facts: Facts) -> Chat:
    """The chat a person writes to: the private one, opened by writing, unless `chat_id` says otherwise."""
    chat = reading_place(world, person, facts)
    if chat.is_private:
        if person.blocked:
            raise Impossible(f"{person.name} has blocked the bot")
        person.started = True
        return chat
    thread_id = facts.whole("thread_id")
    if thread_id and (thread_id not in chat.topics or chat.topics[thread_id].get("closed")):
        raise Impossible("there is no such open topic")
    return chat


def reading_place(world: World, person: Person, facts: Facts) -> Chat:
    """The chat a person looks at."""
    if person.deactivated:
        raise Impossible(f"{person.name} has no account any more")
    chat_id = facts.whole("chat_id") or person.id
    if chat_id == person.id:
        return world.private_chat(person)
    try:
        chat = world.access_chat(chat_id)
    except Refused:
        raise Impossible(f"there is no chat {chat_id}") from None
    if chat.is_private or chat.members.get(person.id, "left") in GONE:
        raise Impossible(f"{person.name} is not in that chat")
    return chat


def speak(world: World, person: Person, chat: Chat, content: Json, facts: Facts) -> Json:
    """Post a person's message and pass it on."""
    reply_to = facts.find_whole("reply_to")
    if reply_to is not None and (reply_to not in chat.messages or chat.messages[reply_to].deleted):
        raise Impossible(f"there is no message {reply_to} to reply to")
    thread_id = facts.whole("thread_id") or None
    message = world.post(chat, person.id, content, reply_to=reply_to, thread_id=thread_id)
    world.log_message(message, "file" if "document" in content or "photo" in content else "says")
    world.tell(message)
    return brief(message)


def brief(message: Message) -> Json:
    """What the doer gets back."""
    return {"id": message.id, "chat_id": message.chat_id, "text": message.text, "thread_id": message.thread_id}


def seen(world: World, person: Person, facts: Facts, *, chat: str = "chat_id") -> Message:
    """The message `message_id` in a chat that a person is in; `chat` is what names the chat."""
    message_id = facts.whole("message_id")
    where = reading_place(world, person, Facts({"chat_id": facts.find_whole(chat)}))
    message = where.messages.get(message_id)
    if message is None or message.deleted:
        raise Impossible(f"there is no message {message_id} on {person.name}'s screen")
    return message


def words_of(key: str, text: str, entities: list[Json]) -> Json:
    """`text` or `caption` with its entities, nothing when there is none."""
    longest = TEXT_LENGTH if key == "text" else CAPTION_LENGTH
    if len(text) > longest:
        raise Impossible(f"a {key} has at most {longest} characters")
    if not text:
        return {}
    entities = complete(text, entities)
    return {key: text, "entities" if key == "text" else "caption_entities": entities} if entities else {key: text}


def caption_of(facts: Facts) -> Json:
    """The caption of a file."""
    return words_of("caption", *read_format(facts.text("caption"), None))
