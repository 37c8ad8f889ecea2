"""What all TWGs have sent and signed; the secretariats of the others are reminded by one button (J6, R3)."""

from datetime import timedelta

from messages.rendering.charts import Chart
from storage.core.audit import AuditRow, find_last_change
from storage.members import Twg
from storage.reports import Progress
from tests.indicators.conftest import defines, reports
from tests.reports.conftest import opens, round_with_reports
from tests.support.stage import Player, Stage


async def progress_of(reader: Player) -> dict[str, Progress]:
    """How far each TWG is, as the reader is shown it."""
    return {one.twg.code: one.progress for one in (await reader.shown("reports/tracker"))["tracking"].twgs}


async def test_a_twg_without_a_secretariat_is_not_said_to_be_reminded(
    health: Stage, dara: Player, sokha: Player, drawn: list[Chart]
) -> None:
    crdb = await health.member("Kunthea", "crdb", "CRDB")
    await round_with_reports(dara, sokha)
    await health.adds_twg("EDU", "Education", "MoEYS")
    await crdb.says("/tracker")
    assert [(one.twg.code, one.reached) for one in (await crdb.shown("reports/tracker"))["tracking"].twgs] == [
        ("EDU", False),
        ("HLT", True),
    ]
    await crdb.presses("reports:chase")
    shown = await crdb.shown("reports/tracker")
    assert (shown["reminding"], [one.chased_at is None for one in shown["tracking"].twgs]) == (["HLT"], [True, False])
    await crdb.forges("reports/chase:1")
    await crdb.is_refused("reports#nobody_to_chase")


async def test_the_tracker_and_its_reminders(health: Stage, dara: Player, sokha: Player, drawn: list[Chart]) -> None:
    crdb = await health.member("Kunthea", "crdb", "CRDB")
    await crdb.says("/tracker")
    await crdb.is_refused("reports#nothing_to_track")
    await round_with_reports(dara, sokha)  # two of three have come
    secretaries = {}
    for code in ("EDU", "PAR", "PFM"):
        await health.adds_twg(code, f"Group {code}", "MoEYS")
        secretaries[code] = await health.member(f"{code} Secretary", "secretariat", "MoEYS", code=code)
    chair = await health.member("EDU Chair", "chair", "MoEYS", code="EDU")
    for code in ("EDU", "PAR"):
        await defines(secretaries[code], responsible=["MoEYS"])
    edu = await opens(secretaries["EDU"])
    await opens(secretaries["PAR"], "Q2 2026", due_on=health.clock.now().date() + timedelta(days=2))  # another period
    await reports(secretaries["EDU"], "2008-4 61%")
    await secretaries["EDU"].forges("indicators/accept:3")
    await crdb.says("Which TWGs have not reported?")
    await crdb.presses("general:only", "tracker")
    assert await progress_of(crdb) == {
        "EDU": Progress.REPORTED,
        "HLT": Progress.PARTLY,
        "PAR": Progress.NO_ROUND,
        "PFM": Progress.NO_ROUND,
    }
    await secretaries["EDU"].forges(f"reports/ask_sign_off:{edu}")
    await chair.forges("reports/sign_now:1")
    await crdb.says("/tracker Q3")
    await crdb.presses("reports:chase")
    assert (await crdb.shown("reports/tracker"))["reminding"] == ["HLT", "PAR", "PFM"]
    await crdb.does_not_offer("reports:chase")
    await health.settle()
    for player in (dara, secretaries["PAR"], secretaries["PFM"]):
        await player.is_told("report_chased")
        await player.sees("reports/chased")
    await secretaries["EDU"].is_not_told("report_chased")
    await dara.offers("reports:make", 1)
    await secretaries["PFM"].offers("indicators:begin_round")
    async with health.assistant.database.read() as session:
        par = next(
            one.twg.id for one in (await crdb.shown("reports/tracker"))["tracking"].twgs if one.twg.code == "PAR"
        )
        row = await find_last_change(session, Twg.__tablename__, par)
        assert isinstance(row, AuditRow)
        assert (row.action, row.twg_id) == ("reports.chase", par)
    await crdb.forges("reports/chase:1")  # once a day
    await crdb.is_refused("reports#nobody_to_chase")
    await health.becomes(health.clock.now() + timedelta(days=1))
    await crdb.says("/tracker")
    await crdb.offers("reports:chase")
    await crdb.says("/tracker Q1 2019")
    await crdb.is_refused("reports#no_such_round")
    for player in (dara, sokha, chair):
        await player.says("/tracker")
        await player.is_refused("general#not_allowed")
        await player.forges("reports/chase:1")
        await player.is_refused("general#not_allowed")
