"""Methods that take InputMedia: sending an album, and replacing the document or photo of a message."""

from __future__ import annotations

from typing import Any

from sandbox.errors import Json, bad_request
from sandbox.methods.common import read_caption, read_destination, read_markup, send
from sandbox.methods.editing import access_own, change
from sandbox.methods.media import document_content, photo_content, recording_content
from sandbox.methods.registry import method
from sandbox.params import Params
from sandbox.world import World

CONTENTS = {"document": document_content, "photo": photo_content}
#: Kinds that an album may have; documents and audio files share it with their like only.
ALBUM_KINDS = frozenset({"document", "photo", "video", "audio"})


@method("editMessageMedia", counted=True)
def edit_message_media(world: World, params: Params) -> Json:
    """Replace a message's document or photo, and its caption."""
    item = params.object("media", "InputMedia")
    if item is None:
        raise bad_request("media not specified")
    if item.get("type") not in CONTENTS:
        raise bad_request("can't parse InputMedia: wrong type specified")
    markup = read_markup(params)
    message = access_own(world, params)
    kept = {key: message.content[key] for key in ("media_group_id",) if key in message.content}
    return change(world, message, kept | media_content(world, params, item), markup)


def count_album_items(params: Params) -> int:
    """As how many messages an album counts for the rate limits."""
    return len(params.array("media", "InputMedia") or [])


@method("sendMediaGroup", counted=count_album_items)
def send_media_group(world: World, params: Params) -> list[Json]:
    """Send an album. All items are checked before the first message is sent."""
    items = params.array("media", "InputMedia") or []
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > 10:
        raise bad_request("too many messages to send as an album")
    # Telegram's servers accept an album of one item. The documentation requires two, and the sandbox follows it.
    if len(items) < 2:
        raise bad_request("media group must include 2-10 items")
    kinds = {item.get("type") if isinstance(item, dict) else None for item in items}
    if not kinds <= ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: wrong type specified")
    alone = next((kind for kind in ("document", "audio") if kind in kinds), None)
    if alone is not None and len(kinds) > 1:
        raise bad_request(f"{alone} can't be mixed with other media types")
    contents = [media_content(world, params, item) for item in items]
    destination = read_destination(world, params)
    album = {"media_group_id": world.new_album_id()}
    return [world.message_json(send(world, destination, content | album)) for content in contents]


def media_content(world: World, params: Params, item: Json) -> Json:
    """The message content of one InputMedia, with its own caption and parse_mode. Raises: Refused."""
    kind = item["type"]
    own: dict[str, Any] = {kind: item.get("media", "")}
    for key in ("caption", "parse_mode", "caption_entities", "duration", "width", "height"):
        if key in item:
            own[key] = item[key]
    reading = Params(own, params.uploads)
    if kind not in CONTENTS:
        return recording_content(world, kind, reading) | read_caption(world, reading)
    return CONTENTS[kind](world, reading.upload(kind), reading.text(kind)) | read_caption(world, reading)
