"""CRDB/CDC sees all TWGs where the operator has opened them, and nobody else can open them (R3, T6)."""

import pytest

from messages.rendering.charts import Chart
from storage.members import Role, find_account
from tests.indicators.conftest import defines, reports
from tests.reports.conftest import files_of, opens, round_with_reports, words_of
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.core.refusals import NotFound
from twg.members import changing, overseeing


async def _oversees(stage: Stage, player: Player, *, ends: bool = False) -> None:
    """What `twgbot people oversee` does."""
    async with stage.assistant.database.begin() as session:
        account = await find_account(session, player.person.id)
        assert account is not None
        await overseeing.oversee(session, account.person_id, ends=ends, now=stage.clock.now())


async def test_the_role_alone_opens_no_other_twg(
    health: Stage, dara: Player, sokha: Player, drawn: list[Chart]
) -> None:
    """The secretariat of a TWG makes somebody CRDB; the figures of another TWG stay closed to them."""
    await round_with_reports(dara, sokha)
    await health.adds_twg("EDU", "Education", "MoEYS")
    other = await health.member("Bopha", "secretariat", "MoEYS", code="EDU")
    await defines(other, "2008-4", responsible=[])
    edu = await opens(other)
    await reports(other, "2008-4 61% counted elsewhere")
    await other.forges("indicators/accept:3")
    async with health.assistant.database.begin() as session:
        actor, theirs = await access_actor(session, dara), await access_actor(session, sokha)
        args = changing.MemberChange(role=Role.CRDB)
        await changing.change(session, actor, theirs.member.id, args, now=health.clock.now())
    await sokha.says("/tracker")
    tracking = (await sokha.shown("reports/tracker"))["tracking"]
    assert ([one.twg.code for one in tracking.twgs], tracking.only) == (["HLT"], True)
    for press in ("reports/consolidate:1", f"reports/consolidate:{edu}"):
        await sokha.forges(press)
        words = words_of((await files_of(sokha))["docx"])
        assert ("2008-4" in words, "EDU" in words, "elsewhere" in words) == (True, False, False)
    await sokha.forges(f"reports/chase:{edu}")
    await health.settle()
    await other.is_not_told("report_chased")
    await _oversees(health, sokha)
    await sokha.says("/tracker")
    tracking = (await sokha.shown("reports/tracker"))["tracking"]
    assert ([one.twg.code for one in tracking.twgs], tracking.only) == (["EDU", "HLT"], False)
    await _oversees(health, sokha, ends=True)
    await sokha.forges(f"reports/consolidate:{edu}")
    assert "EDU" not in words_of((await files_of(sokha))["docx"])


async def test_a_twg_without_a_round_and_people_who_are_not_of_crdb(health: Stage, dara: Player) -> None:
    crdb = await health.member("Kunthea", "crdb", "CRDB")
    await _oversees(health, crdb, ends=True)
    await crdb.says("/tracker")
    await crdb.is_refused("reports#no_round")
    with pytest.raises(overseeing.NotOfCrdb):
        await _oversees(health, dara)
    async with health.assistant.database.begin() as session:
        with pytest.raises(NotFound):
            await overseeing.oversee(session, 999, now=health.clock.now())
