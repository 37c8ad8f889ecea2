"""Golden texts: what people read, word for word, in every language. A change of wording is reviewed as their diff."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.stage import Player, Stage

TEXTS = Path(__file__).parent / "texts"


@dataclass
class Golden:
    """The text of a scene as the people in it see it.

    Args:
        name: name of the scene and of its file.
    """

    name: str
    language: str
    stage: Stage
    _seen: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The file with the expected text."""
        return TEXTS / self.language / f"{self.name}.txt"

    @property
    def text(self) -> str:
        """The text so far."""
        return "\n\n\n".join(self._seen) + "\n"

    async def shows(self, player: Player, what: str) -> None:
        """Add what this player sees since they last did something, with the keys of its templates and refusals."""
        keys = [key for seen in await player.on_screen() for key in seen.keys]
        keys += [refusal.key for refusal in await player.refusals()]
        self.says(f"{player.person.name}: {what}", *keys, text=await player.screen())

    def says(self, heading: str, *keys: str, text: str) -> None:
        """Add a text with the keys of the templates it was rendered from."""
        self._seen.append(f"=== {heading}\n--- {' '.join(keys) or 'no message'}\n\n{text}")

    async def presses(self, player: Player, row: int, column: int = 0) -> None:
        """Press a button of the newest message with buttons, by its place, which is the same in every language."""
        keyed = [message for message in await player.person.messages() if message.buttons]
        button = keyed[-1].buttons[row][column]
        await player.does(player.person.taps(button.label, in_message=keyed[-1]))


@pytest.fixture(params=["en", "km"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def dara(health: Stage, language: str) -> Player:
    return await health.member("Dara", "secretariat", language=language)


@pytest.fixture
async def sokha(health: Stage, language: str) -> Player:
    return await health.member("Sokha", "development_partner", "UNFPA", language=language)


@pytest.fixture
def golden(request: pytest.FixtureRequest, stage: Stage, language: str) -> Iterator[Golden]:
    """The scene's text, compared with its file at the end of the test; `--renew-golden` writes the file first."""
    scene: Callable[..., object] = request.function
    golden = Golden(scene.__name__.removeprefix("test_"), language, stage)
    yield golden
    if request.config.getoption("--renew-golden"):
        golden.path.parent.mkdir(parents=True, exist_ok=True)
        golden.path.write_text(golden.text)
    assert golden.path.exists(), f"{golden.path} is missing: pytest tests/golden --renew-golden"
    assert golden.text == golden.path.read_text()
