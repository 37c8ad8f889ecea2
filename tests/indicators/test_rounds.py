"""A reporting round opens, asks the right people, is followed and closed (J2)."""

import pytest
from sqlalchemy import func, select

from storage.indicators import Round
from tests.indicators.conftest import DUE, defines, local, opens_round, reports, stored_requests, waiting_for
from tests.support.stage import Player, Stage


async def test_the_secretariat_opens_a_round_by_the_form(
    health: Stage, dara: Player, vichea: Player, sokha: Player
) -> None:
    await defines(dara)
    await defines(dara, "2008-5", responsible=["JICA"])
    await dara.says("/round", "JMI report for the GDCC", "21/12/2026")
    await dara.reads("People asked: 2. Indicators: 1. Nobody is registered to report on: 2008-5.")
    await sokha.sees_nothing_new()
    await dara.taps("Open the round")
    await dara.reads(
        "Due: Monday 21 December 2026", "Answered: 0 of 2 requests", "2008-4 – Vichea, MoH", "Sokha, UNFPA"
    )
    for reporter in (vichea, sokha):
        await reporter.reads("Please report", "JMI report for the GDCC", "2008-4", "Target: 65 % (Dec 2026)")
        await reporter.reads("Please reply to this message with the value in %", "[Report by form]")


async def test_a_round_needs_an_indicator(health: Stage, dara: Player) -> None:
    await dara.says("/round")
    await dara.reads("No indicator has been defined yet. Add one first, under /jmi.")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("22/11/2026", "is over; please give today or a later day"),
        ("31/11/2026", "There is no 31/11/2026 in the calendar"),
        ("soon", "Please give a day"),
        ("21/12/2226", "more than 3 years ahead"),
    ],
)
async def test_a_due_day_that_cannot_be_is_asked_again(health: Stage, dara: Player, day: str, said: str) -> None:
    await defines(dara)
    await dara.says("/round", "JMI report", day)
    await dara.reads(said, "By which day are the reports due?")
    await dara.says("២១/១២/២០២៦")
    await dara.reads("Round: JMI report", "Due: Monday 21 December 2026")


