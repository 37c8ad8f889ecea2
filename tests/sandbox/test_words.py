"""Texts that people write: formatting, long texts, and edits."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.text_pieces import cut_text
from sandbox.utf16 import utf16_index, utf16_length
from tests.sandbox.conftest import Api
from tests.sandbox.test_albums import received


async def test_formatting_is_given_as_html_or_as_entities(api: Api, sokha: SandboxPerson) -> None:
    link = {"type": "text_link", "offset": 3, "length": 4, "url": "https://moh.gov.kh/"}
    await sokha.says("😀 here", entities=[link])
    await sokha.says('😀 <a href="https://moh.gov.kh/">here</a>', parse_mode="HTML")
    await sokha.says("*x* `y` @dara https://crdb.gov.kh /jmi", parse_mode="Markdown")
    first, second, third = await received(api)
    assert first["entities"] == second["entities"] == [link]
    assert [entity["type"] for entity in third["entities"]] == ["bold", "code", "mention", "url", "bot_command"]


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ({"type": "bold", "offset": 0, "length": 5}, "is not within the text, in UTF-16 code units"),
        ({"type": "bold", "offset": 0, "length": 1}, "is not within the text, in UTF-16 code units"),
        ({"type": "bold", "offset": 1, "length": 2}, "is not within the text, in UTF-16 code units"),
        ({"type": "bold", "offset": 0, "length": 0}, "is not within the text, in UTF-16 code units"),
        ({"type": "bold", "offset": -1, "length": 2}, "is not within the text, in UTF-16 code units"),
        ({"type": "loud", "offset": 0, "length": 2}, "there are no entities of type 'loud'"),
        ({"type": "text_link", "offset": 0, "length": 2}, "a text_link needs `url`"),
        ({"type": "text_link", "offset": 0, "length": 2, "url": "no"}, "'no' is no address"),
        ({"type": "bold", "offset": 0}, "entity lacks length of MessageEntity, by Bot API 10.1"),
        ({"type": "bold", "offset": 0, "length": 2, "colour": "red"}, "entity.colour is no field of MessageEntity"),
        ({"type": "mention", "offset": 0, "length": 2}, "Telegram finds no mention of length 2 at 0"),
    ],
)
async def test_entities_that_no_app_writes_are_refused(
    api: Api, sokha: SandboxPerson, entity: dict[str, Any], words: str
) -> None:
    with pytest.raises(AssertionError, match=words):
        await sokha.says("😀 x", entities=[entity])
    with pytest.raises(AssertionError, match="in `parse_mode` or in entities, not in both"):
        await sokha.says("x", parse_mode="HTML", entities=[{"type": "bold", "offset": 0, "length": 1}])
    assert await received(api) == []


async def test_what_telegram_finds_in_a_text_need_not_be_given(api: Api, sokha: SandboxPerson) -> None:
    text = "Call +855 12 345 678 or see crdb.gov.kh, $USD #jmi a@b.org"
    await sokha.says(text, entities=[{"type": "url", "offset": 28, "length": 11}])
    [message] = await received(api)
    found = {e["type"]: text[e["offset"] : e["offset"] + e["length"]] for e in message["entities"]}
    assert found == {
        "phone_number": "+855 12 345 678",
        "url": "crdb.gov.kh",
        "cashtag": "$USD",
        "hashtag": "#jmi",
        "email": "a@b.org",
    }


async def test_a_mention_of_somebody_without_a_username_names_the_account(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    dara = await sandbox.person("Dara")
    await sokha.says(f'<a href="tg://user?id={dara.id}">Dara</a> comes', parse_mode="HTML")
    user = {"id": dara.id, "is_bot": False, "first_name": "Dara"}
    await sokha.says("Dara", entities=[{"type": "text_mention", "offset": 0, "length": 4, "user": user}])
    for message in await received(api):
        assert message["entities"][0]["user"]["first_name"] == "Dara"


async def test_captions_are_formatted_too(api: Api, sokha: SandboxPerson) -> None:
    await sokha.sends_file("a.pdf", b"%PDF", caption="<b>one</b>", parse_mode="HTML")
    bold = {"type": "bold", "offset": 0, "length": 3}
    await sokha.sends_photo(b"\xff\xd8", caption="two", caption_entities=[bold])
    assert [message["caption_entities"] for message in await received(api)] == [[bold], [bold]]


def test_a_text_is_cut_as_the_apps_cut_it() -> None:
    assert [text for text, _ in cut_text("short", [])] == ["short"]
    assert [utf16_length(text) for text, _ in cut_text("x" * 5000, [])] == [4096, 904]
    assert [utf16_length(text) for text, _ in cut_text("😀" * 2049, [])] == [4096, 2]
    assert [utf16_length(text) for text, _ in cut_text("x" + "😀" * 2048, [])] == [4095, 2]
    assert [text[:1] for text, _ in cut_text("a" * 4000 + "\n\n" + "b" * 90 + "\nc d e", [])] == ["a", "b"]
    assert [text[:1] for text, _ in cut_text("a" * 4000 + ". " + "b" * 50 + " c" * 90, [])] == ["a", "b"]
    bold = {"type": "bold", "offset": 4000, "length": 200}
    [(_, first), (_, second)] = cut_text("x" * 5000, [bold])
    assert first == [{"type": "bold", "offset": 4000, "length": 96}]
    assert second == [{"type": "bold", "offset": 0, "length": 104}]


def test_an_index_in_utf_16() -> None:
    assert [utf16_index("a😀b", units) for units in range(-1, 6)] == [None, 0, 1, None, 2, 3, None]
    assert [utf16_index("ab", units) for units in (-1, 0, 2, 3)] == [None, 0, 2, None]


async def test_somebody_else_writes_between_the_pieces_of_a_long_text(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    dara = await sandbox.person("Dara")
    group = await sandbox.group("Health", [sokha, dara], bot="administrator")
    await sokha.says_long("word " * 1000, between=lambda: dara.says("I agree", chat=group), chat=group)
    said = [
        (message["from"]["first_name"], message["text"][:7]) for message in await received(api) if "text" in message
    ]
    assert said == [("Sokha", "word wo"), ("Dara", "I agree"), ("Sokha", "word wo")]


async def test_an_edit_that_changes_nothing_is_told_as_one_that_does(api: Api, sokha: SandboxPerson) -> None:
    said = await sokha.says("See <b>crdb.gov.kh</b>", parse_mode="HTML")
    await sokha.edits(said)
    await sokha.edits(said, link_preview_options={"is_disabled": True})
    await sokha.edits(said, "See <i>moh.gov.kh</i>", parse_mode="HTML")
    plain, without_preview, changed = await received(api, "edited_message")
    [message] = await received(api)
    assert plain["text"] == without_preview["text"] == message["text"]
    assert plain["entities"] == without_preview["entities"] == message["entities"]
    assert "link_preview_options" not in plain
    assert without_preview["link_preview_options"] == {"is_disabled": True}
    assert (changed["text"], changed["entities"][-1]["type"]) == ("See moh.gov.kh", "italic")
    assert changed["link_preview_options"] == {"is_disabled": True}
    assert all(edit["edit_date"] for edit in (plain, without_preview, changed))


async def test_nobody_edits_what_is_not_their_own(sokha: SandboxPerson) -> None:
    through = await sokha.says("A picture of a cat", via_bot="pic")
    with pytest.raises(AssertionError, match="a message sent through a bot cannot be edited"):
        await sokha.edits(through, "A dog")
    with pytest.raises(AssertionError, match="no text and no caption"):
        await sokha.edits(await sokha.sends_dice(), "6")
