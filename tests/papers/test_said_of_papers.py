"""Replies in words to the message that asks for a paper, and taking back that one was returned (D6, U2)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sandbox.client import SeenMessage
from storage.core.forms import OpenForm
from storage.papers import PaperState
from storage.requests import MemberRequest
from tests.papers.conftest import burst_ends, hands_in, stored
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.undoing import UNDO_FOR


@pytest.fixture
async def secretary(health: Stage) -> Player:
    return await health.member("Chan Dara", "secretariat", "MoH")


@pytest.fixture
async def kenji(health: Stage, secretary: Player) -> Player:
    """Who is asked for the paper of item 2 by 1 December."""
    partner = await health.member("Kenji", "development_partner", "UNFPA")
    await announce_meeting(secretary)
    await everybody_looks_away(partner)
    return partner


@pytest.fixture
async def asked(health: Stage, secretary: Player, kenji: Player) -> SeenMessage:
    await secretary.forges("papers:call:1")
    await secretary.presses("form:save")
    await health.passes(minutes=15)
    return (await kenji.finds("papers/asked")).message


async def requests(stage: Stage) -> list[tuple[str, str]]:
    async with stage.assistant.database.read() as session:
        return [(str(row.kind.value), row.text) for row in await session.scalars(select(MemberRequest))]


@pytest.mark.parametrize("text", ["here is the paper", "please find attached our paper", "សូមផ្ញើឯកសារជូន"])
async def test_who_says_that_it_is_here_is_asked_for_the_file(
    health: Stage, kenji: Player, asked: SeenMessage, text: str
) -> None:
    await kenji.says(text, reply_to=asked)
    await kenji.asks("file")
    async with health.assistant.database.read() as session:
        [form] = await session.scalars(select(OpenForm))
    assert (form.name, form.answers["meeting"]) == ("hand_in_paper", "1")


async def test_a_file_with_such_words_is_handed_in(health: Stage, kenji: Player, asked: SeenMessage) -> None:
    await kenji.sends_file("Progress.pdf", caption="here is the paper", reply_to=asked)
    assert (await kenji.summary())["file"] != ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I need more time for the paper, until 11 December", "paper_later"),
        ("សុំពន្យារដល់ថ្ងៃទី១១ ធ្នូ", "paper_later"),
        ("not mine, the ministry prepares it", "paper_not_theirs"),
        ("មិនមែនរបស់ខ្ញុំទេ", "paper_not_theirs"),
    ],
)
async def test_what_stands_in_the_way_goes_to_who_asks(
    health: Stage, secretary: Player, kenji: Player, asked: SeenMessage, text: str, kind: str
) -> None:
    await kenji.says(text, reply_to=asked)
    assert await requests(health) == [(kind, text)]
    await kenji.offers("general:undo")
    await secretary.looks_away()
    await health.passes(minutes=11)
    await secretary.sees("requests/card", heading="made")
    await secretary.offers("papers:meeting", 1)
    await secretary.offers("requests:answer", 1)


async def test_a_day_that_is_in_time_needs_nobodys_leave(health: Stage, kenji: Player, asked: SeenMessage) -> None:
    await kenji.says("I need more time for the paper, until tomorrow", reply_to=asked)
    await kenji.sees("requests/still_in_time")
    assert await requests(health) == []


async def returned(health: Stage, secretary: Player, kenji: Player) -> int:
    """A paper that the secretariat has just returned. Returns its id."""
    paper_id = await hands_in(kenji)
    await burst_ends(health)
    await secretary.forges(f"papers:give_back:{paper_id}")
    await secretary.says("Please add the figures of 2026")
    return paper_id


async def test_a_return_can_be_undone_before_its_author_is_told(
    health: Stage, secretary: Player, kenji: Player
) -> None:
    paper_id = await returned(health, secretary, kenji)
    assert (await stored(health, paper_id)).state is PaperState.RETURNED
    await secretary.presses("general:undo")
    paper = await stored(health, paper_id)
    assert (paper.state, paper.comment, paper.decided_at) == (PaperState.HANDED_IN, "", None)
    await kenji.looks_away()
    await health.passes(minutes=15)
    assert "paper_returned" not in await kenji.told()


async def test_its_author_is_told_once_it_can_no_longer_be_undone(
    health: Stage, secretary: Player, kenji: Player
) -> None:
    await returned(health, secretary, kenji)
    await kenji.looks_away()
    await health.passes(minutes=UNDO_FOR / timedelta(minutes=1) + 1)
    await kenji.is_told("paper_returned")
