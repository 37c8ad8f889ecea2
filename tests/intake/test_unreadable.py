"""Updates of which a part, or everything, cannot be read: no other is lost, and none makes an incident (T1)."""

import json
import logging
from copy import deepcopy
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.json_reading import read_json
from bot.polling import next_offset
from handlers.routing.reading import clean, parse_update
from scheduler.delivery import loop_guard
from tests.support.stage import Player
from tests.support.updates import Telegram

#: What a person typed in an update of which a part cannot be read.
TYPED = "hello"


def message(**fields: Any) -> dict[str, Any]:
    person = {"id": 7, "is_bot": False, "first_name": "Sokha"}
    return {"message_id": 1, "date": 1_800_000_000, "chat": {"id": 7, "type": "private"}, "from": person, **fields}


# JSON


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb'"x\ud800y"', "x\ufffdy"),
        (rb'"\udc00\ud800"', "\ufffd\ufffd"),
        (rb'"\ud83d\ude00 \\ud800"', "\U0001f600 \\ud800"),
        (rb'"\u0000 \u0041"', "\ufffd A"),
        (b'"\x01\xe9\\q"', "\ufffd\ufffd\ufffd"),
        (b"[NaN, -Infinity, 1e999, nul, 01, -5.5e3, true]", [[], [], [], [], [], -5500.0, True]),
        (b"123456789012345678901234567890", 123456789012345678901234567890.0),
    ],
)
def test_what_cannot_be_read_is_replaced(written: bytes, read: object) -> None:
    found, _replaced = read_json(b'{"result": [' + written + b', "rest"], "ok": true}')
    assert found == {"result": [read, "rest"], "ok": True}


@pytest.mark.parametrize("around", [(b"[", b"]"), (b'{"x":', b"}")])
def test_what_is_nested_too_deep_is_left_out(around: tuple[bytes, bytes]) -> None:
    deep = around[0] * 5000 + b"1" + around[1] * 5000
    found, replaced = read_json(b'{"deep": ' + deep + b', "rest": 1}')
    assert found["rest"] == 1
    assert replaced == 1


