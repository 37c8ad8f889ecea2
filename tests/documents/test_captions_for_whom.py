"""The caption of files fills in for whom they are, which stands in the summary and can be changed (D1, D5)."""

import pytest

from tests.documents.conftest import PAPER
from tests.forms.steps import answers
from tests.support.stage import Player, Stage


@pytest.mark.parametrize(
    ("caption", "audience", "note"),
    [
        ("for all members pls", "all", None),
        ("for LF and Chair only", "leads", None),
        ("សូមផ្ញើជូនសមាជិកទាំងអស់", "all", None),
        ("Revised figures, please send to all DPs", "partners", "Revised figures, please send to all DPs"),
    ],
)
async def test_an_album_is_for_whom_its_caption_says(
    health: Stage, dara: Player, sokha: Player, caption: str, audience: str, note: str | None
) -> None:
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption=caption)
    await dara.presses("documents:take")
    await dara.presses("form:skip")  # the day
    given = await answers(health)
    assert (given["audience"], given.get("note") or None) == (audience, note)
    assert "audience" in await dara.summary()
    await dara.presses("form:change")
    await dara.presses("form:change=audience")
    await dara.presses("form:choice=secretariat")
    assert (await answers(health))["audience"] == "secretariat"


async def test_so_does_that_of_a_file_sent_to_the_open_form(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.sends_file("Budget 2027.pdf", PAPER, caption="for the secretariat only")
    assert (await answers(health))["audience"] == "secretariat"
    await dara.presses("form:choice=0")
    await dara.presses("form:choice=paper")
    await dara.asks("acknowledge_by")


@pytest.mark.parametrize("caption", ["for information", "Letter to the Chair", "for everyone but the DPs", "for Sokha"])
async def test_words_that_name_no_audience_for_certain_are_the_note(
    health: Stage, dara: Player, sokha: Player, caption: str
) -> None:
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption=caption)
    await dara.presses("documents:take")
    await dara.asks("audience")
    assert (await answers(health))["note"] == caption
