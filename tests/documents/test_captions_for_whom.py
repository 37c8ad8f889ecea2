"""What the caption of files asks for is filled in, stands in the summary and can be changed (D1, D2, D5, D6)."""

from datetime import date

import pytest

from storage.documents import DocumentKind
from tests.documents.conftest import PAPER, circulate, stored_document
from tests.forms.steps import answers
from tests.papers.conftest import hands_in, papers_of
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

TWO = [("a.pdf", PAPER), ("b.pdf", PAPER)]


@pytest.mark.parametrize(
    ("caption", "audience", "note"),
    [
        ("for all members pls", "all", None),
        ("for LF and Chair only", "leads", None),
        ("please share with DPs only", "partners", None),
        ("សូមផ្ញើជូនសមាជិកទាំងអស់", "all", None),
        ("Revised figures, please send to all DPs", "partners", "Revised figures"),
    ],
)
async def test_an_album_is_for_whom_its_caption_says(
    health: Stage, dara: Player, sokha: Player, caption: str, audience: str, note: str | None
) -> None:
    await dara.sends_album(TWO, caption=caption)
    await dara.presses("form:skip")  # the day
    given = await answers(health)
    assert (given["audience"], given.get("note") or None) == (audience, note)
    assert "audience" in await dara.summary()
    await dara.presses("form:change")
    await dara.presses("form:change=audience")
    await dara.presses("form:choice=secretariat")
    assert (await answers(health))["audience"] == "secretariat"


async def test_nothing_is_asked_that_the_caption_says(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, day=date(2026, 12, 17))  # later than the meetings that are offered
    words = (
        "Khmer version, please circulate to all members for the plenary of 17 December, item 2; acknowledge by Friday"
    )
    await dara.sends_file("Budget annex.pdf", PAPER, caption=words)
    await dara.says("Budget annex")  # the title, suggested by the name
    shown = await dara.summary()
    assert shown.keys() >= {"audience", "meeting", "acknowledge_by"}
    await dara.presses("form:save")
    document = await stored_document(health, 1)
    circulation = document.circulation
    assert (circulation.meeting_id, circulation.note, document.language) == (meeting_id, "", "km")
    assert circulation.acknowledge_by == date(2026, 11, 27)
    assert document.agenda_item_id is not None


async def test_the_kind_is_seen_in_the_caption(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_file("scan_0031.pdf", PAPER, caption="Minutes for your approval")
    await dara.presses("documents:take")
    given = await answers(health)
    assert (given["kind"], given["note"]) == (DocumentKind.MINUTES, "Minutes for your approval")


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
    await dara.sends_album(TWO, caption=caption)
    await dara.presses("documents:take")
    await dara.asks("audience")
    assert (await answers(health))["note"] == caption


async def test_a_file_that_replaces_one_leads_to_that_one(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await circulate(dara, name="concept.pdf", data=b"%PDF-1.4 concept", title="Concept note")
    await health.passes(minutes=3)
    words = "corrected version, please replace the old one; table 4 corrected"
    await dara.sends_file("health-budget-2027_v2.pdf", b"%PDF-1.4 corrected", caption=words)
    await dara.presses("form:save")
    await dara.sees("documents/replaced")
    [_first, second] = (await stored_document(health, 1)).versions
    assert second.note == "table 4 corrected"
    await health.passes(minutes=3)
    await dara.sends_file("scan_17.pdf", b"%PDF-1.4 scan", caption="សូមជំនួសឯកសារចាស់")  # no name is near
    await dara.offers("documents:replaces", 1)
    await dara.presses("documents:replaces", 2)
    await dara.presses("form:skip")
    await dara.presses("form:save")
    assert [each.note for each in (await stored_document(health, 2)).versions] == ["", ""]


async def test_who_circulates_nothing_is_led_to_sharing_with_what_they_sent(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await kenji.sends_album(
        [("Mission report.pdf", PAPER), ("Annex 2.pdf", PAPER)], caption="please send these to DPs only"
    )
    given = await answers(health)
    assert (given["audience"], given["text"]) == ("partners", "Mission report, Annex 2")
    assert len(given["file"]["more"]) == 1
    await kenji.asks("kind")
    await kenji.says("/cancel")
    await kenji.sends_file("Study.pdf", PAPER, caption="Results for three provinces. សូមផ្ញើជូនសមាជិកទាំងអស់")
    given = await answers(health)
    assert (given["audience"], given["text"]) == ("all", "Results for three provinces.")


async def test_a_member_s_paper_is_for_the_meeting_and_replaces_the_one_before(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    await hands_in(sokha, words="please circulate for the plenary, item 2")
    [paper] = await papers_of(health)
    assert (paper.item is not None and paper.item.position, paper.newest.note) == (2, "")
    await sokha.sends_file("scan.pdf", b"%PDF-1.4 newer", caption="corrected version, please replace the old one")
    await sokha.presses("form:save")
    [paper] = await papers_of(health)
    assert [each.note for each in paper.versions] == ["", ""]
