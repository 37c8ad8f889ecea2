"""A message that is no command is never a dead end (U2)."""

from sqlalchemy import select

from storage.sharing import Post
from tests.support.stage import Player, Stage


async def test_a_text_is_offered_what_it_can_be(sokha: Player) -> None:
    await sokha.says("The midwifery study is finished")
    await sokha.reads(
        "What would you like to do with this message?", "[Share it with members]", "[Report on an indicator]"
    )
    await sokha.reads("[Search for it]", "[Nothing, thank you]")


async def test_the_offer_quotes_the_message_it_is_about(sokha: Player) -> None:
    await sokha.says("The midwifery study is finished")
    asked = await sokha.finds_text("What would you like to do with this message?")
    mine = [message for message in await sokha.person.messages() if message.mine]
    assert asked.reply_to == mine[-1].id


async def test_an_offer_is_made_only_of_what_the_role_may_do(health: Stage) -> None:
    adviser = await health.member("Anna Weber", "technical_adviser")
    await adviser.says("The midwifery study is finished")
    await adviser.reads("[Share it with members]")
    await adviser.does_not_read("Report on an indicator")


async def test_a_text_taken_up_is_shared_as_it_was_written(health: Stage, sokha: Player) -> None:
    await sokha.says("The <b>midwifery</b> study & annex 🌾 សុខ")
    await sokha.taps("Share it with members", "Ongoing work", "Skip", "All members", "Share with")
    async with health.assistant.database.read() as session:
        assert await session.scalar(select(Post.text)) == "The <b>midwifery</b> study & annex 🌾 សុខ"


async def test_a_file_of_the_secretariat_can_be_circulated_or_shared(dara: Player) -> None:
    await dara.sends_file("budget 2027.pdf")
    await dara.reads(
        "What would you like to do with budget 2027.pdf?", "[Circulate it as a document]", "[Share it with members]"
    )
    await dara.does_not_read("Report on an indicator", "Search for it")


async def test_a_file_of_a_member_can_be_shared(sokha: Player) -> None:
    await sokha.sends_file("study.pdf")
    await sokha.reads("What would you like to do with study.pdf?", "[Share it with members]")
    await sokha.does_not_read("Circulate")


async def test_a_photo_is_offered_like_a_file(sokha: Player) -> None:
    await sokha.does(sokha.person.sends_photo(b"a photo", caption="The new ward"))
    await sokha.reads("[Share it with members]", "[Nothing, thank you]")


async def test_a_file_too_big_to_keep_says_so_at_once(sokha: Player) -> None:
    await sokha.sends_file("film.mp4", declared_size=51 * 1024 * 1024)
    await sokha.reads("This file has 51 MB; please send one of at most 20 MB, or share a link to it.")
    await sokha.does_not_read("What would you like to do")


async def test_a_sticker_is_told_what_can_be_read(sokha: Player) -> None:
    await sokha.does(sokha.person.sends_sticker())
    await sokha.reads("I can read text, documents and photos.", "/menu shows what you can do.")


async def test_a_voice_note_is_told_what_can_be_read(sokha: Player) -> None:
    await sokha.does(sokha.person.sends_voice())
    await sokha.reads("I can read text, documents and photos.")


async def test_a_contact_and_a_place_are_told_what_can_be_read(sokha: Player) -> None:
    for doing in (sokha.person.sends_contact(), sokha.person.sends_location()):
        await sokha.does(doing)
        await sokha.reads("I can read text, documents and photos.")


async def test_nothing_thank_you_ends_it(sokha: Player) -> None:
    await sokha.says("Good morning")
    await sokha.taps("Nothing, thank you")
    await sokha.reads("Thank you. /menu shows what you can do.")
    await sokha.does_not_read("What would you like to do")


async def test_an_edited_message_is_told_to_be_sent_anew(sokha: Player) -> None:
    await sokha.says("The midwifery study is finshed")
    mine = [message for message in await sokha.person.messages() if message.mine]
    await sokha.does(sokha.person.edits(mine[-1], "The midwifery study is finished"))
    await sokha.reads("I read each message once, as it was first sent. Please send your correction as a new message.")


async def test_an_edited_command_does_nothing_a_second_time(dara: Player) -> None:
    await dara.says("/menu")
    mine = [message for message in await dara.person.messages() if message.mine]
    await dara.does(dara.person.edits(mine[-1], "/newmeeting Plenary"))
    await dara.reads_only(
        "I read each message once, as it was first sent. Please send your correction as a new message."
    )


async def test_a_long_text_gets_one_offer_for_each_message_it_came_in(sokha: Player) -> None:
    await sokha.says("word " * 1000)
    assert len(await sokha.new_messages()) == 2
    await sokha.does_not_read("Something went wrong")
