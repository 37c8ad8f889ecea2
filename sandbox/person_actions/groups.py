"""Joining and leaving groups, topics, reactions, votes and pins."""

from __future__ import annotations

from sandbox.errors import Impossible, Json, Refused
from sandbox.fields import Fields
from sandbox.methods.membership import ask_to_join
from sandbox.methods.pins_and_reactions import pin, react, read_emojis
from sandbox.methods.polls import vote
from sandbox.methods.topics import open_topic, set_closed
from sandbox.model import Chat, Message, Person
from sandbox.person_actions.access import access_chat_to_read, access_chat_to_write, access_message
from sandbox.person_actions.registry import person_action
from sandbox.world import World

STATUSES = frozenset({"member", "administrator", "left", "kicked"})


@person_action("joins")
def joins(world: World, person: Person, fields: Fields) -> Json:
    """Join a group by `chat_id` or by an invite `link`. A link may create a join request instead."""
    link = fields.text("link")
    chat = _access_group_by_link(world, link) if link else _access_group(world, fields)
    if chat.has_member(person.id):
        raise Impossible(f"{person.name} is in {chat.title} already")
    if chat.members.get(person.id) == "kicked":
        raise Impossible(f"{person.name} is banned from {chat.title}")
    if link and chat.links[link]["creates_join_request"]:
        ask_to_join(world, chat, person, link)
        return {"chat_id": chat.id, "asked": True}
    world.set_status(chat, person.id, "member", by=person.id)
    return {"chat_id": chat.id}


@person_action("leaves")
def leaves(world: World, person: Person, fields: Fields) -> Json:
    """Leave a group."""
    chat = access_chat_to_write(world, person, fields)
    if chat.is_private:
        raise Impossible("a private chat cannot be left; block the bot instead")
    world.set_status(chat, person.id, "left", by=person.id)
    return {"chat_id": chat.id}


@person_action("invites")
def invites(world: World, person: Person, fields: Fields) -> Json:
    """Add the person `user_id` to a group."""
    chat = _access_own_group(world, person, fields)
    other = world.access_person(fields.integer("user_id"))
    if chat.has_member(other.id):
        raise Impossible(f"{other.name} is in {chat.title} already")
    world.set_status(chat, other.id, "member", by=person.id)
    return {"chat_id": chat.id}


@person_action("removes")
def removes(world: World, person: Person, fields: Fields) -> Json:
    """Remove the person `user_id` from a group; only administrators may."""
    chat = _access_own_group(world, person, fields)
    other = world.access_person(fields.integer("user_id"))
    if not chat.is_administered_by(person.id):
        raise Impossible(f"{person.name} is no administrator of {chat.title}")
    if not chat.has_member(other.id):
        raise Impossible(f"{other.name} is not in {chat.title}")
    world.set_status(chat, other.id, "kicked", by=person.id)
    return {"chat_id": chat.id}


@person_action("promotes")
def promotes(world: World, person: Person, fields: Fields) -> Json:
    """Make the person `user_id` an administrator of a group, or with `administrator` false a member again."""
    chat = _access_own_group(world, person, fields)
    other = world.access_person(fields.integer("user_id"))
    if not chat.is_administered_by(person.id):
        raise Impossible(f"{person.name} is no administrator of {chat.title}")
    if not chat.has_member(other.id):
        raise Impossible(f"{other.name} is not in {chat.title}")
    if chat.members[other.id] == "creator":
        raise Impossible(f"{other.name} made {chat.title}")
    status = "administrator" if fields.boolean("administrator", default=True) else "member"
    world.set_status(chat, other.id, status, by=person.id)
    return {"chat_id": chat.id, "status": status}


@person_action("places_bot")
def places_bot(world: World, person: Person, fields: Fields) -> Json:
    """Add the bot to a group, make it an administrator, or remove it: `status` is one of `STATUSES`."""
    chat = access_chat_to_write(world, person, fields)
    status = fields.text("status")
    if chat.is_private or status not in STATUSES:
        raise Impossible(f"in a group, the bot's status is one of {', '.join(sorted(STATUSES))}")
    if not chat.is_administered_by(person.id):
        raise Impossible(f"{person.name} is no administrator of {chat.title}")
    world.set_status(chat, world.bot_id, status, by=person.id)
    return {"chat_id": chat.id, "status": status}


