"""What people read of requests (A3, J2)."""

from sandbox.client_origins import from_channel
from tests.actions.conftest import chooses, closes, local, records
from tests.golden.conftest import Golden
from tests.indicators.conftest import defines, opens_round
from tests.requests.conftest import asks, told
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


async def test_more_time_is_asked_for(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha)
    await sokha.presses("requests:about", "action", 1)
    await golden.shows(sokha, "is asked what is in the way")
    await sokha.presses("requests:ask", "more_time", "action", 1)
    await golden.shows(sokha, "is asked until when")
    await sokha.says("30/12/2026")
    await golden.shows(sokha, "is asked why")
    await sokha.says("MEF sends the ceilings late")
    await golden.shows(sokha, "sees to whom it goes")
    await sokha.presses("form:save")
    await golden.shows(sokha, "sent it")
    await told(health)
    await golden.shows(dara, "is asked to decide")
    await sokha.forges("requests:open:1")
    await golden.shows(sokha, "looks at it")
    await asks(sokha, "more_time", "action", 1, "29/12/2026", "They came yesterday")
    await told(health)
    await golden.shows(dara, "is told of the change")
    await dara.looks_away()
    await health.passes(days=1)
    await golden.shows(dara, "is reminded")
    await dara.presses("requests:day", 1)
    await golden.shows(dara, "is asked for another day")
    await dara.says("28/12/2026")
    await golden.shows(dara, "sees what will be agreed")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(dara, "agreed")
    await golden.shows(sokha, "is told what was agreed")
    await dara.forges("requests:agree:1")
    await golden.shows(dara, "agrees once more")


async def test_requests_of_other_kinds(
    golden: Golden, health: Stage, dara: Player, sokha: Player, language: str
) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA", language=language)
    await records(dara, sokha)
    await sokha.forges("requests:ask:hand_over:action:1")
    await golden.shows(sokha, "is asked who should do it")
    await chooses(sokha, kenji)
    await sokha.says("He has the figures")
    await sokha.presses("form:save")
    await told(health)
    await golden.shows(dara, "is asked to give it to somebody else")
    await asks(sokha, "not_mine", "action", 1, "It is JICA's")
    await told(health)
    await golden.shows(dara, "is told that it is not theirs")
    await dara.presses("requests:person", 2)
    await golden.shows(dara, "is asked who will do it")
    await dara.presses("form:cancel")
    await asks(sokha, "still_needed", "action", 1, "")
    await told(health)
    await golden.shows(dara, "is asked whether it is still needed")
    await dara.presses("requests:drop", 3)
    await golden.shows(dara, "is asked why it is dropped")
    await dara.presses("form:cancel")
    await sokha.looks_away()
    await dara.presses("requests:needed", 3)
    await health.passes(minutes=10)
    await golden.shows(sokha, "is told that it is still needed")
    await dara.presses("requests:decline", 2)
    await golden.shows(dara, "is asked why not")
    await dara.says("You took it in June")
    await sokha.looks_away()
    await dara.presses("form:save")
    await health.passes(minutes=10)
    await golden.shows(sokha, "is told why not")
    await sokha.forges("requests:withdraw:1")
    await golden.shows(sokha, "withdrew one")
    await golden.shows(dara, "is told that it was withdrawn")


