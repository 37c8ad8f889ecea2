"""Meetings that may be one and the same are warned of, and can be saved all the same (G1)."""

from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.meetings.listing import MeetingBrief
from tests.meetings.conftest import ZONE, local
from tests.support.setup_steps import MEETING_DAY, announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.meetings.alike import Others


async def count_meetings(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Meeting)) or 0


async def plans(player: Player, title: str, kind: MeetingKind, day: str, at: str) -> None:
    """Fill in the form of a meeting up to its summary."""
    await player.says("/newmeeting", title)
    await player.presses(f"form:choice={kind}")
    await player.says(day, at, "2h", "Room 3")
    await player.presses("form:choice=all")
    await player.presses("form:skip")


async def warned(player: Player) -> bool:
    """Whether the summary warns of another meeting; then it has a button to open it."""
    opens = [button for seen in await player.on_screen() for button in seen.buttons if button.name == "meetings:open"]
    return bool(opens)


@pytest.mark.parametrize(
    ("title", "kind", "day", "at", "is_like"),
    [
        ("second plenary  meeting 2026", MeetingKind.RETREAT, "15/12/2026", "14:00", True),
        ("Another title", MeetingKind.PLENARY, "15/12/2026", "9:00", True),
        ("Another title", MeetingKind.PLENARY, "15/12/2026", "14:00", False),
        ("Second plenary meeting 2026", MeetingKind.PLENARY, "16/12/2026", "9:00", False),
        ("Another title", MeetingKind.RETREAT, "15/12/2026", "12:00", False),
    ],
)
async def test_a_meeting_like_another_is_warned_of_and_can_be_saved(
    health: Stage, dara: Player, title: str, kind: MeetingKind, day: str, at: str, is_like: bool
) -> None:
    await announce_meeting(dara)
    await plans(dara, title, kind, day, at)
    await dara.sees("forms/confirm")
    assert await warned(dara) is is_like
    await dara.presses("form:save")
    assert await count_meetings(health) == 2
    assert await warned(dara) is is_like  # the preview says so again, before it is announced


async def test_the_other_meeting_opens_beside_the_form(health: Stage, dara: Player) -> None:
    other = await plan_meeting(dara)
    await plans(dara, "Second plenary meeting 2026", MeetingKind.PLENARY, "15/12/2026", "9:00")
    await dara.presses("meetings:open", other)
    await dara.sees("meetings/card", meeting__state=MeetingState.DRAFT)
    await dara.presses("form:save")
    assert await count_meetings(health) == 2


async def test_a_cancelled_meeting_is_not_warned_of(health: Stage, dara: Player) -> None:
    await cancel_meeting(dara, await announce_meeting(dara))
    await plans(dara, "Second plenary meeting 2026", MeetingKind.PLENARY, "15/12/2026", "9:00")
    assert not await warned(dara)


async def test_moving_a_meeting_onto_another_is_warned_of(health: Stage, dara: Player) -> None:
    await announce_meeting(dara)
    second = await announce_meeting(dara, at=time(14), title="Another title")
    await dara.forges(f"meetings:move:{second}")
    await dara.says(f"{MEETING_DAY:%d/%m/%Y}", "9:00", "The room is taken")
    await dara.sees("forms/confirm")
    assert await warned(dara)


def test_meetings_clash_that_share_a_minute_and_are_alike_by_title_and_day_or_kind_and_start() -> None:
    begins = local(15, 9)
    other = MeetingBrief(1, MeetingKind.PLENARY, "Second plenary", begins, MeetingState.ANNOUNCED, 120)
    others, minute = Others((other,), ZONE), timedelta(minutes=1)
    clashing = {
        begins - timedelta(hours=1): False,  # ends when the other begins
        begins - timedelta(hours=1) + minute: True,
        begins: True,
        begins + timedelta(hours=2) - minute: True,
        begins + timedelta(hours=2): False,
        begins - timedelta(days=1): False,
        begins + timedelta(days=1): False,
    }
    assert {moment: others.find_clash(moment, 60) is other for moment in clashing} == clashing
    assert others.find_like(MeetingKind.RETREAT, "second  Plenary", local(15, 23, 59)) is other
    assert others.find_like(MeetingKind.RETREAT, "Second plenary", local(16, 0)) is None
    assert others.find_like(MeetingKind.PLENARY, "Another", begins) is other
    assert others.find_like(MeetingKind.PLENARY, "Another", begins + minute) is None
    assert others.find_like(MeetingKind.RETREAT, "Another", begins) is None
