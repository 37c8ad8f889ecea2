"""Each message that shows a post follows its correction and withdrawal, also where it says other things (S2, S3)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from storage.core.bound_messages import BoundMessage
from storage.core.notifications import Delivery, DeliveryState
from storage.members import Pace, Role
from storage.sharing import PostKind
from tests.groups.conftest import Room, links
from tests.groups.conftest import room as room
from tests.sharing.test_digests import chooses, in_digest, local
from tests.sharing.test_digests import office as office
from tests.sharing.test_library import share
from tests.support.assisting import bind
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import withdrawing


async def last_of(player: Player) -> Any:
    """The newest message of the assistant in a chat."""
    return [each for each in await player.person.messages() if not each.mine][-1]


async def is_now(player: Player, message_id: int) -> Any:
    """A message as it stands in the chat now."""
    [found] = [each for each in await player.person.messages() if each.id == message_id]
    return found


def has(message: Any, *facts: str) -> list[bool]:
    return [fact in message.text for fact in facts]


async def test_what_waited_for_the_morning_is_one_message_of_which_each_part_follows(
    office: Stage, room: Room, dara: Player, sokha: Player, kenji: Player
) -> None:
    """Three posts in one message to a reader, of which one is for fewer, and two in that of a group."""
    await links(room, posts=True)
    await office.becomes(local(1, 20))
    scene = Scene(office, dara, dara, sokha)
    await share(sokha, "First study")
    await share(sokha, "Talks of partners", audience=Audience.PARTNERS)
    await share(sokha, "Third study", comments_by=date(2026, 12, 20))
    await kenji.sees_nothing_new()
    await office.becomes(local(2, 7))
    told = await last_of(kenji)
    facts = ("First study", "Talks of partners", "Third study")
    assert has(told, *facts) == [True] * 3
    posted = (await room.messages())[-1].message
    assert has(posted, "First study", "Third study") == [True] * 2
    await everybody_looks_away(dara)
    await scene.does(sokha, withdrawing.withdraw, 1, "")
    told = await is_now(kenji, told.id)
    assert has(told, *facts) == [False, True, True]
    assert len(told.labels) == 2
    [posted] = [each.message for each in await room.messages() if each.message.id == posted.id]
    assert has(posted, "First study", "Third study") == [False, True]
    await scene.does(sokha, sharing.correct, 3, "Third study, corrected. " + "It is long. " * 240)
    told = await is_now(kenji, told.id)
    assert has(told, "Third study, corrected", "Talks of partners") == [True] * 2
    async with arranged(office.assistant.database) as session:
        (await access_actor(session, kenji)).member.role = Role.GOVERNMENT
    await scene.does(sokha, sharing.correct, 2, "Secret talks")
    told = await is_now(kenji, told.id)
    assert has(told, "Secret talks", "Talks of partners", "Third study, corrected") == [False, False, True]
    await scene.does(sokha, withdrawing.withdraw, 3, "")
    assert has(await is_now(kenji, told.id), "Third study") == [False]
    async with office.assistant.database.read() as session:
        assert not list(await session.scalars(select(BoundMessage).where(BoundMessage.change_at.is_not(None))))


async def test_a_reminder_of_comments_among_others_follows_and_one_not_sent_leaves_it_out(
    office: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    for text in ("First draft", "Second draft", "Third draft"):
        await share(sokha, text, kind=PostKind.POLICY, comments_by=date(2026, 12, 3), reminds=True)
    scene = Scene(office, dara, dara, sokha)
    await scene.does(sokha, withdrawing.withdraw, 3, "")
    await announce_meeting(dara, day=date(2026, 12, 3))
    await scene.holds_back(vichea)
    await office.becomes(local(2, 9))
    await office.passes(hours=2)
    reminder, meeting = await last_of(kenji), "Second plenary meeting 2026"
    assert has(reminder, meeting, "First draft", "Second draft", "Third draft") == [True, True, True, False]
    await scene.does(sokha, withdrawing.withdraw, 1, "")
    changed = await is_now(kenji, reminder.id)
    assert has(changed, meeting, "First draft", "Second draft") == [True, False, True]
    assert changed.labels == [each for each in reminder.labels if "First draft" not in each]
    await office.becomes(local(3, 15))  # the meeting is over
    await scene.does(sokha, sharing.correct, 2, "Second draft, edition 2")
    assert has(await is_now(kenji, reminder.id), "First draft", "Second draft, edition 2") == [False, True]
    await vichea.looks_away()
    await office.sandbox.mend()
    await office.passes(minutes=30)
    late = "\n".join(message.text for message in await vichea.new_messages())
    assert ("First draft" in late, "Second draft, edition 2" in late) == (False, True)


async def test_a_post_withdrawn_while_its_digest_is_on_its_way_takes_nothing_else_with_it(
    office: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    for reader in (kenji, vichea):
        await chooses(reader, Pace.DAILY)
    for text in ("First study", "Second study", "Third study"):
        await share(sokha, text)
    office.assistant.delivery.withhold({2: True})  # what a withdrawal tells the loop after its commit
    await office.becomes(local(2, 8))
    for reader in (kenji, vichea):
        assert await in_digest(reader) == ["Second study", "Third study"]
    digest = await last_of(kenji)
    async with arranged(office.assistant.database) as session:
        of_kenji = Delivery.chat_id == kenji.person.id, Delivery.message_id == digest.id
        sent = list(await session.scalars(select(Delivery).where(*of_kenji)))
        for delivery in sent:
            delivery.state, delivery.message_id, delivery.number = DeliveryState.IN_FLIGHT, None, None
        ids = [delivery.id for delivery in sent]
    scene = Scene(office, dara, dara, sokha)
    await scene.does(sokha, withdrawing.withdraw, 2, "")
    await scene.does(sokha, sharing.correct, 3, "Third study, corrected")
    async with arranged(office.assistant.database) as session:
        for number, delivery_id in enumerate(ids, 1):
            delivery = await session.get_one(Delivery, delivery_id)
            delivery.state, delivery.message_id, delivery.number = DeliveryState.SENT, digest.id, number
    await office.passes(seconds=30)
    assert has(await is_now(kenji, digest.id), "Second study", "Third study, corrected") == [False, True]


async def test_what_an_assistant_and_a_reader_of_two_twgs_have_stays_theirs_when_it_follows(
    office: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """An assistant reads for whom it is, and a reader of two TWGs of which one it is."""
    helper = await office.person("Mina")
    await bind(kenji, helper)
    await office.adds_twg("EDU", "Education", "MoEYS")
    await office.member("Kenji of EDU", Role.DEVELOPMENT_PARTNER, "JICA", code="EDU")
    await chooses(kenji, Pace.DAILY)
    await share(sokha, "First study")
    await share(sokha, "Second study")
    await office.becomes(local(2, 8))
    for reader in (kenji, helper):
        assert has(await last_of(reader), "First study", "Second study") == [True, True]
    digest = await last_of(helper)
    assert has(digest, "Kenji") == [True]
    await helper.presses("sharing:open", "1@3", in_message=digest)
    await helper.reads_fact("First study")
    await everybody_looks_away(dara)
    await Scene(office, dara, dara, sokha).does(sokha, sharing.correct, 1, "First study, corrected")
    digest = await is_now(helper, digest.id)
    assert has(digest, "First study, corrected", "Kenji") == [True, True]
    await helper.presses("sharing:open", "2@3", in_message=digest)
    await helper.reads_fact("Second study")
