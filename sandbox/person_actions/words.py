"""Texts and captions that people write, with their formatting."""

from __future__ import annotations

from sandbox.entities import DETECTED_TYPES, complete, read_format
from sandbox.entity_nesting import CODE, QUOTES, STYLES
from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.limits import CAPTION_LENGTH, TEXT_LENGTH
from sandbox.methods.common import resolve_mentions
from sandbox.specification import check
from sandbox.urls import find_link
from sandbox.utf16 import utf16_index
from sandbox.world import World

#: What an entity of each type needs; the apps write no other types.
ENTITY_NEEDS = dict.fromkeys(STYLES | QUOTES | CODE | DETECTED_TYPES) | {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}


def read_words(world: World, fields: Fields, name: str) -> tuple[str, list[Json]]:
    """The requested `text` or `caption` (`name`), trimmed, with the entities that the person gave it.

    The formatting is in `parse_mode`, as a bot would write it, or in `entities` (`caption_entities`), with offsets in
    UTF-16 code units. Raises: Impossible; Refused, when `parse_mode` finds a fault.
    """
    text, mode = fields.text(name), fields.find_text("parse_mode")
    given = [_checked(entity, text) for entity in fields.objects(entities_key(name))]
    if mode and given:
        raise Impossible(f"a {name} has its formatting in `parse_mode` or in entities, not in both")
    text, entities = read_format(text, mode, given)
    return text, resolve_mentions(world, entities)


def words_fields(name: str, text: str, entities: list[Json]) -> Json:
    """The message fields for a text or caption (`name`) with its entities; empty when `text` is empty.

    Raises: Impossible.
    """
    longest = TEXT_LENGTH if name == "text" else CAPTION_LENGTH
    if len(text) > longest:
        raise Impossible(f"a {name} has at most {longest} characters")
    if not text:
        return {}
    found = complete(text, entities)
    _check_detected(entities, found)
    return {name: text, entities_key(name): found} if found else {name: text}


def caption_fields(world: World, fields: Fields) -> Json:
    """The message fields for the requested `caption`."""
    return words_fields("caption", *read_words(world, fields, "caption"))


def entities_key(name: str) -> str:
    """The name of the field with the entities of a `text` or `caption`."""
    return "entities" if name == "text" else f"{name}_entities"


def _checked(entity: Json, text: str) -> Json:
    """An entity of a request. Raises: Impossible, when it is not one that an app could write."""
    check(entity, "MessageEntity", "entity")
    kind, start, length = entity["type"], entity["offset"], entity["length"]
    if kind not in ENTITY_NEEDS:
        raise Impossible(f"there are no entities of type {kind!r}")
    if length < 1 or None in (utf16_index(text, start), utf16_index(text, start + length)):
        raise Impossible(f"the {kind} from {start} of length {length} is not within the text, in UTF-16 code units")
    needed = ENTITY_NEEDS[kind]
    if needed and needed not in entity:
        raise Impossible(f"a {kind} needs `{needed}`")
    if kind != "text_link":
        return entity
    url = find_link(entity["url"])
    if url is None:
        raise Impossible(f"{entity['url']!r} is no address")
    return {**entity, "url": url}


def _check_detected(given: list[Json], found: list[Json]) -> None:
    """Check entities of a kind that Telegram detects in the text. Raises: Impossible, for one that it does not."""
    spans = {(entity["type"], entity["offset"], entity["length"]) for entity in found}
    for entity in given:
        if entity["type"] in DETECTED_TYPES and (entity["type"], entity["offset"], entity["length"]) not in spans:
            raise Impossible(f"Telegram finds no {entity['type']} of length {entity['length']} at {entity['offset']}")
