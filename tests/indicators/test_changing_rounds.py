"""A round is tied to the GDCC, moved, extended, followed as it changes, and closed with what is missing (J2)."""

from datetime import date

import pytest

from messages.rendering.templating import format_day
from storage.indicators import Indicator, find_indicator, find_open_round
from storage.members import find_twg, list_members
from tests.indicators.conftest import defines, local, opens_round, reports, waiting_for
from tests.support.cases import one_language
from tests.support.guard import arranged
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.dates import gdcc


async def gdcc_meets(stage: Stage, day: date) -> None:
    async with stage.assistant.database.begin() as session:
        await gdcc.add_gdcc_day(session, day, now=stage.clock.now())


async def due_on(stage: Stage) -> str:
    async with stage.assistant.database.read() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        current = await find_open_round(session, twg.id)
    assert current is not None
    return f"{current.due_at:%Y-%m-%d}"


async def names_reporter(stage: Stage, number: str, *, reporter: str, deputy: str = "") -> None:
    """Name who is asked, by their names."""
    async with arranged(stage.assistant.database) as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        indicator = await find_indicator(session, Indicator.number == number)
        people = {member.person.name: member.person_id for member in await list_members(session, twg.id)}
        assert indicator is not None
        indicator.reporter_id, indicator.deputy_id = people[reporter], people.get(deputy)


async def test_a_round_is_due_two_weeks_before_the_gdcc(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await gdcc_meets(health, date(2027, 1, 20))
    await dara.says("/round", "Before the GDCC")
    await dara.presses("form:choice=2027-01-06")
    await dara.presses("form:change")
    await dara.presses("form:change=period")
    await dara.says("SY 2025/26")
    await dara.presses("form:save")
    assert await due_on(health) == "2027-01-06"
    await dara.reads_fact(format_day(date(2027, 1, 20), locale="en"), "SY 2025/26")
    await sokha.is_told_only("indicator_requested")
    await sokha.reads_fact("SY 2025/26", format_day(date(2027, 1, 6), locale="en"))


async def test_the_named_reporter_and_deputy_are_asked_before_their_institution(
    health: Stage, dara: Player, vichea: Player, sokha: Player
) -> None:
    """Once the report is late, the other members of the institution are reminded too, again and again."""
    nary = await health.member("Nary", "development_partner", "UNFPA")
    mony = await health.member("Mony", "development_partner", "UNFPA")
    await defines(dara, responsible=["UNFPA"])
    await names_reporter(health, "2008-4", reporter="Nary", deputy="Mony")
    await opens_round(dara)
    assert await waiting_for(health) == {"Nary", "Mony"}
    await sokha.sees_nothing_new()
    await health.becomes(local(25, 9))
    for player in (nary, mony, sokha):
        assert "indicator_late" in await player.told()
    await sokha.sees("indicators/reminder", of_house=True)
    await vichea.does_not_see("indicators/reminder")
    await everybody_looks_away(dara)
    await health.becomes(local(29, 9))
    assert "indicator_late" in await sokha.told()
    await reports(sokha, "2008-4 58%")
    await everybody_looks_away(dara)
    await health.becomes(local(5, 9, month=1).replace(year=2027))
    for player in (nary, mony, sokha):
        assert "indicator_late" not in await player.told()


@pytest.mark.parametrize("language", one_language("km"))
async def test_a_round_is_moved_and_grows(health: Stage, sokha: Player, kenji: Player, language: str) -> None:
    dara = await health.member("Chan Dara", "secretariat", "MoH", language=language)
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await defines(dara, "2008-5", responsible=["JICA"])
    await defines(dara, "2008-6", responsible=["ADB"])
    await everybody_looks_away(dara)
    await dara.says("/round")
    await dara.presses("indicators:move_round")
    await dara.says("30/12/2026")
    await dara.says("The GDCC meets later")
    await dara.presses("form:save")
    await health.settle()
    assert await due_on(health) == "2026-12-30"
    await sokha.is_told_only("round_moved")
    await sokha.reads_fact("The GDCC meets later", format_day(date(2026, 12, 30), locale="en"))
    await kenji.sees_nothing_new()
    await dara.says("/round")
    await dara.presses("indicators:addable")
    await dara.presses("indicators:add_to_round", 2)
    await health.settle()
    await kenji.is_told_only("indicator_requested")
    assert await waiting_for(health) == {"Sokha", "Kenji"}
    await dara.forges("indicators/add_to_round:2")
    await dara.is_refused("indicators#already_in_round", indicator__number="2008-5")
    await dara.forges("indicators/add_to_round:3")
    await dara.is_refused("indicators#nobody_reports", indicator__number="2008-6")
    for forged in ("indicators/move_round", "indicators/addable", "indicators/add_to_round:3"):
        await sokha.forges(forged)
        await sokha.is_refused("general#not_allowed")


async def test_a_request_shows_the_last_value(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await reports(sokha, "2008-4 58%")
    await dara.forges("indicators/accept:1")
    await opens_round(dara)
    await sokha.reads_fact("58 %", "65 % (Dec 2026)")


async def test_chair_and_crdb_see_how_a_round_stands_as_it_changes(health: Stage, dara: Player, sokha: Player) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    crdb = await health.member("Chan", "crdb", "CRDB")
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    for player in (chair, crdb):
        await player.says("/round")
        await player.sees("indicators/round")
        await player.reads_fact("2008-4 – Sokha, UNFPA")
        await player.offers_only("indicators:on_time")  # nothing came of which a report could tell
    await reports(sokha, "2008-4 58%")
    await health.passes(seconds=5)
    for player in (chair, crdb):
        await player.does_not_read_fact("2008-4 – Sokha, UNFPA")
        await player.forges("indicators/close")
        await player.is_refused("general#not_allowed")
    await sokha.says("/round")
    await sokha.is_refused("general#not_allowed")


async def test_closing_tells_who_owes_and_who_sees(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    await defines(dara, responsible=["UNFPA", "JICA"])
    await defines(dara, "2008-5", responsible=["JICA"])
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    await everybody_looks_away(dara)
    await dara.says("/round")
    await dara.presses("indicators:ask_close")
    await dara.presses("indicators:close")
    await dara.reads_fact("2008-4 – Kenji, JICA", "2008-5 – Kenji, JICA")
    await health.settle()
    await kenji.is_told_only("round_closed")
    await kenji.sees("indicators/closed_without")
    await kenji.offers_only("indicators:report", "indicators:report")
    await chair.is_told_only("round_closed")
    await chair.reads_fact("2008-5 – Kenji, JICA")
    await sokha.sees_nothing_new()
    await kenji.presses("indicators:report", 2)  # still taken
    await kenji.asks("value")
