"""Actions and documents beyond the main job: what is missing, lists, another owner, nobody to remind."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.config_sections import TimeSection
from tests.actions.conftest import chooses_owner, closes, given_to, records
from tests.documents.conftest import PAPER, circulate
from tests.golden.conftest import Golden
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

ZONE = ZoneInfo("Asia/Phnom_Penh")


def local(day: int, hour: int, *, month: int = 12) -> datetime:
    """A moment on the wall clock of Phnom Penh, in December 2026 unless told."""
    return datetime(2026, month, day, hour, tzinfo=ZONE)


async def presses(player: Player, *names: str) -> None:
    for name in names:
        await player.presses(name)


async def test_recording_an_action(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    health.config.time = TimeSection()
    await health.restarts()
    await dara.says("/newaction")
    await golden.shows(dara, "is asked what is to be done")
    await dara.says("Send the draft budget to all members")
    await golden.shows(dara, "is asked who will do it")
    await dara.presses("form:skip")
    await golden.shows(dara, "is asked for an institution")
    await presses(dara, "form:skip", "form:skip")
    await golden.shows(dara, "is asked who may see it")
    await dara.presses("form:choice=leads")
    await golden.shows(dara, "gave neither owner nor day")
    await presses(dara, "form:change", "form:change=owner")
    await dara.says("Sokha")
    await golden.shows(dara, "gave an owner")
    await presses(dara, "form:change", "form:change=due_on")
    await dara.says("19/12/2026")
    await golden.shows(dara, "gave a day off")
    await presses(dara, "form:change", "form:change=owner", "form:skip")
    await golden.shows(dara, "took the owner back")
    await presses(dara, "form:change", "form:change=due_on", "form:skip", "form:save")
    await golden.shows(dara, "records it all the same")


async def test_an_action_of_a_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, title="Partners only", audience=Audience.PARTNERS)
    await health.becomes(local(15, 12))
    await dara.says("/newaction Send the draft budget to all members", "Sokha", "23/12/2026")
    await golden.shows(dara, "is asked at which meeting it was agreed")
    await dara.presses(f"form:choice={meeting_id}")
    await golden.shows(dara, "chose the meeting")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(dara, "recorded it")
    await golden.shows(sokha, "is given it")


async def test_words_about_an_action(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha, "Send the draft budget")
    given = await given_to(sokha)
    await sokha.says("thank you", reply_to=given)
    await golden.shows(sokha, "thanks for it")
    await sokha.says("half of it is done", reply_to=given)
    await golden.shows(sokha, "replies how far it is")
    await records(dara, sokha, "Translate the study")
    await sokha.says("done")
    await sokha.presses("actions:take_mine")
    await golden.shows(sokha, "is asked which action is done")


async def test_lists_of_actions(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/actions")
    await golden.shows(sokha, "has none")
    await sokha.says("/done")
    await golden.shows(sokha, "has none to close")
    for scope in ("institution", "overdue"):
        await sokha.says("/actions")
        await sokha.presses("actions:list", scope)
        await golden.shows(sokha, f"finds none: {scope}")
    await records(dara, sokha, "Publish the circular", due_on=date(2026, 12, 1))
    await records(dara, None, "Translate the study", due_on=None, institution="UNFPA")
    await records(dara, None, "Print the agenda", due_on=None)
    for number in range(3, 12):
        await records(dara, sokha, f"Thing number {number}")
    await health.becomes(local(2, 9))
    await sokha.says("/actions")
    await sokha.presses("actions:list", "overdue")
    await golden.shows(sokha, "looks what is overdue")
    await sokha.says("/actions")
    await sokha.presses("actions:list", "twg")
    await golden.shows(sokha, "lists those of the TWG")
    await sokha.presses("actions:list", "twg", 2)
    await golden.shows(sokha, "turns the page")
    await sokha.presses("actions:open", 2)
    await golden.shows(sokha, "opens one without a day")


async def test_how_far_an_action_is(golden: Golden, health: Stage, dara: Player, sokha: Player, language: str) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA", language=language)
    await records(dara, sokha)
    await sokha.presses("actions:note")
    await golden.shows(sokha, "is asked how far it is")
    await sokha.says("The ministry has it for comments")
    await sokha.presses("actions:done")
    await golden.shows(sokha, "is asked what was done")
    await sokha.sends_file("letter.pdf", caption="Sent with this letter")
    await golden.shows(sokha, "closed it with a file")
    await sokha.presses("general:undo")
    await golden.shows(sokha, "undid it")
    await dara.forges("actions/open:1")
    await dara.presses("actions:move")
    await golden.shows(dara, "is asked for another day")
    await dara.presses("form:cancel")
    await dara.forges("actions/open:1")
    await dara.presses("actions:give")
    await golden.shows(dara, "is asked for another owner")
    await chooses_owner(dara, kenji)
    await golden.shows(dara, "chose the owner")
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    await golden.shows(dara, "gave it to somebody else")
    await golden.shows(kenji, "is given it")
    await golden.shows(sokha, "hears that it is no longer hers")
    await health.becomes(local(23, 7))
    await everybody_looks_away(dara)
    await health.becomes(local(23, 8))
    await golden.shows(kenji, "is reminded on the day")


async def test_an_action_of_one_s_own(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, dara)
    await dara.says("/actions")
    await presses(dara, "actions:open", "actions:move")
    await dara.says("30/12/2026")
    await dara.presses("form:save")
    await golden.shows(dara, "moved an action of hers")
    await records(dara, sokha)
    await sokha.says("half of it is there")
    await golden.shows(sokha, "writes how far she is")
    await sokha.sends_file("letter.pdf")
    await golden.shows(sokha, "sends a file")
    await sokha.says("done, sent this morning")
    await golden.shows(sokha, "writes that it is done")
    await closes(sokha, 2)
    await sokha.presses("actions:take_mine")
    await golden.shows(sokha, "has nothing left to close")
    await sokha.says("done", reply_to=await given_to(sokha))
    await golden.shows(sokha, "replies to what is closed")


async def test_a_document_without_a_day(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/documents")
    await golden.shows(sokha, "has no documents")
    await dara.says("/documents")
    await dara.presses("documents:new")
    await golden.shows(dara, "is asked for the file")
    await dara.sends_file("health-budget-2027.pdf", PAPER)
    await presses(dara, "form:choice=0", "form:choice=paper", "form:choice=all")
    await dara.says("today")
    await dara.presses("form:skip")
    await golden.shows(dara, "will remind nobody")
    await presses(dara, "form:change", "form:change=acknowledge_by", "form:skip")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(sokha, "receives it")
    await health.becomes(local(25, 8, month=11))
    await golden.shows(sokha, "is reminded")
    await sokha.presses("documents:acknowledge")
    await dara.forges("documents/receipts:1")
    await golden.shows(dara, "sees that everybody has it")


async def test_a_document_on_its_last_day(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, acknowledge_by=local(26, 0, month=11).date(), note="Please read part 2")
    await health.becomes(local(26, 7, month=11))
    await sokha.looks_away()
    await health.becomes(local(26, 8, month=11))
    await golden.shows(sokha, "is reminded on the last day")


async def test_a_reminder_that_is_changed(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/reminders")
    await dara.presses("reminders:change", "document_2_days")
    await golden.shows(dara, "is asked whether to remind")
    await dara.presses("form:choice=on")
    await golden.shows(dara, "is asked how many days later")
    await dara.says("5")
    await golden.shows(dara, "is asked for the time")
    await dara.says("9:30")
    await golden.shows(dara, "answered everything")
    await presses(dara, "form:change", "form:change=switch", "form:choice=off", "form:save")
    await golden.shows(dara, "switched it off")
    await dara.sends_file("health-budget-2027.pdf", PAPER)
    await dara.presses("documents:take")
    await presses(dara, "form:choice=0", "form:choice=paper", "form:choice=all", "form:skip", "form:skip", "form:save")
    await golden.shows(dara, "circulates a document of which nobody is reminded")
    await golden.shows(sokha, "receives it")
