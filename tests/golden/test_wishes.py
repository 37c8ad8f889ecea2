"""Words that ask for something, or take it back, as people see the answers (U1, U2)."""

from tests.actions.conftest import records
from tests.golden.conftest import Golden
from tests.indicators.conftest import defines, opens_round, reports
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


async def test_wishes_in_plain_words(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("give me an invitation link for 3 partners")
    await golden.shows(dara, "wishes a link")
    await sokha.says("give me an invitation link for 3 partners")
    await golden.shows(sokha, "wishes what the Chair and the secretariat may do")
    await sokha.says("accept the report of Kenji")
    await golden.shows(sokha, "wishes what the secretariat may do")
    await dara.says("/settings zebra")
    await golden.shows(dara, "writes words behind a command that takes none")
    chan = await health.member("Chan", "chair", "MoH")
    await chan.says("I want to sign")
    await golden.shows(chan, "wishes to sign while nothing waits")
    await announce_meeting(dara)
    await announce_meeting(dara, title="Budget review")
    await health.becomes(local(15, 9))
    await everybody_looks_away(sokha)
    await sokha.says("I am here")
    await golden.shows(sokha, "is at one of two meetings")


async def test_taking_back_in_words(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha, "Revise the budget annex")
    await defines(dara)
    await opens_round(dara)
    await everybody_looks_away(sokha)
    await sokha.says("/done 1 The annex was sent to MEF")
    await everybody_looks_away(sokha)
    await sokha.says("Not yet signed by MEF, by the way, and we wait for the stamp")
    await golden.shows(sokha, "says more than that it is not done")
    await sokha.says("undo")
    await golden.shows(sokha, "takes it back")
    await sokha.says("/done 1 The annex was sent to MEF")
    await health.passes(minutes=20)
    await everybody_looks_away(sokha)
    await sokha.says("it is not done yet")
    await golden.shows(sokha, "takes it back later")
    await reports(sokha, "2008-4 58%")
    await everybody_looks_away(sokha)
    await sokha.presses("general:undo")
    await golden.shows(dara, "is told of a report that was taken back")
