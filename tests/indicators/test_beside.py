"""What those responsible report stands; one from elsewhere only with a reason (J4). Who is on time (J5)."""

import pytest

from storage.indicators import SubmissionState
from tests.export.test_export import exported, rows_of
from tests.indicators.conftest import defines, offered, opens_round, reports, stored_reports, waiting_for
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

SUBMITTED, ACCEPTED, REPLACED = SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.REPLACED


@pytest.fixture
async def both(health: Stage, dara: Player, sokha: Player, kenji: Player) -> Stage:
    """Sokha of UNFPA, which is responsible, has reported 58 %; Kenji of JICA, which is not, 41 %."""
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await reports(sokha, "2008-4 58% hospitals")
    await reports(kenji, "2008-4 41% of clinics")
    return health


async def states(stage: Stage) -> list[SubmissionState]:
    return [one.state for one in await stored_reports(stage)]


async def test_a_report_from_elsewhere_is_accepted_beside_theirs(both: Stage, dara: Player, sokha: Player) -> None:
    await dara.sees("indicators/submission", heading="reported", submission__value=41)
    await dara.reads_fact("58 %", "41 %")
    await everybody_looks_away(sokha)
    await dara.presses("indicators:accept", 2)
    assert await states(both) == [SUBMITTED, ACCEPTED]
    assert await waiting_for(both) == set()
    await sokha.sees_nothing_new()
    await sokha.says("/jmi 2008-4")
    await sokha.sees(
        "indicators/indicator", standing__accepted=None, standing__waiting__value=58, standing__beside__value=41
    )
    await dara.presses("indicators:accept", 1)
    await sokha.says("/jmi 2008-4")
    await sokha.sees("indicators/indicator", standing__accepted__value=58, standing__beside__value=41)
    rows = rows_of(await exported(dara), "reports")
    assert [(row["value"], row["standing_reason"]) for row in rows] == [(41, None), (58, None)]
    assert rows[0]["elsewhere"] != rows[1]["elsewhere"]


