"""A message that is no command is never a dead end (U2)."""

import pytest
from sqlalchemy import select

from storage.sharing import Post
from tests.actions.conftest import records
from tests.indicators.conftest import defines
from tests.support.stage import Player, Stage


async def test_a_text_is_offered_what_it_can_be(sokha: Player) -> None:
    await sokha.says("The midwifery study is finished")
    await sokha.sees_only("general/offer")
    await sokha.offers_only("sharing:take", "indicators:take", "search:words", "general:dismiss")


async def test_the_offer_quotes_the_message_it_is_about(sokha: Player) -> None:
    await sokha.says("The midwifery study is finished")
    asked = (await sokha.finds("general/offer", file=None)).message
    mine = [message for message in await sokha.person.messages() if message.mine]
    assert asked.reply_to == mine[-1].id


async def test_what_is_refused_stands_above_what_is_said_of_it(dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/done budget annex")
    await sokha.is_refused("actions#number_expected")
    await quotes_the_last(sokha)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("several districts")
    await sokha.is_refused("general#unreadable_number")
    await quotes_the_last(sokha)


async def quotes_the_last(player: Player) -> None:
    """Assert that the answer is a Telegram reply to what the person said last."""
    mine = [message for message in await player.person.messages() if message.mine]
    assert [seen.message.reply_to for seen in await player.fresh()] == [mine[-1].id]


async def test_an_offer_is_made_only_of_what_the_role_may_do(health: Stage) -> None:
    adviser = await health.member("Anna Weber", "technical_adviser")
    await adviser.says("The midwifery study is finished")
    await adviser.offers_only("sharing:take", "search:words", "general:dismiss")


async def test_a_text_taken_up_is_shared_as_it_was_written(health: Stage, sokha: Player) -> None:
    await sokha.says("The <b>midwifery</b> study & annex 🌾 សុខ")
    for name in ("sharing:take", "form:choice=ongoing_work", "form:skip", "form:skip", "form:choice=all", "form:save"):
        await sokha.presses(name)
    async with health.assistant.database.read() as session:
        assert await session.scalar(select(Post.text)) == "The <b>midwifery</b> study & annex 🌾 សុខ"


async def test_a_file_of_the_secretariat_can_be_circulated_or_shared(dara: Player) -> None:
    await dara.sends_file("budget 2027.pdf")
    await dara.sees("general/offer", file__name="budget 2027.pdf")
    await dara.reads_fact("budget 2027.pdf")
    await dara.offers_only("documents:take", "sharing:take", "general:dismiss")


async def test_a_file_of_a_member_can_be_shared(sokha: Player) -> None:
    await sokha.sends_file("study.pdf")
    await sokha.sees("general/offer", file__name="study.pdf")
    await sokha.reads_fact("study.pdf")
    await sokha.offers_only("sharing:take", "general:dismiss")


async def test_a_photo_is_offered_like_a_file(sokha: Player) -> None:
    await sokha.does(sokha.person.sends_photo(b"a photo", caption="The new ward"))
    await sokha.sees("general/offer")
    await sokha.offers_only("sharing:take", "general:dismiss")


async def test_a_file_too_big_to_keep_says_so_at_once(sokha: Player) -> None:
    await sokha.sends_file("film.mp4", declared_size=51 * 1024 * 1024)
    await sokha.is_refused("general#file_too_big", size_mb=51, limit_mb=20)
    await sokha.does_not_see("general/offer")


async def test_a_sticker_is_told_what_can_be_read(sokha: Player) -> None:
    await sokha.does(sokha.person.sends_sticker())
    await sokha.sees_only("general/unusable")
    await sokha.reads_fact("/menu")


@pytest.mark.parametrize("kind", ["voice", "video_note", "video", "audio"])
async def test_a_recording_is_offered_and_was_not_listened_to(sokha: Player, kind: str) -> None:
    await sokha.does(sokha.person.sends_recording(kind))
    await sokha.sees("general/offer", heard=True)
    await sokha.offers("sharing:take")


async def test_a_place_is_told_what_can_be_read(sokha: Player) -> None:
    await sokha.does(sokha.person.sends_location())
    await sokha.sees_only("general/unusable")


async def test_a_contact_of_somebody_else_is_not_kept(sokha: Player, dara: Player) -> None:
    await sokha.does(sokha.person.sends_contact(of=dara.person))
    await sokha.sees_only("general/contact")


async def test_nothing_thank_you_ends_it(sokha: Player) -> None:
    await sokha.says("Our office moves to Street 63")
    await sokha.presses("general:dismiss")
    await sokha.sees_only("general/dismissed")
    await sokha.offers_only()


async def test_a_long_text_gets_one_offer(sokha: Player) -> None:
    await sokha.does(sokha.person.says("word " * 1000))
    await sokha.sees_only("general/offer")


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("Good morning", "greeting"),
        ("hello", "greeting"),
        ("សួស្តីបង", "greeting"),
        ("thanks!", "thanks"),
        ("អរគុណ", "thanks"),
        ("ok", "acknowledged"),
        ("👍", "acknowledged"),
    ],
)
async def test_small_talk_is_answered_in_a_line_without_buttons(sokha: Player, words: str, intent: str) -> None:
    await sokha.says(words)
    await sokha.sees("general/greeted", intent=intent, open=[])
    await sokha.offers_only()


async def test_small_talk_is_answered_with_the_actions_that_are_open(dara: Player, sokha: Player) -> None:
    await records(dara, sokha)
    await sokha.says("Good morning")
    assert len((await sokha.shown("general/greeted"))["open"]) == 1
