"""The people's API refuses malformed requests in one sentence that names the field."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxPerson
from tests.sandbox.conftest import Api

WHOLE = "is to be a whole number"
WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "a text that is a number": ("people/1001/says", {"text": 5}, "`text` is to be a text, not 5"),
    "a chat by its name": ("people/1001/says", {"text": "x", "chat_id": "home"}, f"`chat_id` {WHOLE}, not 'home'"),
    "a reply to a list": ("people/1001/says", {"text": "x", "reply_to": [1]}, f"`reply_to` {WHOLE}, not [1]"),
    "a topic that is true": ("people/1001/says", {"text": "x", "thread_id": True}, f"`thread_id` {WHOLE}, not True"),
    "half a message": ("people/1001/deletes", {"message_id": 1.5}, f"`message_id` {WHOLE}, not 1.5"),
    "votes in words": (
        "people/1001/votes",
        {"message_id": 1, "options": ["a"]},
        "`options` is to be a list of whole numbers, not ['a']",
    ),
    "a place off the earth": (
        "people/1001/sends_location",
        {"latitude": 91},
        "`latitude` is to be a number from -90 to 90, not 91",
    ),
    "no number at all": (
        "people/1001/sends_location",
        {"longitude": "nan"},
        "`longitude` is to be a number from -180 to 180, not 'nan'",
    ),
    "a nameless person": ("people", {"first_name": None}, "a person needs a first_name"),
    "nobody's name": ("people/1001/sets", {"first_name": " "}, "a person needs a first_name"),
    "a name that is no text": (
        "people/1001/sets",
        {"username": {"a": 1}},
        "`username` is to be a text, not {'a': 1}",
    ),
    "a name with a space": (
        "people/1001/sets",
        {"username": "so kha"},
        "`username` is to be 3 to 32 of A-Z, a-z, 0-9 and _, a letter first, not 'so kha'",
    ),
    "somebody's name": ("people", {"first_name": "X", "username": "@Sokha"}, "the username @Sokha is taken"),
    "a long name": ("people/1001/sets", {"last_name": "x" * 65}, "`last_name` has at most 64 characters"),
    "no language": (
        "people/1001/sets",
        {"language_code": "Khmer!"},
        "`language_code` is to be one such as en or km, not 'Khmer!'",
    ),
    "hardly gone": ("people/1001/sets", {"deactivated": "no"}, "`deactivated` is to be true or false, not 'no'"),
    "a weird bot": (
        "groups",
        {"title": "x", "members": [1001], "bot": "weird"},
        "`bot` is to be one of administrator, kicked, left, member, not 'weird'",
    ),
    "members in words": (
        "groups",
        {"title": "x", "members": "1001"},
        "`members` is to be a list of whole numbers, not '1001'",
    ),
    "a wait in words": (
        "faults",
        {"kind": "429", "retry_after": "x", "times": "y"},
        "`retry_after` is to be a whole number from 1 on, not 'x'",
    ),
    "how often in words": (
        "faults",
        {"kind": "429", "times": "y"},
        "`times` is to be a whole number from 1 on, not 'y'",
    ),
    "seconds in words": (
        "faults",
        {"kind": "delay", "seconds": "abc"},
        "`seconds` is to be a number from 0 to 600, not 'abc'",
    ),
    "the end of time": (
        "clock",
        {"forward_s": 1e15},
        "Telegram's dates go from 2 January 1970 to 19 January 2038",
    ),
    "the year 9999": ("clock", {"to": "9999-01-01"}, "Telegram's dates go from 2 January 1970 to 19 January 2038"),
    "soon": (
        "clock",
        {"to": "soon"},
        "`to` is to be a moment such as 2026-12-15T08:00+07:00, not 'soon'",
    ),
    "perhaps strict": ("flood", {"strict": 1}, "`strict` is to be true or false, not 1"),
}


@pytest.mark.parametrize(("path", "facts", "words"), WRONG.values(), ids=WRONG)
async def test_a_wrong_value_is_refused_in_a_sentence_that_names_it(
    api: Api, sokha: SandboxPerson, path: str, facts: dict[str, Any], words: str
) -> None:
    await sokha.sets(username="sokha")
    async with api.session.post(f"{api.server.url}/sandbox/{path}", json=facts) as response:
        assert (response.status, await response.json()) == (409, {"ok": False, "error": words})
    assert (await api("getMe"))["is_bot"]
    assert (await api("getChat", chat_id=1001))["first_name"] == "Sokha"


@pytest.mark.parametrize(
    "query", ["people/1001/messages?ids=1,x", "people/1001/messages?chat_id=x", "journal?since=x", "journal?wait_s=x"]
)
async def test_a_wrong_question_is_refused_in_a_sentence(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson, query: str
) -> None:
    with pytest.raises(AssertionError, match=r"^`(ids|chat_id|since|wait_s)` is to be a "):
        await sandbox.get(query)


async def test_a_file_that_is_none_is_refused(api: Api, sokha: SandboxPerson) -> None:
    async with api.session.post(f"{api.server.url}/sandbox/people/1001/sends_file", json={"file": "x"}) as response:
        assert (await response.json())["error"] == "a file comes in a multipart body, as its field `file`"
