"""Starting and blocking the bot, and changing the account."""

from __future__ import annotations

import re

from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.limits import NAME_LENGTH, START_PAYLOAD_LENGTH
from sandbox.model import Person
from sandbox.person_actions.messages import says
from sandbox.person_actions.registry import person_action
from sandbox.world import World

USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


@person_action("starts")
def starts(world: World, person: Person, fields: Fields) -> Json:
    """Press Start, with the `payload` of a deep link. It also unblocks the bot, as in Telegram."""
    payload = fields.text("payload")
    if not re.fullmatch(rf"[A-Za-z0-9_-]{{0,{START_PAYLOAD_LENGTH}}}", payload):
        raise Impossible("a start payload has at most 64 of A-Z, a-z, 0-9, _ and -")
    if person.blocked:
        unblocks(world, person, Fields())
    return says(world, person, Fields({"text": f"/start {payload}".strip()}))


@person_action("blocks")
def blocks(world: World, person: Person, _: Fields) -> Json:
    """Block the bot."""
    if person.blocked:
        raise Impossible(f"{person.name} has blocked the bot already")
    chat = world.private_chat(person)
    person.blocked = True
    world.set_status(chat, world.bot_id, "kicked", by=person.id)
    return {"blocked": True}


@person_action("unblocks")
def unblocks(world: World, person: Person, _: Fields) -> Json:
    """Unblock the bot."""
    if not person.blocked:
        raise Impossible(f"{person.name} has not blocked the bot")
    person.blocked = False
    world.set_status(world.chats[person.id], world.bot_id, "member", by=person.id)
    return {"blocked": False}


@person_action("sets")
def sets(world: World, person: Person, fields: Fields) -> Json:
    """Change the account: names, `language_code`, `phone`, `hidden_in_forwards`, `deactivated` (a deleted account)."""
    update_account(world, person, fields)
    world.journal.write("account", who=person.name, person_id=person.id)
    return person.as_user()


def update_account(world: World, person: Person, fields: Fields) -> None:
    """Set the given fields of an account: all of them, or none when one is refused. Raises: Impossible."""
    first_name = _name(fields, "first_name") if "first_name" in fields else person.first_name
    if not first_name:
        raise Impossible("a person needs a first_name")
    last_name = _name(fields, "last_name") if "last_name" in fields else person.last_name
    username = _username(world, person, fields) if "username" in fields else person.username
    language = fields.find_text("language_code") if "language_code" in fields else person.language_code
    if language and not LANGUAGE.fullmatch(language):
        raise Impossible(f"`language_code` is to be one such as en or km, not {language!r}")
    phone, note = fields.text("phone", person.phone), fields.text("note", person.note)
    person.deactivated = fields.boolean("deactivated", default=person.deactivated)
    person.hidden_in_forwards = fields.boolean("hidden_in_forwards", default=person.hidden_in_forwards)
    person.first_name, person.last_name, person.username = first_name, last_name or None, username
    person.language_code, person.phone, person.note = language or None, phone, note


def _name(fields: Fields, key: str) -> str:
    name = fields.text(key).strip()
    if len(name) > NAME_LENGTH:
        raise Impossible(f"`{key}` has at most {NAME_LENGTH} characters")
    return name


def _username(world: World, person: Person, fields: Fields) -> str | None:
    username = fields.text("username").removeprefix("@")
    if not username:
        return None
    if not USERNAME.fullmatch(username):
        raise Impossible(f"`username` is to be 3 to 32 of A-Z, a-z, 0-9 and _, a letter first, not {username!r}")
    if any((one.username or "").lower() == username.lower() for one in world.people.values() if one is not person):
        raise Impossible(f"the username @{username} is taken")
    return username
