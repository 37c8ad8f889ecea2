"""Withdrawing what was shared: who has it sees it change, nobody finds it, the archive keeps it (S2)."""

from datetime import datetime

import pytest
from sqlalchemy import select

from storage.core.files import StoredFile
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import Pace, Role
from tests.groups.conftest import Room, links
from tests.groups.conftest import room as room
from tests.sharing.conftest import shares, stored_posts
from tests.sharing.test_commenting import LAW, asks_for_comments
from tests.sharing.test_digests import chooses
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import withdrawing
from twg.sharing.posts import WasWithdrawn

STUDY = "A study of midwives"


async def shares_with_a_file(sokha: Player) -> None:
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study", caption=f"/share {STUDY}")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")


async def texts_of(player: Player) -> list[str]:
    """What stands in the chat now, with the names of files."""
    found = [each for each in await player.person.messages() if not each.mine]
    return [each.text or (each.document.name if each.document else "") for each in found]


async def test_an_author_withdraws_a_post_and_whoever_has_it_sees_it_change(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await shares_with_a_file(sokha)
    await kenji.forges("sharing:open:1")
    await kenji.reads_fact(STUDY, "[study.pdf]")
    await everybody_looks_away(sokha)
    await sokha.forges("sharing:open:1")
    await sokha.presses("sharing:withdraw", 1)
    await sokha.asks("reason")
    await sokha.says("It has the wrong table")
    assert "2" in str((await sokha.finds("forms/confirm")).message.text)
    await sokha.presses("form:save")
    await sokha.sees("sharing/withdrawn_by_you", people=2)
    for reader in (kenji, dara):
        await reader.is_told_only("post_withdrawn")
        await reader.sees("sharing/withdrawn", heading="told")
        await reader.reads_fact("It has the wrong table")
        shown = "\n".join(await texts_of(reader))
        assert STUDY not in shown
        assert "study.pdf" not in shown
    [post] = await stored_posts(health)
    assert (post.text, post.withdrawal_reason, post.withdrawn_by_id) == (
        STUDY,
        "It has the wrong table",
        post.author_id,
    )
    async with health.assistant.database.read() as session:
        assert list(await session.scalars(select(StoredFile.name))) == ["study.pdf"]


async def test_it_is_found_and_opened_by_its_author_and_the_secretariat_only(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    post_id = await shares(sokha, STUDY)
    await Scene(health, dara, dara, sokha).does(sokha, withdrawing.withdraw, post_id, "")
    await everybody_looks_away(sokha)
    for player in (dara, sokha, kenji):
        await player.says("/search midwives")
        await player.sees("search/results", found=[])
    for player in (dara, sokha):
        await player.forges(f"sharing:open:{post_id}")
        await player.sees("sharing/withdrawn", heading="kept")
        await player.reads_fact(STUDY)
        await player.forges(f"sharing:withdraw:{post_id}")
        await player.is_refused("sharing#already_withdrawn")
    await kenji.forges(f"sharing:open:{post_id}")
    await kenji.is_refused("sharing#was_withdrawn")
    await kenji.does_not_read_fact(STUDY)
    await kenji.forges(f"sharing:withdraw:{post_id}")
    await kenji.is_refused("sharing#was_withdrawn")


async def test_the_secretariat_withdraws_what_others_shared_with_a_reason_that_the_author_reads(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    post_id = await shares(sokha, STUDY)
    await kenji.forges(f"sharing:open:{post_id}")
    await kenji.does_not_offer("sharing:withdraw")
    await kenji.forges(f"sharing:withdraw_other:{post_id}")
    await kenji.is_refused("general#not_allowed")
    await dara.forges(f"sharing:open:{post_id}")
    await dara.presses("sharing:withdraw_other", post_id)
    await dara.asks("reason")
    await dara.does_not_offer("form:skip")
    await dara.says("x" * 501)
    await dara.is_refused("general#too_long", limit=500)
    await dara.says("It names patients")
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    for reader in (sokha, kenji):
        await reader.is_told_only("post_withdrawn")
        await reader.reads_fact("It names patients")
    await dara.is_not_told("post_withdrawn")


async def test_what_the_secretariat_may_not_see_it_does_not_withdraw(
    health: Stage, dara: Player, sokha: Player
) -> None:
    post_id = await shares(sokha, STUDY, audience=Audience.PARTNERS)
    await dara.forges(f"sharing:withdraw_other:{post_id}")
    await dara.is_refused("general#not_found")
    [post] = await stored_posts(health)
    assert post.withdrawn_at is None


async def test_what_waits_is_not_sent_and_a_post_in_a_group_is_changed(
    health: Stage, room: Room, dara: Player, sokha: Player, kenji: Player
) -> None:
    await links(room, posts=True)
    scene = Scene(health, dara, dara, sokha)
    await scene.holds_back(kenji)
    post_id = await shares(sokha, STUDY)
    assert [STUDY in seen.message.text for seen in await room.messages() if "sharing/post" in seen.keys] == [True]
    await scene.does(sokha, withdrawing.withdraw, post_id, "")
    await kenji.looks_away()
    await health.sandbox.mend()
    await health.passes(minutes=30)
    await kenji.sees_nothing_new()
    assert not any(STUDY in seen.message.text for seen in await room.messages())
    async with health.assistant.database.read() as session:
        of_shared = select(Delivery.state).join(Delivery.notification).where(Notification.kind == "post_shared")
        states = list(await session.scalars(of_shared))
    assert sorted(states) == [DeliveryState.SENT, DeliveryState.VOID]


async def test_a_reminder_of_comments_is_changed_too(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await asks_for_comments(sokha)
    await health.becomes(datetime(2026, 12, 9, 9, tzinfo=health.clock.now().tzinfo))
    await kenji.finds("sharing/post", heading="reminder")
    scene = Scene(health, dara, dara, sokha)
    await scene.does(sokha, sharing.correct, 1, "The draft law is out, edition 2. Comments by 10 December, please")
    assert not any(LAW in text for text in await texts_of(kenji))
    await scene.does(sokha, withdrawing.withdraw, 1, "")
    assert "draft law" not in "\n".join(await texts_of(kenji))


@pytest.mark.parametrize("pace", [Pace.INSTANT, Pace.DAILY])
async def test_a_correction_is_not_shown_to_who_may_not_see_the_post_any_more(
    health: Stage, dara: Player, sokha: Player, kenji: Player, pace: Pace
) -> None:
    """A withdrawal is: it takes the text away. Of a digest the other posts are changed."""
    await chooses(kenji, pace)
    for words, audience in (("Talks of partners", Audience.PARTNERS), ("Second study", Audience.ALL)):
        await shares(sokha, words, audience=audience)
    await health.passes(days=1)
    async with arranged(health.assistant.database) as session:
        (await access_actor(session, kenji)).member.role = Role.GOVERNMENT
    scene = Scene(health, dara, dara, sokha)
    await scene.does(sokha, sharing.correct, 1, "Secret plans")
    await scene.does(sokha, sharing.correct, 2, "Second study, corrected")
    shown = "\n".join(await texts_of(kenji))
    assert "Secret plans" not in shown
    assert "Second study, corrected" in shown
    await scene.does(sokha, withdrawing.withdraw, 1, "")
    assert "partners" not in "\n".join(await texts_of(kenji))


async def test_a_correction_of_a_withdrawn_post_is_refused(health: Stage, sokha: Player, kenji: Player) -> None:
    post_id = await shares(sokha, STUDY)
    scene = Scene(health, sokha, sokha, sokha)
    await scene.does(sokha, withdrawing.withdraw, post_id, "")
    with pytest.raises(WasWithdrawn):
        await scene.does(sokha, sharing.correct, post_id, "A study of nurses")


@pytest.mark.parametrize("words", ["undo", "sorry, shared by mistake", "ចុចច្រឡំ"])
async def test_words_that_take_back_what_was_just_shared_offer_to_withdraw_it(
    health: Stage, sokha: Player, words: str
) -> None:
    await shares_with_a_file(sokha)
    await sokha.says(words)
    await sokha.presses("sharing:withdraw", 1)
    await sokha.asks("reason")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    [post] = await stored_posts(health)
    assert post.withdrawn_at is not None


async def test_ten_minutes_later_such_words_offer_nothing_of_what_was_shared(health: Stage, sokha: Player) -> None:
    await shares_with_a_file(sokha)
    await health.passes(minutes=10)
    await sokha.says("undo")
    await sokha.does_not_offer("sharing:withdraw")


async def test_who_forwarded_it_is_told_that_the_copy_stays_and_gets_a_text_to_forward(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    lead = await health.member("Lena", Role.LEAD_FACILITATOR, "GIZ")
    post_id = await shares(sokha, STUDY)
    await lead.forges(f"sharing:forward:{post_id}")
    await lead.forges("sharing:forward_week")
    await everybody_looks_away(sokha)
    await sokha.forges(f"sharing:withdraw:{post_id}")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await sokha.sees("sharing/withdrawn_by_you", forwarded_by=["Lena"], forwarded=False)
    await sokha.reads_fact("Lena")
    await sokha.does_not_offer("sharing:forward_withdrawal")
    await kenji.sees("sharing/withdrawn", forwarded_by=[], forwarded=False)
    await lead.sees("sharing/withdrawn", forwarded=True)
    await lead.looks_away()
    await lead.presses("sharing:forward_withdrawal", post_id)
    await lead.sees("sharing/forward_withdrawal")
    [message] = await lead.new_messages()
    assert not message.buttons
    await lead.reads_fact("Sokha")
    await lead.does_not_read_fact(STUDY)
    await kenji.forges(f"sharing:forward_withdrawal:{post_id}")
    await kenji.is_refused("general#not_allowed")
