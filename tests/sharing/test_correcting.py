"""Correcting what was shared: those who have it see it change, and an edited message asks (S2)."""

from datetime import date

from tests.sharing.conftest import shares, stored_posts
from tests.sharing.test_replying import message_with
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

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
