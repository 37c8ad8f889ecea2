"""A line behind /dates is read with its title; who does not know the day yet asks the members (G14)."""

from datetime import date

import pytest

from tests.dates.conftest import stored
from tests.support.stage import Player, Stage
from twg.language.dates_lines import DatesLine, read_dates_line

READ = {
    "Plenary, 14 or 15 or 16 Dec 9:00": DatesLine("Plenary", "14 or 15 or 16 Dec 9:00"),
    "Plenary 14 or 15 or 16 Dec 9:00": DatesLine("Plenary", "14 or 15 or 16 Dec 9:00"),
    "14 Dec 9:00, 15 Dec 9:00": DatesLine("", "14 Dec 9:00, 15 Dec 9:00"),
    "Phase 2, 14 or 15 Dec 9:00": DatesLine("Phase 2", "14 or 15 Dec 9:00"),
    "12th plenary, 14 Dec 9:00 or 15 Dec 14:00": DatesLine("12th plenary", "14 Dec 9:00 or 15 Dec 14:00"),
    "Review of JMIs, Budget 2027: 14 Dec 9:00": DatesLine("Review of JMIs, Budget 2027", "14 Dec 9:00"),
    "Annual review 2026, 17 Dec 9:00-12:00, 18 Dec 14:00-17:00": DatesLine(
        "Annual review 2026", "17 Dec 9:00-12:00, 18 Dec 14:00-17:00", 180
    ),
    "Plenary, 14 or 15 Dec 9:00, 3 hours": DatesLine("Plenary", "14 or 15 Dec 9:00", 180),
    "Plenary - either 14 or 15 December at 9am": DatesLine("Plenary", "14 or 15 December at 9am"),
    "Plenary on the 14th, 15th or 16th December at 9:00": DatesLine(
        "Plenary", "on the 14th, 15th or 16th December at 9:00"
    ),
    "DP meeting, Thursday 9:00 or Friday 14:00": DatesLine("DP meeting", "Thursday 9:00 or Friday 14:00"),
    "កិច្ចប្រជុំពេញអង្គ ថ្ងៃទី១៤ ឬ ១៥ ធ្នូ ម៉ោង ៩": DatesLine("កិច្ចប្រជុំពេញអង្គ", "ថ្ងៃទី១៤ ឬ ១៥ ធ្នូ ម៉ោង ៩"),
    "ប្រជុំក្រុមស្នូល៖ ១៤/១២ ម៉ោង៩ ឬ ១៥/១២ ម៉ោង ២រសៀល": DatesLine("ប្រជុំក្រុមស្នូល", "១៤/១២ ម៉ោង៩ ឬ ១៥/១២ ម៉ោង ២រសៀល"),
    # What is no date yet is asked for, with what is wrong with it.
    "Plenary": DatesLine("Plenary"),
    "Plenary, 14 or 15 Dec": DatesLine("Plenary", "14 or 15 Dec"),
    "Plenary, 31 Nov 9:00": DatesLine("Plenary", "31 Nov 9:00"),
    "Plenary: 1,2,3,4,7,8 Dec 9:00": DatesLine("Plenary", "1,2,3,4,7,8 Dec 9:00"),
}


@pytest.mark.parametrize("text", list(READ))
def test_a_line_is_cut_into_title_and_dates(text: str) -> None:
    assert read_dates_line(text, today=date(2026, 11, 23), most=5) == READ[text]


async def test_the_title_comes_first_and_brings_what_its_kind_usually_has(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await dara.says("/dates Plenary, 14 or 15 or 16 Dec 9:00")
    await dara.asks("asked")
    await dara.presses("form:choice=everybody")
    await dara.says("4/12/2026")
    summary = await dara.summary()
    assert (summary["title"], summary["kind"], summary["duration"]) == ("Plenary", "Plenary", "3 h")
    await dara.presses("form:save")
    poll = await stored(health)
    assert (poll.title, [option.starts_at.day for option in poll.options]) == ("Plenary", [14, 15, 16])
    await sokha.is_told("dates_asked")


async def test_a_title_alone_is_kept_and_a_date_without_a_time_is_asked_with_it(health: Stage, dara: Player) -> None:
    await dara.says("/dates Plenary, 14 or 15 Dec")
    await dara.is_refused("dates#time_missing")
    await dara.says("14 or 15 Dec 9:00")
    await dara.asks("asked")
    await dara.presses("form:cancel")
    await dara.says("/dates Budget 2027")
    await dara.asks("kind")


@pytest.mark.parametrize("said", ["", "not sure yet, ask the members", "មិនទាន់ច្បាស់ទេ សួរសមាជិកសិន"])
async def test_who_does_not_know_the_day_of_a_new_meeting_asks_the_members(
    health: Stage, dara: Player, sokha: Player, said: str
) -> None:
    await dara.says("/newmeeting", "Annual review 2026")
    await dara.presses("form:choice=plenary")
    await dara.asks("day")
    if said:
        await dara.says(said)
    await dara.presses("dates:instead")
    await dara.asks("dates")
    await dara.says("17 Dec 9:00-12:00, 18 Dec 14:00-17:00")
    await dara.presses("form:choice=all")
    await dara.presses("form:choice=everybody")
    await dara.says("4/12/2026")
    assert (await dara.summary())["title"] == "Annual review 2026"
    await dara.presses("form:save")
    await sokha.is_told("dates_asked")
    await dara.forges("dates:choose:1:1")
    await dara.does_not_offer("dates:instead")
