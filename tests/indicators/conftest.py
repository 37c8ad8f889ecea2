"""Helpers: defining indicators and opening rounds without the forms, reporting, reading reports, keeping charts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from messages.rendering.charts import Chart
from scheduler.delivery.drawing import ChartWorker
from storage.indicators import ReportRequest, Submission, list_requests, list_submissions
from tests.indicators.pictured import FOLDER
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.indicators import defining, rounds

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: Number and statement of the indicator that `defines` makes by default.
DELIVERIES = "2008-4 Deliveries by skilled staff"
#: The target that `defines` sets by default, by unit.
TARGETS = {"%": Decimal(65), "m²": Decimal(43_500_974)}
#: A Wednesday, so that the reminders a week and two days before fall on working days.
DUE = date(2026, 12, 23)


def local(day: int, hour: int, minute: int = 0, *, month: int = 12) -> datetime:
    """A local time in Phnom Penh; December 2026 by default."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def defines(dara: Player, number: str = "2008-4", *, unit: str = "%", **changes: Any) -> int:
    """Define an indicator, by default one that MoH and UNFPA report on. Returns its id."""
    facts: dict[str, Any] = {
        "number": number,
        "statement": "Deliveries by skilled staff",
        "unit": unit,
        "milestone": not unit,
        "target": TARGETS.get(unit),
        "target_period": "Dec 2026",
        "responsible": ["MoH", "UNFPA"],
        **changes,
    }
    async with dara.stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        args = defining.NewIndicator(**facts)
        return (await defining.define(session, actor, args, now=dara.stage.clock.now())).id


async def opens_round(dara: Player, due_on: date = DUE) -> None:
    """Open a reporting round and deliver its requests, which count as new."""
    await everybody_looks_away(dara)
    async with dara.stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        args = rounds.NewRound(title="JMI report for the GDCC", due_on=due_on)
        await rounds.open_round(session, actor, args, now=dara.stage.clock.now())
    await dara.stage.settle()


async def reports(player: Player, line: str) -> None:
    """Report in one line and confirm it."""
    await player.says(f"/jmi {line}")
    await player.presses("form:save")


async def stored_reports(stage: Stage) -> list[Submission]:
    """All reports, oldest first."""
    async with stage.assistant.database.read() as session:
        return (await list_submissions(session))[::-1]


async def stored_requests(stage: Stage) -> list[ReportRequest]:
    async with stage.assistant.database.read() as session:
        return await list_requests(session)


async def waiting_for(stage: Stage) -> set[str]:
    """Names of the people who were asked and have not reported."""
    return {request.person.name for request in await stored_requests(stage) if request.reported_at is None}


async def offered(player: Player, name: str) -> list[int]:
    """First arguments (ids) of the buttons with this name on the screen, in reading order."""
    buttons = [button for seen in await player.on_screen() for button in seen.buttons]
    return [int(button.args[0]) for button in buttons if button.name == name]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """The charts that are asked for, in their order; none is drawn."""
    asked: list[Chart] = []

    async def draw(_worker: ChartWorker, chart: Chart) -> bytes:
        asked.append(chart)
        return (FOLDER / "splits-en-light.png").read_bytes()

    monkeypatch.setattr(ChartWorker, "draw", draw)
    return asked
