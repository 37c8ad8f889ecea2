"""/guideline in the chat: the clauses that some words are about, with edition and clause (R5)."""

import pytest

from storage.members import Role
from tests.support.stage import Player, Stage


async def clauses(player: Player) -> list[str]:
    """The clauses that the newest answer cites."""
    return [f"{clause.part} {clause.clause}" for clause, _cited in (await player.shown("guideline/clauses"))["found"]]


async def test_words_are_answered_with_the_clauses_that_have_them(sokha: Player) -> None:
    await sokha.says("/guideline minutes")
    assert "III (d)(ii)" in await clauses(sokha)
    await sokha.reads_fact("2016", "(d)(ii)")


async def test_a_clause_is_found_by_its_number(sokha: Player) -> None:
    await sokha.says("/guideline III(c)(iii)")
    assert await clauses(sokha) == ["III (c)(iii)"]


async def test_a_khmer_reader_finds_by_khmer_words_and_reads_khmer(health: Stage) -> None:
    bopha = await health.member("Bopha", "government", language="km")
    await bopha.says("/guideline របៀបវារៈ")
    await bopha.sees("guideline/clauses")
    await bopha.reads_fact("២០១៦")


async def test_without_words_it_asks_for_them_and_a_button_gives_some(sokha: Player) -> None:
    await sokha.says("/guideline")
    await sokha.asks("words")
    await sokha.presses("form:choice=0")
    assert await clauses(sokha)


@pytest.mark.parametrize("words", ["(", "()", "%", "។", "…", "\u200b"])
async def test_a_text_without_a_letter_or_digit_is_no_words(sokha: Player, words: str) -> None:
    await sokha.says(f"/guideline {words}")
    await sokha.asks("words")
    await sokha.says(words)
    await sokha.is_refused("general#missing")


async def test_more_than_are_shown_is_said(sokha: Player) -> None:
    await sokha.says("/guideline TWG")
    shown = await sokha.shown("guideline/clauses")
    assert (len(shown["found"]), shown["more"]) == (3, True)


async def test_where_no_clause_has_all_words_those_with_most_are_shown_and_that_is_said(sokha: Player) -> None:
    await sokha.says("/guideline quorum zebra")
    assert await clauses(sokha) == ["III (c)(iii)"]
    assert (await sokha.shown("guideline/clauses"))["complete"] is False


@pytest.mark.parametrize("words", ["zebra", "x" * 300, "<b>", "<zebra>"])
async def test_words_that_no_clause_has_are_refused(sokha: Player, words: str) -> None:
    await sokha.says(f"/guideline {words}")
    await sokha.is_refused("guideline#unknown", words=words[:100])


async def test_words_that_no_clause_has_are_asked_for_again_in_the_form(sokha: Player) -> None:
    await sokha.says("/guideline", "zebra")
    await sokha.is_refused("guideline#unknown", words="zebra")
    await sokha.says("quorum")
    await sokha.sees("guideline/clauses")


@pytest.mark.parametrize("role", Role)
async def test_every_role_may_ask(health: Stage, role: Role) -> None:
    somebody = await health.member("Somebody", role)
    await somebody.says("/guideline agenda")
    await somebody.sees("guideline/clauses")


async def test_a_stranger_is_refused(health: Stage) -> None:
    stranger = await health.person("Stranger")
    await stranger.starts()
    await stranger.says("/guideline agenda")
    await stranger.sees("joining/stranger")
