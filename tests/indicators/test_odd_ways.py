"""What people get wrong about rounds, requests and reports, or do in another order: each ends in one sentence, and
nothing is lost (J2, J3, J4)."""

from datetime import date
from decimal import Decimal

import pytest

from storage.requests import RequestKind
from tests.indicators.conftest import defines, opens_round, reports, stored_reports, waiting_for
from tests.indicators.test_submissions import STEPS, accepts_all
from tests.requests.conftest import all_stored, asks
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

NUMBERS = ("2008-4", "2008-5")


@pytest.fixture
async def round_(health: Stage, dara: Player, sokha: Player) -> Stage:
    """A round in which Sokha of UNFPA is asked for two reports."""
    for number in NUMBERS:
        await defines(dara, number, responsible=["UNFPA"])
    await opens_round(dara)
    await everybody_looks_away(dara)
    return health


async def asked_for(stage: Stage) -> list[tuple[RequestKind, int, str]]:
    """Kind, what it is about, and words of all requests."""
    return [(one.kind, one.subject_id, one.text) for one in await all_stored(stage)]


async def test_the_indicator_without_data_is_named_in_a_reply_or_a_line(round_: Stage, sokha: Player) -> None:
    request = await sokha.finds("indicators/requests")
    await sokha.says("2008-5: no data, because the survey is late", reply_to=request.message)
    await sokha.sees("requests/card")
    await sokha.says("/jmi 2008-4 no data because the survey is late")
    await sokha.sees("requests/card")
    assert await asked_for(round_) == [
        (RequestKind.NO_DATA, 2, "2008-5: no data, because the survey is late"),
        (RequestKind.NO_DATA, 1, "no data because the survey is late"),
    ]
    await sokha.says("no data, because the survey is late", reply_to=request.message)
    await sokha.sees("indicators/which")  # both are awaited, and neither is named


async def test_no_data_after_the_report_is_answered_with_that(round_: Stage, sokha: Player) -> None:
    request = await sokha.finds("indicators/requests")
    await reports(sokha, "2008-4 58%")
    for words in ("2008-4: no data, because the survey is late", "2008-4 need until 30 December"):
        await sokha.says(words, reply_to=request.message)
        await sokha.is_refused("indicators#already_reported", indicator__number="2008-4")
    await sokha.says("2008-4 need until 30 December 2036", reply_to=request.message)
    await sokha.says("2008-5 need until 30 December 2036", reply_to=request.message)
    await sokha.is_refused("general#far_day")
    await sokha.asks("until")
    assert await asked_for(round_) == []


async def test_a_reply_to_the_request_of_an_older_round_is_about_the_open_one(
    round_: Stage, dara: Player, sokha: Player
) -> None:
    request = await sokha.finds("indicators/requests")
    await dara.forges("indicators/close")
    await sokha.says("2008-4: no data, because the survey is late", reply_to=request.message)
    await sokha.is_refused("indicators#round_over", round__title="JMI report for the GDCC")
    await opens_round(dara, date(2026, 12, 30))
    await sokha.says("2008-4 need until 4 January 2027", reply_to=request.message)
    [made] = await all_stored(round_)
    assert (made.kind, made.until, made.subject_id) == (RequestKind.MORE_TIME, date(2027, 1, 4), 3)


async def test_who_is_asked_for_a_value_says_that_somebody_else_has_it(round_: Stage, sokha: Player) -> None:
    await sokha.says("/jmi 2008-4 it is being collected")
    await sokha.asks("value")
    await sokha.presses("requests:ask_with", "hand_over")
    await sokha.sees("forms/ask")


