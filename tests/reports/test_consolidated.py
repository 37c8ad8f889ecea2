"""The reports of all TWGs together agree with what happened, counted independently (J6, R3)."""

import random
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from bot.capabilities import registry
from messages.rendering.charts import Chart, Glance
from messages.reports.consolidated import build_consolidated
from tests.indicators.conftest import defines
from tests.indicators.test_rating import PATH
from tests.reports.conftest import files_of, opens, rows_of, words_of
from tests.reports.expected_totals import Happened, Totals, expected
from tests.reports.sample import consolidated
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.indicators import reporting, reviewing
from twg.indicators.defining import list_all
from twg.reports import signing

#: The way of `PATH` is from 50 % at the end of 2025 to 60 % at the end of 2027, 730 days; a tenth of it is allowed. A
#: value belongs to the last day of its period: that of Q3 2026 is 273 days on the way.
LOWEST = 50 + 10 * 273 / 730 - 1
RATINGS = ("Achieved", "On track", "Delayed", "Not started", "No data")


async def simulate(stage: Stage, twgs: int, indicators: int, seed: int) -> list[Happened]:
    """What people of so many TWGs do at random in a round: report, accept, return, sign, or nothing at all."""
    chance, events = random.Random(seed), list[Happened]()
    for place in range(twgs):
        code = f"T{place:02}"
        await stage.adds_twg(code, f"Group {code}", "MoH")
        secretary = await stage.member(f"{code} Secretary", "secretariat", "MoH", code=code)
        chair = await stage.member(f"{code} Chair", "chair", "MoH", code=code)
        for number in range(1, indicators + 1):
            await defines(secretary, f"2026-{number}", **PATH, responsible=[])
        if place % 5 == 4:
            continue  # it opens no round
        round_id = await opens(secretary)
        events.append(Happened("opened", code))
        for number in range(1, indicators + 1):
            events += await _report(stage, secretary, code, number, chance)
        if any(one.twg == code and one.kind == "accepted" for one in events) and chance.random() < 0.5:
            edition = await _does(stage, secretary, signing.ask_sign_off, round_id, signing.SignOff())
            await _does(stage, chair, signing.sign, edition.snapshot.id)
            events += [Happened("asked", code), Happened("signed", code)]
    await stage.settle()
    return events


async def _report(stage: Stage, who: Player, code: str, number: int, chance: random.Random) -> list[Happened]:
    """A report on an indicator, or none; it is accepted, returned, or waits."""
    name, value = f"2026-{number}", chance.randint(51, 62)
    become = chance.choice(("accepted", "accepted", "accepted", "returned", "waits", "nothing"))
    if become == "nothing":
        return []
    indicator_id = await _indicator_id(stage, who, name)
    args = reporting.Report(indicator_id=indicator_id, value=value, note="as counted")
    made = await _does(stage, who, reporting.report, args, registry().domains)
    events = [Happened("reported", code, name, value)]
    if become == "accepted":
        await _does(stage, who, reviewing.accept, made.id)
        return [*events, Happened("accepted", code, name)]
    if become == "returned":
        await _does(stage, who, reviewing.send_back, made.id, "Which districts?")
        return [*events, Happened("returned", code, name)]
    return events


async def _indicator_id(stage: Stage, who: Player, number: str) -> int:
    async with stage.assistant.database.read() as session:
        listed = await list_all(session, await access_actor(session, who))
    return next(indicator.id for indicator, _standing in listed if indicator.number == number)


async def _does(stage: Stage, player: Player, operation: Any, *args: Any) -> Any:
    async with stage.assistant.database.begin() as session:
        return await operation(session, await access_actor(session, player), *args, now=stage.clock.now())


def told(files: dict[str, bytes]) -> Totals:
    """What the workbook of a consolidated report says."""
    tracked, points, without, lines, _values = (rows_of(files["xlsx"], sheet) for sheet in range(5))
    totals = Totals()
    for row in tracked:
        if not row["Accepted reports"]:
            totals.missing.add(row["TWG"])
        if row["Edition"]:
            totals.signed.add(row["TWG"])
        if row["Reporting round"]:
            totals.lines[row["TWG"]] = (row["Indicators"], row["Accepted reports"])
        totals.ratings.update({name.lower().replace(" ", "_"): row[name] for name in RATINGS if row[name]})
    totals.delayed = {(row["TWG"], row["Number"]) for row in points}
    totals.open = {(row["TWG"], row["Number"]) for row in without}
    assert len(lines) == sum(total for total, _done in totals.lines.values())
    return totals


async def judge(stage: Stage, twgs: int, indicators: int, seed: int) -> None:
    """Simulate a round, ask for the consolidated report, and compare it with what happened."""
    events = await simulate(stage, twgs, indicators, seed)
    codes = [f"T{place:02}" for place in range(twgs)]
    reader = await stage.member("Kunthea", "crdb", "CRDB", code=codes[0])
    await reader.says("/tracker")
    await reader.sees("reports/tracker")
    await reader.presses("reports:consolidate")
    files = await files_of(reader)
    numbers = [f"2026-{number}" for number in range(1, indicators + 1)]
    wanted = expected(codes, numbers, LOWEST, events)
    found = told(files)
    assert (found.missing, found.signed, found.lines) == (wanted.missing, wanted.signed, wanted.lines)
    assert (found.delayed, found.open) == (wanted.delayed, wanted.open)
    assert found.ratings == wanted.ratings
    words = words_of(files["docx"])
    assert all(code in words for code in codes)
    assert "Points for decision" in words


async def test_several_twgs_agree_with_what_happened(stage: Stage, drawn: list[Chart]) -> None:
    await judge(stage, twgs=5, indicators=3, seed=5)
    assert {chart.title.partition(" ")[0] for chart in drawn if isinstance(chart, Glance)} == {
        "T00",
        "T01",
        "T02",
        "T03",
    }


async def test_without_any_report_the_contents_name_no_chapter_that_is_not_there() -> None:
    together = consolidated(6)
    bare = replace(together, parts=tuple(replace(part, contents=None) for part in together.parts))
    for report, chapters in ((together, 4), (bare, 3)):
        paragraphs = Document(BytesIO(build_consolidated(report, {}, "en"))).paragraphs
        listed = [each.text for each in paragraphs if (each.style.name or "").startswith("toc 1")]
        titled = [each.text for each in paragraphs if (each.style.name or "") == "Heading 1"]
        assert [line.partition("\t")[0] for line in listed] == titled
        assert len(titled) == chapters


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2))
async def test_twenty_twgs_agree_with_what_happened(stage: Stage, drawn: list[Chart], seed: int) -> None:
    """The charts of the signed reports alone would take minutes to be drawn: 20 of each, in two languages."""
    await judge(stage, twgs=20, indicators=20, seed=seed)
