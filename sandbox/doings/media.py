"""Sending files, photos, stickers, voice notes, contacts and places."""

from __future__ import annotations

from sandbox.doings.common import caption_of, place, speak
from sandbox.doings.registry import doing
from sandbox.errors import Json
from sandbox.facts import Facts
from sandbox.files import document_fields, photo_sizes
from sandbox.model import Person
from sandbox.params import Upload
from sandbox.world import World


def sends_file(world: World, person: Person, upload: Upload, facts: Facts) -> Json:
    """Send a document. A declared size lets it pass for larger than its bytes."""
    chat = place(world, person, facts)
    file = world.files.add(
        "document",
        upload.data,
        name=upload.name,
        mime_type=facts.text("mime_type") or upload.mime_type,
        declared_size=facts.find_whole("declared_size", least=0),
    )
    return speak(world, person, chat, {"document": document_fields(file)} | caption_of(facts), facts)


def sends_photo(world: World, person: Person, upload: Upload, facts: Facts) -> Json:
    """Send a photo."""
    chat = place(world, person, facts)
    sizes = photo_sizes(world.files.add_photo(upload.data, declared_size=facts.find_whole("declared_size", least=0)))
    return speak(world, person, chat, {"photo": sizes} | caption_of(facts), facts)


@doing("sends_sticker")
def sends_sticker(world: World, person: Person, facts: Facts) -> Json:
    """Send a sticker."""
    chat = place(world, person, facts)
    file = world.files.add("sticker", b"RIFF\0\0\0\0WEBP", name="sticker.webp", declared_size=24_000)
    sticker = file.facts() | {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": facts.text("emoji") or "👍",
        "set_name": "SandboxStickers",
    }
    return speak(world, person, chat, {"sticker": sticker}, facts)


@doing("sends_voice")
def sends_voice(world: World, person: Person, facts: Facts) -> Json:
    """Send a voice note."""
    chat = place(world, person, facts)
    file = world.files.add("voice", b"OggS", name="voice.ogg", mime_type="audio/ogg", declared_size=9_000)
    voice = file.facts() | {"duration": facts.whole("duration", 4, least=0), "mime_type": "audio/ogg"}
    return speak(world, person, chat, {"voice": voice}, facts)


@doing("sends_contact")
def sends_contact(world: World, person: Person, facts: Facts) -> Json:
    """Share a contact: their own unless `phone_number` and `first_name` say otherwise."""
    chat = place(world, person, facts)
    if facts.text("phone_number"):
        contact = {"phone_number": facts.text("phone_number"), "first_name": facts.text("first_name") or "?"}
    else:
        contact = {"phone_number": person.phone or f"+855{person.id:08d}", "first_name": person.first_name}
        if person.last_name:
            contact["last_name"] = person.last_name
        return speak(world, person, chat, {"contact": contact | {"user_id": person.id}}, facts)
    return speak(world, person, chat, {"contact": contact}, facts)


@doing("sends_location")
def sends_location(world: World, person: Person, facts: Facts) -> Json:
    """Send a place, Phnom Penh's unless told."""
    chat = place(world, person, facts)
    location = {
        "latitude": facts.number("latitude", 11.5564, least=-90, most=90),
        "longitude": facts.number("longitude", 104.9282, least=-180, most=180),
    }
    return speak(world, person, chat, {"location": location}, facts)
