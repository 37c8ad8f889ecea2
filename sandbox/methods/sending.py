"""Sending texts, contacts, locations and chat actions such as "typing"."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.methods.common import read_chat_id, read_destination, read_text, send
from sandbox.methods.registry import method
from sandbox.params import Params
from sandbox.world import World

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


@method("sendMessage", counted=True)
def send_message(world: World, params: Params) -> Json:
    """Send a text."""
    content = read_text(world, params)
    return world.message_json(send(world, read_destination(world, params), content))


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    """Show a chat action; the chat page shows it for five seconds."""
    action = params.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.access_writable_chat(read_chat_id(world, params))
    world.journal.write("action", chat_id=chat.id, who=world.username, action=action)
    return True


@method("sendContact", counted=True)
def send_contact(world: World, params: Params) -> Json:
    """Send a contact."""
    contact = {key: params.text(key) for key in ("phone_number", "first_name", "last_name", "vcard") if params.has(key)}
    if "phone_number" not in contact:
        raise bad_request("phone number is empty")
    if "first_name" not in contact:
        raise bad_request("first name is empty")
    return world.message_json(send(world, read_destination(world, params), {"contact": contact}))


@method("sendLocation", counted=True)
def send_location(world: World, params: Params) -> Json:
    """Send a location."""
    try:
        location = {key: float(params.values[key]) for key in ("latitude", "longitude")}
    except (KeyError, TypeError, ValueError):
        raise bad_request("latitude or longitude is empty") from None
    if not (-90 <= location["latitude"] <= 90 and -180 <= location["longitude"] <= 180):
        raise bad_request("wrong location specified")
    return world.message_json(send(world, read_destination(world, params), {"location": location}))
