"""People without a role: one polite sentence, whatever they try (T6)."""

import pytest

from bot.capabilities import registry
from tests.support.stage import Player, Stage

SENTENCE = (
    "I serve the members of Technical Working Groups. "
    "Please ask your TWG’s secretariat for an invitation link and open it here."
)


@pytest.fixture
async def stranger(health: Stage) -> Player:
    """Somebody who has found the assistant and belongs to no TWG."""
    stranger = await health.person("Stranger")
    await stranger.starts()
    return stranger


@pytest.mark.parametrize("name", [*registry().routes.commands, "nonsense"])
async def test_every_command_gets_the_one_sentence(stranger: Player, name: str) -> None:
    await stranger.says(f"/{name}")
    await stranger.reads_only(SENTENCE)


@pytest.mark.parametrize("words", ["Good morning", "58%", "/", "/ me", "/jmi 2008-4 58%", "/search budget"])
async def test_words_get_the_one_sentence(stranger: Player, words: str) -> None:
    await stranger.says(words)
    await stranger.reads_only(SENTENCE)


async def test_the_link_of_an_invitation_that_is_pasted_is_opened(stranger: Player) -> None:
    token = await stranger.stage.invites("development_partner")
    for words in (f"https://elsewhere.example/t.me/twg_bot?start={token}", f"t.me/other_bot?start={token}"):
        await stranger.says(words)
        await stranger.reads_only(SENTENCE)
    await stranger.says(f" https://t.me/twg_bot?start={token} ")
    await stranger.reads("You are invited to the Health TWG (HLT).")


async def test_a_file_gets_the_one_sentence(stranger: Player) -> None:
    await stranger.sends_file("plan.pdf")
    await stranger.reads_only(SENTENCE)


async def test_a_sticker_gets_the_one_sentence(stranger: Player) -> None:
    await stranger.does(stranger.person.sends_sticker())
    await stranger.reads_only(SENTENCE)


@pytest.mark.parametrize("name", registry().routes.buttons)
async def test_every_button_gets_the_one_sentence(health: Stage, stranger: Player, name: str) -> None:
    await stranger.forges(f"{name}:1")
    await stranger.reads(SENTENCE)
    await stranger.sees_nothing_new()


@pytest.mark.parametrize("data", ["meetings/answer:1:yes", "garbage", ":::", "f", "x" * 64, "general/switch:1"])
async def test_a_forged_button_gets_the_one_sentence(stranger: Player, data: str) -> None:
    await stranger.forges(data)
    await stranger.reads(SENTENCE)
    await stranger.sees_nothing_new()


async def test_strangers_see_only_what_is_for_everybody_in_the_menu(stranger: Player) -> None:
    shown = [name for name, _description in await stranger.person.command_menu()]
    assert shown == [
        command.name
        for command in registry().routes.commands.values()
        if command.permission is None and not command.hidden
    ]


async def test_who_is_registering_may_cancel(health: Stage, stranger: Player) -> None:
    await stranger.starts(await health.invites("chair"))
    await stranger.says("/cancel")
    await stranger.reads("“Registration” is cancelled; nothing was saved.")


@pytest.mark.parametrize("words", ["/members", "/help", "/nothing", "/start", "/share The study is out"])
async def test_who_is_registering_is_asked_to_finish_whatever_they_command(
    health: Stage, stranger: Player, words: str
) -> None:
    await stranger.starts(await health.invites("chair"))
    await stranger.taps("English")
    await stranger.says("Kim Sovann")
    await stranger.says(words)
    await stranger.reads("Please finish registering first", "Registration (3/5)\nWhat is your position?")
    await stranger.does_not_read(SENTENCE)
    await stranger.says("Deputy Director")
    await stranger.reads("Which institution are you from?")


async def test_a_stranger_reads_khmer_where_their_telegram_does(health: Stage) -> None:
    stranger = await health.person("Bopha", language_code="km")
    await stranger.starts()
    await stranger.does_not_read(SENTENCE)
    await stranger.reads("ក្រុម")