async def test_questions(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/requests")
    await golden.shows(sokha, "has no requests")
    await sokha.presses("requests:list", "decided")
    await golden.shows(sokha, "has no decided ones")
    await sokha.presses("requests:ask", "question")
    await golden.shows(sokha, "is asked what to ask")
    await sokha.says("Which districts?")
    await sokha.presses("form:save")
    await asks(sokha, "left", "twg", 1, "Ms Chan took over")
    await golden.shows(sokha, "said that she left her post")
    await told(health)
    await golden.shows(dara, "is told of both")
    await dara.says("/requests")
    await golden.shows(dara, "lists them")
    await dara.presses("requests:open", 1)
    await golden.shows(dara, "opens the question")
    await dara.presses("requests:answer", 1)
    await golden.shows(dara, "is asked for the answer")
    await sokha.looks_away()
    await dara.says("All of them")
    await health.passes(minutes=10)
    await golden.shows(sokha, "reads the answer")
    await dara.says("/requests")
    await dara.presses("requests:list", "decided")
    await golden.shows(dara, "lists the decided ones")
    await announce_meeting(dara)
    await sokha.forges("requests:about:meeting:1")
    await golden.shows(sokha, "is asked what she wants to know of a meeting")


async def test_requests_instead_of_reports(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await defines(dara, "2008-5", responsible=["UNFPA"])
    await opens_round(dara)
    await golden.shows(sokha, "is asked for reports")
    await sokha.presses("requests:round", 1)
    await golden.shows(sokha, "is asked about which")
    await sokha.presses("requests:about", "report_request", 1)
    await golden.shows(sokha, "is asked what is in the way of a report")
    await asks(sokha, "no_data", "report_request", 1, "The registers are with NIS")
    await asks(sokha, "more_time", "report_request", 2, "8/1/2027", "")
    await told(health)
    await golden.shows(dara, "is told that there is no data")
    await dara.says("/round")
    await golden.shows(dara, "follows the round")
    made = (await dara.finds("requests/card", heading="made")).message
    await dara.says("until 5 January 2027", reply_to=made)
    await golden.shows(dara, "is asked what the reply shall do")
    await everybody_looks_away(dara)


async def test_an_undo_that_tells(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha, due_on=health.clock.now().date())
    await everybody_looks_away(dara)
    await asks(sokha, "more_time", "action", 1, "30/12/2026", "MEF is late")
    await golden.shows(dara, "is asked at once")
    await dara.looks_away()
    await sokha.presses("general:undo")
    await golden.shows(sokha, "undid it")
    await golden.shows(dara, "is told that it was withdrawn")


async def test_a_message_is_sent_on(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.does(sokha.person.sends_voice())
    await golden.shows(sokha, "sends a recording")
    await sokha.presses("requests:send", "twg", 1)
    await golden.shows(sokha, "sent it on")
    await told(health)
    await golden.shows(dara, "is told of a recording")
    await sokha.says("The ministry moves in June", forward_origin=from_channel("MoH"))
    await sokha.presses("requests:send", "twg", 1)
    await told(health)
    await golden.shows(dara, "is told of somebody else's words")
    await dara.presses("requests:agree", 2)
    await golden.shows(dara, "noted them")
    await sokha.looks_away()
    await health.passes(minutes=10)
    await golden.shows(sokha, "is told that they were read")


async def test_requests_that_end(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha)
    await asks(sokha, "still_needed", "action", 1, "")
    await closes(dara, 1)
    await told(health)
    await golden.shows(sokha, "is told that it is over")
    await dara.forges("requests:agree:1")
    await golden.shows(dara, "decides too late")
    await asks(sokha, "question", "twg", 1, "Which districts?")
    await dara.forges("requests:answer:2")
    await dara.says("Takeo")
    await health.passes(minutes=10)
    mine = [message for message in await dara.person.messages() if message.mine][-1]
    await dara.edits(mine, "Takeo and Kep")
    await sokha.looks_away()
    await dara.presses("general:change_edit")
    await golden.shows(sokha, "reads the corrected answer")


async def test_more_time_for_a_report_ends(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await asks(sokha, "more_time", "report_request", 1, "29/12/2026", "")
    await dara.forges("requests:agree:1")
    await everybody_looks_away(dara)
    await health.becomes(local(28, 8))
    await golden.shows(sokha, "is reminded the day before")
    await everybody_looks_away(dara)
    await health.becomes(local(29, 8))
    await golden.shows(sokha, "is reminded on the day")


async def test_an_answer_that_says_little(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await asks(sokha, "question", "twg", 1, "Which districts?")
    await told(health)
    made = (await dara.finds("requests/card", heading="made")).message
    await dara.says("ok", reply_to=made)
    await golden.shows(dara, "is asked whether that is the answer")
    await dara.presses("requests:answer_with", 1)
    await golden.shows(dara, "sent it")
