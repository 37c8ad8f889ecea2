"""A reply to what was shared reaches its author alone, and the two can write on; also from a linked group (S2)."""

from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.members import Pace, Role
from storage.sharing import PostReply
from tests.export.conftest import sent_zips, table_in
from tests.groups.conftest import Room, links
from tests.groups.conftest import room as room
from tests.sharing.conftest import shares
from tests.sharing.test_digests import chooses
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.seen import Seen
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import withdrawing

STUDY = "A study of midwives"
WORDS = "Please send us the annex"


async def message_with(player: Player, key: str) -> Seen:
    """The newest message that was rendered from a template."""
    return [seen for seen in await player.messages() if key in seen.keys][-1]


async def replies_to(player: Player, key: str, text: str) -> None:
    await player.says(text, reply_to=(await message_with(player, key)).message)


async def presses_about(player: Player, title: str) -> None:
    """Press the button that says that a reply to a digest is about the post of this title."""
    [seen] = [seen for seen in await player.on_screen() if "general/which" in seen.keys]
    [wanted] = [button for button in seen.buttons if title in button.button.label]
    await player.does(player.person.taps_button(wanted.button, in_message=seen.message))


async def stored_replies(stage: Stage) -> list[PostReply]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(PostReply).order_by(PostReply.id)))


