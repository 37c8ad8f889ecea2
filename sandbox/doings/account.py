"""Starting, blocking, and the account itself."""

from __future__ import annotations

import re

from sandbox.doings.registry import doing
from sandbox.doings.writing import says
from sandbox.errors import Impossible, Json
from sandbox.facts import Facts
from sandbox.limits import NAME_LENGTH, START_PAYLOAD_LENGTH
from sandbox.model import Person
from sandbox.world import World

USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


@doing("starts")
def starts(world: World, person: Person, facts: Facts) -> Json:
    """Press Start, with the `payload` of a deep link. Someone who had blocked the bot unblocks it so."""
    payload = facts.text("payload")
    if not re.fullmatch(rf"[A-Za-z0-9_-]{{0,{START_PAYLOAD_LENGTH}}}", payload):
        raise Impossible("a start payload has at most 64 of A-Z, a-z, 0-9, _ and -")
    if person.blocked:
        unblocks(world, person, Facts())
    return says(world, person, Facts({"text": f"/start {payload}".strip()}))


@doing("blocks")
def blocks(world: World, person: Person, _: Facts) -> Json:
    """Stop and block the bot."""
    if person.blocked:
        raise Impossible(f"{person.name} has blocked the bot already")
    chat = world.private_chat(person)
    person.blocked = True
    world.set_status(chat, world.bot_id, "kicked", by=person.id)
    return {"blocked": True}


@doing("unblocks")
def unblocks(world: World, person: Person, _: Facts) -> Json:
    """Let the bot write again."""
    if not person.blocked:
        raise Impossible(f"{person.name} has not blocked the bot")
    person.blocked = False
    world.set_status(world.chats[person.id], world.bot_id, "member", by=person.id)
    return {"blocked": False}


@doing("sets")
def sets(world: World, person: Person, facts: Facts) -> Json:
    """Change the account: names, language_code, phone, or deactivated for a deleted account."""
    describe_account(world, person, facts)
    world.journal.write("account", who=person.name, person_id=person.id)
    return person.as_user()


def describe_account(world: World, person: Person, facts: Facts) -> None:
    """Give an account what is said of it; all of it, or nothing where something is impossible."""
    first_name = _name(facts, "first_name") if "first_name" in facts else person.first_name
    if not first_name:
        raise Impossible("a person needs a first_name")
    last_name = _name(facts, "last_name") if "last_name" in facts else person.last_name
    username = _username(world, person, facts) if "username" in facts else person.username
    language = facts.find_text("language_code") if "language_code" in facts else person.language_code
    if language and not LANGUAGE.fullmatch(language):
        raise Impossible(f"`language_code` is to be one such as en or km, not {language!r}")
    phone, note = facts.text("phone", person.phone), facts.text("note", person.note)
    person.deactivated = facts.flag("deactivated", default=person.deactivated)
    person.first_name, person.last_name, person.username = first_name, last_name or None, username
    person.language_code, person.phone, person.note = language or None, phone, note


def _name(facts: Facts, key: str) -> str:
    name = facts.text(key).strip()
    if len(name) > NAME_LENGTH:
        raise Impossible(f"`{key}` has at most {NAME_LENGTH} characters")
    return name


def _username(world: World, person: Person, facts: Facts) -> str | None:
    username = facts.text("username").removeprefix("@")
    if not username:
        return None
    if not USERNAME.fullmatch(username):
        raise Impossible(f"`username` is to be 3 to 32 of A-Z, a-z, 0-9 and _, a letter first, not {username!r}")
    if any((one.username or "").lower() == username.lower() for one in world.people.values() if one is not person):
        raise Impossible(f"the username @{username} is taken")
    return username
