"""Linking a Telegram group or a topic of one to a TWG, and what ends it (M7)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.groups import LinkedGroup
from storage.members import Role
from tests.groups.conftest import Room, arrange_link, link_of, links
from tests.members.steps import also_in
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def linked(stage: Stage) -> list[LinkedGroup]:
    """The links in force, oldest first."""
    async with stage.assistant.database.read() as session:
        query = select(LinkedGroup).where(LinkedGroup.linked_at.is_not(None), LinkedGroup.ended_at.is_(None))
        return list(await session.scalars(query.order_by(LinkedGroup.id)))


async def test_an_administrator_of_the_secretariat_links_a_group(health: Stage, room: Room, dara: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    assert (await room.messages())[-1].keys == ["groups/arrived"]
    await room.says(dara, "/link")
    assert (await room.messages())[-1].keys == ["groups/offered"]
    await dara.starts(await room.payload())
    await dara.asks("audience")
    await dara.presses("form:choice=partners")
    await dara.presses("form:choice=no")
    await dara.presses("form:choice=km")
    await bopha.looks_away()
    await dara.presses("form:save")
    await dara.sees("groups/linked")
    await bopha.is_told_only("group_linked")
    [link] = await linked(health)
    assert (link.chat_id, link.thread_id, link.title) == (room.group.id, 0, "Health partners")
    assert (link.audience, link.posts, link.language) == ("|partners|", False, "km")


async def test_a_topic_is_linked_beside_another(health: Stage, dara: Player, sokha: Player) -> None:
    group = await health.sandbox.group("Health", [dara.person, sokha.person], forum=True)
    topics = [await dara.person.opens_topic(name, group) for name in ("Plenary", "Partners")]
    rooms = [Room(health, group, dara, thread_id=topic) for topic in topics]
    for room in rooms:
        await room.says(dara, "/link")
        await dara.starts(await room.payload())
        await dara.presses("form:choice=all")
        await dara.presses("form:choice=no")
        await dara.presses("form:choice=en")
        await dara.presses("form:save")
    assert [link.thread_id for link in await linked(health)] == topics
    await announce_meeting(dara)
    for room in rooms:
        assert (await room.messages())[-1].keys == ["meetings/posted"]


async def test_a_group_is_not_linked_twice(room: Room, dara: Player, health: Stage) -> None:
    await links(room)
    await room.says(dara, "/link")
    assert [refusal.key for refusal in (await room.messages())[-1].refusals] == ["groups#already_linked"]
    assert len(await linked(health)) == 1


async def test_a_group_that_was_linked_meanwhile_is_not_linked_again(room: Room, dara: Player, health: Stage) -> None:
    await room.says(dara, "/link")
    payload = await room.payload()
    await links(room)
    await dara.starts(payload)
    for choice in ("all", "no", "en"):
        await dara.presses(f"form:choice={choice}")
    await dara.presses("form:save")
    await dara.is_refused("groups#already_linked")
    assert len(await linked(health)) == 1


async def test_who_is_no_administrator_is_refused(health: Stage, room: Room) -> None:
    rith = await health.member("Rith", "secretariat")
    await rith.person.joins(room.group)
    await room.says(rith, "/link")
    assert [refusal.key for refusal in (await room.messages())[-1].refusals] == ["groups#not_administrator"]
    assert await linked(health) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
async def test_who_is_in_no_secretariat_is_refused(health: Stage, role: Role) -> None:
    vanna = await health.member("Vanna", role)
    room = Room(health, await health.sandbox.group("Others", [vanna.person]), vanna)
    await room.says(vanna, "/link")
    assert [refusal.key for refusal in (await room.messages())[-1].refusals] == ["groups#not_in_secretariat"]


async def test_an_anonymous_administrator_is_told_how(health: Stage, room: Room, dara: Player) -> None:
    await room.says(dara, "/link", anonymous=True)
    assert [refusal.key for refusal in (await room.messages())[-1].refusals] == ["groups#anonymous"]
    await room.says(dara, "good morning", anonymous=True)
    assert len(await room.messages()) == 2
    assert await linked(health) == []


async def test_who_never_pressed_start_gets_one_line_with_a_link(health: Stage, room: Room) -> None:
    stranger = await health.person("Srey")
    await stranger.person.joins(room.group)
    await room.says(stranger, "/link")
    seen = (await room.messages())[-1]
    assert seen.keys == ["groups/press_start"]
    assert seen.buttons[0].name == "url"
    assert "\n" not in seen.message.text


async def test_when_telegram_does_not_say_who_administers_it_is_asked_again(
    health: Stage, room: Room, dara: Player
) -> None:
    await health.sandbox.fault("502", method="getChatMember", times=None)
    await room.says(dara, "/link")
    assert [refusal.key for refusal in (await room.messages())[-1].refusals] == ["groups#not_asked"]
    await health.sandbox.mend()
    await room.says(dara, "/link")
    assert (await room.messages())[-1].keys == ["groups/offered"]


async def test_only_who_wrote_link_may_go_on_and_only_for_an_hour(health: Stage, room: Room, dara: Player) -> None:
    rith = await health.member("Rith", "secretariat")
    await room.says(dara, "/link")
    payload = await room.payload()
    await rith.starts(payload)
    await rith.is_refused("general#not_found")
    await health.passes(minutes=61)
    await dara.starts(payload)
    await dara.is_refused("groups#offer_gone")
    for forged in ("group-", "group-x", "group-999", "group-99999999999"):
        await dara.starts(forged)
        await dara.is_refused("general#not_found")


async def test_the_secretariat_of_two_twgs_chooses_the_twg(health: Stage, room: Room, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    await also_in(dara, "EDU", Role.SECRETARIAT)
    await room.says(dara, "/link")
    labels = [button.button.label for button in (await room.messages())[-1].buttons]
    assert [code for code in ("HLT", "EDU") if any(code in label for label in labels)] == ["HLT", "EDU"]
    await dara.starts(await room.payload(1))
    await dara.reads_fact("EDU TWG")
    for choice in ("all", "no", "en"):
        await dara.presses(f"form:choice={choice}")
    await dara.presses("form:save")
    [link] = await linked(health)
    assert link.twg_id == 2


async def test_it_is_unlinked_in_the_group_and_in_private(health: Stage, room: Room, dara: Player) -> None:
    first = await links(room)
    await room.says(dara, "/unlink")
    assert (await room.messages())[-1].keys == ["groups/unlinked_here"]
    await room.says(dara, "/unlink")
    assert [refusal.key for refusal in (await room.messages())[-1].refusals] == ["groups#not_linked"]
    second = await links(room)
    await dara.says("/groups")
    await dara.reads_fact("Health partners")
    await dara.presses("groups:unlink", second)
    await dara.sees("groups/list", groups=[])
    before = len(await room.messages())
    await announce_meeting(dara)
    assert len(await room.messages()) == before
    assert {(await link_of(room, link)).ended_why for link in (first, second)} == {"unlinked"}


async def test_it_is_unlinked_by_the_secretariat_of_its_own_twg_only(health: Stage, room: Room, dara: Player) -> None:
    link = await links(room)
    await health.adds_twg("EDU", "Education")
    rith = await health.member("Rith", "secretariat", code="EDU")
    await rith.forges(f"groups:unlink:{link}")
    await rith.is_refused("general#not_found")
    assert len(await linked(health)) == 1


async def test_a_supergroup_is_followed_by_its_message(health: Stage, dara: Player, sokha: Player) -> None:
    group = await health.sandbox.group("Health", [dara.person, sokha.person], supergroup=False)
    room = Room(health, group, dara)
    link = await links(room)
    new = await dara.person.upgrades(group)
    await health.settle()
    assert (await link_of(room, link)).chat_id == new.id
    await announce_meeting(dara)
    assert (await Room(health, new, dara).messages())[-1].keys == ["meetings/posted"]


async def test_a_supergroup_is_followed_by_what_telegram_answers(health: Stage, dara: Player, sokha: Player) -> None:
    """The message of the migration was not received: the answer to a post names the new id."""
    group = await health.sandbox.group("Health", [dara.person, sokha.person], supergroup=False)
    room = Room(health, group, dara)
    link = await links(room)
    new = await dara.person.upgrades(group)
    await health.settle()
    await arrange_link(room, link, chat_id=group.id)
    await announce_meeting(dara)
    assert (await link_of(room, link)).chat_id == new.id
    assert [seen.keys for seen in await Room(health, new, dara).messages()] == [["meetings/posted"]]


async def test_a_group_that_is_renamed_is_called_so(health: Stage, room: Room, dara: Player) -> None:
    """The same title again changes nothing."""
    link = await links(room)
    for title in ("Health TWG 2027", "Health TWG 2027"):
        await dara.does(dara.person.posts_service("new_chat_title", title, chat=room.group))
    assert (await link_of(room, link)).title == "Health TWG 2027"
    async with health.assistant.database.read() as session:
        kept = await session.scalars(select(AuditRow).where(AuditRow.action == "groups.follow_title"))
        assert [row.data["after"] for row in kept] == [{"title": "Health TWG 2027"}]


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_the_secretariat_is_told_when_the_bot_is_removed(
    health: Stage, room: Room, dara: Player, status: str
) -> None:
    link = await links(room)
    await dara.looks_away()
    await dara.person.places_bot(status, room.group)
    await health.settle()
    await dara.is_told_only("group_lost")
    assert (await link_of(room, link)).ended_why == "removed"
    await dara.person.places_bot("member", room.group)
    await health.settle()
    assert (await room.messages())[-1].keys == ["groups/arrived"]


async def test_a_removal_that_was_not_received_is_noticed_when_posting(health: Stage, room: Room, dara: Player) -> None:
    link = await links(room)
    world = health.server.world
    world.chats[room.group.id].members[world.bot_id] = "kicked"
    await announce_meeting(dara)
    assert (await link_of(room, link)).ended_why == "removed"


async def test_a_closed_topic_ends_its_link_alone(health: Stage, dara: Player, sokha: Player) -> None:
    group = await health.sandbox.group("Health", [dara.person, sokha.person], forum=True)
    topics = [await dara.person.opens_topic(name, group) for name in ("Plenary", "Partners")]
    rooms = [Room(health, group, dara, thread_id=topic) for topic in topics]
    made = [await links(room) for room in rooms]
    await dara.person.closes_topic(topics[0], group)
    await announce_meeting(dara)
    assert [(await link_of(rooms[0], link)).ended_why for link in made] == ["closed", ""]


async def test_an_offer_lasts_an_hour(room: Room, dara: Player, health: Stage) -> None:
    await room.says(dara, "/link")
    await health.passes(minutes=int(timedelta(minutes=59).total_seconds() / 60))
    await dara.starts(await room.payload())
    await dara.asks("audience")