async def test_nobody_is_asked_who_has_left_since(round_: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await asks(sokha, "hand_over", "report_request", 1, "Kenji", "JICA has the figures")
    await round_.leaves("Kenji")
    await dara.forges("requests:agree:1")
    await dara.is_refused("indicators#cannot_be_asked", name="Kenji")


async def test_a_round_is_moved_to_another_day_only(round_: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/round Another one, 5/1/2027")
    await dara.is_refused("indicators#round_already_open", round__title="JMI report for the GDCC")
    await dara.sees("indicators/round")
    await dara.presses("indicators:move_round")
    await dara.says("23/12/2026")
    await dara.presses("form:save")
    await dara.is_refused("indicators#due_then", day=date(2026, 12, 23))
    await dara.says("28/12/2026")
    await dara.says("30/12/2026")  # at the summary: another day, and no reason
    assert await dara.summary() == {"due_on": "Wednesday 30 December 2026"}
    await dara.presses("form:save")
    await sokha.is_told_only("round_moved")


async def test_what_is_not_reported_on_any_more_is_not_counted(round_: Stage, dara: Player, sokha: Player) -> None:
    request = await sokha.finds("indicators/requests")
    await dara.forges("indicators/state:1")
    await dara.presses("form:choice=withdrawn")
    await dara.says("It was agreed so")
    await dara.presses("form:save")
    await dara.says("/round")
    progress = (await dara.shown("indicators/round"))["progress"]
    assert ([one.indicator.number for one in progress.counted], len(progress.waiting)) == (["2008-5"], 1)
    await sokha.says("58%", reply_to=request.message)  # only one of the two is awaited
    assert (await sokha.summary())["indicator"].startswith("2008-5")


@pytest.mark.parametrize(
    ("words", "asked", "why"),
    [
        ("step 9 done", "step", "indicators#one_step"),
        ("step 1 and step 2 done", "step", "indicators#one_step"),
        ("ជំហានទាំងអស់បានបញ្ចប់", "step", "indicators#one_step"),
        ("step 2 done on 28/12/2027", "reached_on", "indicators#unreadable_past"),
    ],
)
async def test_a_step_that_is_none_or_a_day_ahead_is_asked_about(
    health: Stage, dara: Player, sokha: Player, words: str, asked: str, why: str
) -> None:
    await defines(dara, "2010-1", unit="", steps=STEPS, responsible=["UNFPA"])
    await defines(dara, responsible=["UNFPA"])
    await sokha.says(f"/jmi 2010-1 {words}")
    await sokha.asks(asked)
    await sokha.is_refused(why)
    await sokha.says("/cancel", f"/jmi 2008-4: 58%\n2010-1: {words}")
    left_out = (await sokha.shown("forms/confirm"))["left_out"]
    assert [reason.key for _line, reason in left_out.data["left_out"]] == [why]
    await sokha.presses("form:save")
    await sokha.asks(asked)  # once the other one is saved
    assert [one.value for one in await stored_reports(health)] == [58]


async def test_a_step_is_not_compared_with_another_one(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2010-1", unit="", steps=STEPS, responsible=["UNFPA"])
    await reports(sokha, "2010-1 step 3 done on 3 October 2026")
    await reports(sokha, "2010-1 step 2 done on 5 October 2026")
    assert (await dara.shown("indicators/submission"))["compared"].previous is None
    await reports(sokha, "2010-1 step 3 done on 4 October 2026")
    compared = (await dara.shown("indicators/submission"))["compared"]
    assert (compared.previous.version, [one.name for one in compared.differences]) == (1, ["reached_on", "note"])


async def test_a_report_of_who_has_left_is_returned_to_colleagues(health: Stage, dara: Player, sokha: Player) -> None:
    bopha = await health.member("Bopha", "development_partner", "UNFPA")
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    await health.leaves("Sokha")
    await everybody_looks_away(dara)
    await dara.forges("indicators/return:1")
    await dara.says("Which hospitals?")
    await dara.presses("form:save")
    await bopha.is_told_only("indicator_reviewed")
    assert "Bopha" in await waiting_for(health)
    returned = await bopha.finds("indicators/submission")
    await bopha.says("58% in the districts", reply_to=returned.message)
    await bopha.presses("form:save")
    assert await waiting_for(health) == set()


async def test_only_what_comes_from_elsewhere_may_be_let_stand(round_: Stage, dara: Player, sokha: Player) -> None:
    await reports(sokha, "2008-4 58%")
    await dara.forges("indicators/let_stand:1")
    await dara.is_refused("indicators#not_from_elsewhere")
    await dara.does_not_ask()


async def test_a_value_in_another_scale_is_asked_back(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "demo-c", unit="m²", responsible=["UNFPA"])
    await defines(dara, responsible=["UNFPA"])
    await sokha.says("/jmi demo-c 146")
    await sokha.is_refused("indicators#implausible", against="target", readings=[146, 146_000_000])
    await sokha.presses("form:choice=146000000")
    await sokha.presses("form:save")
    await sokha.says("/jmi 2008-4 580")
    await sokha.is_refused("indicators#unclear_value", why="high", readings=[580])
    assert [one.value for one in await stored_reports(health)] == [146_000_000]


async def test_the_hint_is_of_the_unit(health: Stage, dara: Player, sokha: Player) -> None:
    hints = []
    for row_id in (await defines(dara), await defines(dara, "demo-c", unit="m²")):
        await sokha.forges(f"indicators/report:{row_id}")
        hints.append((await sokha.shown("forms/ask"))["hint"].msgid)
        await sokha.says("/cancel")
    assert len(set(hints)) == 2


async def test_a_later_report_waits_instead_of_the_one_whose_review_was_undone(
    round_: Stage, dara: Player, sokha: Player
) -> None:
    await reports(sokha, "2008-4 58%")
    await dara.forges("indicators/accept:1")
    undo = await dara.finds("indicators/submission")
    await reports(sokha, "2008-4 59%")
    await dara.presses("general:undo", in_message=undo.message)
    await dara.says("/review")
    await dara.does_not_offer("indicators:submission", 1)  # the later report of the same institution replaces it
    await dara.offers("indicators:submission", 2)
    await accepts_all(dara)
    made = await stored_reports(round_)
    assert [(one.value, one.state.value) for one in made] == [(58, "replaced"), (59, "accepted")]
    await dara.says("/jmi 2008-4")
    await dara.sees("indicators/indicator", standing__accepted__value=Decimal(59))
