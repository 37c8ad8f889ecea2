"""Parsing URLs as Telegram does."""

from __future__ import annotations

import pytest

from sandbox.urls import WrongAddress, find_link, read_address, read_link


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("crdb.gov.kh", "http://crdb.gov.kh/"),
        ("HTTPS://CRDB.gov.kh/A?b=1#c", "https://crdb.gov.kh/A?b=1#c"),
        ("https://crdb.gov.kh?b", "https://crdb.gov.kh/?b"),
        ("http://you:pass@crdb.gov.kh:0080/", "http://you:pass@crdb.gov.kh:80/"),
        ("http://[::1]:8080/a b", "http://[::1]:8080/a%20b"),
        ("http://ភាសា.kh/", "http://ភាសា.kh/"),
    ],
)
def test_an_address_is_written_out_in_full(given: str, read: str) -> None:
    assert str(read_address(given)) == read


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("http://", "URL host is empty"),
        ("http://you@/", "URL host is empty"),
        ("ftp://crdb.gov.kh/", "Unsupported URL protocol"),
        ("javascript:alert(1)", "Wrong port number specified in the URL"),
        ("http://crdb.gov.kh:0/", "Wrong port number specified in the URL"),
        ("http://crdb.gov.kh:65536/", "Wrong port number specified in the URL"),
        ("http://[::g]/", "Wrong IPv6 address specified in the URL"),
        ("http://[", "Wrong URL host"),
        ("no link", "Wrong URL host"),
        ("http://a%4/", "Wrong URL host"),
    ],
)
def test_what_is_no_address_is_refused_in_telegrams_words(given: str, words: str) -> None:
    with pytest.raises(WrongAddress, match=f"^{words}$"):
        read_address(given)


@pytest.mark.parametrize(
    ("given", "local"),
    [
        ("http://localhost/x", True),
        ("http://[::1]/", True),
        ("http://localhost@a.org/", False),
        ("127.0.0.1.org", False),
    ],
)
def test_only_this_machine_is_local(given: str, local: bool) -> None:
    assert read_address(given).is_local is local


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("crdb.gov.kh", "http://crdb.gov.kh/"),
        ("HTTPS://t.me/twg_bot?start=x", "https://t.me/twg_bot?start=x"),
        ("TG://resolve?domain=twg_bot", "tg://resolve?domain=twg_bot"),
        ("tg:user?id=7", "tg://user?id=7"),
        ("tonsite://a/b", "tonsite://a/b"),
    ],
)
def test_a_link_is_kept_as_telegram_keeps_it(given: str, kept: str) -> None:
    assert read_link(given) == read_link(kept) == kept


@pytest.mark.parametrize(
    "given", ["http://localhost/x", "http://", "javascript:alert(1)", "tg://a.b/", "tg://you@a", "x"]
)
def test_what_leads_nowhere_is_no_link(given: str) -> None:
    assert find_link(given) is None
