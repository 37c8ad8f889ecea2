"""Finding a date, and the updates round, as people see them (G14, S4)."""

from datetime import date

from storage.dates import Choice
from tests.dates.conftest import answers, local, proposes
from tests.golden.conftest import Golden
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.dates import gdcc


async def test_proposing_dates(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    async with health.assistant.database.begin() as session:
        await gdcc.add_gdcc_day(session, date(2026, 12, 18), now=health.clock.now())
    await dara.says("/dates")
    await golden.shows(dara, "there is no search")
    await dara.presses("dates:new")
    await golden.shows(dara, "is asked for the meeting")
    await dara.says("Annual review 2026")
    await dara.presses("form:choice=plenary")
    await golden.shows(dara, "is asked for the dates")
    for text in ("soon", "17 Dec 9:00, 18 Dec", "17 Dec 9:00, after that", "17 Dec 9:00 18 Dec 9:00"):
        await dara.says(text)
        await golden.shows(dara, f"types {text}")
    await dara.says("1 Dec 9:00, 2 Dec 9:00, 3 Dec 9:00, 4 Dec 9:00, 7 Dec 9:00, 8 Dec 9:00")
    await golden.shows(dara, "proposes too many")
    await dara.says("17 Dec 9:00-12:00, 18 Dec 14:00-17:00, 19 Dec 9:00-12:00")
    await dara.presses("form:choice=all")
    await golden.shows(dara, "is asked who is asked")
    await dara.presses("form:choice=crdb")
    await golden.shows(dara, "is asked for the last day")
    await dara.says("4/12/2026")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "asks nobody")
    await dara.presses("form:choice=everybody")
    await dara.presses("form:save")
    await golden.shows(dara, "asks everybody")
    await golden.shows(sokha, "is asked")


async def test_finding_a_date(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    chair = await health.member("Sovann", "chair", "MoH", language=golden.language)
    await announce_meeting(dara, day=date(2026, 12, 17), title="Another meeting")
    await proposes(dara, dates=[local(17, 9), local(18, 14), local(19, 9)])
    await golden.shows(sokha, "is asked")
    await sokha.presses("dates:answer", 1, 1, "can")
    await golden.shows(sokha, "pressed")
    await sokha.says("17 is fine for Dr Sok", reply_to=(await sokha.finds("dates/card")).message)
    await golden.shows(sokha, "was not understood")
    await sokha.forges("dates:answer:1:2:cannot")
    await answers(chair, 1, d1=Choice.IF_NEED_BE, d2=Choice.CAN)
    await dara.says("/dates")
    await golden.shows(dara, "lists the searches")
    await dara.presses("dates:open", 1)
    await golden.shows(dara, "sees who can when")
    await dara.presses("dates:choose", 1, 2)
    await golden.shows(dara, "chose a date")
    await sokha.forges("dates:answer:1:1:can")
    await golden.shows(sokha, "is too late")
    await health.passes(minutes=11)
    await golden.shows(sokha, "hears of a date on which she cannot")
    await golden.shows(chair, "hears of it")


async def test_a_search_that_ends(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await proposes(dara)
    await everybody_looks_away(dara)
    await health.becomes(local(3, 9))
    await golden.shows(sokha, "is reminded")
    await health.becomes(local(5, 9))
    await golden.shows(dara, "hears that the last day is over")
    await sokha.forges("dates:open:1")
    await golden.shows(sokha, "cannot answer any more")
    await everybody_looks_away(dara)
    await health.becomes(local(22, 9))
    await golden.shows(sokha, "hears that no date was chosen")
    await proposes(dara, dates=[local(28, 9)], answer_by=date(2026, 12, 24))
    await dara.forges("dates:open:2")
    await dara.presses("dates:close", 2)
    await golden.shows(dara, "closed it")
    await sokha.looks_away()
    await health.passes(minutes=11)
    await golden.shows(sokha, "hears that it was closed")


async def test_an_updates_round(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/updates")
    await golden.shows(dara, "no plenary is planned")
    await announce_meeting(dara)
    await health.becomes(local(24, 8, month=11))
    await golden.shows(sokha, "is asked")
    await sokha.presses("updates:write", 1)
    await golden.shows(sokha, "writes")
    await sokha.says("The health financing policy was approved.")
    await golden.shows(sokha, "has told")
    await sokha.forges("updates:nothing:1")
    await golden.shows(sokha, "has nothing after all")
    await sokha.presses("updates:take_back", 1)
    await golden.shows(sokha, "took it back")
    await sokha.says("/updates The health financing policy was approved.")
    await dara.says("/updates")
    await golden.shows(dara, "sees what came")
    await everybody_looks_away(dara)
    await health.becomes(local(29, 9, month=11))
    await golden.shows(dara, "is reminded as a member")
    await everybody_looks_away(dara)
    await health.becomes(local(1, 8))
    await golden.shows(dara, "hears what came")
    await sokha.forges("updates:nothing:1")
    await golden.shows(sokha, "is too late")