async def test_a_reply_reaches_the_author_who_answers_and_nobody_else_reads_either(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await shares(sokha, STUDY)
    await replies_to(kenji, "sharing/post", WORDS)
    await kenji.sees("sharing/replied", name="Sokha")
    await sokha.is_told_only("post_replied")
    await sokha.reads_fact("Kenji", STUDY, WORDS)
    await everybody_looks_away(sokha)
    await replies_to(sokha, "sharing/reply", "It is on its way")
    await sokha.sees("sharing/replied", name="Kenji")
    await kenji.is_told_only("post_replied")
    await kenji.reads_fact("Sokha", "It is on its way")
    await kenji.presses("sharing:answer")
    await kenji.says("The annex has arrived")
    await kenji.presses("form:save")
    await sokha.reads_fact("The annex has arrived")
    await dara.sees_nothing_new()
    assert [(each.answers_id, each.text) for each in await stored_replies(health)] == [
        (None, WORDS),
        (1, "It is on its way"),
        (2, "The annex has arrived"),
    ]
    async with health.assistant.database.read() as session:
        written = list(await session.scalars(select(AuditRow).where(AuditRow.subject_type == "post_reply")))
    assert [row.action for row in written] == ["sharing.reply", "sharing.answer", "sharing.answer"]
    assert not any(WORDS in str(row.data) for row in written)
    for outsider in (dara,):
        await outsider.forges("sharing:open_reply:1")
        await outsider.is_refused("general#not_found")
        await outsider.forges("sharing:answer:1")
        await outsider.is_refused("general#not_found")


async def test_a_reply_to_a_digest_reaches_the_author_of_the_post_that_it_names(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    """Without a number it is asked which is meant, and nothing is sent to anybody."""
    await chooses(kenji, Pace.DAILY)
    await shares(sokha, "First study")
    await shares(vichea, "Second study")
    await shares(dara, "Third study")
    await health.passes(days=1)
    await everybody_looks_away(kenji)
    await replies_to(kenji, "sharing/digest", WORDS)
    await kenji.sees_only("general/which")
    assert await stored_replies(health) == []
    await presses_about(kenji, "Second study")
    await kenji.sees("sharing/replied", name="Vichea")
    await vichea.is_told_only("post_replied")
    await vichea.reads_fact("Second study", WORDS)
    await replies_to(kenji, "sharing/digest", "3. And the tables")
    await dara.reads_fact("Third study", "And the tables")
    await replies_to(kenji, "sharing/digest", "1: Thank you\n2: Which year is it?")
    await sokha.reads_fact("First study", "Thank you")
    await vichea.reads_fact("Which year is it?")
    assert [reply.text for reply in await stored_replies(health)] == [
        WORDS,
        "And the tables",
        "Thank you",
        "Which year is it?",
    ]
    shown = (await message_with(kenji, "sharing/digest")).message
    await kenji.sends_file("annex.pdf", b"%PDF-1.4 annex", reply_to=shown)
    await presses_about(kenji, "First study")
    await sokha.reads_fact("[annex.pdf]")
    await Scene(health, dara, dara, sokha).does(sokha, withdrawing.withdraw, 1, "")
    await replies_to(kenji, "sharing/digest", "1. Are you sure?")
    await kenji.is_refused("sharing#was_withdrawn")
    assert len(await stored_replies(health)) == 5


async def test_a_question_about_what_was_shared_reaches_its_author(health: Stage, sokha: Player, kenji: Player) -> None:
    """The store does not know when it is; what is asked below a list, or how something is done, it answers."""
    await shares(sokha, "A workshop on blood safety")
    asked = ["When is it?", "Where is the workshop?", "តើនៅពេលណា?", "Please send the minutes", "Who is coming?"]
    for words in asked:
        await replies_to(kenji, "sharing/post", words)
    await kenji.forges("sharing:open:1")
    await replies_to(kenji, "sharing/post", "Is there a meeting?")
    await replies_to(sokha, "sharing/reply", "When do you need it?")
    await kenji.reads_fact("When do you need it?")
    await replies_to(kenji, "sharing/reply", "When is your deadline?")
    everything = [*asked, "Is there a meeting?", "When do you need it?", "When is your deadline?"]
    assert [reply.text for reply in await stored_replies(health)] == everything
    await kenji.says("/shared")
    await replies_to(kenji, "sharing/list", "When is the next meeting?")
    await kenji.sees("meetings/asked")
    await replies_to(kenji, "sharing/reply", "How do I share information?")
    await kenji.sees("general/how")
    assert len(await stored_replies(health)) == len(everything)


async def test_a_file_reaches_the_author_too(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, STUDY)
    shown = (await message_with(kenji, "sharing/post")).message
    await kenji.sends_file("annex.pdf", b"%PDF-1.4 annex", reply_to=shown)
    await sokha.reads_fact("Kenji", "[annex.pdf]")


async def test_a_post_that_is_opened_offers_to_write_to_its_author(health: Stage, sokha: Player, kenji: Player) -> None:
    post_id = await shares(sokha, STUDY)
    await kenji.forges(f"sharing:open:{post_id}")
    await kenji.presses("sharing:reply", post_id)
    await kenji.asks("text")
    await kenji.says(WORDS)
    await kenji.presses("form:save")
    await sokha.reads_fact(WORDS)
    await kenji.forges(f"sharing:open:{post_id}")
    await replies_to(kenji, "sharing/post", "And the tables")
    await sokha.reads_fact("And the tables")
    await sokha.forges(f"sharing:open:{post_id}")
    await sokha.does_not_offer("sharing:reply")
    await sokha.forges(f"sharing:reply:{post_id}")
    await sokha.is_refused("sharing#own_post")


async def test_a_reply_to_a_withdrawn_post_and_to_one_whose_author_has_left_gets_one_sentence(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    post_id = await shares(sokha, STUDY)
    await shares(dara, "Another study")
    await Scene(health, dara, dara, sokha).does(sokha, withdrawing.withdraw, post_id, "")
    await everybody_looks_away(sokha)
    await replies_to(kenji, "sharing/withdrawn", WORDS)
    await kenji.is_refused("sharing#was_withdrawn")
    await health.leaves("Dara")
    await replies_to(kenji, "sharing/post", WORDS)
    await kenji.is_refused("sharing#author_left", name="Dara")
    assert await stored_replies(health) == []
    await sokha.sees_nothing_new()


async def test_a_reply_in_a_linked_group_reaches_the_author(
    health: Stage, room: Room, dara: Player, sokha: Player, kenji: Player
) -> None:
    await links(room, posts=True)
    await shares(kenji, STUDY)
    posted = [seen for seen in await room.messages() if "sharing/post" in seen.keys][-1]
    await room.says(sokha, WORDS)
    assert await stored_replies(health) == []
    await room.says(sokha, WORDS, reply_to=posted.message)
    await kenji.is_told_only("post_replied")
    await kenji.reads_fact("Sokha", WORDS)
    assert [seen.keys for seen in await room.messages()][-1] == ["sharing/replied"]
    assert WORDS not in await room.text()
    await Scene(health, dara, dara, sokha).does(kenji, withdrawing.withdraw, 1, "")
    await room.says(sokha, WORDS, reply_to=posted.message)
    said = (await room.messages())[-1].message
    assert kenji.person.name.split()[0] in said.text
    assert len(await stored_replies(health)) == 1


async def test_an_answer_to_who_may_no_longer_see_the_post_is_not_sent(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    """The words of an author may repeat what was shared."""
    await shares(sokha, STUDY, audience=Audience.PARTNERS)
    await replies_to(kenji, "sharing/post", WORDS)
    await health.leaves("Kenji")
    await everybody_looks_away(sokha)
    await replies_to(sokha, "sharing/reply", "It is on its way")
    await sokha.is_refused("sharing#author_left", name="Kenji")


async def test_who_may_no_longer_see_the_post_gets_no_answer_and_not_its_title(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """The author is told that it is not sent; their own words stay open to who wrote them, also in the export."""
    await shares(sokha, STUDY, audience=Audience.PARTNERS)
    await replies_to(kenji, "sharing/post", WORDS)
    async with arranged(health.assistant.database) as session:
        (await access_actor(session, kenji)).member.role = Role.SECRETARIAT
    await Scene(health, dara, dara, sokha).does(sokha, sharing.correct, 1, "Talks among partners")
    await everybody_looks_away(sokha)
    await replies_to(sokha, "sharing/reply", "It is on its way")
    await sokha.is_refused("sharing#not_open_to_them", name="Kenji")
    assert len(await stored_replies(health)) == 1
    await kenji.sees_nothing_new()
    await kenji.forges("sharing:open_reply:1")
    await kenji.reads_fact(WORDS)
    await kenji.does_not_read_fact(STUDY, "Talks among partners")
    await kenji.says("/export csv")
    [archive] = await sent_zips(kenji)
    [_headings, row] = table_in(archive, "post_replies.csv")
    assert (row[3], row[7]) == ("", WORDS)
