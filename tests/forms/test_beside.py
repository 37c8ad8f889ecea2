"""What came beside an answer goes with it once that is answered anew, unless the person gave it themselves (U2)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from storage.documents import Document
from tests.forms.steps import answers
from tests.indicators.conftest import defines
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def presses(player: Player, *names: str) -> None:
    for name in names:
        await player.presses(f"form:{name}")


async def circulating(dara: Player, *, file: str = "agenda.pdf") -> None:
    """Dara begins to circulate a file, in the form itself."""
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.sends_file(file)


async def test_the_kind_seen_from_a_name_goes_with_the_file(health: Stage, dara: Player) -> None:
    await circulating(dara)
    assert (await answers(health))["kind"] == "agenda"
    await presses(dara, "back")
    await dara.sends_file("budget.pdf")
    await presses(dara, "choice=0")
    await dara.asks("kind")


async def test_another_name_gives_another_kind(health: Stage, dara: Player) -> None:
    await circulating(dara)
    await presses(dara, "back")
    await dara.sends_file("minutes.pdf")
    assert (await answers(health))["kind"] == "minutes"


async def test_a_kind_that_was_chosen_stays(health: Stage, dara: Player) -> None:
    await circulating(dara)
    await presses(dara, "choice=0", "choice=all", "skip", "skip", "change", "change=kind", "choice=report")
    await presses(dara, "change", "change=file")
    await dara.sends_file("minutes.pdf")
    assert (await answers(health))["kind"] == "report"


async def test_the_kind_of_an_offered_file_goes_with_it_too(health: Stage, dara: Player) -> None:
    await dara.sends_file("agenda.pdf")
    await dara.presses("documents:take")
    await presses(dara, "back")
    await dara.sends_file("budget.pdf")
    assert "kind" not in await answers(health)


async def test_a_file_that_is_refused_changes_nothing(health: Stage, dara: Player) -> None:
    await circulating(dara)
    await presses(dara, "back")
    await dara.sends_file("minutes.exe")
    await dara.is_refused("general#file_dangerous")
    assert (await answers(health))["kind"] == "agenda"


async def test_words_typed_below_a_file_stay(health: Stage, dara: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.sends_file("agenda.pdf", caption="The first draft")
    await presses(dara, "back")
    await dara.sends_file("budget.pdf")
    assert (await answers(health))["note"] == "The first draft"
    await presses(dara, "back")
    await dara.sends_file("budget.pdf", caption="The draft of Monday")
    assert (await answers(health))["note"] == "The first draft\nThe draft of Monday"


async def test_corrections_of_a_list_go_with_its_files(health: Stage, dara: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.sends_album([("one.pdf", b"1"), ("two.pdf", b"2"), ("three.pdf", b"3")])
    await presses(dara, "choice=all", "skip", "skip")
    await dara.says("2: –")
    assert (await answers(health))["titles"]["out"] == [2]
    await presses(dara, "change", "change=file")
    await dara.sends_album([("four.pdf", b"4"), ("five.pdf", b"5")])
    await presses(dara, "save")
    async with health.assistant.database.read() as session:
        assert list(await session.scalars(select(Document.title).order_by(Document.id))) == ["Four", "Five"]


async def test_the_audience_of_a_meeting_goes_with_it(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.PARTNERS, day=date(2026, 12, 8))
    await circulating(dara, file="budget.pdf")
    await presses(dara, "choice=0", "choice=paper", f"choice={meeting_id}")
    assert (await answers(health))["audience"] == "partners"
    await presses(dara, "back", "back", "skip")
    await dara.asks("audience")
    assert "audience" not in await answers(health)


@pytest.fixture
async def at_time(health: Stage, dara: Player) -> Player:
    """A new meeting whose day and time were typed with its end."""
    await dara.says("/newmeeting", "Budget review")
    await presses(dara, "choice=plenary")
    await dara.says("15/12/2026", "9:00-11:00")
    assert (await answers(dara.stage))["duration"] == "120 min"
    return dara


async def test_the_length_of_a_time_with_its_end_goes_with_it(at_time: Player) -> None:
    await presses(at_time, "back")
    await at_time.says("10:00")
    await at_time.asks("duration")


async def test_a_length_that_was_typed_stays(at_time: Player) -> None:
    await at_time.says("Room A")
    await presses(at_time, "choice=all")
    await at_time.says("Opening")
    await presses(at_time, "finish", "change", "change=duration")
    await at_time.says("90 min")
    await presses(at_time, "change", "change=at")
    await at_time.says("10:00")
    assert (await answers(at_time.stage))["duration"] == "90 min"


async def test_a_time_typed_with_a_day_holds_for_another_day(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Budget review")
    await presses(dara, "choice=plenary")
    await dara.says("15/12/2026 9:00-11:00")
    await presses(dara, "back", "back", "back")
    await dara.asks("day")
    await dara.says("16/12/2026")
    given = await answers(health)
    assert (given["day"], given["at"], given["duration"]) == ("2026-12-16", "09:00", "120 min")
    await presses(dara, "back", "back", "back")
    await dara.says("17/12/2026 14:00")
    given = await answers(health)
    assert (given["at"], "duration" in given) == ("14:00", False)


@pytest.mark.parametrize(
    ("again", "note"),
    [("59% in 4 districts", "in 3 districts\nin 4 districts"), ("59%", "in 3 districts")],
)
async def test_the_words_beside_a_value_stay(health: Stage, dara: Player, sokha: Player, again: str, note: str) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58% in 3 districts")
    await presses(sokha, "back", "back")
    await sokha.says(again)
    given = await answers(health)
    assert (given["value"]["value"], given["note"]) == ("59", note)


async def test_a_note_that_was_typed_is_joined_by_the_words_beside_a_value(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58", "hospitals")
    await presses(sokha, "back", "back")
    await sokha.says("59% in 4 districts")
    assert (await answers(health))["note"] == "hospitals\nin 4 districts"


async def edited(player: Player, text: str) -> dict[str, Any]:
    """The answers after the last message was edited, and the change confirmed."""
    mine = [message for message in await player.person.messages() if message.mine]
    await player.edits(mine[-1], text)
    await player.presses("general:change_edit")
    await player.toasts()
    return await answers(player.stage)


async def test_an_edit_changes_what_came_beside_the_answer_too(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Budget review")
    await presses(dara, "choice=plenary")
    await dara.says("15/12/2026 9:00-11:00")
    given = await edited(dara, "16/12/2026 14:00-15:00")
    assert (given["day"], given["at"], given["duration"]) == ("2026-12-16", "14:00", "60 min")


async def test_an_edit_leaves_what_was_changed_since(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58% in 3 districts")
    given = await edited(sokha, "59% in 4 districts")
    assert (given["value"]["value"], given["note"]) == ("59", "in 4 districts")
