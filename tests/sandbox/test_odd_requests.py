"""No value in a request of a person is more than refused."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from sandbox.client import SandboxPerson
from sandbox.errors import Impossible, Refused
from sandbox.fields import Fields
from sandbox.params import Upload
from sandbox.person_actions import PERSON_ACTIONS
from sandbox.server import SandboxServer
from sandbox.specification import faults
from tests.sandbox.test_objects import ODD

FIELDS = [
    "text",
    "caption",
    "entities",
    "caption_entities",
    "parse_mode",
    "link_preview_options",
    "reply_to",
    "reply_to_chat_id",
    "external_reply",
    "quote",
    "forward_origin",
    "via_bot",
    "anonymous",
    "extra",
    "chat_id",
    "thread_id",
    "message_id",
    "message_ids",
    "from_chat_id",
    "hides_sender",
    "items",
    "kind",
    "user_id",
    "phone_number",
    "first_name",
    "latitude",
    "longitude",
    "live_period",
    "title",
    "question",
    "options",
    "type",
    "emoji",
    "value",
    "field",
    "content",
    "label",
    "data",
    "shared",
    "link",
    "status",
    "name",
    "closed",
    "duration",
    "declared_size",
    "hidden_in_forwards",
]
MORE: list[Any] = [
    "{",
    {"text": "x"},
    {"text": "x", "position": -1},
    {"origin": {}},
    {"origin": 5},
    {"type": "user", "sender_user": {}},
    [{"kind": "photo"}, {"kind": "gift"}],
    [{"type": "text_link", "offset": 0, "length": 1, "url": "x"}],
    [{"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 9, "is_bot": False, "first_name": "x"}}],
    {"sender_chat": {"id": 1, "type": "group"}},
]


@pytest.mark.parametrize("action", sorted(PERSON_ACTIONS))
async def test_no_odd_value_is_more_than_refused(action: str, server: SandboxServer, sokha: SandboxPerson) -> None:
    said = await sokha.says("one two")
    base = {"text": "x", "message_id": said.id, "reply_to": said.id, "field": "gift", "question": "x", "options": ["y"]}
    for field in FIELDS:
        for odd in [*ODD, *MORE]:
            fields = Fields({**base, field: odd}, {"file": Upload("a.pdf", None, b"%PDF")})
            with contextlib.suppress(Impossible, Refused):
                answer = PERSON_ACTIONS[action](server.world, server.world.people[sokha.id], fields)
                assert isinstance(answer, dict), (field, odd)
    for update in server.world.updates.head(5000):
        assert faults(update, "Update", "update") == []
