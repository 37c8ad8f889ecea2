"""What a meeting is in the second before it begins, when it begins, and when it ends, each way it is asked for (G3)."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from storage.meetings import Meeting, is_ahead, is_announced_ahead
from tests.meetings.conftest import local, stored_meeting
from tests.support.setup_steps import access_actor, announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.attendance.access import CheckInOver, NotOpenYet, access_check_in, takes_check_ins
from twg.meetings import listing, planning
from twg.meetings.access import MeetingAlreadyHeld, check_ahead, is_under_way

SECOND = timedelta(seconds=1)


async def test_a_meeting_is_ahead_until_it_begins_and_under_way_until_it_ends(health: Stage, dara: Player) -> None:
    announced, cancelled = await announce_meeting(dara, title="Stands"), await announce_meeting(dara, title="Cancelled")
    await cancel_meeting(dara, cancelled)
    draft = await plan_meeting(dara, title="Draft")
    meeting = await stored_meeting(health, announced)
    begins, ends = meeting.starts_at, meeting.starts_at + timedelta(minutes=meeting.duration_min)

    async def found(now: datetime) -> dict[str, list[int]]:
        async with health.assistant.database.read() as session:
            actor = await access_actor(session, dara)
            current = await listing.list_current(session, actor, now=now)
            cancelled_ahead = await listing.list_cancelled_ahead(session, actor, now=now)
            past = await listing.list_past(session, actor, now=now)
            return {
                "ahead": [*await session.scalars(select(Meeting.id).where(is_ahead(now)))],
                "announced": [*await session.scalars(select(Meeting.id).where(is_announced_ahead(now)))],
                "listed": sorted(each.id for each in current.ahead),
                "next": sorted(each.id for each in await listing.list_ahead(session, actor, now=now)),
                "under way": [each.id for each in current.under_way],
                "gone": [each.id for each in cancelled_ahead],
                "past": [each.id for each in past.meetings],
            }

    none = {"ahead": [], "announced": [], "listed": [], "next": [], "under way": [], "gone": [], "past": []}
    assert await found(begins - SECOND) == none | {
        "ahead": [announced, draft],
        "announced": [announced],
        "listed": [announced, draft],
        "next": [announced, draft],
        "gone": [cancelled],
    }
    assert await found(begins) == none | {"under way": [announced]}
    assert await found(ends - SECOND) == none | {"under way": [announced]}
    assert await found(ends) == none | {"past": [announced]}

    check_ahead(meeting, now=begins - SECOND)
    with pytest.raises(MeetingAlreadyHeld):
        check_ahead(meeting, now=begins)
    moments = (begins - SECOND, begins, ends - SECOND, ends)
    assert [is_under_way(meeting, now=moment) for moment in moments] == [False, True, True, False]


async def test_people_can_say_that_they_are_there_from_half_an_hour_before_until_the_end(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    meeting = await stored_meeting(health, meeting_id)
    opens, ends = meeting.starts_at - timedelta(minutes=30), meeting.starts_at + timedelta(minutes=meeting.duration_min)
    window = timedelta(minutes=30)
    moments = (opens - SECOND, opens, ends - SECOND, ends)
    assert [takes_check_ins(meeting, window, now=moment) for moment in moments] == [False, True, True, False]
    async with health.assistant.database.read() as session:
        actor = await access_actor(session, sokha)
        for moment in (opens, ends - SECOND):
            assert (await access_check_in(session, actor, meeting_id, now=moment)).id == meeting_id
        with pytest.raises(NotOpenYet):
            await access_check_in(session, actor, meeting_id, now=opens - SECOND)
        with pytest.raises(CheckInOver):
            await access_check_in(session, actor, meeting_id, now=ends)


async def test_a_meeting_begins_after_now_and_at_most_two_years_ahead(health: Stage, dara: Player) -> None:
    now = local(15, 9)
    async with health.assistant.database.read() as session:
        actor = await access_actor(session, dara)
    assert planning.starts_at_of(actor, now.date(), time(9, 1), now=now) == now + timedelta(minutes=1)
    with pytest.raises(planning.StartInPast):
        planning.starts_at_of(actor, now.date(), time(9), now=now)
    farthest = now + timedelta(days=732)
    assert planning.starts_at_of(actor, farthest.date(), time(9), now=now) == farthest
    with pytest.raises(planning.StartTooFar):
        planning.starts_at_of(actor, farthest.date(), time(9, 1), now=now)
