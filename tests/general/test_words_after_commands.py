"""What follows a command is used, or its writer is told that it was not, with the next step as a button (U2)."""

import pytest
from sqlalchemy import select

from bot.capabilities import registry
from storage.core.forms import OpenForm
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines
from tests.support.stage import Player, Stage

#: Words that no command expects.
WORDS = "zebra quartz 77"
#: The words behind it are a secret, not words.
_SECRET = {"start"}
COMMANDS = [name for name in registry().routes.commands if name not in _SECRET]


@pytest.fixture
async def secretary(health: Stage) -> Player:
    return await health.member("Chan Dara", "secretariat", "MoH")


async def _open_answers(stage: Stage) -> str:
    async with stage.assistant.database.read() as session:
        return " ".join(str(form.answers) for form in await session.scalars(select(OpenForm)))


async def test_no_command_drops_the_words_behind_it(health: Stage, secretary: Player) -> None:
    """Every command of the registry repeats them, has them in its form, or says what it reads behind it."""
    silent, refused = [], []
    for name in COMMANDS:
        await secretary.looks_away()
        await secretary.says(f"/{name} {WORDS}")
        seen = f"{await secretary.screen()} {await _open_answers(health)}"
        if "zebra" not in seen:
            (refused if await secretary.refusals() else silent).append(name)
        await secretary.says("/cancel")
    assert silent == ["history"]  # nothing of that name was found, it says
    assert refused == ["done", "jmi", "review", "round", "report", "tracker", "participation", "feed"]


async def test_what_is_left_is_said_once_and_can_be_searched_for(secretary: Player) -> None:
    await secretary.says("/settings zebra")
    await secretary.sees("general/settings")
    await secretary.sees("general/words_left", command="settings", words="zebra")
    await secretary.presses("search:words")
    await secretary.sees("search/results", words="zebra")


async def test_the_next_step_is_what_the_words_ask_for(secretary: Player) -> None:
    await secretary.says("/menu make a link for 3 partners")
    await secretary.sees("general/words_left")
    await secretary.presses("members:invite_as")
    assert await secretary.summary() == {"role": "Development partner", "uses": "3"}


@pytest.mark.parametrize("words", ["/menu please", "/menu pls bong", "/menu សូម"])
async def test_polite_words_are_not_missed(secretary: Player, words: str) -> None:
    await secretary.says(words)
    await secretary.sees_only("general/menu")


async def test_words_behind_a_list_are_searched_for_among_its_rows(secretary: Player) -> None:
    await circulate(secretary, title="Budget 2027")
    await records(secretary, secretary, "Revise the budget annex")
    await secretary.says("/documents budget")
    await secretary.sees("search/results", words="budget")
    await secretary.offers("documents:open")
    await secretary.does_not_offer("actions:open")
    await secretary.offers("general:only", "documents")
    await secretary.says("/actions budget")
    await secretary.offers("actions:open")


@pytest.mark.parametrize(
    ("line", "title", "due"),
    [
        ("/round 2nd half 2026, 15 dec", "2nd half 2026", "2026-12-15"),
        ("/round ឆមាសទី២ ២០២៦, ១៥ ធ្នូ", "ឆមាសទី២ ២០២៦", "2026-12-15"),
        ("/round JMI report 2026 by 15/12/2026", "JMI report 2026", "2026-12-15"),
    ],
)
async def test_a_line_opens_a_round(health: Stage, secretary: Player, line: str, title: str, due: str) -> None:
    await defines(secretary)
    await secretary.says(line)
    async with health.assistant.database.read() as session:
        [form] = await session.scalars(select(OpenForm))
    assert (form.name, form.answers["title"], form.answers["due_on"]) == ("open_round", title, due)
