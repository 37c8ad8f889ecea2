"""`twgbot init`: the token is looked at before it is written down."""

import stat

import pytest

from bot.demo.stage import TOKEN as SANDBOX_TOKEN
from bot.demo.stage import USERNAME
from sandbox.server import SandboxServer
from tests.bot.conftest import TOKEN, Program, last_line, one_line

NOBODY = "http://127.0.0.1:9/bot"


@pytest.fixture
def alone(twgbot: Program) -> Program:
    """The program where there is no Telegram."""
    twgbot.environment["TWGBOT_TELEGRAM__BASE_URL"] = NOBODY
    return twgbot


async def test_init_writes_a_file_that_only_its_owner_may_read(alone: Program) -> None:
    ran = await alone("init", typed=f"{TOKEN}\n")
    assert ran.code == 0
    assert stat.S_IMODE(alone.config.stat().st_mode) == 0o600
    assert f'token = "{TOKEN}"' in alone.config.read_text(encoding="utf-8")
    assert TOKEN not in ran.out + ran.err


async def test_init_says_when_the_token_could_not_be_checked(alone: Program) -> None:
    ran = await alone("init", typed=f"{TOKEN}\n")
    assert f"Telegram cannot be reached at {NOBODY}, so the token is not checked." in ran.err
    assert "config.toml is written" in ran.out


async def test_init_names_the_bot_whose_token_it_is(twgbot: Program) -> None:
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server:
        twgbot.environment["TWGBOT_TELEGRAM__BASE_URL"] = server.base_url
        ran = await twgbot("init", typed=f"{SANDBOX_TOKEN}\n")
    assert ran.code == 0
    assert f"This is the token of @{USERNAME}." in ran.out
    assert SANDBOX_TOKEN in twgbot.config.read_text(encoding="utf-8")
    assert SANDBOX_TOKEN not in ran.out


async def test_init_writes_no_token_that_telegram_does_not_know(twgbot: Program) -> None:
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server:
        twgbot.environment["TWGBOT_TELEGRAM__BASE_URL"] = server.base_url
        assert "Telegram does not know this token" in last_line(await twgbot("init", typed=f"{TOKEN}\n"))
    assert not twgbot.config.exists()


async def test_init_refuses_a_folder_that_is_not_there(alone: Program) -> None:
    elsewhere = alone.config.parent / "missing" / "config.toml"
    ran = await alone("init", "--config", str(elsewhere), typed=f"{TOKEN}\n")
    assert one_line(ran) == f"twgbot: there is no folder {elsewhere.parent} to write config.toml in"


async def test_init_from_a_pipe_asks_without_complaint(alone: Program) -> None:
    assert "Warning" not in (await alone("init", typed=f"{TOKEN}\n")).err


async def test_init_without_anybody_to_type_the_token_is_one_sentence(alone: Program) -> None:
    ran = await alone("init")
    assert one_line(ran) == "twgbot: the bot token from @BotFather is asked for, and there is nobody to type it"
    assert ran.out == ""


async def test_init_names_its_file_in_the_next_steps(alone: Program) -> None:
    ran = await alone("init", "--config", "mine.toml", typed=f"{TOKEN}\n")
    assert "Next: twgbot twg add --config mine.toml, twgbot invite --config mine.toml, twgbot run" in ran.out


async def test_init_overwrites_nothing(alone: Program) -> None:
    alone.configure("# mine")
    assert "already there" in one_line(await alone("init", typed=f"{TOKEN}\n"))
    assert alone.config.read_text(encoding="utf-8") == "# mine"


@pytest.mark.parametrize("typed", ['1:a"b\nc', "   ", "no token at all", "1:with space"])
async def test_init_refuses_what_is_no_token(alone: Program, typed: str) -> None:
    ran = await alone("init", typed=f"{typed}\n")
    assert ran.code == 1
    assert not alone.config.exists()
