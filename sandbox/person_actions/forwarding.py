"""Forwarding messages."""

from __future__ import annotations

from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.methods.copying import forwarded_contents
from sandbox.model import Message, Person
from sandbox.person_actions.access import access_chat_to_write, access_message
from sandbox.person_actions.envelope import Envelope
from sandbox.person_actions.posting import post, sent_json
from sandbox.person_actions.registry import person_action
from sandbox.world import World

MOST = 100


@person_action("forwards")
def forwards(world: World, person: Person, fields: Fields) -> Json:
    """Forward `message_id`, or several `message_ids`, from `from_chat_id` to `chat_id`. Albums stay albums.

    With `hides_sender` they look like the person's own, as with the app's “Hide sender's name”.
    """
    ids = fields.integers("message_ids") or [fields.integer("message_id")]
    if not len(set(ids)) == len(ids) <= MOST:
        raise Impossible(f"up to {MOST} different messages are forwarded at a time")
    originals = [_access_original(world, person, fields, number) for number in sorted(ids)]
    chat = access_chat_to_write(world, person, fields)
    contents = forwarded_contents(world, originals)
    if fields.boolean("hides_sender"):
        contents = [{key: value for key, value in one.items() if key != "forward_origin"} for one in contents]
    envelope = Envelope(thread_id=fields.integer("thread_id") or None)
    sent = [sent_json(post(world, person, chat, content, envelope)) for content in contents]
    return sent[0] if len(sent) == 1 else sent[-1] | {"parts": [message["id"] for message in sent]}


def _access_original(world: World, person: Person, fields: Fields, number: int) -> Message:
    where = Fields({"message_id": number, "from_chat_id": fields.find_integer("from_chat_id")})
    original = access_message(world, person, where, chat="from_chat_id")
    if world.is_service(original):
        raise Impossible("what the app says itself cannot be forwarded")
    return original
