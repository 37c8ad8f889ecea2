"""Indicators, rounds, sharing and the export: every question, every outcome of a review, every sheet."""

import asyncio
from decimal import Decimal
from io import BytesIO
from threading import Event

import pytest
from openpyxl import load_workbook

from bot.capabilities import registry
from handlers.export import store as export
from messages.export.workbook import build_workbook
from storage.members import Role
from tests.golden.conftest import Golden
from tests.indicators.conftest import defines, opens_round, reports
from tests.members.steps import also_in
from tests.sharing.conftest import shares
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.indicators import reporting
from twg.indicators.reviewing import PAGE as REVIEW_PAGE


async def test_defining_an_indicator(golden: Golden, dara: Player) -> None:
    await defines(dara, "2008-5")
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await golden.shows(dara, "is asked its number")
    await dara.says("2008-4")
    await golden.shows(dara, "is asked what it measures")
    await dara.says("Deliveries by skilled staff")
    await golden.shows(dara, "is asked its unit")
    await dara.presses("form:choice=0")
    await golden.shows(dara, "is asked the target")
    await dara.says("65 USD")
    await golden.shows(dara, "gives another unit")
    await dara.says("65,5 %")
    await golden.shows(dara, "is asked by when")
    await dara.says("Dec 2026")
    await golden.shows(dara, "is asked who reports")
    await dara.says("MoH, UNFPA")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "added it")


