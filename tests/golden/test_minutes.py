"""The minutes of a meeting, as people see them (G6)."""

from datetime import date, datetime

from storage.meetings import MeetingKind
from storage.members import Adoption
from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by, circulates, held
from tests.minutes.steps import drafts
from tests.subgroups.steps import sets_up
from tests.support.scene import ZONE
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

__all__ = ["held"]


async def test_the_minutes_of_a_meeting(golden: Golden, dara: Player, held: int) -> None:
    await dara.forges(f"minutes:open:{held}")
    await golden.shows(dara, "opens the minutes")
    await dara.presses("minutes:read", held, 1)
    await golden.shows(dara, "reads them")
    await dara.forges(f"minutes:check:{held}")
    await golden.shows(dara, "looks what is lacking")
    await dara.forges("records:close_anyway:1")
    await golden.shows(dara, "closes the record")
    await dara.forges(f"minutes:check:{held}")
    await golden.shows(dara, "looks again")
    await dara.forges(f"minutes:read:{held}:1")
    await golden.shows(dara, "reads the closed record")
    await dara.forges(f"minutes:word:{held}:health")
    await golden.shows(dara, "is sent the document")
    await dara.forges(f"minutes:reopen:{held}")
    await golden.shows(dara, "opened the record again")


async def test_the_corrections_of_minutes(
    golden: Golden, health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await adopts_by(health, Adoption.SILENCE)
    await dara.says("/minutes")
    await golden.shows(dara, "looks which minutes there are")
    await dara.forges("records:close_anyway:1")
    await dara.forges(f"minutes:word:{held}:ph")
    await dara.presses("minutes:send", held)
    await golden.shows(dara, "is about to send them")
    await dara.presses("form:save")
    await health.settle()
    await golden.shows(dara, "has sent them")
    await golden.shows(sokha, "gets the draft")
    draft = await sokha.person.last()
    await sokha.presses("minutes:choose", held)
    await golden.shows(sokha, "chooses a paragraph")
    await sokha.presses("minutes:correct", 2)
    await golden.shows(sokha, "is asked for the words")
    await sokha.says("the figures are complete")
    await golden.shows(sokha, "has proposed them")
    await golden.shows(dara, "is told of the correction")
    await sokha.says("1: 61 not 58; 2: the year is wrong")
    await golden.shows(sokha, "is asked how one of two should read")
    await sokha.says("the date is wrong", reply_to=draft)
    await golden.shows(sokha, "is asked which paragraph is meant")
    await sokha.says("remove paragraph 2", reply_to=draft)
    await golden.shows(sokha, "wants a paragraph removed")
    await sokha.says("1: 58% → 61%")
    await dara.looks_away()
    await dara.forges("minutes:show:1")
    await golden.shows(dara, "looks how the minutes stand")
    await dara.presses("minutes:corrections", 1, 1)
    await golden.shows(dara, "looks at the corrections")
    await dara.presses("minutes:accept", 1)
    await sokha.looks_away()
    await dara.presses("minutes:refuse", 2)
    await golden.shows(dara, "is asked why not")
    await dara.says("The survey of October says 58%")
    await golden.shows(dara, "has refused it")
    await golden.shows(sokha, "is told of both")


async def test_the_adoption_of_minutes(golden: Golden, health: Stage, dara: Player, sokha: Player, held: int) -> None:
    chan = await health.member("Chan", "chair", "MoH")
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    await sokha.says("1: 58% → 61%")
    await everybody_looks_away(dara)
    await health.becomes(local(23, 9))
    await golden.shows(dara, "is told that a correction waits")
    await dara.forges("minutes:accept:1")
    await health.settle()
    await golden.shows(sokha, "is told of the adoption")
    await golden.shows(dara, "is asked to send them")
    await sokha.says("/minutes")
    await golden.shows(sokha, "looks which minutes there are")
    await sokha.presses("minutes:show", 1)
    await golden.shows(sokha, "looks at the adopted minutes")
    await dara.looks_away()
    await dara.forges("decisions:correct:1")
    await golden.shows(dara, "wants to change a decision")
    await sokha.says("2: not complete → incomplete")
    await chan.looks_away()
    await dara.forges("minutes:accept:2")
    await health.settle()
    await golden.shows(chan, "is asked to adopt a version")
    await chan.presses("minutes:adopting", 2)
    await golden.shows(chan, "is asked whether to adopt it")
    await chan.presses("minutes:adopt_now", 2)
    await golden.shows(chan, "has adopted it")


async def test_the_next_meeting_adopts_minutes(
    golden: Golden, health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await circulates(dara, held)
    await announce_meeting(dara, day=date(2027, 1, 19), title="Third plenary meeting")
    await health.becomes(datetime(2027, 1, 19, 9, tzinfo=ZONE))
    await everybody_looks_away(dara)
    await sokha.says("/here")
    await dara.forges("minutes:adopted_there:1")
    await golden.shows(dara, "is asked whether the meeting has adopted them")


async def test_a_sub_group_reports_its_minutes(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await adopts_by(health, Adoption.SILENCE)
    token = f"subgroup_{await sets_up(dara, members=(sokha,))}"
    meeting = {"kind": MeetingKind.SUB_GROUP, "audience": token, "title": "Gender budget"}
    version = await drafts(dara, days=0, **meeting)
    await announce_meeting(dara, day=date(2027, 1, 19))
    await health.becomes(local(16, 9))
    await everybody_looks_away(dara)
    await dara.forges(f"minutes:word:{version.meeting_id}:ph")
    await golden.shows(dara, "is sent the adopted minutes")
    await dara.presses("minutes:report", version.meeting_id)
    await dara.presses("form:save")
    await golden.shows(dara, "has reported them")


async def test_what_members_pass_on(golden: Golden, health: Stage, dara: Player, sokha: Player, held: int) -> None:
    bopha = await health.member("Bopha", "government", "MoP", language=golden.language)
    maria = await health.member("Maria", "lead_facilitator", "WHO", language=golden.language)
    await health.member("Anna", "development_partner", "ADB")
    await dara.says("action: MoP and ADB; send the plan to the provinces; 20 January 2027")
    await dara.says("action: MoP; report on the plan; every quarter")
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    await health.becomes(local(23, 9))
    await golden.shows(bopha, "is told of the adoption, and has what to pass on")
    await golden.shows(maria, "has what to pass on to all partners")
    await bopha.presses("minutes:pass_on", 1, "km" if golden.language == "en" else "en")
    await golden.shows(bopha, "has it in the other language")


async def test_nothing_to_pass_on(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await adopts_by(health, Adoption.SILENCE)
    version = await drafts(dara)
    await sokha.forges(f"minutes:pass_on:{version.id}")
    await golden.shows(sokha, "wants to pass on a draft")
    await health.becomes(local(23, 9))
    await sokha.looks_away()
    await sokha.forges(f"minutes:pass_on:{version.id}")
    await golden.shows(sokha, "passes on minutes without a decision")


async def test_no_minutes(golden: Golden, health: Stage, dara: Player) -> None:
    ahead = await announce_meeting(dara)
    await everybody_looks_away(dara)
    await dara.forges(f"minutes:open:{ahead}")
    await golden.shows(dara, "asks for those of a meeting that is ahead")
    await health.becomes(local(15, 13))
    await everybody_looks_away(dara)
    await dara.forges(f"minutes:open:{ahead}")
    await golden.shows(dara, "asks for those of a meeting at which nobody was")
    cancelled = await announce_meeting(dara, day=date(2026, 12, 22))
    await cancel_meeting(dara, cancelled)
    await everybody_looks_away(dara)
    await dara.forges(f"minutes:open:{cancelled}")
    await golden.shows(dara, "asks for those of a meeting that was cancelled")