async def test_a_round_may_be_due_today(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await dara.says("/round", "JMI report", "today")
    await dara.taps("Open the round")
    await sokha.reads("Please report", "Due: Monday 23 November 2026")


async def test_chair_and_secretariat_are_asked_only_where_their_institution_has_nobody_else(
    health: Stage, dara: Player, vichea: Player
) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    lead = await health.member("Maria", "lead_facilitator", "WHO")
    officer = await health.member("Chan", "secretariat", "CDC")
    await defines(dara, "2008-4", responsible=["MoH", "WHO", "CDC"])
    await opens_round(dara)
    assert await waiting_for(health) == {"Vichea", "Maria", "Chan"}
    await chair.sees_nothing_new()
    await lead.reads("Please report")
    await officer.reads("Please report")


async def test_only_roles_that_report_are_asked(health: Stage, dara: Player, sokha: Player) -> None:
    adviser = await health.member("Rathana", "technical_adviser", "UNFPA")
    company = await health.member("Lim", "private_sector", "UNFPA")
    await defines(dara)
    await opens_round(dara)
    assert "Sokha" in await waiting_for(health)
    await adviser.sees_nothing_new()
    await company.sees_nothing_new()


async def test_whoever_reports_on_several_indicators_is_asked_for_all_in_one_message(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", unit="", statement="Law adopted")
    await defines(dara, "2008-6", responsible=["JICA"])
    await opens_round(dara)
    [message] = await sokha.new_messages()
    assert "2008-4 Deliveries by skilled staff\nTarget: 65 % (Dec 2026)\n\n2008-5 Law adopted" in message.text
    assert "Please reply to this message with the number of an indicator" in message.text
    assert message.labels == ["Report on 2008-4", "Report on 2008-5"]
    await sokha.taps("Report on 2008-5")
    await sokha.reads("2008-5 Law adopted", "what has been achieved?")


async def test_members_who_run_no_rounds_are_refused(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await opens_round(dara)
    for act in (sokha.says("/round"), sokha.forges("indicators/round"), sokha.forges("indicators/close")):
        await act
        await sokha.reads("Your role in this TWG does not allow that.")
    assert "round" not in dict(await sokha.person.command_menu())
    await dara.says("/round")
    await dara.reads("Answered: 0 of")


async def test_the_chair_does_not_run_rounds_either(health: Stage, dara: Player) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    await chair.says("/round")
    await chair.reads("Your role in this TWG does not allow that.")


async def test_a_round_is_followed_by_who_has_reported(
    health: Stage, dara: Player, vichea: Player, sokha: Player
) -> None:
    await defines(dara)
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    await dara.says("/round")
    await dara.reads("Answered: 1 of 2 requests", "2008-4 – Vichea, MoH")
    await dara.does_not_read("Sokha, UNFPA")


async def test_a_colleagues_report_settles_the_requests_to_the_institution(
    health: Stage, dara: Player, vichea: Player, sokha: Player
) -> None:
    await health.member("Bopha", "government", "MoH")
    await defines(dara)
    await opens_round(dara)
    assert await waiting_for(health) == {"Vichea", "Bopha", "Sokha"}
    await reports(vichea, "2008-4 58%")
    assert await waiting_for(health) == {"Sokha"}


async def test_closing_asks_first_and_says_how_much_is_missing(
    health: Stage, dara: Player, vichea: Player, sokha: Player
) -> None:
    await defines(dara)
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    await dara.says("/round")
    await dara.taps("Close the round")
    await dara.reads("Close JMI report for the GDCC?", "1 report is missing; nobody will be reminded any more.")
    await dara.taps("No")
    await dara.says("/round")
    await dara.taps("Close the round", "Yes, close it")
    await dara.reads("JMI report for the GDCC is closed. /round opens the next one.")
    assert len(await stored_requests(health)) == 2


async def test_one_round_is_open_at_a_time(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await dara.says("/round", "First round")
    await opens_round(dara, DUE)
    await dara.says("21/12/2026")
    await dara.taps("Open the round")
    await dara.reads("The round “JMI report for the GDCC” is still open; close it first, under /round.")
    await dara.says("/cancel", "/round")
    await dara.taps("Close the round", "Yes, close it")
    await dara.says("/round", "Second round", "22/12/2026")
    await dara.taps("Open the round")
    await dara.reads("Second round", "Answered: 0 of 2 requests")
    async with health.assistant.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Round)) == 2


async def test_a_round_that_is_kept_open_leaves_no_button_that_closes_it_unasked(health: Stage, dara: Player) -> None:
    await defines(dara)
    await opens_round(dara)
    await dara.says("/round")
    await dara.taps("Close the round", "No")
    await dara.reads("Answered: 0 of", "[Close the round]")
    await dara.does_not_read("[Yes, close it]")
    await dara.sees_nothing_new()


async def test_a_closed_round_cannot_be_closed_again(health: Stage, dara: Player) -> None:
    await defines(dara)
    await opens_round(dara)
    await dara.says("/round")
    await dara.taps("Close the round", "Yes, close it")
    await dara.forges("indicators/close")
    await dara.reads("No reporting round is open.")


async def is_overdue(health: Stage, dara: Player) -> None:
    """A round whose last day is over, nobody having reported."""
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await health.becomes(local(23, 20))
    await dara.looks_away()


async def test_the_secretariat_is_reminded_to_close_an_overdue_round(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await is_overdue(health, dara)
    await sokha.looks_away()
    await health.becomes(local(24, 8))
    await dara.reads(
        "Reporting round overdue", "JMI report for the GDCC", "Reports were due on Wednesday 23 December 2026."
    )
    await dara.reads("Answered: 0 of 1 requests", "[Who has not reported]", "[Close the round]")
    await sokha.sees_nothing_new()
    await dara.taps("Close the round", "Yes, close it")
    await dara.reads("JMI report for the GDCC is closed.")


async def test_the_reminder_to_close_is_in_khmer_too(health: Stage, dara: Player, sokha: Player) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH", language="km")
    await is_overdue(health, dara)
    await health.becomes(local(24, 8))
    await bopha.reads("វគ្គរាយការណ៍ហួសកាលកំណត់", "[បិទវគ្គរាយការណ៍]")


async def test_a_round_closed_in_time_is_not_called_overdue(health: Stage, dara: Player, sokha: Player) -> None:
    await is_overdue(health, dara)
    await dara.says("/round")
    await dara.taps("Close the round", "Yes, close it")
    await dara.looks_away()
    await health.becomes(local(24, 8))
    await dara.sees_nothing_new()


async def test_an_overdue_round_says_so_and_still_accepts(health: Stage, dara: Player, sokha: Player) -> None:
    await is_overdue(health, dara)
    await dara.says("/round")
    await dara.reads("Due: Wednesday 23 December 2026")
    await health.becomes(local(24, 9))
    await dara.says("/round")
    await dara.reads(
        "Reports were due on Wednesday 23 December 2026. They are still accepted until the round is closed."
    )
    await reports(sokha, "2008-4 58%")
    await dara.says("/round")
    await dara.reads("Answered: 1 of 1 requests")
