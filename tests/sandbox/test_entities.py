"""Parsing Telegram's HTML, and detecting entities in texts."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Message

from sandbox.entities import complete, find_entities, read_format
from sandbox.errors import Refused
from sandbox.telegram_html import parse_html, to_html
from sandbox.utf16 import utf16_length

TEXT = st.text(alphabet=st.sampled_from("ab <>&\"'\n០១២ភាសាខ្មែរ😀👩‍👩‍👧é/@#."), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)


def unit_slice(text: str, entity: dict[str, int]) -> str:
    units = text.encode("utf-16-le")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "s", "code", "tg-spoiler", ""]), TEXT), max_size=6))
def test_every_entity_covers_exactly_the_text_between_its_tags(pieces: list[tuple[str, str]]) -> None:
    source = "".join(
        f"<{tag}>{html.escape(text)}</{tag}>" if tag else html.escape(text) for tag, text in pieces
    ).replace("&#x27;", "'")
    text, entities = parse_html(source)
    assert text == "".join(piece for _, piece in pieces)
    assert [unit_slice(text, entity) for entity in entities] == [piece for tag, piece in pieces if tag]


@settings(deadline=None)
@given(TEXT, TEXT, TEXT)
def test_html_made_from_entities_reads_back_the_same(before: str, inside: str, after: str) -> None:
    source = f"{html.escape(before)}<b>{html.escape(inside)}<i>{html.escape(after)}</i></b>"
    text, entities = parse_html(source)
    assert parse_html(to_html(text, entities)) == (text, entities)


@settings(deadline=None)
@given(TEXT)
def test_finding_entities_never_leaves_the_text(text: str) -> None:
    for entity in find_entities(text):
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= utf16_length(text)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("<foo>x</foo>", 'Unsupported start tag "foo" at byte offset 0'),
        ("ភា <br>", 'Unsupported start tag "br" at byte offset 7'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href=>x</a>", ""),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b class>x</b>", 'Expected equal sign in declaration of an attribute of the tag "b" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, error: str) -> None:
    if not error:
        assert parse_html(source) == ("x", [])
        return
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {error}"


def test_references_become_characters_and_unknown_ones_stay() -> None:
    assert parse_html("&lt;b&gt; &amp; &quot;x&quot; &nbsp; &#128512; &#x17A2; &") == ('<b> & "x" &nbsp; 😀 អ &', [])


def test_links_code_quotes_and_mentions() -> None:
    text, entities = parse_html(
        '<a href="https://crdb.gov.kh/?a=1&amp;b=2">CRDB</a> <a href="tg://user?id=7">x</a> '
        '<pre><code class="language-python">y</code></pre><blockquote expandable>q</blockquote>'
    )
    assert text == "CRDB x yq"
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [
        ("text_link", 0, 4),
        ("text_mention", 5, 1),
        ("pre", 7, 1),
        ("expandable_blockquote", 8, 1),
    ]
    assert entities[0]["url"] == "https://crdb.gov.kh/?a=1&b=2"
    assert entities[2]["language"] == "python"
    assert to_html(text, entities).startswith('<a href="https://crdb.gov.kh/?a=1&amp;b=2">CRDB</a>')


def test_white_space_at_the_ends_goes_and_entities_follow() -> None:
    text, entities = read_format(" \n<b> 😀 x </b>\n", "HTML")
    assert text == "😀 x"
    assert entities == [{"type": "bold", "offset": 0, "length": 4}]


def test_commands_mentions_links_and_addresses_are_found_by_utf16() -> None:
    text = "😀 /jmi 2008-4 @sokha #jmi2008 https://crdb.gov.kh/a. a@b.org t.me/x a/b 1/2 x.y"
    found = [(e["type"], unit_slice(text, e)) for e in find_entities(text)]
    assert found == [
        ("bot_command", "/jmi"),
        ("mention", "@sokha"),
        ("hashtag", "#jmi2008"),
        ("url", "https://crdb.gov.kh/a"),
        ("email", "a@b.org"),
        ("url", "t.me/x"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("-a.b+c@d.org", ["email"]),
        ("a" * 64 + "@b.org", ["email"]),
        ("a" * 65 + "@b.org", []),
    ],
)
def test_addresses_have_the_length_that_addresses_have(text: str, kinds: list[str]) -> None:
    assert [entity["type"] for entity in find_entities(text)] == kinds


@pytest.mark.parametrize("piece", ["-", "a-", "a.", "#1", "/a@", "a@", "+a.b"])
def test_no_text_takes_longer_than_its_length(piece: str) -> None:
    def took_s(times: int) -> float:
        text = piece * times + "."
        began = time.process_time()
        find_entities(text)
        return time.process_time() - began

    # Linear time: double the length takes double the time. Quadratic time would take four times as long.
    assert min(took_s(40_000) for _ in range(3)) < 10 * min(took_s(10_000) for _ in range(3)) + 0.05


def test_nothing_is_found_inside_code_and_links() -> None:
    given = read_format("<code>/start</code> <a href='https://a.kh'>@abcd</a> /go", "HTML")
    assert [e["type"] for e in complete(*given)] == ["code", "text_link", "bot_command"]


def test_python_telegram_bot_renders_the_same_html() -> None:
    source = "<b>ភាសា 😀 <i>x</i></b> &lt;tag&gt; &amp; <code>c</code>"
    text, entities = parse_html(source)
    wire = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": text, "entities": entities}
    message = Message.de_json(wire, None)
    assert message.text_html == source == to_html(text, entities)