async def test_it_stands_where_the_reviewer_says_why(both: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await everybody_looks_away(sokha)
    await dara.presses("indicators:let_stand", 2)
    await dara.says("UNFPA agreed to take the survey of JICA")
    await dara.presses("form:save")
    assert await states(both) == [REPLACED, ACCEPTED]
    await sokha.is_told_only("indicator_reviewed")
    await kenji.says("/jmi 2008-4")
    await kenji.sees("indicators/indicator", standing__accepted__value=41)
    await kenji.reads_fact("UNFPA agreed to take the survey of JICA")
    await dara.forges("indicators/let_stand:1")
    await dara.is_refused("indicators#report_replaced")


async def test_a_review_is_undone_and_those_who_were_told_are_told(
    both: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await dara.presses("indicators:let_stand", 2)
    await dara.says("Agreed with UNFPA")
    await dara.presses("form:save")
    await everybody_looks_away(sokha)
    await dara.presses("general:undo")
    assert await states(both) == [SUBMITTED, SUBMITTED]
    await sokha.is_told_only("review_taken_back")
    await kenji.is_told_only("review_taken_back")
    await sokha.reads_fact("2008-4")
    await dara.forges("indicators/accept:1")
    assert await states(both) == [ACCEPTED, SUBMITTED]


async def test_a_return_is_undone_until_it_was_corrected(both: Stage, dara: Player, sokha: Player) -> None:
    async def returns() -> None:
        await dara.forges("indicators/return:1")
        await dara.says("Which hospitals?")
        await dara.presses("form:save")

    await returns()
    assert await waiting_for(both) == {"Sokha"}
    await dara.presses("general:undo")
    assert await waiting_for(both) == set()
    assert await states(both) == [SUBMITTED, SUBMITTED]
    await returns()
    await reports(sokha, "2008-4 59% hospitals")
    await dara.forges("indicators/submission:1")
    await dara.presses("general:undo")
    await dara.is_refused("general#changed_since")


async def test_a_new_version_says_what_changed(both: Stage, dara: Player, sokha: Player) -> None:
    await reports(sokha, "2008-4 60% hospitals and clinics")
    compared = (await dara.shown("indicators/submission", submission__value=60))["compared"]
    assert [(one.name, one.before, one.after) for one in compared.differences] == [
        ("value", 58, 60),
        ("note", "hospitals", "hospitals and clinics"),
    ]
    assert [one.value for one in compared.others] == [41]
    await dara.reads_fact("58 % → 60 %")


async def test_several_are_reviewed_together(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    for number in ("2008-3", "2008-4", "2008-5"):
        await defines(dara, number, responsible=["UNFPA"])
        await reports(sokha, f"{number} 58%")
    await reports(kenji, "2008-5 41%")
    await dara.says("/review")
    await dara.presses("indicators:review_page")
    await dara.asks("verdict")
    await dara.presses("form:choice=accept")
    await sokha.looks_away()
    await dara.presses("form:save")
    await dara.sees("indicators/reviewed_several", left=0)
    assert await states(health) == [ACCEPTED, ACCEPTED, SUBMITTED, SUBMITTED]
    assert len(await sokha.told()) == 2
    for submission_id in (1, 2):
        await dara.forges(f"indicators/submission:{submission_id}")
        await dara.presses("general:undo")
    await dara.says("/review 2008-3, 2008-4")
    await dara.presses("form:choice=return")
    await dara.says("Which districts?")
    colleague = await health.member("Chan", "secretariat", "CDC")
    await colleague.forges("indicators/accept:1")
    await dara.presses("form:save")
    await dara.sees("indicators/reviewed_several", left=1)
    assert [(one.state, one.review_comment) for one in await stored_reports(health)] == [
        (ACCEPTED, ""),
        (SubmissionState.RETURNED, "Which districts?"),
        (SUBMITTED, ""),
        (SUBMITTED, ""),
    ]
    await dara.says("/review 1999-9")
    await dara.is_refused("indicators#unknown")
    assert await offered(dara, "indicators:review_page") == []


async def test_what_three_bodies_report_otherwise_is_asked_side_by_side(
    both: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """Never accepted together: each has its button, and all may be returned with one comment (J4)."""
    rith = await both.member("Rith", "government", "MoH")
    await reports(rith, "2008-4 63% provinces")
    await defines(dara, "2008-3", responsible=["UNFPA"])
    await reports(sokha, "2008-3 84%")
    await everybody_looks_away(dara)
    await dara.says("/review 2008-4")
    beside = await dara.shown("indicators/side_by_side")
    assert [int(one.value) for one in beside["submissions"]] == [58, 41, 63]
    await dara.does_not_see("forms/ask")
    await dara.offers_only(
        "indicators:accept", "indicators:submission", "indicators:submission", "indicators:return_all"
    )
    await dara.says("/review 2008-3, 2008-4")
    await dara.sees("indicators/side_by_side")
    await dara.sees("indicators/submission", submission__value=84)
    await dara.says("/review")
    await dara.presses("indicators:side_by_side", 1)
    await dara.presses("indicators:accept", 1)
    assert await states(both) == [ACCEPTED, SUBMITTED, SUBMITTED, SUBMITTED]
    await dara.says("/review 2008-4")
    await dara.presses("indicators:return_all", 1)
    await dara.says("Which districts?")
    await dara.presses("form:save")
    returned = SubmissionState.RETURNED
    assert await states(both) == [ACCEPTED, returned, returned, SUBMITTED]
    await dara.forges("indicators:side_by_side:1")
    await dara.is_refused("indicators#nothing_differs")


async def test_an_acceptance_is_undone_after_another_report_came(
    both: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """A later one of the same institution awaits review in its place; one of another body beside it (J4)."""
    await dara.forges("indicators/accept:1")
    await everybody_looks_away(sokha)
    await reports(sokha, "2008-4 60% hospitals")
    await reports(kenji, "2008-4 42% of clinics")
    assert await states(both) == [ACCEPTED, REPLACED, SUBMITTED, SUBMITTED]
    await dara.forges("indicators/submission:1")
    await dara.presses("general:undo")
    assert await states(both) == [REPLACED, REPLACED, SUBMITTED, SUBMITTED]
    await sokha.is_told_only("review_taken_back")
    await dara.says("/review")
    await dara.offers("indicators:submission", 3)
    await dara.does_not_offer("indicators:submission", 1)
    await sokha.says("/jmi 2008-4")
    await sokha.sees("indicators/indicator", standing__accepted=None, standing__waiting__value=60)


async def test_how_often_each_institution_is_on_time_is_private(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    for number in ("2008-3", "2008-4"):
        await defines(dara, number, responsible=["UNFPA", "JICA"])
    await opens_round(dara)
    await reports(sokha, "2008-3 58%")
    await dara.forges("indicators:on_time")
    await dara.sees("indicators/on_time", bodies=[])
    await health.passes(days=31)
    await reports(sokha, "2008-4 58%")
    chair = await health.member("Sovann", "chair", "MoH")
    crdb = await health.member("Chan", "crdb", "CRDB")
    for player in (dara, chair, crdb):
        await player.forges("indicators:on_time")
        bodies = (await player.shown("indicators/on_time"))["bodies"]
        assert [(one.name, one.on_time, one.late, one.missing, one.share) for one in bodies] == [
            ("JICA", 0, 0, 2, 0),
            ("UNFPA", 1, 1, 0, 50),
        ]
    for player in (sokha, kenji):
        await player.forges("indicators:on_time")
        await player.is_refused("general#not_allowed")
