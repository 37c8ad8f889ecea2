"""The golden texts hold everything that the assistant can say, and nothing else."""

import re
from pathlib import Path

import pytest

import bot.capabilities  # noqa: F401 - every capability's refusals
import messages
from messages.rendering.texts import LOCALES
from tests.golden.conftest import TEXTS

#: Messages without a scene yet; this list only falls. Their texts are in both catalogs, which the check holds complete.
WITHOUT_SCENE = {
    "documents/posted",
    "documents/told_corrected",
    "facilitators/card",
    "general/in_which_twg",
    "general/undone",
    "groups/arrived",
    "groups/linked_by",
    "groups/offered",
    "groups/press_start",
    "groups/unlinked_here",
    "meetings/posted",
    "members/cap",
    "members/seat",
    "members/seats",
}
TEMPLATES = Path(messages.__file__).parent / "templates"
_SCENE = re.compile(r"^async def test_(\w+)\(\s*golden:", re.MULTILINE)


def scenes() -> set[str]:
    """The names of all scenes; each is that of a file."""
    modules = Path(__file__).parent.glob("test_*.py")
    return {name for module in modules for name in _SCENE.findall(module.read_text())}


def test_every_text_that_is_kept_belongs_to_a_scene(pytestconfig: pytest.Config) -> None:
    left_over = {path for path in TEXTS.glob("*/*.txt") if path.stem not in scenes()}
    if pytestconfig.getoption("--renew-golden"):
        for path in left_over:
            path.unlink()
        return
    assert left_over == set()


def sayable() -> set[str]:
    """Every template that is a message, and every refusal by its macro."""
    keys = set()
    for path in TEMPLATES.rglob("*.html.j2"):
        capability, name = path.parent.name, path.name.removesuffix(".html.j2")
        if name == "refusals":
            keys |= {f"{capability}#{macro}" for macro in re.findall(r"{% macro (\w+)\(", path.read_text())}
        elif not name.startswith("_"):
            keys.add(f"{capability}/{name}")
    return keys


@pytest.mark.parametrize("language", LOCALES)
def test_everything_that_can_be_said_is_kept(pytestconfig: pytest.Config, language: str) -> None:
    if pytestconfig.getoption("--renew-golden"):
        return
    kept = set()
    for path in (TEXTS / language).glob("*.txt"):
        for line in re.findall(r"^--- (.*)$", path.read_text(), re.MULTILINE):
            kept |= set(line.split())
    assert sayable() - kept == WITHOUT_SCENE
