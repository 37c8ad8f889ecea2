"""What is said around forms and in small talk, in words."""

from tests.actions.conftest import records
from tests.documents.conftest import circulate, received
from tests.golden.conftest import Golden
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def test_forms_that_end(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha)
    given = await sokha.finds("actions/card")
    await sokha.says("I need more time", reply_to=given.message)
    await sokha.says("all done, sent on Monday", reply_to=given.message)
    await golden.shows(sokha, "the form about the action that was closed is closed")
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("Ms Chan Thy, Deputy Director")
    invitation = await sokha.finds("meetings/card")
    await sokha.says("I will come myself", reply_to=invitation.message)
    await golden.shows(sokha, "the form for a delegate is put away")
    await dara.says("/newaction Invite the provinces", "/newaction Print the agenda")
    await golden.shows(dara, "the form before is kept")


async def test_requests_that_are_needless(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha)
    given = await sokha.finds("actions/card")
    await sokha.says("I need more time until 23 December", reply_to=given.message)
    await golden.shows(sokha, "the day on which it is due")
    await sokha.says("I need more time until 20 December", reply_to=given.message)
    await golden.shows(sokha, "a day before it is due")
    await sokha.says("not mine, please ask MoP", reply_to=given.message)
    await sokha.says("all done, sent on Monday", reply_to=given.message)
    await golden.shows(sokha, "the own request is withdrawn")


async def test_words_about_papers(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await sokha.says("Table 3 lacks the midwife salaries", reply_to=await received(sokha))
    await golden.shows(sokha, "a comment is offered")
    await sokha.presses("documents:comment")
    await golden.shows(sokha, "it is sent with the name of the paper")
    await sokha.says("received, thanks")
    await golden.shows(sokha, "it is asked which")
    await sokha.says("ok", reply_to=await received(sokha))
    await golden.shows(sokha, "acknowledged in words")


async def test_small_talk(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("Good morning")
    await golden.shows(sokha, "a greeting")
    await records(dara, sokha)
    await sokha.says("thanks")
    await golden.shows(sokha, "thanks, with an open action")
    await sokha.says("ok")
    await golden.shows(sokha, "ok")


async def test_an_older_question(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    other = await announce_meeting(dara, title="Annual review")
    await sokha.says("Sorry, I cannot come")
    prompt = await sokha.finds("meetings/which")
    await health.passes(minutes=2)
    invitation = await sokha.finds("meetings/card")
    await sokha.says("I come myself", reply_to=invitation.message)
    await sokha.presses("meetings:take", other, in_message=prompt.message)
    await golden.shows(sokha, "a newer answer stands")
