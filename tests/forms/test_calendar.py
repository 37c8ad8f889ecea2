"""The calendar under the question for a day."""

from tests.forms.steps import answers
from tests.support.doings import announce_meeting
from tests.support.stage import Player, Stage


async def labels(player: Player) -> list[list[str]]:
    """The rows of the calendar that is on the screen."""
    message = await player.finds_text("On which day will it be held?")
    return [[button.label for button in row] for row in message.buttons]


async def test_this_month_is_shown_without_the_days_that_are_over(planning: Player) -> None:
    assert await labels(planning) == [
        ["·", "November 2026", "›"],
        ["M", "T", "W", "T", "F", "S", "S"],
        ["23", "24", "25", "26", "27", "28", "29"],
        ["30", "·", "·", "·", "·", "·", "·"],
        ["« Back", "Cancel"],
    ]


async def test_a_day_that_is_changed_opens_on_its_month_and_keeps_its_hint(summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=day")
    await summary.reads("Now: Tuesday 15 December 2026", "Choose it, or type it: 15/12/2026", "[December 2026]")


async def test_the_day_of_a_meeting_that_is_moved_opens_on_its_month(dara: Player) -> None:
    await announce_meeting(dara)
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.reads("To which day should it be moved?", "[December 2026]")


async def test_pages_are_turned_forward_and_back(planning: Player) -> None:
    await planning.presses("form:month=2026-12")
    assert (await labels(planning))[0] == ["‹", "December 2026", "›"]
    assert (await labels(planning))[2] == ["·", "1", "2", "3", "4", "5", "6"]
    await planning.presses("form:month=2027-01")
    assert (await labels(planning))[0] == ["‹", "January 2027", "›"]
    await planning.presses("form:month=2026-12")
    await planning.presses("form:month=2026-11")
    assert (await labels(planning))[0] == ["·", "November 2026", "›"]


async def test_turning_a_page_answers_nothing(health: Stage, planning: Player) -> None:
    await planning.presses("form:month=2026-12")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}
    await planning.says("15/12/2026")
    await planning.reads("(4/8)")


async def test_a_day_of_another_page_is_the_answer(health: Stage, planning: Player) -> None:
    await planning.presses("form:month=2026-12")
    await planning.presses("form:choice=2026-12-15")
    await planning.reads("(4/8)", "At what time does it begin?")
    assert (await answers(health))["day"] == "2026-12-15"


async def test_a_blank_day_changes_nothing(health: Stage, planning: Player) -> None:
    before = await labels(planning)
    await planning.taps("·")
    assert await labels(planning) == before
    assert "day" not in await answers(health)


async def test_the_heading_changes_nothing(health: Stage, planning: Player) -> None:
    await planning.taps("November 2026", "M")
    assert "day" not in await answers(health)
    await planning.reads("On which day will it be held?")


async def test_a_day_that_went_by_while_it_was_shown_is_refused(health: Stage, planning: Player) -> None:
    await health.passes(days=2)
    await planning.presses("form:choice=2026-11-24")
    await planning.reads("Tuesday 24 November 2026 is over", "On which day will it be held?", "[25] [26]")
    assert "day" not in await answers(health)


async def test_the_calendar_speaks_the_reader_s_language(health: Stage) -> None:
    bopha = await health.member("Nhem Bopha", "secretariat", language="km")
    await bopha.says("/newmeeting", "ប្រជុំពេញអង្គ", "plenary")
    [message] = [message for message in await bopha.new_messages() if len(message.buttons) > 3]
    assert message.labels[:3] == ["·", "វិច្ឆិកា ២០២៦", "›"]
    assert "៣០" in message.labels
