"""What people read, word for word, in every language: the diff of a wording change is what is reviewed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.stage import Player, Stage

TEXTS = Path(__file__).parent / "texts"


@dataclass
class Golden:
    """A scene as those who take part see it.

    Args:
        name: of the scene, and of the file with its text.
    """

    name: str
    language: str
    stage: Stage
    _seen: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return TEXTS / self.language / f"{self.name}.txt"

    @property
    def text(self) -> str:
        return "\n\n\n".join(self._seen) + "\n"

    async def shows(self, player: Player, what: str) -> None:
        """Add what is on somebody's screen since they last did something, and from which templates that is."""
        keys = [key for seen in await player.on_screen() for key in seen.keys]
        keys += [refusal.key for refusal in await player.refusals()]
        self.says(f"{player.person.name}: {what}", *keys, text=await player.screen())

    def says(self, heading: str, *keys: str, text: str) -> None:
        """Add a text with what it was rendered from."""
        self._seen.append(f"=== {heading}\n--- {' '.join(keys) or 'no message'}\n\n{text}")

    async def presses(self, player: Player, row: int, column: int = 0) -> None:
        """Press a button by its place, which is the same in every language, of the newest message that has any."""
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
    """Compared at the end of the test with the text that is kept; `--renew-golden` keeps the new one."""
    scene: Callable[..., object] = request.function
    golden = Golden(scene.__name__.removeprefix("test_"), language, stage)
    yield golden
    if request.config.getoption("--renew-golden"):
        golden.path.parent.mkdir(parents=True, exist_ok=True)
        golden.path.write_text(golden.text)
    assert golden.path.exists(), f"{golden.path} is missing: pytest tests/golden --renew-golden"
    assert golden.text == golden.path.read_text()
