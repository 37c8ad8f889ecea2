"""Many waiting notices of one kind to one person are one message (T3)."""

from sqlalchemy import select

from messages.indicators import MOST_LISTED
from messages.members import MOST_NAMED
from storage.core.notifications import (
    PACED_TOGETHER,
    DeliveryState,
    list_notifications_of,
)
from storage.members import Account, Membership, MembershipState, Role, find_twg
from tests.delivery.conftest import EVERY_S, BusyChats, Office, deliveries_of, shares
from tests.delivery.crowding import correct, define, join, report
from tests.support.guard import arranged


async def test_fourteen_new_members_are_one_message_that_names_them_all(office: Office) -> None:
    await office.dara.looks_away()
    async with office.stage.assistant.delivery.held():
        await join(office.stage, 14)
    await office.stage.settle()
    await office.dara.sees_only("members/new_members")
    shown = await office.dara.shown("members/new_members", total=14, others=0)
    names = [membership.person.name for membership in shown["members"]]
    assert names == [f"Member {number:02} of HLT" for number in range(1, 15)]
    sent = await deliveries_of(office, office.dara, "member_registered")
    assert {delivery.state for delivery in sent} == {DeliveryState.SENT}
    assert len({delivery.message_id for delivery in sent}) == 1
    assert [delivery.number for delivery in sent] == list(range(1, 15))


async def test_a_few_come_one_by_one_with_all_that_they_say(office: Office) -> None:
    await office.dara.looks_away()
    async with office.stage.assistant.delivery.held():
        await join(office.stage, 2)
    await office.stage.settle()
    await office.dara.sees_only(*["members/new_member"] * 2)


async def test_who_has_left_before_it_is_sent_is_not_named(office: Office) -> None:
    await office.dara.looks_away()
    async with office.stage.assistant.delivery.held():
        await join(office.stage, 5)
        await office.stage.leaves("Member 02 of HLT")
    await office.stage.settle()
    await office.dara.sees("members/new_members", total=4)
    sent = await deliveries_of(office, office.dara, "member_registered")
    assert [delivery.state for delivery in sent].count(DeliveryState.VOID) == 1


async def test_those_of_two_twgs_are_not_mixed(office: Office) -> None:
    stage, dara = office.stage, office.dara
    await stage.adds_twg("EDU", "Education", "Ministry of Education")
    async with arranged(stage.assistant.database) as session:
        twg = await find_twg(session, "EDU")
        account = (await session.scalars(select(Account).where(Account.telegram_id == dara.person.id))).one()
        assert twg is not None
        since, state = stage.clock.now().date(), MembershipState.ACTIVE
        joined = {"person_id": account.person_id, "twg_id": twg.id, "since": since, "state": state, "themes": []}
        session.add(Membership(**joined, role=Role.SECRETARIAT))
    await dara.looks_away()
    async with stage.assistant.delivery.held():
        await join(stage, 3)
        await join(stage, 4, "EDU")
    await stage.settle()
    await dara.sees_only("members/new_members", "members/new_members")
    await dara.sees("members/new_members", total=3, twg__code="HLT")
    await dara.sees("members/new_members", total=4, twg__code="EDU")


async def test_corrections_and_reports_are_merged_each_by_itself(office: Office) -> None:
    chenda = await office.stage.member("Chenda", "government")
    indicators = await define(office.dara, 4)
    await office.dara.looks_away()
    async with office.stage.assistant.delivery.held():
        await correct(office.sokha, office.kenji, chenda)
        await report(office.sokha, indicators)
    await office.stage.settle()
    await office.dara.sees_only("members/corrected_members", "indicators/submissions")
    opens = [seen.offers for seen in await office.dara.on_screen()]
    assert opens == [[], ["indicators:submission"] * 4]


async def test_of_very_many_the_first_are_named_and_the_others_counted(office: Office) -> None:
    indicators = await define(office.dara, MOST_LISTED + 2)
    await office.dara.looks_away()
    async with office.stage.assistant.delivery.held():
        await join(office.stage, MOST_NAMED + 1)
        await report(office.sokha, indicators)
    await office.stage.settle()
    await office.dara.sees("members/new_members", total=MOST_NAMED + 1, others=1)
    await office.dara.sees("indicators/submissions", total=MOST_LISTED + 2, others=2)


async def test_a_reply_to_a_merged_message_may_be_about_each_of_them(office: Office) -> None:
    async with office.stage.assistant.delivery.held():
        await join(office.stage, 3)
    await office.stage.settle()
    merged = await office.dara.finds("members/new_members")
    async with office.stage.assistant.database.read() as session:
        found = await list_notifications_of(session, office.dara.person.id, merged.message.id)
    assert [notification.kind for notification in found] == ["member_registered"] * 3


async def test_what_comes_while_a_chat_has_had_enough_leaves_together(chats: BusyChats) -> None:
    office = chats.office
    chenda = await office.stage.member("Chenda", "government")
    await correct(office.sokha, position="Deputy director")
    await office.stage.settle()
    await office.dara.sees_only("members/corrected")
    await office.dara.looks_away()
    for player in (office.sokha, office.kenji, chenda):
        await correct(player)
        await office.stage.settle()
    await office.dara.sees_nothing_new()
    _first, *waiting = await deliveries_of(office, office.dara, "member_corrected")
    assert [(found.state, found.error, found.attempts) for found in waiting] == [
        (DeliveryState.PENDING, PACED_TOGETHER, 0)
    ] * 3
    await chats.passes(EVERY_S + 1)
    await office.dara.sees_only("members/corrected_members")


async def test_what_has_its_own_turn_later_leaves_with_the_next_message(chats: BusyChats) -> None:
    """A notice that became due later than one that waits is claimed, and takes along what waits."""
    office = chats.office
    await correct(office.sokha, position="Deputy director")
    await office.stage.settle()
    await office.dara.looks_away()
    await correct(office.kenji, office.sokha)
    await office.stage.settle()
    await office.dara.sees_nothing_new()
    chats.moved_s += EVERY_S + 1  # the chat may be sent something again, before those that wait ask again
    await correct(office.kenji, position="Secretary")
    await office.stage.settle()
    await office.dara.sees_only("members/corrected_members")


async def test_texts_that_can_share_a_message_do_so_where_the_chat_is_busy(chats: BusyChats) -> None:
    office = chats.office
    for number in range(3):
        await shares(office.sokha, f"Study {number} is out.")
    await office.dara.reads_fact("Study 0 is out.")
    await office.dara.looks_away()
    await chats.passes(EVERY_S + 1)
    await office.dara.sees_only("sharing/post", "sharing/post")
    assert len(await office.dara.new_messages()) == 1
