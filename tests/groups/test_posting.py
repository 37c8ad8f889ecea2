"""What is posted in a linked group: announcements, once, together, without files and nothing personal (M7)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.config_sections import TimeSection
from storage.core.notifications import DeliveryState
from storage.groups import GroupPost
from storage.sharing import PostKind
from tests.documents.conftest import circulate, local
from tests.groups.conftest import Room, links
from tests.settings.test_days import sets
from tests.support.guard import arranged
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.meetings import changing, planning


async def posts(stage: Stage) -> list[GroupPost]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(GroupPost).order_by(GroupPost.id)))


async def keys(room: Room) -> list[str]:
    """The templates of what was posted, without what was said about linking."""
    return [key for seen in await room.messages() for key in seen.keys if not key.startswith("groups/")]


async def test_a_meeting_is_announced_moved_and_cancelled_there(health: Stage, room: Room, dara: Player) -> None:
    await links(room)
    meeting_id = await announce_meeting(dara)
    [posted] = [seen for seen in await room.messages() if seen.keys == ["meetings/posted"]]
    assert posted.holds("HLT TWG", "Second plenary meeting 2026")
    assert [button.name for button in posted.buttons] == ["url"]
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        new = changing.NewTime(day=MEETING_DAY + timedelta(days=1), at=time(10))
        await changing.move(session, actor, meeting_id, new, now=health.clock.now())
    await health.passes(minutes=3)
    await cancel_meeting(dara, meeting_id, "The room is not free")
    shown = [context["heading"] for seen in await room.messages() for context in seen.contexts("meetings/posted")]
    assert shown == ["announced", "changed", "cancelled"]
    assert all(seen.message.document is None for seen in await room.messages())


async def test_changes_within_two_minutes_are_posted_together(health: Stage, room: Room, dara: Player) -> None:
    await links(room)
    meeting_id = await announce_meeting(dara)
    for place in ("Hall A", "Hall B"):
        async with health.assistant.database.begin() as session:
            actor = await access_actor(session, dara)
            await changing.relocate(session, actor, meeting_id, place, now=health.clock.now())
    await health.passes(minutes=3)
    assert await keys(room) == ["meetings/posted", "meetings/posted"]
    assert "Hall B" in await room.text()
    assert "Hall A" not in await room.text()


async def test_a_document_is_posted_by_its_title_alone(health: Stage, room: Room, dara: Player) -> None:
    await links(room)
    await circulate(dara, title="Health budget 2027", note="For the eyes of members")
    [posted] = [seen for seen in await room.messages() if seen.keys == ["documents/posted"]]
    assert posted.holds("Health budget 2027", "HLT TWG")
    assert not posted.holds("For the eyes of members")
    assert posted.message.document is None


@pytest.mark.parametrize("chosen", [False, True])
async def test_shared_information_is_posted_where_that_was_chosen(
    health: Stage, room: Room, dara: Player, sokha: Player, chosen: bool
) -> None:
    await links(room, posts=chosen)
    async with health.assistant.database.begin() as session:
        args = sharing.NewPost(kind=PostKind.DATA, text="Deliveries by skilled staff rose")
        await sharing.share(session, await access_actor(session, sokha), args, now=health.clock.now())
    await health.settle()
    assert await keys(room) == (["sharing/post"] if chosen else [])


async def test_what_is_due_together_is_one_message(health: Stage, room: Room, dara: Player) -> None:
    await links(room, posts=True)
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        for number in (1, 2):
            args = sharing.NewPost(kind=PostKind.DATA, text=f"Information {number}")
            await sharing.share(session, actor, args, now=now)
    await health.settle()
    [posted] = [seen for seen in await room.messages() if "sharing/post" in seen.keys]
    assert posted.keys == ["sharing/post", "sharing/post"]
    assert {(post.state, post.message_id) for post in await posts(health)} == {(DeliveryState.SENT, posted.message.id)}


async def test_more_than_fits_goes_into_further_messages(health: Stage, room: Room, dara: Player) -> None:
    await links(room, posts=True)
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        for number in range(4):
            args = sharing.NewPost(kind=PostKind.DATA, text=f"{number} " + "word " * 500)
            await sharing.share(session, actor, args, now=now)
    await health.settle()
    assert await keys(room) == ["sharing/post"] * 4
    assert len([seen for seen in await room.messages() if "sharing/post" in seen.keys]) == 4
    assert all(post.state is DeliveryState.SENT for post in await posts(health))


async def test_a_meeting_that_is_cancelled_before_it_is_posted_is_not_announced(
    health: Stage, room: Room, dara: Player
) -> None:
    await links(room)
    meeting_id = await plan_meeting(dara)
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        await planning.announce(session, actor, meeting_id, now=now)
        await changing.cancel(session, actor, meeting_id, now=now)
    await health.settle()
    shown = [context["heading"] for seen in await room.messages() for context in seen.contexts("meetings/posted")]
    assert shown == ["cancelled"]
    assert [post.state for post in await posts(health)] == [DeliveryState.VOID, DeliveryState.SENT]


async def test_a_crash_in_between_loses_nothing(health: Stage, room: Room, dara: Player) -> None:
    await links(room)
    await announce_meeting(dara)
    async with arranged(health.assistant.database) as session:
        [post] = await session.scalars(select(GroupPost))
        post.state, post.in_flight_since = DeliveryState.IN_FLIGHT, datetime(2026, 11, 23, tzinfo=UTC)
    await health.restarts()
    await health.settle()
    assert await keys(room) == ["meetings/posted", "meetings/posted"]


async def test_a_group_that_cannot_be_reached_gets_it_later(health: Stage, room: Room, dara: Player) -> None:
    await links(room)
    await health.sandbox.fault("502", method="sendMessage", chat_id=room.group.id)
    await announce_meeting(dara)
    assert await keys(room) == []
    await health.passes(minutes=2)
    assert await keys(room) == ["meetings/posted"]


async def test_what_a_group_may_not_get_any_more_is_not_posted(health: Stage, room: Room, dara: Player) -> None:
    """The audience of the meeting was narrowed after the announcement was written."""
    from storage.meetings import Meeting
    from twg.core.audiences import to_column

    await links(room)
    meeting_id = await plan_meeting(dara)
    async with health.assistant.database.begin() as session:
        await planning.announce(session, await access_actor(session, dara), meeting_id, now=health.clock.now())
        (await session.get_one(Meeting, meeting_id)).audience = to_column(Audience.PARTNERS)
    await health.settle()
    assert await keys(room) == []
    assert [post.state for post in await posts(health)] == [DeliveryState.VOID]


async def test_it_is_written_in_the_language_of_the_group(health: Stage, room: Room, dara: Player) -> None:
    await links(room, language="km")
    await announce_meeting(dara)
    [posted] = [seen for seen in await room.messages() if seen.keys == ["meetings/posted"]]
    heading = posted.message.text.splitlines()[0]
    assert any("\u1780" <= letter <= "\u17ff" for letter in heading)


async def test_a_reply_or_words_in_a_group_do_nothing(health: Stage, room: Room, dara: Player, sokha: Player) -> None:
    await links(room)
    await announce_meeting(dara)
    posted = (await room.messages())[-1]
    before = len(await room.messages())
    await room.says(sokha, "I will come", reply_to=posted.message)
    await room.says(sokha, "Done")
    assert len(await room.messages()) == before
    await sokha.sees_nothing_new()
    assert date(2026, 12, 15) == MEETING_DAY


async def test_what_is_held_for_a_group_moves_with_the_days_off(health: Stage, room: Room, dara: Player) -> None:
    health.config.time = TimeSection()
    await health.restarts()
    await links(room)
    await health.becomes(local(28, 9))  # a Saturday
    await announce_meeting(dara)
    await health.passes(minutes=3)
    held = [post.not_before for post in await posts(health)]
    assert held == [local(30, 7)]
    await sets(dara, "off", "30/11/2026")
    assert [post.not_before for post in await posts(health)] == [local(1, 7, month=12)]
    await dara.presses("general:undo")
    assert [post.not_before for post in await posts(health)] == held
    await health.becomes(local(30, 8))
    assert await keys(room) == ["meetings/posted"]
