"""Nesting, merging and splitting of entities."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.entities import complete, read_format
from sandbox.entity_nesting import CODE, MAX_ENTITIES, QUOTES, STYLES, nest
from sandbox.errors import Json
from sandbox.telegram_html import parse_html, to_html
from tests.sandbox.conftest import Api, SandboxPerson

KINDS = [*sorted(STYLES), *sorted(QUOTES), "code", "text_link"]
ENTITY = st.builds(
    lambda kind, start, length: {"type": kind, "offset": start, "length": length},
    st.sampled_from(KINDS),
    st.integers(0, 15),
    st.integers(1, 15),
)


def places(entities: list[Json], kinds: frozenset[str]) -> set[int]:
    """The offsets that entities of these kinds cover."""
    spans = [range(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in kinds]
    return {place for span in spans for place in span}


def shares(one: Json, other: Json) -> bool:
    return bool(places([one], frozenset({one["type"]})) & places([other], frozenset({other["type"]})))


@settings(deadline=None)
@given(st.lists(ENTITY, max_size=12))
def test_every_entity_lies_wholly_inside_or_outside_of_every_other(entities: list[Json]) -> None:
    nested = nest(entities)
    for number, one in enumerate(nested):
        for other in nested[number + 1 :]:
            ends = one["offset"] + one["length"], other["offset"] + other["length"]
            assert not shares(one, other) or ends[1] <= ends[0]
            if shares(one, other):
                assert one["type"] != other["type"]
                assert one["type"] not in CODE
                assert not {one["type"], other["type"]} <= QUOTES
                assert STYLES & {one["type"], other["type"]} or one["type"] in QUOTES


@settings(deadline=None)
@given(st.lists(ENTITY, max_size=12))
def test_styles_cover_what_they_covered_but_for_code(entities: list[Json]) -> None:
    nested = nest(entities)
    for kind in STYLES:
        wanted = places(entities, frozenset({kind})) - places(nested, CODE)
        assert places(nested, frozenset({kind})) == wanted
    assert nest(nested) == nested


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("<b><b>a</b>b</b>", "<b>ab</b>"),
        ("<b>a</b><b>b</b>", "<b>ab</b>"),
        ("<code>a<b>b</b></code>", "<code>ab</code>"),
        ("<b>a<code>b</code>c</b>", "<b>a</b><code>b</code><b>c</b>"),
        ('<a href="https://a.kh/">a<a href="https://b.kh/">b</a></a>', '<a href="https://a.kh/">ab</a>'),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "<blockquote>ab</blockquote>"),
        (
            '<blockquote>a <a href="https://a.kh/"><i>b</i></a></blockquote>',
            '<blockquote>a <a href="https://a.kh/"><i>b</i></a></blockquote>',
        ),
        ("<pre>/start</pre> <i>/go now</i>", "<pre>/start</pre> <i>/go now</i>"),
    ],
)
def test_entities_are_kept_by_telegrams_rules(source: str, kept: str) -> None:
    text, entities = read_format(source, "HTML")
    assert to_html(text, complete(text, entities)) == kept


def test_a_hundred_are_kept() -> None:
    text, entities = parse_html("<b>a</b> " * 200)
    assert len(complete(text, entities)) == MAX_ENTITIES == 100


async def test_thousands_in_each_other_are_one(api: Api, sokha: SandboxPerson) -> None:
    wide = [{"type": "bold", "offset": 0, "length": length} for length in range(1, 9001)]
    sent = await api("sendMessage", chat_id=1001, text="many", entities=wide)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    source = "<b>" * 4000 + "x" + "</b>" * 4000
    sent = await api("sendMessage", chat_id=1001, text=source, parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_what_telegram_finds_by_itself_is_taken_from_nobody(api: Api, sokha: SandboxPerson) -> None:
    given = [{"type": "bot_command", "offset": 0, "length": 2}, {"type": "url", "offset": 90, "length": 3}]
    sent = await api("sendMessage", chat_id=1001, text="no /jmi", entities=given)
    assert sent["entities"] == [{"type": "bot_command", "offset": 3, "length": 4}]
