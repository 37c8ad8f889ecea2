"""Sending files, photos, stickers, voice messages, contacts and locations."""

from __future__ import annotations

from sandbox.errors import Json
from sandbox.fields import Fields
from sandbox.files import document_fields, photo_sizes
from sandbox.model import Person
from sandbox.params import Upload
from sandbox.person_actions.common import access_chat_to_write, caption_fields, post_message
from sandbox.person_actions.registry import person_action
from sandbox.world import World


def sends_file(world: World, person: Person, upload: Upload, fields: Fields) -> Json:
    """Send a document. `declared_size`, in bytes, is reported to the bot instead of the size of the uploaded data."""
    chat = access_chat_to_write(world, person, fields)
    file = world.files.add(
        "document",
        upload.data,
        name=upload.name,
        mime_type=fields.text("mime_type") or upload.mime_type,
        declared_size=fields.find_integer("declared_size", least=0),
    )
    return post_message(world, person, chat, {"document": document_fields(file)} | caption_fields(fields), fields)


def sends_photo(world: World, person: Person, upload: Upload, fields: Fields) -> Json:
    """Send a photo. `declared_size`, in bytes, is reported instead of the size of the uploaded data."""
    chat = access_chat_to_write(world, person, fields)
    sizes = photo_sizes(world.files.add_photo(upload.data, declared_size=fields.find_integer("declared_size", least=0)))
    return post_message(world, person, chat, {"photo": sizes} | caption_fields(fields), fields)


@person_action("sends_sticker")
def sends_sticker(world: World, person: Person, fields: Fields) -> Json:
    """Send a sticker."""
    chat = access_chat_to_write(world, person, fields)
    file = world.files.add("sticker", b"RIFF\0\0\0\0WEBP", name="sticker.webp", declared_size=24_000)
    sticker = file.fields() | {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": fields.text("emoji") or "👍",
        "set_name": "SandboxStickers",
    }
    return post_message(world, person, chat, {"sticker": sticker}, fields)


@person_action("sends_voice")
def sends_voice(world: World, person: Person, fields: Fields) -> Json:
    """Send a voice message."""
    chat = access_chat_to_write(world, person, fields)
    file = world.files.add("voice", b"OggS", name="voice.ogg", mime_type="audio/ogg", declared_size=9_000)
    voice = file.fields() | {"duration": fields.integer("duration", 4, least=0), "mime_type": "audio/ogg"}
    return post_message(world, person, chat, {"voice": voice}, fields)


@person_action("sends_contact")
def sends_contact(world: World, person: Person, fields: Fields) -> Json:
    """Share a contact: the person's own, or `phone_number` and `first_name`."""
    chat = access_chat_to_write(world, person, fields)
    if fields.text("phone_number"):
        contact = {"phone_number": fields.text("phone_number"), "first_name": fields.text("first_name") or "?"}
    else:
        contact = {"phone_number": person.phone or f"+855{person.id:08d}", "first_name": person.first_name}
        if person.last_name:
            contact["last_name"] = person.last_name
        return post_message(world, person, chat, {"contact": contact | {"user_id": person.id}}, fields)
    return post_message(world, person, chat, {"contact": contact}, fields)


@person_action("sends_location")
def sends_location(world: World, person: Person, fields: Fields) -> Json:
    """Send a location, `latitude` and `longitude` in degrees; Phnom Penh by default."""
    chat = access_chat_to_write(world, person, fields)
    location = {
        "latitude": fields.number("latitude", 11.5564, least=-90, most=90),
        "longitude": fields.number("longitude", 104.9282, least=-180, most=180),
    }
    return post_message(world, person, chat, {"location": location}, fields)
