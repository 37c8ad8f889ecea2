"""Parsing Telegram's two versions of Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.helpers import escape_markdown

from sandbox.errors import Refused
from sandbox.markdown import parse_markdown, parse_markdown_v2
from sandbox.telegram_html import to_html


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab_*[]()~`>#+-=|{}.!\\ \n😀ភា"), max_size=40))
def test_escaped_text_comes_through_whole(text: str) -> None:
    assert parse_markdown_v2(escape_markdown(text, version=2)) == (text, [])


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*ភាសា _😀 x_*", "<b>ភាសា <i>😀 x</i></b>"),
        ("__u__ ~s~ ||p||", "<u>u</u> <s>s</s> <tg-spoiler>p</tg-spoiler>"),
        ("[CRDB](https://crdb\\.gov\\.kh/a\\)b)", '<a href="https://crdb.gov.kh/a)b">CRDB</a>'),
        ("[him](tg://user?id=7)", '<a href="tg://user?id=7">him</a>'),
        ("`a_b` ```python\nx = 1```", '<code>a_b</code> <pre><code class="language-python">x = 1</code></pre>'),
        (">one\n>two\nthree", "<blockquote>one\ntwo</blockquote>\nthree"),
        ("see [crdb\\.gov\\.kh]", 'see <a href="http://crdb.gov.kh/">crdb.gov.kh</a>'),
        ("1\\. a\\-b", "1. a-b"),
    ],
)
def test_markdown_v2(source: str, html: str) -> None:
    assert to_html(*parse_markdown_v2(source)) == html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Hello.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("ភា *x", "Can't find end of Bold entity at byte offset 7"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
        ("*a _b* c_", "Can't find end of Italic entity at byte offset 8"),
        ("[x](http://a", "Can't find end of a URL at byte offset 3"),
    ],
)
def test_broken_markdown_v2_is_refused(source: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_markdown_v2(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_the_old_markdown() -> None:
    text, entities = parse_markdown("*b* _i_ `c` [x](https://a.kh) \\_ 1.")
    assert to_html(text, entities) == '<b>b</b> <i>i</i> <code>c</code> <a href="https://a.kh/">x</a> _ 1.'
    with pytest.raises(Refused, match="Can't find end of the entity starting at byte offset 2"):
        parse_markdown("a *b")