@pytest.mark.parametrize(
    "payload", [b"<html>Sign in to this network</html>", b'{"ok": tr', b'{"a": "x', b"{]", b"", b'{"a" 1}']
)
def test_what_is_no_json_is_an_error(payload: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        read_json(payload)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_json_can_be_written_is_read(value: object) -> None:
    """`json` writes NaN, Infinity, half surrogate pairs and numbers of any size."""
    found, replaced = read_json(json.dumps({"value": value}).encode())
    orjson.dumps(found)
    if not replaced and clean(value) == value:
        assert json.dumps(found, sort_keys=True) == json.dumps(json.loads(orjson.dumps(found)), sort_keys=True)


# Objects


@pytest.mark.parametrize(
    ("changes", "left_out"),
    [
        ({"entities": [{"type": "bold", "offset": -1, "length": 1}]}, "message.entities.0.offset"),
        ({"entities": [{"offset": 0}, {"type": "bold", "offset": 0, "length": 2}]}, "message.entities.0"),
        (
            {"reply_to_message": {"message_id": 2**63, "date": 1, "chat": {"id": 7, "type": "private"}}},
            "message.reply_to_message.message_id",
        ),
        ({"date": 10**30}, "message.date"),
        ({"date": "yesterday"}, "message.date"),
        ({"media_group_id": "x" * 65}, "message.media_group_id"),
        ({"message_thread_id": 2**63}, "message.message_thread_id"),
        ({"document": []}, "message.document"),
    ],
)
def test_a_part_that_cannot_be_read_does_not_cost_the_words(changes: dict[str, Any], left_out: str) -> None:
    parsed, paths = parse_update({"update_id": 1, "message": message(text=TYPED, **changes)})
    assert parsed.message is not None
    assert parsed.message.text == TYPED
    assert left_out in paths


@pytest.mark.parametrize(
    "wrong", [{"chat": {"id": 2**63, "type": "private"}}, {"message_id": -(2**63) - 1}, {"chat": []}]
)
def test_without_its_place_a_message_is_left_out(wrong: dict[str, Any]) -> None:
    parsed, paths = parse_update({"update_id": 1, "message": {**message(text=TYPED), **wrong}})
    assert parsed.message is None
    assert paths


def test_replies_in_replies_end_somewhere() -> None:
    nested = message(text="innermost")
    for _level in range(900):
        nested = message(text=TYPED, reply_to_message=nested)
    parsed, _paths = parse_update({"update_id": 1, "message": nested})
    assert parsed.message is not None
    assert parsed.message.text == TYPED


# Fetching


def test_a_batch_is_confirmed_with_what_cannot_be_read_of_it() -> None:
    assert next_offset([{"update_id": 7}, {"update_id": 8}], None) == 9
    assert next_offset([{"update_id": 7}, {}, "x"], None) == 10
    assert next_offset([{}, {"update_id": 7}], None) == 8
    assert next_offset([{"update_id": []}], 7) == 8
    assert next_offset([{"update_id": 7}, {"update_id": 2**63}, {"update_id": 1e30}], 7) == 8
    assert next_offset([{"update_id": 2**63}], 8) == 8
    assert next_offset([{"update_id": 9_000}, {"update_id": 3}], 9_000) == 4  # ids begin anew


# The assistant

PROBES = [
    {},
    {"message": []},
    {"message": message(text=7)},
    {"message": message(chat={"id": 2**63, "type": "private"}, text="/menu")},
    {"message": message(**{"from": {"id": 2**64, "is_bot": False, "first_name": "x"}}, text="/menu")},
    {"message": message(text="half \ud800 pair")},
    {"message": message(text="/menu", date=10**40)},
    {"message": message(text="NUL \0")},
    {"edited_message": message(text="x", message_id=2**63)},
    {"callback_query": {"id": "1", "from": {"id": 7, "first_name": "x"}, "data": "\ud800", "message": message()}},
    {"callback_query": {"id": [], "from": {}, "data": 5}},
    {"my_chat_member": {"chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "new_chat_member": []}},
    {"something_new": {"id": 1}},
    {"message": message(document={"file_id": "x", "file_size": 2**63})},
    {"message": message(contact={"phone_number": "1", "user_id": 2**63})},
]

#: Explaining a failure would print the whole stage.
NO_EXPLAINING = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
NUMBERS = [True, -1, 0, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 1e30, 0.5, float("nan"), float("-inf")]
#: Values that are put in place of those of an update.
ODD = st.sampled_from([None, *NUMBERS, "", "\ud800", "x\0", "x" * 5000, [], {}, [[]], {"id": 1}])


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all values in decoded JSON, itself apart."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in inner for place in [(*path, key), *paths_of(item, (*path, key))]]


def put(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new


@pytest.fixture
async def telegram(sokha: Player, monkeypatch: pytest.MonkeyPatch) -> Telegram:
    monkeypatch.setattr(loop_guard, "MOST", 100_000, raising=False)  # hundreds of answers to one person
    return Telegram(sokha)


@pytest.fixture
def quiet_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING)
    return caplog


def usual(telegram: Telegram) -> list[dict[str, Any]]:
    """Updates of the kinds that the assistant handles, with all their parts."""
    replied = telegram.message(text="before", entities=[{"type": "bold", "offset": 0, "length": 3}])
    photo = [{"file_id": "p", "file_unique_id": "p", "file_size": 10}]
    document = {"file_id": "d", "file_name": "d.pdf", "mime_type": "application/pdf", "file_size": 10}
    person, chat = telegram.message()["from"], telegram.message()["chat"]
    link = [{"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org"}]
    return [
        telegram.update(text="note for all", entities=link, reply_to_message=replied, quote={"text": "bef"}),
        telegram.update(text="/menu", entities=[{"type": "bot_command", "offset": 0, "length": 5}]),
        telegram.update(caption="a photo", photo=photo, caption_entities=link),
        telegram.update(document=document, media_group_id="album"),
        telegram.update(contact={"phone_number": "+855 12 345 678", "user_id": person["id"]}),
        telegram.update("edited_message", text="changed", edit_date=1),
        {
            "update_id": 1,
            "callback_query": {"id": "1", "from": person, "message": replied, "data": "meetings:answer:1:yes"},
        },
        {"update_id": 1, "my_chat_member": {"chat": chat, "from": person, "new_chat_member": {"status": "member"}}},
    ]


async def test_probes_make_no_incident_and_no_traceback(
    sokha: Player, telegram: Telegram, quiet_log: pytest.LogCaptureFixture
) -> None:
    numbers = iter(range(5_000_000, 6_000_000))
    for probe in PROBES:
        await telegram.sends({"update_id": next(numbers), **probe})
    for update_id in (None, "7", -1, 2**63, 1e30, True, []):
        await telegram.sends({"update_id": update_id, "message": telegram.message(text="/menu")})
    assert not [record for record in quiet_log.records if record.exc_info or record.levelno >= logging.ERROR]
    assert not [seen for seen in await sokha.messages() if "general/incident" in seen.keys]
    await sokha.says("/menu")
    await sokha.sees("general/menu")


@settings(max_examples=150, suppress_health_check=list(HealthCheck), phases=NO_EXPLAINING)
@given(kind=st.integers(0, 7), changes=st.lists(st.tuples(st.integers(0, 1000), ODD), min_size=1, max_size=3))
async def test_whatever_is_changed_in_updates_makes_no_incident(
    sokha: Player, telegram: Telegram, quiet_log: pytest.LogCaptureFixture, kind: int, changes: list[tuple[int, Any]]
) -> None:
    quiet_log.clear()
    update = deepcopy(usual(telegram)[kind])
    for place, value in changes:
        places = paths_of(update)
        put(update, places[place % len(places)], deepcopy(value))
    if type(update["update_id"]) is int:
        update["update_id"] = next(telegram._numbers)
    await sokha.stage.assistant.intake.accept([update])
    await sokha.stage.assistant.settle()
    assert not [record for record in quiet_log.records if record.exc_info or record.levelno >= logging.ERROR]
