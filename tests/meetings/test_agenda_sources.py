"""What capabilities propose for an agenda: open actions, overdue reports, reports of sub-groups (G7)."""

from datetime import datetime, timedelta

from tests.actions.conftest import DUE as ACTION_DUE
from tests.actions.conftest import records
from tests.indicators.conftest import DUE as REPORT_DUE
from tests.indicators.conftest import defines, opens_round
from tests.meetings.conftest import local
from tests.meetings.test_planning import until_agenda
from tests.subgroups.steps import sets_up
from tests.support.scene import ZONE
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine


async def offered(player: Player) -> list[str]:
    """The proposals below the question, as they are keyed."""
    names = [button.name for seen in await player.on_screen() for button in seen.buttons]
    return [name.removeprefix("form:choice=") for name in names if name.startswith("form:choice=")]


async def test_what_is_open_is_proposed_and_taken_by_taps(health: Stage, dara: Player, sokha: Player) -> None:
    first = await records(dara, sokha, "Send the budget table")
    await records(dara, sokha, "Send the survey", due_on=ACTION_DUE + timedelta(days=400))
    group = await sets_up(dara, "Gender", chair=sokha)
    indicator = await defines(dara)
    await opens_round(dara)
    last = max(ACTION_DUE, REPORT_DUE) + timedelta(days=1)
    await health.becomes(datetime(last.year, last.month, last.day, 9, tzinfo=ZONE))
    await dara.says("/newmeeting", "Plenary")
    await dara.presses("form:choice=plenary")
    await dara.says(f"{last + timedelta(days=30):%d/%m/%Y}", "9:00", "3h", "Room A")
    await dara.presses("form:choice=all")
    assert await offered(dara) == [
        "usual",
        "actions",
        f"action-{first}",
        f"indicator-{indicator}",
        f"group-{group}",
    ]
    for key in ("usual", "actions", f"group-{group}"):
        await dara.presses(f"form:choice={key}")
    assert await offered(dara) == [f"action-{first}", f"indicator-{indicator}"]
    lines = (await dara.shown("forms/ask"))["lines"]
    assert lines == [
        "Adoption of the agenda",
        "Minutes of the last meeting and matters arising",
        "Follow-up of agreed actions (2 open, 1 overdue)",
        "Report of the sub-group Gender – Sokha",
        "Any other business",
        "Date of the next meeting",
    ]


async def test_items_that_the_last_meeting_did_not_decide_are_proposed(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """G16: what was only discussed, and what nobody came to; not what was decided or marked as done."""
    meeting_id = await announce_meeting(
        dara, agenda=[AgendaLine(title, "", 30) for title in ("Budget", "Survey", "Training", "Supplies")]
    )
    await health.becomes(local(15, 9))
    await everybody_looks_away(dara)
    await dara.forges(f"records:start:{meeting_id}")
    await dara.says("decision: the budget is adopted")
    await dara.presses_below("records:next")
    await dara.says("discussion: the survey takes longer")
    await dara.presses_below("records:next")
    await dara.presses_below("records:next")
    await dara.forges("records:close_anyway:1")
    await health.becomes(local(16, 9))
    await dara.says("/newmeeting", "Plenary")
    await dara.presses("form:choice=plenary")
    await dara.says("20/1/2027", "9:00", "3h", "Room A")
    await dara.presses("form:choice=all")
    left = [key for key in await offered(dara) if key.startswith("left-")]
    assert left == ["left-1-2", "left-1-4"]
    await dara.presses("form:choice=left-1-2")
    assert (await dara.shown("forms/ask"))["lines"] == ["Left from the last meeting: Survey"]


async def test_where_nothing_is_open_only_the_usual_items_are_proposed(health: Stage, dara: Player) -> None:
    await until_agenda(dara)
    assert await offered(dara) == ["usual"]
