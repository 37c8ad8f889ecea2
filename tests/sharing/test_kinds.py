"""Each kind of information asks for what it needs, and only where the text does not say it (S1, S2)."""

from datetime import date

import pytest

from storage.sharing import SHARED_KINDS, Post, PostKind
from tests.sharing.conftest import stored_posts
from tests.sharing.test_search import found
from tests.support.stage import Player, Stage

#: An answer to the question of each kind, and what is kept of it. Source: Guideline, Part Two (5)(i)-(vi).
ANSWERS = {
    PostKind.ONGOING_WORK: ("3-14 December 2026, Battambang", {"place": "Battambang", "ends_on": date(2026, 12, 14)}),
    PostKind.CONSULTATION: ("20 November 2026, with all DPs", {"party": "all DPs", "ends_on": date(2026, 11, 20)}),
    PostKind.PROGRAMMING: ("January–June 2027, Kampot", {"place": "Kampot", "ends_on": date(2027, 6, 30)}),
    PostKind.OTHER_SUPPORT: (
        "KOICA, USD 5 million, 2027",
        {"party": "KOICA", "amount": "USD 5 million", "ends_on": date(2027, 12, 31)},
    ),
    PostKind.DATA: ("NIS, 2025", {"party": "NIS", "ends_on": date(2025, 12, 31)}),
    PostKind.POLICY: ("MoH, 20 November 2026", {"party": "MoH", "ends_on": date(2026, 11, 20)}),
}


def kept(post: Post, names: set[str]) -> dict[str, object]:
    return {name: getattr(post, name) for name in names}


def test_every_kind_is_tried() -> None:
    assert list(ANSWERS) == list(SHARED_KINDS)


@pytest.mark.parametrize("kind", SHARED_KINDS)
async def test_each_kind_asks_for_what_it_needs(health: Stage, sokha: Player, kenji: Player, kind: PostKind) -> None:
    answer, facts = ANSWERS[kind]
    await sokha.says("/share A study of midwives")
    await sokha.presses(f"form:choice={kind}")
    await sokha.asks("details")
    await sokha.says(answer)
    await sokha.asks("file")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    [post] = await stored_posts(health)
    assert kept(post, set(facts)) == facts
    await kenji.reads_fact(*(value for value in facts.values() if isinstance(value, str)))


async def test_what_the_text_says_is_not_asked_and_may_be_corrected(health: Stage, sokha: Player) -> None:
    await health.member("Bopha", "focal_point", "MoWA")
    await sokha.says("/share A mission of WHO is in Battambang from 3 to 14 December 2026; theme: gender")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.asks("file")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    assert list(await sokha.summary()) == ["text", "kind", "period", "place", "theme", "audience"]
    await sokha.presses("form:change")
    await sokha.presses("form:change=period")
    await sokha.says("one fine day")
    await sokha.is_refused("sharing#unreadable_days", text="one fine day")
    await sokha.says("7-14 December 2026")
    await sokha.presses("form:save")
    [post] = await stored_posts(health)
    assert (post.starts_on, post.ends_on) == (date(2026, 12, 7), date(2026, 12, 14))
    assert (post.place, post.theme) == ("Battambang", "gender")


async def test_an_album_is_shared_whole(health: Stage, sokha: Player, kenji: Player) -> None:
    papers = [("study.pdf", b"%PDF-1.4 a"), ("annex.pdf", b"%PDF-1.4 b"), ("tables.xlsx", b"PK")]
    await sokha.sends_album(papers, caption="A study of midwives")
    await sokha.presses("sharing:take")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    assert (await sokha.summary())["file"] == "study.pdf, annex.pdf, tables.xlsx"
    await sokha.presses("form:save")
    names = [message.document.name for message in await kenji.new_messages() if message.document]
    assert names == ["study.pdf", "annex.pdf", "tables.xlsx"]
    await kenji.says("/search annex")
    assert await found(kenji) == ["A study of midwives"]
