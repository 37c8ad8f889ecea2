"""The calendar under the question for a day."""

from datetime import date, timedelta

from messages.rendering.templating import format_day
from tests.forms.steps import answers, asks_for
from tests.support.seen import Pressable
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

IDLE = "form:look"


async def rows(player: Player) -> list[list[str]]:
    """The rows of the calendar that is on the screen: what each button stands for."""
    message = (await player.finds("forms/ask")).message
    return [[Pressable.read(button).name for button in row] for row in message.buttons]


def days(first: date, count: int) -> list[str]:
    """The buttons of so many days."""
    return [f"form:choice={first + timedelta(days=number)}" for number in range(count)]


async def test_this_month_is_shown_without_the_days_that_are_over(planning: Player) -> None:
    assert await rows(planning) == [
        [IDLE, IDLE, "form:month=2026-12"],
        [IDLE] * 7,
        days(date(2026, 11, 23), 7),
        ["form:choice=2026-11-30", *[IDLE] * 6],
        ["dates:instead"],
        ["form:back", "form:cancel"],
    ]
    await planning.reads_fact("[·] [November 2026] [›]\n[Mo] [Tu] [We] [Th] [Fr] [Sa] [Su]\n[23] [24]", "[30] [·]")


async def test_a_day_that_is_changed_opens_on_its_month_and_keeps_its_hint(summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=day")
    context = await summary.shown("forms/ask", current=format_day(date(2026, 12, 15), locale="en"))
    assert context["field"].hint is not None
    await summary.reads_fact(context["field"].hint.render("en"), "[December 2026]")


async def test_the_day_of_a_meeting_that_is_moved_opens_on_its_month(dara: Player) -> None:
    await announce_meeting(dara)
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.asks("day")
    await dara.reads_fact("[December 2026]")


async def test_pages_are_turned_forward_and_back(planning: Player) -> None:
    await planning.presses("form:month=2026-12")
    assert (await rows(planning))[0] == ["form:month=2026-11", IDLE, "form:month=2027-01"]
    assert (await rows(planning))[2] == [IDLE, *days(date(2026, 12, 1), 6)]
    await planning.reads_fact("[‹] [December 2026] [›]")
    await planning.presses("form:month=2027-01")
    assert (await rows(planning))[0] == ["form:month=2026-12", IDLE, "form:month=2027-02"]
    await planning.presses("form:month=2026-12")
    await planning.presses("form:month=2026-11")
    assert (await rows(planning))[0] == [IDLE, IDLE, "form:month=2026-12"]


async def test_turning_a_page_answers_nothing(health: Stage, planning: Player) -> None:
    await planning.presses("form:month=2026-12")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}
    await planning.says("15/12/2026")
    await asks_for(planning, "at", 4)


async def test_a_day_of_another_page_is_the_answer(health: Stage, planning: Player) -> None:
    await planning.presses("form:month=2026-12")
    await planning.presses("form:choice=2026-12-15")
    await asks_for(planning, "at", 4)
    assert (await answers(health))["day"] == "2026-12-15"


async def test_what_is_no_day_changes_nothing(health: Stage, planning: Player) -> None:
    before = await rows(planning)
    message = (await planning.finds("forms/ask")).message
    for row, column in ((0, 0), (0, 1), (1, 0), (3, 6)):  # a blank, the month, a day of the week, the next month's day
        button = message.buttons[row][column]
        await planning.does(planning.person.taps_button(button, in_message=message))
        assert await rows(planning) == before
    await planning.asks("day")
    assert "day" not in await answers(health)


async def test_a_day_that_went_by_while_it_was_shown_is_refused(health: Stage, planning: Player) -> None:
    await health.passes(days=2)
    await planning.presses("form:choice=2026-11-24")
    await planning.is_refused("general#past_day", day=date(2026, 11, 24))
    await planning.asks("day")
    assert days(date(2026, 11, 25), 5)[0] in (await rows(planning))[2]
    assert "day" not in await answers(health)


async def test_the_calendar_speaks_the_reader_s_language(health: Stage) -> None:
    bopha = await health.member("Nhem Bopha", "secretariat", language="km")
    await bopha.says("/newmeeting", "ប្រជុំពេញអង្គ", "plenary")
    await bopha.asks("day")
    await bopha.reads_fact("[·] [វិច្ឆិកា ២០២៦] [›]", "[៣០]")
