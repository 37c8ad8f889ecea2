"""Sharing contacts, places, polls and dice."""

from __future__ import annotations

import random

from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.methods.polls import poll_content
from sandbox.model import Person, Poll
from sandbox.params import Params
from sandbox.person_actions.access import access_chat_to_write, access_message
from sandbox.person_actions.posting import post_message, sent_json
from sandbox.person_actions.registry import person_action
from sandbox.world import World

#: The highest value of each emoji that Telegram's apps throw as a dice.
DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


@person_action("sends_contact")
def sends_contact(world: World, person: Person, fields: Fields) -> Json:
    """Share a contact: the person's own, that of the person `user_id`, or `phone_number`, `first_name`, `last_name`.

    A contact that has Telegram carries its `user_id`; one from the telephone's address book need not.
    """
    chat = access_chat_to_write(world, person, fields)
    user_id = fields.find_integer("user_id")
    if user_id is None and not fields.text("phone_number"):
        user_id = person.id
    known = world.people.get(user_id) if user_id is not None else None
    if known is None and not fields.text("phone_number"):
        raise Impossible("a contact needs a `phone_number`, or the `user_id` of a person")
    contact: Json = _own_contact(known) if known is not None else {"first_name": "?"}
    contact |= {
        key: fields.text(key) for key in ("phone_number", "first_name", "last_name", "vcard") if fields.text(key)
    }
    if user_id is not None:
        contact["user_id"] = user_id
    return post_message(world, person, chat, {"contact": contact}, fields)


@person_action("sends_location")
def sends_location(world: World, person: Person, fields: Fields) -> Json:
    """Send a location, `latitude` and `longitude` in degrees; Phnom Penh by default.

    With `live_period`, in seconds, it is a live location.
    """
    chat = access_chat_to_write(world, person, fields)
    location = _location(fields)
    period = fields.find_integer("live_period", least=60)
    if period is not None:
        location["live_period"] = period
    return post_message(world, person, chat, {"location": location}, fields)


@person_action("moves_location")
def moves_location(world: World, person: Person, fields: Fields) -> Json:
    """Move one's own live location. The bot gets an `edited_message`, as in Telegram."""
    message = access_message(world, person, fields)
    location = message.content.get("location") or {}
    ends_at = message.date + location.get("live_period", 0)
    if message.sender != person.id or ends_at <= world.now_unix():
        raise Impossible("that is no live location of one's own")
    message.content = {**message.content, "location": {**location, **_location(fields)}}
    message.edited = world.now_unix()
    world.log_message(message, "edits")
    world.notify_bot(message, "edited_message")
    return sent_json(message)


@person_action("sends_venue")
def sends_venue(world: World, person: Person, fields: Fields) -> Json:
    """Send a venue: a location with `title` and `address`. The bot also gets it as a location, as in Telegram."""
    chat = access_chat_to_write(world, person, fields)
    title = fields.text("title").strip()
    if not title:
        raise Impossible("a venue needs a `title`")
    location = _location(fields)
    venue = {"location": location, "title": title, "address": fields.text("address")}
    return post_message(world, person, chat, {"venue": venue, "location": location}, fields)


@person_action("sends_poll")
def sends_poll(world: World, person: Person, fields: Fields) -> Json:
    """Send a poll, with the parameters of the Bot API's `sendPoll`. Raises: Refused, by its rules."""
    chat = access_chat_to_write(world, person, fields)
    content = poll_content(world, Params(fields.values))
    sent = post_message(world, person, chat, {"poll": content}, fields)
    world.polls[content["id"]] = Poll(chat.messages[sent["id"]])
    return sent


@person_action("sends_dice")
def sends_dice(world: World, person: Person, fields: Fields) -> Json:
    """Throw a dice: `emoji` is one of `DICE`. Without `value` its value is a random one."""
    emoji = fields.text("emoji") or "🎲"
    if emoji not in DICE:
        raise Impossible(f"only {' '.join(DICE)} are thrown")
    chat = access_chat_to_write(world, person, fields)
    value = fields.integer("value", random.randint(1, DICE[emoji]), least=1, most=DICE[emoji])  # noqa: S311
    return post_message(world, person, chat, {"dice": {"emoji": emoji, "value": value}}, fields)


def _own_contact(person: Person) -> Json:
    contact = {"phone_number": person.phone or f"+855{person.id:08d}", "first_name": person.first_name}
    return contact | {"last_name": person.last_name} if person.last_name else contact


def _location(fields: Fields) -> Json:
    return {
        "latitude": fields.number("latitude", 11.5564, least=-90, most=90),
        "longitude": fields.number("longitude", 104.9282, least=-180, most=180),
    }
