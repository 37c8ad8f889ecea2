"""A reporting round opens, asks the right people, is followed and closed (J2)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from messages.rendering.templating import format_day
from storage.indicators import Round
from tests.indicators.conftest import (
    DELIVERIES,
    DUE,
    defines,
    local,
    offered,
    opens_round,
    reports,
    stored_requests,
    waiting_for,
)
from tests.support.stage import Player, Stage

TITLE = "JMI report for the GDCC"


async def answered(player: Player) -> tuple[int, int]:
    """How many requests are answered, and of how many, says the assistant."""
    progress = (await player.shown("indicators/round"))["progress"]
    return len(progress.requests) - len(progress.waiting), len(progress.requests)


async def closes_round(dara: Player) -> None:
    await dara.says("/round")
    await dara.presses("indicators:ask_close")
    await dara.presses("indicators:close")


async def test_the_secretariat_opens_a_round_by_the_form(
    health: Stage, dara: Player, vichea: Player, sokha: Player
) -> None:
    await defines(dara)
    await defines(dara, "2008-5", responsible=["JICA"])
    await dara.says("/round", TITLE, "21/12/2026")
    [note] = (await dara.shown("forms/confirm"))["notes"]
    assert note.params == {"people": 2, "indicators": 1, "numbers": "2008-5"}
    await sokha.sees_nothing_new()
    await dara.presses("form:save")
    due = format_day(date(2026, 12, 21), locale="en")
    assert await answered(dara) == (0, 2)
    await dara.reads_fact(due, "2008-4 – Vichea, MoH", "2008-4 – Sokha, UNFPA")
    for reporter in (vichea, sokha):
        await reporter.is_told_only("indicator_requested")
        await reporter.sees("indicators/request", indicator__number="2008-4", indicator__milestone=False)
        await reporter.reads_fact(TITLE, f"{DELIVERIES}\n", "65 % (Dec 2026)", due)
        await reporter.offers_only("indicators:report", "requests:round")


async def test_a_round_needs_an_indicator(health: Stage, dara: Player) -> None:
    await dara.says("/round")
    await dara.is_refused("indicators#no_indicators")
    await dara.does_not_ask()


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        ("22/11/2026", "general#past_day"),
        ("31/11/2026", "general#impossible_day"),
        ("soon", "general#unreadable_day"),
        ("21/12/2226", "general#far_day"),
    ],
)
async def test_a_due_day_that_cannot_be_is_asked_again(health: Stage, dara: Player, day: str, refusal: str) -> None:
    await defines(dara)
    await dara.says("/round", "JMI report", day)
    await dara.is_refused(refusal)
    await dara.asks("due_on")
    await dara.says("២១/១២/២០២៦")
    assert await dara.summary() == {"title": "JMI report", "due_on": format_day(date(2026, 12, 21), locale="en")}


async def test_a_round_may_be_due_today(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await dara.says("/round", "JMI report", "today")
    await dara.presses("form:save")
    await sokha.is_told_only("indicator_requested")
    await sokha.reads_fact(format_day(date(2026, 11, 23), locale="en"))


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
    for reporter in (lead, officer):
        await reporter.is_told_only("indicator_requested")
        await reporter.sees("indicators/request")


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
    await sokha.is_told_only("indicator_requested")
    await sokha.sees_only("indicators/requests")
    await sokha.reads_fact(f"{DELIVERIES}\n", " 65 % (Dec 2026)\n\n2008-5 Law adopted\n")
    await sokha.does_not_read_fact("2008-6")
    await sokha.offers_only("indicators:report", "indicators:report", "indicators:sheet", "requests:round")
    assert await offered(sokha, "indicators:report") == [1, 2]
    await sokha.presses("indicators:report", 2)
    await sokha.asks("note")
    await sokha.reads_fact("2008-5 Law adopted")


async def test_members_who_run_no_rounds_are_refused(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await opens_round(dara)
    for act in (sokha.says("/round"), sokha.forges("indicators/round"), sokha.forges("indicators/close")):
        await act
        await sokha.is_refused("general#not_allowed")
    assert "round" not in dict(await sokha.person.command_menu())
    await dara.says("/round")
    assert await answered(dara) == (0, 2)


async def test_the_chair_does_not_run_rounds_either(health: Stage, dara: Player) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    await chair.says("/round")
    await chair.sees("indicators/no_round")
    await chair.offers_only()
    for forged in ("indicators/begin_round", "indicators/ask_close", "indicators/close"):
        await chair.forges(forged)
        await chair.is_refused("general#not_allowed")


async def test_a_round_is_followed_by_who_has_reported(
    health: Stage, dara: Player, vichea: Player, sokha: Player
) -> None:
    await defines(dara)
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    await dara.says("/round")
    assert await answered(dara) == (1, 2)
    await dara.reads_fact("2008-4 – Vichea, MoH")
    await dara.does_not_read_fact("Sokha, UNFPA")


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
    await dara.presses("indicators:ask_close")
    asked = (await dara.shown("indicators/ask_close"))["progress"]
    assert (asked.round.title, [request.person.name for request in asked.waiting]) == (TITLE, ["Vichea"])
    await dara.reads_fact(TITLE)
    await dara.presses("indicators:keep_open")
    await closes_round(dara)
    await dara.sees("indicators/closed")
    await dara.reads_fact(TITLE)
    assert len(await stored_requests(health)) == 2


async def test_one_round_is_open_at_a_time(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await dara.says("/round", "First round")
    await opens_round(dara, DUE)
    await dara.says("21/12/2026")
    await dara.presses("form:save")
    await dara.is_refused("indicators#round_already_open", round__title=TITLE)
    await dara.reads_fact(TITLE)
    await dara.says("/cancel")
    await closes_round(dara)
    await dara.says("/round", "Second round", "22/12/2026")
    await dara.presses("form:save")
    assert await answered(dara) == (0, 2)
    await dara.reads_fact("Second round")
    async with health.assistant.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Round)) == 2


async def test_a_round_that_is_kept_open_leaves_no_button_that_closes_it_unasked(health: Stage, dara: Player) -> None:
    await defines(dara)
    await opens_round(dara)
    await dara.says("/round")
    await dara.presses("indicators:ask_close")
    await dara.presses("indicators:keep_open")
    await dara.sees("indicators/round")
    await dara.offers_only(
        "indicators:move_round",
        "indicators:addable",
        "indicators:sheet",
        "indicators:ask_close",
        "indicators:on_time",
    )
    await dara.sees_nothing_new()


async def test_a_closed_round_cannot_be_closed_again(health: Stage, dara: Player) -> None:
    await defines(dara)
    await opens_round(dara)
    await closes_round(dara)
    await dara.forges("indicators/close")
    await dara.is_refused("indicators#no_open_round")


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
    await dara.is_told_only("round_is_overdue")
    progress = (await dara.shown("indicators/overdue"))["progress"]
    assert (len(progress.requests), len(progress.waiting)) == (1, 1)
    await dara.reads_fact(TITLE, format_day(DUE, locale="en"))
    await dara.offers_only(
        "indicators:round", "indicators:move_round", "indicators:addable", "indicators:sheet", "indicators:ask_close"
    )
    await sokha.sees_nothing_new()
    await dara.presses("indicators:ask_close")
    await dara.presses("indicators:close")
    await dara.sees("indicators/closed")
    await dara.reads_fact(TITLE)


async def test_the_reminder_to_close_is_in_khmer_too(health: Stage, dara: Player, sokha: Player) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH", language="km")
    await is_overdue(health, dara)
    await bopha.looks_away()
    await health.becomes(local(24, 8))
    await bopha.is_told_only("round_is_overdue")
    await bopha.reads_fact(format_day(DUE, locale="km"))
    await bopha.offers_only(
        "indicators:round", "indicators:move_round", "indicators:addable", "indicators:sheet", "indicators:ask_close"
    )


async def test_a_round_closed_in_time_is_not_called_overdue(health: Stage, dara: Player, sokha: Player) -> None:
    await is_overdue(health, dara)
    await closes_round(dara)
    await dara.looks_away()
    await health.becomes(local(24, 8))
    await dara.sees_nothing_new()


async def test_an_overdue_round_says_so_and_still_accepts(health: Stage, dara: Player, sokha: Player) -> None:
    await is_overdue(health, dara)
    for now, overdue in ((local(23, 20), False), (local(24, 9), True)):
        await health.becomes(now)
        await dara.says("/round")
        followed = await dara.shown("indicators/round")
        assert (followed["now"] > followed["progress"].round.due_at) is overdue
        await dara.reads_fact(format_day(DUE, locale="en"))
    await reports(sokha, "2008-4 58%")
    await dara.says("/round")
    assert await answered(dara) == (1, 1)