async def test_unclear_values(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await sokha.says("/jmi 2008-4 0.58")
    await golden.shows(sokha, "gives a share of one")
    await sokha.says("1.234 %")
    await golden.shows(sokha, "sets thousands or decimals apart")
    await sokha.says("79 or 83")
    await golden.shows(sokha, "gives two values")
    await sokha.presses("form:choice=83")
    await golden.shows(sokha, "chose one")
    await sokha.says("/jmi 2008-4 103.4%")
    await golden.shows(sokha, "gives more than 100 %")


async def test_a_promise_for_a_figure(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await sokha.presses("indicators:report")
    await sokha.says("I will send it next week")
    await golden.shows(sokha, "promises where a figure is asked for")
    await sokha.says("/jmi 2008-4 no data yet")
    await golden.shows(sokha, "has none in one line")


async def test_several_reports(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-4", responsible=["UNFPA"])
    await defines(dara, "2008-5", unit="m²", statement="Land released", responsible=["MoH"])
    await defines(dara, "2008-6", statement="Health centres with a midwife", responsible=["UNFPA"])
    await sokha.says("/jmi 2008-4: 58%, district hospitals\n2008-5: 43,500,974\n2008-6: 50 to 55%\n2009-9: 7")
    await golden.shows(sokha, "is shown all of them")
    await dara.looks_away()
    await sokha.presses("form:change")
    await sokha.presses("form:change=reports")
    await golden.shows(sokha, "may change each")
    await sokha.presses("form:change")
    await sokha.presses("form:look")
    await sokha.presses("form:save")
    await golden.shows(sokha, "saved them and is asked about the rest")
    await golden.shows(dara, "hears of them")


async def test_reporting_with_several_files(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await sokha.sends_album([("ward.pdf", b"w"), ("roof.pdf", b"r"), ("well.pdf", b"e")], caption="/jmi 2008-4 58%")
    await golden.shows(sokha, "reports with an album")
    await sokha.does(sokha.person.sends_photo(b"\xff\xd8\xff a photo"))
    await golden.shows(sokha, "sends a photo after it")
    await dara.looks_away()
    await sokha.presses("form:save")
    await golden.shows(dara, "gets the report with its files")


async def test_reporting_by_form(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"], baseline=Decimal(42), baseline_period="Dec 2024")
    await sokha.says("/jmi 2008-4")
    await golden.shows(sokha, "looks at the indicator")
    await sokha.presses("indicators:report")
    await golden.shows(sokha, "is asked the value")
    await sokha.says("58")
    await golden.shows(sokha, "is asked what it stands for")
    await sokha.says("District hospitals")
    await golden.shows(sokha, "is asked the constraints")
    await sokha.says("Few midwives")
    await golden.shows(sokha, "is asked the next steps")
    await sokha.says("Train 20")
    await golden.shows(sokha, "is asked for evidence")
    await sokha.says("it is on the web")
    await golden.shows(sokha, "sends no file")
    await sokha.sends_file("survey.pdf")
    await golden.shows(sokha, "answered everything")
    await dara.looks_away()
    await sokha.presses("form:save")
    await golden.shows(dara, "hears of it")
    await dara.presses("indicators:return")
    await dara.says("Which hospitals?")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(sokha, "gets it back")
    returned = (await sokha.finds("indicators/submission", heading="reviewed")).message
    await sokha.says("60% two of three", reply_to=returned)
    await golden.shows(sokha, "replies with the corrected value")
    for field, answer, what in (
        ("next_steps", "Train 40", "corrects the next steps"),
        ("constraints", "No midwives", "corrects the constraints"),
        ("next_steps", "Train 20", "leaves the next steps as they were"),
    ):
        await sokha.presses("form:change")
        await sokha.presses(f"form:change={field}")
        await sokha.says(answer)
        await golden.shows(sokha, what)


async def test_reports_from_elsewhere(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA", language=golden.language)
    await defines(dara, responsible=["UNFPA"])
    await defines(dara, "2008-9", responsible=["UNFPA"], unit="", statement="Law on medicines adopted")
    await reports(sokha, "2008-4 58% hospitals")
    await dara.presses("indicators:accept")
    await reports(sokha, "2008-9 draft ready")
    await dara.presses("indicators:accept")
    await reports(sokha, "2008-4 60% hospitals")
    await dara.looks_away()
    await reports(kenji, "2008-4 41% clinics")
    await golden.shows(kenji, "reports for those responsible")
    await golden.shows(dara, "hears of it")
    await reports(kenji, "2008-9 adopted")
    await sokha.says("/jmi")
    await golden.shows(sokha, "lists them")
    await sokha.presses("indicators:open", 1)
    await golden.shows(sokha, "opens one")
    await dara.says("/review")
    await golden.shows(dara, "reviews three")
    await sokha.looks_away()
    await dara.forges("indicators/accept:4")
    await golden.shows(sokha, "hears that hers is replaced")
    await dara.forges("indicators/return:4")
    await golden.shows(dara, "reviews it again")
    await dara.forges("indicators/accept:5")
    await dara.says("/review")
    await golden.shows(dara, "has none left")


async def test_many_reports(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    for number in range(1, REVIEW_PAGE + 3):
        indicator_id = await defines(dara, f"2026-{number}")
        async with health.assistant.database.begin() as session:
            report = reporting.Report(indicator_id=indicator_id, value=Decimal(number))
            await reporting.report(
                session, await access_actor(session, sokha), report, registry().domains, now=health.clock.now()
            )
    await health.settle()
    await dara.says("/review")
    await golden.shows(dara, "reviews more than a message offers")
    await dara.forges("indicators/accept:1")
    await dara.says("/review")
    await golden.shows(dara, "has one more than a message offers")


async def test_a_milestone_in_a_round(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-9", responsible=["UNFPA"], unit="", statement="Law on medicines adopted")
    await defines(dara, "2008-4", responsible=["WHO", "MoH"])
    await defines(dara, "2008-5", responsible=["JICA"])
    await dara.says("/round", "JMI report for the GDCC")
    await golden.shows(dara, "is asked the last day")
    await dara.says("22/11/2026")
    await golden.shows(dara, "gives one that is over")
    await dara.says("23/12/2026")
    await golden.shows(dara, "sees on what nobody reports")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(sokha, "is asked for it")
    await dara.says("/round")
    await dara.presses("indicators:ask_close")
    await golden.shows(dara, "is asked whether to close it")
    await dara.presses("indicators:keep_open")
    await golden.shows(dara, "keeps it open")


async def test_a_round_in_one_of_two_twgs(golden: Golden, health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rith = await health.member("Rith", "secretariat", "MoEYS", code="EDU", language=golden.language)
    await also_in(dara, "EDU", Role.SECRETARIAT)
    await defines(rith)
    await opens_round(rith)
    await dara.looks_away()
    await dara.says("/round")
    await golden.shows(dara, "follows the rounds of both TWGs")


async def test_reporting_in_words(golden: Golden, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", statement="Health centres with a midwife")
    await opens_round(dara)
    request = (await sokha.finds("indicators/requests")).message
    await sokha.says("most of the hospitals", reply_to=request)
    await golden.shows(sokha, "replies to a request for two")
    await sokha.presses("indicators:this", 1)
    await golden.shows(sokha, "gave no value")
    await sokha.says("58")
    await golden.shows(sokha, "gave it")


async def test_sharing_by_form(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await health.member("Kenji", "development_partner", "JICA")
    await sokha.says("/share")
    await golden.shows(sokha, "is asked what to share")
    await sokha.says("m" * 3001)
    await golden.shows(sokha, "gives too long a text")
    await sokha.says("The midwife study is out")
    await golden.shows(sokha, "is asked its kind")
    await sokha.presses("form:choice=ongoing_work")
    await golden.shows(sokha, "is asked when and where it is")
    await sokha.presses("form:skip")
    await golden.shows(sokha, "is asked for a file")
    await sokha.sends_file("study.pdf")
    await golden.shows(sokha, "is asked who should see it")
    await sokha.presses("form:choice=all")
    await golden.shows(sokha, "answered everything")


async def test_searching(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/search")
    await golden.shows(sokha, "is asked for what")
    await sokha.says("midwives")
    await golden.shows(sokha, "finds nothing")
    for number in range(1, 13):
        await shares(dara, f"Midwives, part {number:02}")
    await sokha.says("/search midwives")
    await golden.shows(sokha, "finds more than are shown")
    await sokha.says('/search "part 03" midwifes zirconium')
    await golden.shows(sokha, "spells one word wrongly, and nothing has another")


async def test_what_a_message_can_be(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("The midwifery study is finished")
    await golden.shows(sokha, "writes a message")
    await sokha.sends_file("study.pdf")
    await golden.shows(sokha, "sends a file")
    await dara.sends_file("budget 2027.pdf")
    await golden.shows(dara, "sends a file")
    await sokha.says("/nonsense")
    await golden.shows(sokha, "gives a command that is none")
    await sokha.starts()
    await golden.shows(sokha, "starts again")


async def test_the_shared_store(golden: Golden, dara: Player) -> None:
    await dara.says("/export")
    sent = await dara.person.last()
    book = load_workbook(BytesIO(await dara.person.downloads(sent)))
    for sheet in book:
        golden.says(f"the sheet {sheet.title}", text="\n".join(str(heading.value) for heading in sheet[1]))


async def test_a_second_export_meanwhile(golden: Golden, dara: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    going = Event()

    def make(*args: object) -> bytes:
        going.wait(20)
        return build_workbook(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(export, "build_workbook", make)
    for words in ("/export", "/export"):
        await dara.person.says(words)
    async with asyncio.timeout(20):
        while not await dara.messages():  # noqa: ASYNC110 - a chat has no event
            await asyncio.sleep(0.01)
    await golden.shows(dara, "asks for a second workbook while the first is made")
    going.set()
    await golden.stage.settle()
