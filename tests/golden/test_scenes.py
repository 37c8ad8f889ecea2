"""The main job, scene by scene."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.golden.conftest import Golden
from tests.indicators.conftest import defines, opens_round
from tests.sharing.conftest import shares
from tests.support.setup_steps import announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage

ZONE = ZoneInfo("Asia/Phnom_Penh")


async def test_registering(golden: Golden, health: Stage, dara: Player, language: str) -> None:
    kenji = await health.person("Kenji", language_code=language)
    await kenji.starts()
    await golden.shows(kenji, "a stranger starts")
    await kenji.starts(await health.invites("development_partner"))
    await golden.shows(kenji, "opens the invitation")
    await golden.presses(kenji, 0, ["en", "km"].index(language))
    await golden.shows(kenji, "chose the language")
    await kenji.says("Kenji Sato")
    await golden.shows(kenji, "takes the title for the name")
    await kenji.says("Mr.")
    await kenji.says("Kenji Sato", "Programme adviser", "JICA", "+855 12 345 678")
    await kenji.presses("form:skip")
    await golden.shows(kenji, "answered everything")
    await dara.looks_away()
    await golden.presses(kenji, 0)
    await golden.shows(kenji, "confirmed")
    await golden.shows(dara, "hears of it")
    await kenji.says("/help")
    await golden.shows(kenji, "asks for help")


async def test_a_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    await golden.shows(dara, "is about to announce")
    await sokha.looks_away()
    await golden.presses(dara, 0)
    await golden.shows(dara, "announced it")
    await golden.shows(sokha, "is invited")
    await golden.presses(sokha, 0)
    await golden.shows(sokha, "will come")
    await sokha.says("/meetings")
    await golden.shows(sokha, "lists the meetings")


async def test_being_reminded(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await everybody_looks_away(dara)
    await health.becomes(datetime(2026, 12, 14, 8, 0, 1, tzinfo=ZONE))
    await golden.shows(sokha, "has not answered, a day before")
    await golden.presses(sokha, 0)
    await everybody_looks_away(dara)
    await health.becomes(datetime(2026, 12, 15, 7, 0, 1, tzinfo=ZONE))
    await golden.shows(sokha, "will come, two hours before")


async def test_a_missed_reminder(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await everybody_looks_away(dara)
    await health.assistant.stop()
    health.clock.set(datetime(2026, 12, 12, 8, tzinfo=ZONE) + timedelta(hours=37))
    await health.restarts()
    await health.settle()
    await golden.shows(dara, "hears what was not sent")


async def test_an_indicator(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await golden.shows(sokha, "is asked to report")
    await sokha.says("/jmi 2008-4 58 Two provinces are late")
    await golden.shows(sokha, "reports in one line")
    await dara.looks_away()
    await golden.presses(sokha, 0)
    await golden.shows(sokha, "sent it")
    await golden.shows(dara, "hears of it")
    await dara.says("/review")
    await golden.shows(dara, "reviews")
    await golden.presses(dara, 0)
    await golden.shows(dara, "looks at it")
    await sokha.looks_away()
    await golden.presses(dara, 0)
    await golden.shows(dara, "accepted it")
    await golden.shows(sokha, "hears of that")


async def test_a_returned_report(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await sokha.says("/jmi 2008-4 58 Two provinces are late")
    await golden.presses(sokha, 0)
    await golden.presses(dara, 0, 1)
    await golden.shows(dara, "is asked why")
    await dara.says("Please add the figures of all provinces")
    await golden.shows(dara, "wrote the comment")
    await sokha.looks_away()
    await golden.presses(dara, 0)
    await golden.shows(dara, "returned it")
    await golden.shows(sokha, "gets it back")


async def test_a_document(golden: Golden, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await golden.shows(sokha, "receives a paper")
    await golden.presses(sokha, 0)
    await golden.shows(sokha, "has received it")
    await golden.shows(dara, "sees how far it is")


async def test_sharing(golden: Golden, dara: Player, sokha: Player) -> None:
    await sokha.says("/share The midwife study is out")
    await golden.shows(sokha, "shares in one line")
    for _step in ("its kind", "no details", "no file", "to all"):
        await golden.presses(sokha, 0)
    await golden.shows(sokha, "answered everything")
    await dara.looks_away()
    await golden.presses(sokha, 0)
    await golden.shows(sokha, "shared it")
    await golden.shows(dara, "reads it")
    await dara.says("/search midwife")
    await golden.shows(dara, "finds it again")


async def test_replying(golden: Golden, dara: Player, sokha: Player) -> None:
    await shares(sokha, "The midwife study is out")
    await dara.forges("sharing:open:1")
    await golden.shows(dara, "opens what was shared")
    await golden.presses(dara, 0)
    await golden.shows(dara, "is asked what to write")
    await dara.says("Please send us the annex")
    await golden.presses(dara, 0)
    await golden.shows(dara, "wrote it")
    await golden.shows(sokha, "reads it")
    await golden.presses(sokha, 0)
    await golden.shows(sokha, "is asked what to answer")
    await dara.forges("sharing:open_reply:1")
    await golden.shows(dara, "reads what she wrote")


async def test_commenting(golden: Golden, dara: Player, sokha: Player) -> None:
    await sokha.says("/share The draft law is out. Comments by 10 December, please")
    await golden.shows(sokha, "is asked for the reminder")
    for _step in ("remind", "its kind", "no details", "no file", "to all"):
        await golden.presses(sokha, 0)
    await golden.shows(sokha, "reads the summary")
    await dara.looks_away()
    await golden.presses(sokha, 0)
    await golden.shows(dara, "is asked for comments")
    await dara.stage.becomes(datetime(2026, 12, 9, 9, tzinfo=ZoneInfo("Asia/Phnom_Penh")))
    await golden.shows(dara, "is reminded")
    await sokha.looks_away()
    await dara.presses("sharing:reply")
    await dara.says("Article 4 is unclear")
    await dara.presses("form:save")
    await golden.shows(dara, "commented")
    await golden.shows(sokha, "gets the comment")
    await sokha.stage.becomes(datetime(2026, 12, 11, 9, tzinfo=ZoneInfo("Asia/Phnom_Penh")))
    await sokha.looks_away()
    await sokha.forges("sharing:comments:1")
    await golden.shows(sokha, "reads the comments")
    await sokha.presses("sharing:word")
    await golden.shows(sokha, "gets them as a file")
    posted = [seen for seen in await dara.messages() if "sharing/post" in seen.keys][-1]
    await dara.says("Article 7 too", reply_to=posted.message)
    await golden.shows(dara, "comments too late")
    await dara.forges("sharing:open:1")
    await golden.shows(dara, "opens it")
    await dara.presses("sharing:reply")
    await dara.says("Article 7 needs a budget")
    await golden.shows(dara, "reads that it is late")


async def test_no_comments(golden: Golden, dara: Player, sokha: Player) -> None:
    await sokha.says("/share The draft law is out. Comments are welcome")
    await golden.shows(sokha, "is asked for the day")
    await sokha.says("10 December")
    for _step in ("remind", "its kind", "no details", "no file", "to all", "save"):
        await golden.presses(sokha, 0)
    await sokha.looks_away()
    await sokha.stage.becomes(datetime(2026, 12, 11, 9, tzinfo=ZoneInfo("Asia/Phnom_Penh")))
    await golden.shows(sokha, "is told that nobody commented")


async def test_withdrawing(golden: Golden, dara: Player, sokha: Player) -> None:
    await shares(sokha, "The midwife study is out")
    await shares(sokha, "The nurses study is out")
    await sokha.forges("sharing:open:1")
    await golden.shows(sokha, "opens what she shared")
    await sokha.presses("sharing:withdraw")
    await golden.shows(sokha, "is asked why")
    await sokha.says("It has the wrong table")
    await golden.shows(sokha, "reads who has it")
    await dara.looks_away()
    await sokha.presses("form:save")
    await golden.shows(sokha, "withdrew it")
    await golden.shows(dara, "is told")
    await sokha.forges("sharing:open:1")
    await golden.shows(sokha, "opens it again")
    await dara.looks_away()
    await sokha.looks_away()
    await dara.forges("sharing:withdraw_other:2")
    await golden.shows(dara, "is asked why she withdraws it")
    await dara.says("It names patients")
    await dara.presses("form:save")
    await golden.shows(sokha, "reads why hers was withdrawn")


async def test_an_action(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/newaction Send the draft budget as soon as possible")
    await golden.shows(dara, "is told that it is vague")
    await golden.presses(dara, 0)
    await dara.says("Sokha")
    await golden.shows(dara, "says what and who")
    await dara.says("23/12/2026")
    await golden.presses(dara, 0)
    await golden.shows(dara, "reads it once more")
    await sokha.looks_away()
    await golden.presses(dara, 0)
    await golden.shows(dara, "records it")
    await golden.shows(sokha, "is given it")
    await sokha.says("/actions")
    await golden.shows(sokha, "lists her actions")
    await sokha.looks_away()
    await health.becomes(datetime(2026, 12, 22, 8, 0, 1, tzinfo=ZONE))
    await golden.shows(sokha, "is reminded a day before")
    [reminder] = (await sokha.new_messages())[-1:]
    await sokha.says("The ministry has it for comments", reply_to=reminder)
    await golden.shows(sokha, "replies something that may be a note")
    await sokha.presses("actions:meant", 1, "note")
    await golden.shows(sokha, "has it noted")
    await health.becomes(datetime(2026, 12, 23, 8, 0, 1, tzinfo=ZONE))
    await everybody_looks_away(dara)
    await health.becomes(datetime(2026, 12, 24, 8, 0, 1, tzinfo=ZONE))
    await golden.shows(sokha, "is asked after its day")
    await everybody_looks_away(dara)
    await health.becomes(datetime(2026, 12, 30, 8, 0, 1, tzinfo=ZONE))
    await golden.shows(dara, "hears that it is late")
    await dara.looks_away()
    await sokha.says("/done 1 Sent to all members on 30 December")
    await golden.shows(sokha, "closes it in one line")
    await dara.looks_away()
    await health.passes(minutes=10)
    await golden.shows(dara, "hears of it")


async def test_a_moved_action(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha)
    await dara.says("/actions")
    await golden.shows(dara, "has none")
    await golden.presses(dara, 0, 1)
    await golden.shows(dara, "lists those of the TWG")
    await golden.presses(dara, 0)
    await golden.shows(dara, "opens it")
    await golden.presses(dara, 1)
    await dara.says("25/12/2026")
    await golden.shows(dara, "chooses another day")
    await sokha.looks_away()
    await golden.presses(dara, 0)
    await golden.shows(dara, "moved it")
    await golden.shows(sokha, "hears of it")
    await golden.presses(dara, 2)
    await golden.shows(dara, "is asked why it is dropped")
    await dara.says("The ministry publishes it itself")
    await sokha.looks_away()
    await golden.presses(dara, 0)
    await golden.shows(dara, "dropped it")
    await sokha.looks_away()
    await health.passes(minutes=10)
    await golden.shows(sokha, "hears of that")


async def test_refusals(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara)
    for words in ("/announce", "/jmi 1999-9 5", "/jmi 2008-4 many", "/nothing", "hello"):
        await sokha.says(words)
        await golden.shows(sokha, words)
