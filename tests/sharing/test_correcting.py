"""Correcting what was shared: those who have it see it change, and an edited message asks (S2)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.sharing.conftest import shares, stored_posts
from tests.sharing.test_commenting import asks_for_comments
from tests.sharing.test_replying import message_with
from tests.support.scene import Scene
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing

ZONE = ZoneInfo("Asia/Phnom_Penh")
STUDY = "A study of midwives in Kampot"
BETTER = "A study of nurses in Kampot"


async def test_a_button_corrects_it_where_it_is_read(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    post_id = await shares(sokha, STUDY)
    first = (await message_with(kenji, "sharing/post")).message
    await sokha.forges(f"sharing:open:{post_id}")
    await sokha.presses("sharing:correct", post_id)
    await sokha.asks("text")
    await sokha.says(BETTER)
    await sokha.presses("form:save")
    assert [post.text for post in await stored_posts(health)] == [BETTER]
    for reader in (kenji, dara):
        await reader.is_told_only("post_corrected")
        await reader.reads_fact(BETTER)
    [changed] = [each for each in await kenji.person.messages() if each.id == first.id]
    assert BETTER in changed.text
    assert STUDY not in changed.text
    await kenji.presses("sharing:open", post_id, in_message=changed)
    await kenji.reads_fact(BETTER)
    await kenji.forges(f"sharing:correct:{post_id}")
    await kenji.is_refused("general#not_found")
    await sokha.forges(f"sharing:correct:{post_id}")
    await sokha.says(f" {BETTER}")  # as it reads already
    await everybody_looks_away(kenji)
    await sokha.presses("form:save")
    await sokha.sees("sharing/post")
    for reader in (kenji, dara):
        await reader.sees_nothing_new()


async def test_what_the_new_text_says_otherwise_is_set(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.says("/share A mission is in Kampot from 3 to 14 December 2026")
    sent = [message for message in await sokha.person.messages() if message.mine][-1]
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    await everybody_looks_away(sokha)
    await sokha.edits(sent, "/share A mission is in Kampot from 7 to 14 December 2026")
    await sokha.sees("general/edited")
    await kenji.sees_nothing_new()
    await sokha.presses("general:change_edit")
    await kenji.is_told_only("post_corrected")
    [post] = await stored_posts(health)
    assert (post.starts_on, post.place) == (date(2026, 12, 7), "Kampot")


async def test_another_day_for_comments_moves_the_reminder_and_what_is_read(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    await asks_for_comments(sokha)
    first = (await message_with(kenji, "sharing/post")).message
    await Scene(health, sokha, sokha, sokha).does(
        sokha, sharing.correct, 1, "The draft law is out. Comments by 15 December, please"
    )
    [post] = await stored_posts(health)
    assert post.comments_by == date(2026, 12, 15)
    [changed] = [each for each in await kenji.person.messages() if each.id == first.id]
    assert changed.edited
    await kenji.reads_fact("15 Dec")
    await kenji.does_not_read_fact("10 Dec")
    await health.settle()
    await everybody_looks_away(kenji)
    await kenji.looks_away()
    await health.becomes(datetime(2026, 12, 9, 9, tzinfo=ZONE))
    await kenji.sees_nothing_new()
    await health.becomes(datetime(2026, 12, 14, 9, tzinfo=ZONE))
    await kenji.sees("sharing/post", heading="reminder")
