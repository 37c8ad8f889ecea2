"""Minutes are adopted by who chairs, by silence, or at the next meeting; what was adopted stays as it is (G6)."""

from datetime import date, datetime

from storage.meetings import MeetingKind
from storage.members import Adoption
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by, circulates, held, newest, sends_document, text_of, word_of
from tests.subgroups.steps import sets_up
from tests.support.scene import ZONE
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

__all__ = ["held"]


async def test_silence_adopts_on_the_day_after_the_last(health: Stage, dara: Player, sokha: Player, held: int) -> None:
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    await health.becomes(local(22, 20))
    assert (await newest(health, held)).adopted_at is None
    await health.becomes(local(23, 9))
    version = await newest(health, held)
    assert (version.adopted_how, version.adopted_by_id) == (Adoption.SILENCE, None)
    await sokha.is_told("minutes_adopted")
    await dara.is_told("minutes_adopted")
    await sends_document(dara, held)
    await sokha.is_told("document_replaced")
    await sokha.presses("documents:acknowledge", 1, 2)
    await dara.says("/minutes")
    await dara.presses("minutes:show", 1)
    assert (await dara.shown("minutes/version"))["card"].acknowledged == (1, 1)


async def test_silence_waits_for_corrections_that_are_open(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    await sokha.says("1: 58% → 61%")
    await everybody_looks_away(dara)
    await health.becomes(local(23, 9))
    await dara.is_told("minutes_waiting")
    await sokha.is_not_told("minutes_adopted")
    await dara.presses("minutes:corrections", 1, 1)
    await dara.presses("minutes:refuse", 1)
    await dara.says("The survey says so")
    await health.settle()
    assert (await newest(health, held)).adopted_how is Adoption.SILENCE
    await sokha.is_told("minutes_adopted")


async def test_the_chair_adopts_once_the_round_is_over(health: Stage, dara: Player, sokha: Player, held: int) -> None:
    chan = await health.member("Chan", "chair", "MoH")
    await adopts_by(health, Adoption.CHAIR)
    await circulates(dara, held)
    await sokha.says("1: 58% → 61%")
    await chan.forges("minutes:adopt_now:1")
    await chan.is_refused("minutes#corrections_open")
    await dara.forges("minutes:accept:1")
    await chan.forges("minutes:adopt_now:1")
    await chan.is_refused("minutes#round_open")
    await sokha.forges("minutes:adopt_now:1")
    await sokha.is_refused("general#not_allowed")
    await everybody_looks_away(dara)
    await health.becomes(local(23, 9))
    await chan.is_told("minutes_waiting")
    await chan.presses("minutes:adopting", 1)
    await chan.forges("minutes:adopt:1")  # of a message from before it was asked about
    await chan.sees("minutes/ask_to_adopt")
    assert (await newest(health, held)).adopted_at is None
    await chan.presses("minutes:adopt_now", 1)
    await sokha.is_told("minutes_adopted")
    await chan.forges("minutes:adopt_now:1")
    await chan.is_refused("minutes#already_adopted")
    document = await word_of(dara, held, "ph", "en")
    written = [paragraph.text for paragraph in document.paragraphs]
    assert "Minutes" in written
    assert "Adopted by Chan, Wednesday 23 December 2026" in written


async def test_the_next_meeting_adopts(health: Stage, dara: Player, sokha: Player, held: int) -> None:
    await circulates(dara, held)
    await dara.forges("minutes:adopted_then:1")
    await dara.is_refused("minutes#not_met_again")
    later = await announce_meeting(dara, day=date(2027, 1, 19), title="Third plenary meeting")
    await health.becomes(datetime(2027, 1, 19, 9, tzinfo=ZONE))
    await everybody_looks_away(dara)
    await sokha.says("/here")
    await dara.forges("minutes:adopted_there:1")  # of a message from before it was asked about
    await dara.sees("minutes/ask_to_adopt")
    assert (await newest(health, held)).adopted_at is None
    await dara.presses("minutes:show", 1)
    await dara.says("the minutes were adopted at the last meeting", "កំណត់ហេតុត្រូវបានអនុម័ត")
    await dara.presses("minutes:show", 1)
    await dara.presses("minutes:adopting", 1)
    await dara.presses("minutes:adopted_then", 1)
    version = await newest(health, held)
    assert (version.adopted_how, version.adopted_at_meeting_id) == (Adoption.NEXT_MEETING, later)
    await sokha.is_told("minutes_adopted")


async def test_what_was_adopted_is_changed_by_a_version_alone(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    chan = await health.member("Chan", "chair", "MoH")
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    await health.becomes(local(23, 9))
    for data in (
        "records:reopen:1",
        f"minutes:reopen:{held}",
        f"attendance:mark:{held}:1:here:1",
        f"decisions:enter_for:{held}",
        "decisions:correct:1",
    ):
        await everybody_looks_away(dara)
        await dara.forges(data)
        if data.startswith("decisions:enter_for"):
            await dara.says("Another decision")
            await dara.presses("form:save")
        await dara.is_refused("meetings#minutes_fixed", adopted=True)
    await everybody_looks_away(dara)
    await sokha.says("1: 58% → 61%")
    await sokha.sees("minutes/correction", heading="yours")
    await dara.forges("minutes:accept:1")
    assert (await newest(health, held)).number == 2
    await chan.is_told("minutes_waiting")
    await sokha.says("2: not complete → incomplete")
    await chan.forges("minutes:adopt_now:2")
    await chan.is_refused("minutes#corrections_open")
    await dara.forges("minutes:accept:2")
    await chan.forges("minutes:adopt_now:2")
    version = await newest(health, held)
    assert (version.number, version.adopted_how) == (2, Adoption.CHAIR)
    assert await text_of(health, held, 1) == "61% of district hospitals are staffed"
    assert await text_of(health, held, 2) == "the figures are incomplete"
    await sokha.says("/minutes")
    await sokha.presses("minutes:show", 2)
    assert [each.number for each in (await sokha.shown("minutes/version"))["card"].versions] == [1, 2]
    document = await word_of(dara, held, "health", "km")
    written = [paragraph.text for paragraph in document.paragraphs]
    assert any("កំណែទី២" in line for line in written)
    await sokha.says("/search 61% hospitals")
    await sokha.presses("minutes:show", 1)


async def test_attendance_of_adopted_minutes_is_as_it_was(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    before = [row.cells[0].text for row in (await word_of(dara, held, "health")).tables[0].rows]
    await health.becomes(local(23, 9))
    await health.member("Late", "development_partner", "WHO")
    await health.leaves("Sokha")
    await everybody_looks_away(dara)
    document = await word_of(dara, held, "health")
    assert [row.cells[0].text for row in document.tables[0].rows] == before
    written = [paragraph.text for paragraph in document.paragraphs]
    assert any("1 of 2 invited" in line for line in written)


async def test_sub_groups_adopt_theirs_and_report_them_to_the_plenary(
    health: Stage, dara: Player, sokha: Player
) -> None:
    """The Chair of the TWG is not asked: the chair of the sub-group adopts (III (b))."""
    chan = await health.member("Chan", "chair", "MoH")
    mey = await health.member("Mey", "government", "MoWA")
    group_id = await sets_up(dara, chair=mey, members=(sokha,))
    await adopts_by(health, Adoption.CHAIR)
    about = {"kind": MeetingKind.SUB_GROUP, "audience": f"subgroup_{group_id}", "title": "Gender budget"}
    meeting_id = await announce_meeting(mey, **about)
    await announce_meeting(dara, day=date(2027, 1, 19))
    await health.becomes(local(15, 9))
    await everybody_looks_away(dara)
    await sokha.says("/here")
    await mey.forges(f"records:start:{meeting_id}")
    await mey.says("conclusion: the budget is gender-sensitive")
    await health.becomes(local(15, 13))
    await everybody_looks_away(dara)
    await circulates(mey, meeting_id)
    await mey.forges(f"minutes:report:{meeting_id}")
    await mey.is_refused("minutes#not_adopted")
    await health.becomes(local(23, 9))
    await chan.is_not_told("minutes_waiting")
    await chan.forges("minutes:adopt_now:1")
    await chan.is_refused("general#not_found")
    await mey.presses("minutes:adopting", 1)
    await mey.presses("minutes:adopt_now", 1)
    await sokha.is_told("minutes_adopted")
    await mey.forges(f"minutes:word:{meeting_id}:ph")
    await mey.presses("minutes:report", meeting_id)
    await mey.presses("form:save")
    await mey.sees("minutes/reported")
    await health.passes(minutes=20)
    await dara.is_told("papers_handed_in")
