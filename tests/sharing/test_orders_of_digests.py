"""Digests in odd orders: other paces in between, who leaves or changes role, days off that come later (S3)."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import Account, Pace, Role
from storage.sharing import PostKind
from tests.settings.test_days import sets
from tests.sharing.conftest import shares
from tests.sharing.test_digests import chooses, in_digest, local
from tests.sharing.test_digests import office as office
from tests.sharing.test_library import share
from tests.sharing.test_replying import message_with, replies_to, stored_replies
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import withdrawing


async def got(stage: Stage, player: Player) -> Counter[int]:
    """How often each post was sent to a person as new, by its id."""
    kinds = Notification.kind.in_(("post_shared", "post_in_digest"))
    query = (
        select(Notification.subject_id)
        .join(Delivery, Delivery.notification_id == Notification.id)
        .join(Account, Account.id == Delivery.account_id)
        .where(kinds, Account.telegram_id == player.person.id, Delivery.state == DeliveryState.SENT, Delivery.part == 0)
    )
    async with stage.assistant.database.read() as session:
        return Counter(await session.scalars(query))


async def test_paces_that_change_in_midweek_lose_no_post_and_bring_none_twice(
    office: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    scene = Scene(office, dara, dara, sokha)
    await shares(sokha, "Post 1")  # at once
    await chooses(kenji, Pace.DAILY)
    await shares(sokha, "Post 2")
    await chooses(kenji, Pace.WEEKLY)
    await shares(sokha, "Post 3")
    await office.becomes(local(2, 9))
    assert await got(office, kenji) == {1: 1}
    await chooses(kenji, Pace.DAILY)
    await shares(sokha, "Post 4")
    await chooses(kenji, Pace.WEEKLY)
    await chooses(kenji, Pace.DAILY)
    await scene.does(sokha, sharing.correct, 2, "Post 2, corrected")
    await scene.does(sokha, withdrawing.withdraw, 3, "")
    await everybody_looks_away(kenji)
    await office.becomes(local(3, 8))
    assert await in_digest(kenji) == ["Post 2, corrected", "Post 4"]
    await chooses(kenji, Pace.WEEKLY)
    await shares(sokha, "Post 5")
    await office.becomes(local(3, 20))  # at night
    await chooses(kenji, Pace.INSTANT)
    await shares(sokha, "Post 6")
    await chooses(kenji, Pace.DAILY)
    await shares(sokha, "Post 7")
    await kenji.sees("general/settings")
    await office.becomes(local(4, 9))
    await chooses(kenji, Pace.INSTANT)
    await office.settle()
    await office.becomes(local(15, 9))
    assert await got(office, kenji) == {1: 1, 2: 1, 4: 1, 5: 1, 6: 1, 7: 1}


async def test_days_off_that_come_later_move_a_digest_and_who_left_or_may_not_see_it_gets_none(
    office: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    """A reply to a line of a digest reaches its author."""
    lena = await office.member("Lena", Role.LEAD_FACILITATOR, "GIZ")
    mony = await office.member("Mony", Role.DEVELOPMENT_PARTNER, "GIZ")
    scene = Scene(office, dara, dara, sokha)
    readers = (kenji, vichea, lena, mony)
    for reader in readers:
        await chooses(reader, Pace.DAILY)
    await office.becomes(local(3, 9))
    await share(sokha, "For partners", audience=Audience.PARTNERS)
    await share(dara, "For all", kind=PostKind.POLICY)
    await sets(dara, "off", "4/12/2026")
    await everybody_looks_away(dara)
    await office.becomes(local(4, 12))
    for reader in readers:
        await reader.sees_nothing_new()
    await office.leaves("Mony")
    async with arranged(office.assistant.database) as session:
        (await access_actor(session, lena)).member.role = Role.GOVERNMENT
    await sets(dara, "calendar", "4/12/2026")
    await sets(dara, "working", "7/12/2026")  # which was off
    await everybody_looks_away(dara)
    await office.becomes(local(7, 7, 59))
    for reader in readers:
        await reader.sees_nothing_new()
    await office.becomes(local(7, 8))
    assert await in_digest(kenji) == ["For partners", "For all"]
    for reader in (vichea, lena):
        assert await in_digest(reader) == ["For all"]
    await mony.sees_nothing_new()
    await everybody_looks_away(kenji)
    await replies_to(kenji, "sharing/digest", "2. Please send us the annex")
    await dara.reads_fact("For all", "Please send us the annex")
    await scene.does(sokha, sharing.correct, 1, "Secret talks")
    assert "Secret talks" not in "\n".join(message.text for message in await lena.person.messages())
    assert [reply.text for reply in await stored_replies(office)] == ["Please send us the annex"]


async def test_a_reply_to_the_second_picture_of_an_album_reaches_the_author(
    office: Stage, sokha: Player, kenji: Player
) -> None:
    papers = [("study.pdf", b"%PDF-1.4 a"), ("annex.pdf", b"%PDF-1.4 b")]
    await sokha.sends_album(papers, caption="A study of midwives")
    await sokha.presses("sharing:take")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    second = [message for message in await kenji.person.messages() if message.document][-1]
    await kenji.says("Which year is table 2 of?", reply_to=second)
    await kenji.sees("sharing/replied", name="Sokha")
    await sokha.reads_fact("A study of midwives", "Which year is table 2 of?")
    await chooses(kenji, Pace.DAILY)
    await share(sokha, "Second study", comments_by=date(2026, 12, 20))
    await office.becomes(local(2, 8))
    digest = (await message_with(kenji, "sharing/digest")).message
    await kenji.says("Article 4 is unclear", reply_to=digest)
    await sokha.reads_fact("Second study", "Article 4 is unclear")
    assert [reply.is_comment for reply in await stored_replies(office)] == [False, True]
