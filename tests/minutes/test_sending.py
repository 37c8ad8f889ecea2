"""Minutes are sent to those invited to the meeting, who acknowledge them (G6, D1)."""

from datetime import date

from storage.documents import DocumentKind, find_document
from storage.members import Adoption
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by, circulates, held, newest
from tests.support.setup_steps import announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

__all__ = ["held"]


async def test_the_document_goes_to_those_invited_with_receipts(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await dara.forges("records:close_anyway:1")
    await dara.forges(f"minutes:word:{held}:health")
    await dara.presses("minutes:send", held)
    assert (await dara.shown("forms/confirm"))["about"] == "Second plenary meeting 2026"
    await dara.presses("form:save")
    await dara.sees("documents/circulated_to", count=1)
    await health.settle()
    await sokha.is_told("document_circulated")
    message = await sokha.person.last()
    assert message.document is not None
    assert message.document.name == "HLT-TWG-minutes-2026-12-15-health-en.docx"
    async with health.assistant.database.read() as session:
        document = await find_document(session, 1)
    assert document is not None
    assert document.kind is DocumentKind.MINUTES
    assert document.circulation.meeting_id == held


async def test_words_lead_to_the_buttons_that_send_and_adopt(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    chan = await health.member("Chan", "chair", "MoH")
    await adopts_by(health, Adoption.CHAIR)
    await dara.forges("records:close_anyway:1")
    for words in ("send the minutes", "circulate the adopted minutes"):
        await everybody_looks_away(dara)
        await dara.says(words)
        await dara.presses("minutes:open", held)
        await dara.presses("minutes:word", held, "ph")
        await dara.presses("minutes:send", held)
        await dara.presses("form:save")
        await health.settle()
        if words == "send the minutes":
            await sokha.is_told("document_circulated")
            await health.becomes(local(23, 9))
            await everybody_looks_away(dara)
            await chan.says("adopt the minutes")
            await chan.presses("minutes:show", 1)
            await chan.presses("minutes:adopting", 1)
            await chan.presses("minutes:adopt_now", 1)
            assert (await newest(health, held)).adopted_how is Adoption.CHAIR
    await sokha.is_told("document_replaced")


async def test_of_two_meetings_with_one_title_the_summary_names_the_day(dara: Player, held: int) -> None:
    await plan_meeting(dara, day=date(2027, 3, 16))
    await dara.forges("records:close_anyway:1")
    await dara.forges(f"minutes:word:{held}:health")
    await dara.presses("minutes:send", held)
    assert (await dara.shown("forms/confirm"))["about"] == "Tue 15 Dec · Second plenary meeting 2026"


async def test_minutes_that_would_reach_nobody_are_not_sent(health: Stage, dara: Player, sokha: Player) -> None:
    """Nothing is fixed by that: the record can be opened again."""
    meeting_id = await announce_meeting(dara, audience=Audience.GOVERNMENT)
    await health.becomes(local(15, 13))
    await everybody_looks_away(dara)
    await dara.forges(f"attendance:mark:{meeting_id}:1:here:1")
    await dara.forges(f"minutes:word:{meeting_id}:ph")
    await dara.presses("minutes:send", meeting_id)
    await dara.is_refused("minutes#nobody_to_receive")
    await health.settle()
    await sokha.is_not_told("document_circulated")
    await dara.forges(f"minutes:open:{meeting_id}")
    await dara.offers("records:start", meeting_id)


async def test_each_reader_is_told_in_their_language_what_the_file_is_and_how_the_minutes_stand(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    mey = await health.member("Mey", "government", "MoH", language="km")
    await circulates(dara, held)
    title = "Second plenary meeting 2026"
    for reader in (mey, sokha):
        await reader.sees("documents/card", document__title=title, document__circulation__note="", minutes__number=1)
    await mey.presses("documents:acknowledge", 1, 1)
    await mey.sees("documents/card", acknowledged=True, minutes__adopted_at=None)
