"""/meetings: under way, ahead and past, each with what can still be done there (G2; Part Three (c)(iii))."""

from datetime import date, time, timedelta

import pytest

from storage.meetings import Rsvp
from tests.documents.conftest import circulate
from tests.meetings.conftest import local
from tests.meetings.test_delegating import stored
from tests.support.setup_steps import MEETING_DAY, announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.meetings.listing import MOST_AHEAD, MOST_PAST


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting on Tuesday 15 December 2026 from 9:00 to 12:00; its id."""
    return await announce_meeting(dara)


async def listed(player: Player) -> tuple[list[str], list[str]]:
    """The titles under way and ahead."""
    await player.says("/meetings")
    shown = await player.shown("meetings/list")
    return [each.title for each in shown["under_way"]], [each.title for each in shown["ahead"]]


TITLE = "Second plenary meeting 2026"


async def test_a_meeting_stays_in_the_list_until_it_ends_and_then_is_past(
    health: Stage, announced: int, sokha: Player
) -> None:
    assert await listed(sokha) == ([], [TITLE])
    for moment in (local(15, 9), local(15, 11, 59)):
        await health.becomes(moment)
        assert await listed(sokha) == ([TITLE], [])
    await sokha.presses("meetings:past")
    await sokha.sees("meetings/past", meetings=[])
    await health.becomes(local(15, 12))
    assert await listed(sokha) == ([], [])
    await sokha.presses("meetings:past")
    assert [each.title for each in (await sokha.shown("meetings/past"))["meetings"]] == [TITLE]
    await sokha.presses("meetings:ahead")
    await sokha.sees("meetings/list", ahead=[])


async def test_under_way_one_can_say_that_one_is_here_or_how_late_one_comes_and_nothing_else(
    health: Stage, announced: int, sokha: Player, dara: Player
) -> None:
    await health.becomes(local(15, 9, 10))
    await listed(sokha)
    await sokha.presses("meetings:open")
    await sokha.sees("meetings/card", stage="under_way", asks=False)
    await sokha.offers_only("attendance:here", "meetings:answer", *["meetings:late"] * 4, "meetings:agenda")
    await sokha.presses("meetings:late", announced, 20)
    await sokha.sees("meetings/card", attendance__rsvp=Rsvp.LATE, attendance__late_min=20)
    await sokha.forges(f"meetings:answer:{announced}:no:{MEETING_DAY}")
    await sokha.is_refused("meetings#under_way")
    given = await stored(sokha)
    assert given is not None
    assert given.rsvp is Rsvp.LATE


async def test_a_past_meeting_asks_for_nothing_and_has_its_papers(
    health: Stage, announced: int, sokha: Player, dara: Player
) -> None:
    await circulate(dara, meeting_id=announced)
    await health.becomes(local(15, 12))
    await sokha.looks_away()
    await sokha.forges(f"meetings:open:{announced}")
    await sokha.sees("meetings/card", stage="over", asks=False, papers=1)
    await sokha.offers_only("actions:of_meeting", "decisions:of_meeting", "meetings:agenda", "documents:browse")
    await sokha.presses("documents:browse")
    await sokha.sees("documents/list")
    await dara.looks_away()
    await dara.forges(f"meetings:open:{announced}")
    await dara.does_not_offer("meetings:move")
    await dara.does_not_offer("meetings:cancel")


async def test_pages_of_meetings_ahead_and_past(health: Stage, dara: Player) -> None:
    for number in range(MOST_AHEAD + 2):
        await announce_meeting(dara, title=f"Meeting {number:02}", day=MEETING_DAY + timedelta(days=number), agenda=[])
    first = await listed(dara)
    assert first == ([], [f"Meeting {number:02}" for number in range(MOST_AHEAD)])
    await dara.presses("meetings:ahead", 2)
    shown = await dara.shown("meetings/list")
    assert [each.title for each in shown["ahead"]] == ["Meeting 20", "Meeting 21"]
    await dara.does_not_offer("meetings:ahead", 3)
    await health.becomes(local(27, 13))
    await dara.forges("meetings:past:1")
    newest = [each.title for each in (await dara.shown("meetings/past"))["meetings"]]
    assert newest == [f"Meeting {number:02}" for number in range(12, 12 - MOST_PAST, -1)]
    await dara.presses("meetings:past", 2)
    assert [each.title for each in (await dara.shown("meetings/past"))["meetings"]] == [
        "Meeting 02",
        "Meeting 01",
        "Meeting 00",
    ]


async def test_past_meetings_that_one_was_not_invited_to_are_not_listed(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await health.member("Sovann", "chair")
    await announce_meeting(dara, audience=Audience.LEADS, day=date(2026, 11, 24), at=time(9))
    await health.becomes(local(25, 9, month=11))
    await sokha.forges("meetings:past:1")
    await sokha.sees("meetings/past", meetings=[])
