"""People without a role: one polite answer, whatever they try, with a way to ask to join (T6, M2)."""

import pytest

from bot.capabilities import registry
from tests.support.cases import all_cases
from tests.support.seen import is_worded_in
from tests.support.stage import Player, Stage


@pytest.fixture
async def stranger(health: Stage) -> Player:
    """Somebody who has found the assistant and belongs to no TWG."""
    return await comes(health)


async def comes(health: Stage) -> Player:
    """Another stranger: the same text may not go to one chat for ever."""
    stranger = await health.person("Stranger")
    await stranger.starts()
    return stranger


async def gets_the_one_sentence(stranger: Player) -> None:
    """One message, always in the same words, with one button."""
    [_message] = await stranger.new_messages()
    await stranger.sees_only("joining/stranger")
    await stranger.offers_only("joining:ask")


async def gets_the_one_sentence_in_a_box(stranger: Player) -> None:
    """Over the message that said it before."""
    assert [refusal.key for refusal in await stranger.refusals()] == ["general#not_registered"]
    await stranger.sees_nothing_new()


WORDS = ["Good morning", "58%", "/", "/ me", "/jmi 2008-4 58%", "/search budget"]


async def test_every_command_and_any_words_get_the_one_sentence(health: Stage) -> None:
    with all_cases() as case:
        for words in [*(f"/{name}" for name in (*registry().routes.commands, "nonsense") if name != "join"), *WORDS]:
            with case(words):
                stranger = await comes(health)
                await stranger.says(words)
                await gets_the_one_sentence(stranger)


async def test_the_link_of_an_invitation_that_is_pasted_is_opened(stranger: Player) -> None:
    token = await stranger.stage.invites("development_partner")
    for words in (f"https://elsewhere.example/t.me/twg_bot?start={token}", f"t.me/other_bot?start={token}"):
        await stranger.says(words)
        await gets_the_one_sentence(stranger)
    await stranger.says(f" https://t.me/twg_bot?start={token} ")
    await stranger.sees("members/welcome", twg__code="HLT")


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "https://{}",
        "http://{}",
        "  {}\n",
        "Welcome to the TWG! Please open https://{} to register.",
        "T.ME/TWG_Bot?start=TOKEN",
        "https://telegram.me/twg_bot?start=TOKEN",
        "https://twg_bot.t.me/?start=TOKEN",
        "tg://resolve?domain=twg_bot&start=TOKEN",
    ],
)
async def test_the_link_is_opened_in_every_form_in_which_it_is_copied(stranger: Player, form: str) -> None:
    token = await stranger.stage.invites("development_partner")
    await stranger.says(form.format(f"t.me/twg_bot?start={token}").replace("TOKEN", token))
    await stranger.sees("members/welcome", twg__code="HLT")


@pytest.mark.parametrize("words", ["/start@other_bot", "/start@other_bot abc", "/MENU@Other_Bot"])
async def test_a_command_for_another_bot_is_not_answered(stranger: Player, words: str) -> None:
    await stranger.says(words)
    await stranger.sees_nothing_new()
    await stranger.says("/start@TWG_bot")
    await gets_the_one_sentence(stranger)


async def test_a_file_gets_the_one_sentence(stranger: Player) -> None:
    await stranger.sends_file("plan.pdf")
    await gets_the_one_sentence(stranger)


async def test_a_sticker_gets_the_one_sentence(stranger: Player) -> None:
    await stranger.does(stranger.person.sends_sticker())
    await gets_the_one_sentence(stranger)


FORGED = ["meetings/answer:1:yes", "garbage", ":::", "f", "x" * 64, "general/switch:1"]


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.soak)])
async def test_every_button_also_a_forged_one_gets_the_one_sentence(stranger: Player, step: int) -> None:
    """In the suite every fifth of the buttons that are declared."""
    with all_cases() as case:
        guarded = [button.name for button in registry().routes.buttons.values() if not button.anybody]
        for data in [*(f"{name}:1" for name in guarded[::step]), *FORGED]:
            with case(data):
                await stranger.forges(data)
                await gets_the_one_sentence_in_a_box(stranger)


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
    await stranger.sees_only("forms/cancelled")
    await stranger.starts()
    await stranger.sees("joining/stranger")


@pytest.mark.parametrize("words", ["/members", "/help", "/nothing", "/start", "/share The study is out"])
async def test_who_is_registering_is_asked_to_finish_whatever_they_command(
    health: Stage, stranger: Player, words: str
) -> None:
    await stranger.starts(await health.invites("chair"))
    await stranger.presses("form:choice=en")
    await stranger.presses("form:skip")
    await stranger.says("Kim Sovann")
    await stranger.says(words)
    assert [refusal.key for refusal in await stranger.refusals()] == ["members#registration_open"]
    await stranger.asks("position")
    await stranger.sees("forms/ask", position=4, total=7)
    await stranger.says("Deputy Director")
    await stranger.asks("institution")


async def test_a_stranger_reads_khmer_where_their_telegram_does(health: Stage) -> None:
    stranger = await health.person("Bopha", language_code="km")
    await stranger.starts()
    await stranger.sees("joining/stranger")
    assert is_worded_in("km", (await stranger.messages())[-1])
