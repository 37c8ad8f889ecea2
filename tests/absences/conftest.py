"""Fixtures: the assistant with one more capability, which is declared in the tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from jinja2 import BaseLoader, ChoiceLoader, DictLoader

from bot.capabilities import CAPABILITIES
from bot.registry import assemble
from messages.rendering import texts
from messages.rendering.templating import environment
from messages.rendering.texts import LOCALES
from tests.absences.capability import ABSENCES, KHMER, TEMPLATES, Absence
from tests.conftest import START
from tests.support.stage import Player, Stage, raise_curtain


@pytest.fixture
def worded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the templates and translations of the capability for this test."""
    for locale in LOCALES:
        loader = environment(locale).loader
        assert isinstance(loader, BaseLoader)
        monkeypatch.setattr(environment(locale), "loader", ChoiceLoader([DictLoader(TEMPLATES), loader]))
        for english, khmer in KHMER.items():
            monkeypatch.setitem(texts.translations(locale), english, (khmer if locale == "km" else english,))


@pytest.fixture
async def stage(tmp_path: Path, database_url: str, worded: None) -> AsyncIterator[Stage]:
    """The assistant with the capability and its table, without TWGs and people."""
    registry = assemble((*CAPABILITIES, ABSENCES))
    async with raise_curtain(tmp_path, database_url, START, registry) as stage:
        async with stage.assistant.database.begin() as session:
            await (await session.connection()).run_sync(Absence.metadata.create_all)
        yield stage


@pytest.fixture
async def sovann(health: Stage) -> Player:
    """The chair, who is notified of absences."""
    return await health.member("Sovann", "chair")