@person_action("upgrades")
def upgrades(world: World, person: Person, fields: Fields) -> Json:
    """Turn a basic group into a supergroup, which has another chat id.

    Calls with the old id are refused from then on.
    """
    old = access_chat_to_write(world, person, fields)
    if old.type != "group":
        raise Impossible("only a basic group becomes a supergroup")
    if old.members.get(person.id) != "creator":
        raise Impossible(f"only who made {old.title} may turn it into a supergroup")
    members = [member for member in old.members if old.has_member(member) and member != world.bot_id]
    new = world.add_group(old.title, members, bot="left")
    new.members[world.bot_id] = old.members.get(world.bot_id, "left")
    notice = world.post(old, person.id, {"migrate_to_chat_id": new.id})
    world.notify_bot(notice)
    world.notify_bot(world.post(new, person.id, {"migrate_from_chat_id": old.id}))
    old.migrated_to = new.id
    world.log_message(notice, "service")
    return {"chat_id": new.id}


@person_action("opens_topic")
def opens_topic(world: World, person: Person, fields: Fields) -> Json:
    """Open a topic in a forum."""
    chat = _access_forum(world, person, fields)
    name = fields.text("name").strip()
    if not name:
        raise Impossible("a topic needs a name")
    return open_topic(world, chat, name, person.id)


@person_action("closes_topic")
def closes_topic(world: World, person: Person, fields: Fields) -> Json:
    """Close a topic, or reopen it with `closed` false. Only administrators and the person who opened it may."""
    chat = _access_forum(world, person, fields)
    number = fields.integer("thread_id")
    if number not in chat.topics:
        raise Impossible("there is no such topic")
    may = chat.is_administered_by(person.id) or chat.messages[number].sender == person.id
    if not may:
        raise Impossible(f"{person.name} did not open that topic, and is no administrator of {chat.title}")
    set_closed(world, chat, number, closed=fields.boolean("closed", default=True), by=person.id)
    return {"thread_id": number}


@person_action("reacts")
def reacts(world: World, person: Person, fields: Fields) -> Json:
    """React to a message with `emoji`; an empty string removes the reaction."""
    message = access_message(world, person, fields)
    emojis = read_emojis(fields.values.get("emoji", ""))
    try:
        react(world, message, person.id, emojis)
    except Refused:
        raise Impossible("Telegram has no such reaction") from None
    return {"id": message.id}


@person_action("votes")
def votes(world: World, person: Person, fields: Fields) -> Json:
    """Vote in a poll with `options`, a list of numbers from 0; an empty list retracts the vote."""
    message = access_message(world, person, fields)
    vote(world, person, message, fields.integers("options"))
    return {"id": message.id}


@person_action("pins")
def pins(world: World, person: Person, fields: Fields) -> Json:
    """Pin a message; in a group only administrators may."""
    message = access_message(world, person, fields)
    if world.is_service(message):
        raise Impossible("what the app says itself cannot be pinned")
    pin(world, _access_chat_to_pin(world, person, message), message, person.id)
    return {"id": message.id}


@person_action("unpins")
def unpins(world: World, person: Person, fields: Fields) -> Json:
    """Unpin a message. The bot gets no update, as with Telegram."""
    message = access_message(world, person, fields)
    chat = _access_chat_to_pin(world, person, message)
    if message.id not in chat.pinned:
        raise Impossible(f"message {message.id} is not pinned")
    chat.pinned.remove(message.id)
    world.journal.write("unpins", chat_id=chat.id, who=person.name, message_id=message.id)
    return {"id": message.id}


def _access_chat_to_pin(world: World, person: Person, message: Message) -> Chat:
    chat = world.chats[message.chat_id]
    if not chat.is_private and not chat.is_administered_by(person.id):
        raise Impossible(f"{person.name} may not pin in {chat.title}, being no administrator")
    return chat


def _access_own_group(world: World, person: Person, fields: Fields) -> Chat:
    chat = access_chat_to_read(world, person, fields)
    if chat.is_private:
        raise Impossible("that chat is not a group")
    return chat


def _access_group_by_link(world: World, link: str) -> Chat:
    for chat in world.chats.values():
        if link in chat.links and not chat.links[link]["is_revoked"]:
            return chat
    raise Impossible("this invite link is not valid any more")


def _access_group(world: World, fields: Fields) -> Chat:
    chat = world.chats.get(fields.integer("chat_id"))
    if chat is None or chat.is_private or chat.migrated_to is not None:
        raise Impossible("there is no such group")
    return chat


def _access_forum(world: World, person: Person, fields: Fields) -> Chat:
    chat = access_chat_to_write(world, person, Fields({"chat_id": fields.find_integer("chat_id")}))
    if not (chat.is_forum or (chat.is_private and world.private_topics)):
        raise Impossible("that chat is not a forum")
    return chat
