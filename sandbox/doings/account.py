"""Starting, blocking, and the account itself."""

from __future__ import annotations

import re

from sandbox.doings.registry import doing
from sandbox.doings.writing import says
from sandbox.errors import Impossible, Json
from sandbox.limits import START_PAYLOAD_LENGTH
from sandbox.model import Person
from sandbox.world import World


@doing("starts")
def starts(world: World, person: Person, facts: Json) -> Json:
    """Press Start, with the `payload` of a deep link. Someone who had blocked the bot unblocks it so."""
    payload = str(facts.get("payload") or "")
    if not re.fullmatch(rf"[A-Za-z0-9_-]{{0,{START_PAYLOAD_LENGTH}}}", payload):
        raise Impossible("a start payload has at most 64 of A-Z, a-z, 0-9, _ and -")
    if person.blocked:
        unblocks(world, person, {})
    return says(world, person, {"text": f"/start {payload}".strip()})


@doing("blocks")
def blocks(world: World, person: Person, _: Json) -> Json:
    """Stop and block the bot."""
    if person.blocked:
        raise Impossible(f"{person.name} has blocked the bot already")
    chat = world.private_chat(person)
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
    for key in ("first_name", "last_name", "username", "language_code", "phone", "note", "deactivated"):
        if key in facts:
            setattr(person, key, facts[key])
    world.journal.write("account", who=person.name, person_id=person.id)
    return person.as_user()
