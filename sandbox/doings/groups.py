"""What people do together: groups, topics, reactions, votes, pins."""

from __future__ import annotations

from sandbox.doings.common import place, seen
from sandbox.doings.registry import doing
from sandbox.errors import Impossible, Json, Refused
from sandbox.facts import Facts
from sandbox.methods.marks import pin, react, read_emojis
from sandbox.methods.membership import ask_to_join
from sandbox.methods.polls import vote
from sandbox.methods.topics import open_topic, set_closed
from sandbox.model import Chat, Person
from sandbox.world import GONE, World

STATUSES = frozenset({"member", "administrator", "left", "kicked"})


@doing("joins")
def joins(world: World, person: Person, facts: Facts) -> Json:
    """Join a group by `chat_id`, or by an invite `link`, which may only let them ask."""
    link = facts.text("link")
    chat = _linked(world, link) if link else _group(world, facts)
    if chat.members.get(person.id, "left") not in GONE:
        raise Impossible(f"{person.name} is in {chat.title} already")
    if chat.members.get(person.id) == "kicked":
        raise Impossible(f"{person.name} is banned from {chat.title}")
    if link and chat.links[link]["creates_join_request"]:
        ask_to_join(world, chat, person, link)
        return {"chat_id": chat.id, "asked": True}
    world.set_status(chat, person.id, "member", by=person.id)
    return {"chat_id": chat.id}


@doing("leaves")
def leaves(world: World, person: Person, facts: Facts) -> Json:
    """Leave a group."""
    chat = place(world, person, facts)
    if chat.is_private:
        raise Impossible("a private chat cannot be left; block the bot instead")
    world.set_status(chat, person.id, "left", by=person.id)
    return {"chat_id": chat.id}


@doing("places_bot")
def places_bot(world: World, person: Person, facts: Facts) -> Json:
    """Add the bot to a group, make it an administrator, or remove it: `status` as Telegram names it."""
    chat = place(world, person, facts)
    status = facts.text("status")
    if chat.is_private or status not in STATUSES:
        raise Impossible(f"in a group, the bot's status is one of {', '.join(sorted(STATUSES))}")
    if not chat.is_administered_by(person.id):
        raise Impossible(f"{person.name} is no administrator of {chat.title}")
    world.set_status(chat, world.bot_id, status, by=person.id)
    return {"chat_id": chat.id, "status": status}


@doing("upgrades")
def upgrades(world: World, person: Person, facts: Facts) -> Json:
    """Turn a basic group into a supergroup; the bot must follow to the new number."""
    old = place(world, person, facts)
    if old.type != "group":
        raise Impossible("only a basic group becomes a supergroup")
    if old.members.get(person.id) != "creator":
        raise Impossible(f"only who made {old.title} may turn it into a supergroup")
    members = [member for member, status in old.members.items() if status not in GONE and member != world.bot_id]
    new = world.add_group(old.title, members, bot="left")
    new.members[world.bot_id] = old.members.get(world.bot_id, "left")
    notice = world.post(old, person.id, {"migrate_to_chat_id": new.id})
    world.tell(notice)
    world.tell(world.post(new, person.id, {"migrate_from_chat_id": old.id}))
    old.migrated_to = new.id
    world.log_message(notice, "service")
    return {"chat_id": new.id}


@doing("opens_topic")
def opens_topic(world: World, person: Person, facts: Facts) -> Json:
    """Open a topic in a forum."""
    chat = _forum(world, person, facts)
    name = facts.text("name").strip()
    if not name:
        raise Impossible("a topic needs a name")
    return open_topic(world, chat, name, person.id)


@doing("closes_topic")
def closes_topic(world: World, person: Person, facts: Facts) -> Json:
    """Close a topic, or open it again with `closed` false: for administrators, and for who opened it."""
    chat = _forum(world, person, facts)
    number = facts.whole("thread_id")
    if number not in chat.topics:
        raise Impossible("there is no such topic")
    if not chat.is_administered_by(person.id) and chat.messages[number].sender != person.id:
        raise Impossible(f"{person.name} did not open that topic, and is no administrator of {chat.title}")
    set_closed(world, chat, number, closed=facts.flag("closed", default=True), by=person.id)
    return {"thread_id": number}


@doing("reacts")
def reacts(world: World, person: Person, facts: Facts) -> Json:
    """React to a message with `emoji`; an empty one takes the reaction back."""
    message = seen(world, person, facts)
    emojis = read_emojis(facts.values.get("emoji", ""))
    try:
        react(world, message, person.id, emojis)
    except Refused:
        raise Impossible("Telegram has no such reaction") from None
    return {"id": message.id}


@doing("votes")
def votes(world: World, person: Person, facts: Facts) -> Json:
    """Vote in a poll with `options`, a list of numbers from 0; an empty list takes the vote back."""
    message = seen(world, person, facts)
    vote(world, person, message, facts.wholes("options"))
    return {"id": message.id}


@doing("pins")
def pins(world: World, person: Person, facts: Facts) -> Json:
    """Pin a message; in a group only administrators may."""
    message = seen(world, person, facts)
    chat = world.chats[message.chat_id]
    if world.is_service(message):
        raise Impossible("what the app says itself cannot be pinned")
    if not chat.is_private and not chat.is_administered_by(person.id):
        raise Impossible(f"{person.name} may not pin in {chat.title}, being no administrator")
    pin(world, chat, message, person.id)
    return {"id": message.id}


def _linked(world: World, link: str) -> Chat:
    for chat in world.chats.values():
        if link in chat.links and not chat.links[link]["is_revoked"]:
            return chat
    raise Impossible("this invite link is not valid any more")


def _group(world: World, facts: Facts) -> Chat:
    chat = world.chats.get(facts.whole("chat_id"))
    if chat is None or chat.is_private or chat.migrated_to is not None:
        raise Impossible("there is no such group")
    return chat


def _forum(world: World, person: Person, facts: Facts) -> Chat:
    chat = place(world, person, Facts({"chat_id": facts.find_whole("chat_id")}))
    if not chat.is_forum:
        raise Impossible("that chat is not a forum")
    return chat
