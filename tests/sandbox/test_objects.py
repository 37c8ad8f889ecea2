"""All answers and updates have the fields and types that the Bot API documents, and python-telegram-bot reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from telegram import Bot, Update

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.methods import METHODS
from sandbox.person_actions import PERSON_ACTIONS
from sandbox.server import SandboxServer
from sandbox.specification import faults
from sandbox.updates import KINDS
from tests.sandbox import wire
from tests.sandbox.calls import CALLS, Recorder, Scene
from tests.sandbox.conftest import Api
from tests.sandbox.person_steps import STEPS
from tests.support.cases import all_cases

EVERY_METHOD = sorted(method.name for method in METHODS.values())
#: Telegram accepts these calls without a parameter that its documentation requires: without `url` the webhook is
#: removed, without `commands` the menu is.
LENIENT = {("setWebhook", "url"), ("setMyCommands", "commands")}
SHARED_PARAMETERS = {"reply_markup", "entities", "caption_entities", "reply_parameters", "message_thread_id", "caption"}
ODD: list[Any] = [
    "x",
    [],
    {},
    -1,
    None,
    True,
    1.5,
    [1],
    [{}],
    [None],
    "[",
    {"message_id": "x"},
    {"type": "x"},
    10**30,
    {"inline_keyboard": [["x"]]},
    {"inline_keyboard": [[{}]]},
    {"keyboard": [[1]]},
    [{"type": "bold"}],
    [{"type": "bold", "offset": "a", "length": []}],
    [{"type": "text_mention", "offset": 0, "length": 1}],
    [{"type": "text_link", "offset": 0, "length": 1}],
    [{"type": "bold", "offset": -5, "length": 999}],
]


@pytest.fixture
async def scene(server: SandboxServer, sandbox: SandboxClient, sokha: SandboxPerson) -> AsyncIterator[Scene]:
    dara = await sandbox.person("Dara", username="dara", language_code="km")
    forum = await sandbox.group("Health", [sokha, dara], forum=True, bot="administrator", username="health_twg")
    recorder = Recorder()
    async with Bot("1:test", base_url=server.base_url, request=recorder, get_updates_request=recorder) as bot:
        yield Scene(sandbox, bot, recorder, sokha, dara, forum)


@pytest.mark.parametrize("name", EVERY_METHOD)
async def test_what_a_method_returns(name: str, scene: Scene) -> None:
    result = await CALLS[name](scene)
    assert list(wire.leftovers(result, name)) == []
    answers = [call.answer for call in scene.recorder.calls if call.method == name]
    assert answers
    for answer in answers:
        assert faults(orjson.loads(answer)["result"], wire.METHODS[name]["returns"], name) == []


@pytest.mark.parametrize("name", [name for name in EVERY_METHOD if wire.METHODS[name]["needs"]])
async def test_what_a_method_cannot_do_without(name: str, scene: Scene, api: Api) -> None:
    await CALLS[name](scene)
    given = next(call.parameters for call in reversed(scene.recorder.calls) if call.method == name)
    with all_cases() as case:
        for parameter in wire.METHODS[name]["needs"]:
            if (name, parameter) not in LENIENT:
                with case(parameter):
                    without = {key: value for key, value in given.items() if key != parameter}
                    assert len(without) < len(given)
                    assert (await api.refusal(name, **without)).startswith("Bad Request: ")


@pytest.mark.parametrize("name", EVERY_METHOD)
async def test_no_odd_value_is_more_than_refused(name: str, scene: Scene, api: Api) -> None:
    await CALLS[name](scene)
    given = next(call.parameters for call in reversed(scene.recorder.calls) if call.method == name)
    shared = SHARED_PARAMETERS if name.startswith(("send", "edit", "copy")) else set()
    for parameter in given.keys() | shared:
        for odd in ODD:
            status, body = await api.raw(name, **{**given, parameter: odd})
            assert status == (200 if body["ok"] else body["error_code"]), (parameter, odd)


async def test_everything_people_do_reaches_the_bot_as_telegram_would_send_it(scene: Scene) -> None:
    assert STEPS.keys() == PERSON_ACTIONS.keys()
    await scene.bot.get_updates(offset=-1, allowed_updates=sorted(KINDS))
    for step in STEPS.values():
        await step(scene)
    updates = await scene.bot.get_updates(allowed_updates=sorted(KINDS))
    sent = orjson.loads(scene.recorder.calls[-1].answer)["result"]
    assert {kind for update in sent for kind in update if kind != "update_id"} == KINDS
    assert faults(sent, "Array of Update", "updates") == []
    assert list(wire.leftovers(updates, "updates")) == []


def test_a_wrong_object_does_not_pass() -> None:
    message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
    update = {"update_id": 1, "message": message}
    assert faults(update, "Update", "u") == []
    wrong = {"update_id": 1, "message": {**message, "date": "0", "chat": {"id": True, "type": "private"}, "photos": []}}
    assert faults(wrong, "Update", "u") == [
        "u.message.date is no Integer: '0'",
        "u.message.chat.id is no Integer: True",
        "u.message.photos is no field of Message",
    ]
    assert faults({"update_id": 1, "message": {}}, "Update", "u") == [
        f"u.message lacks {name} of Message" for name in ("message_id", "date", "chat")
    ]
    assert list(wire.leftovers(Update.de_json(wrong | {"message": {**message, "photos": []}}), "u")) == [
        "u.message.photos of Message"
    ]
