"""A form with a section within a section, filled in as people do, in both languages (U1)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import BaseLoader, ChoiceLoader, DictLoader

from bot.capabilities import CAPABILITIES
from bot.registry import assemble
from messages.rendering import texts
from messages.rendering.templating import environment
from messages.rendering.texts import LOCALES
from tests.conftest import START
from tests.forms.agenda import AGENDAS, KHMER, TEMPLATES
from tests.forms.steps import answers, open_forms
from tests.support.cases import all_cases
from tests.support.stage import Player, Stage, raise_curtain


@pytest.fixture
def worded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The templates and texts of the form in every language, for this test."""
    for locale in LOCALES:
        loader = environment(locale).loader
        assert isinstance(loader, BaseLoader)
        monkeypatch.setattr(environment(locale), "loader", ChoiceLoader([DictLoader(TEMPLATES), loader]))
        for english, khmer in KHMER.items():
            monkeypatch.setitem(texts.translations(locale), english, (khmer if locale == "km" else english,))


@pytest.fixture
async def stage(tmp_path: Path, database_url: str, worded: None) -> AsyncIterator[Stage]:
    async with raise_curtain(tmp_path, database_url, START, assemble((*CAPABILITIES, AGENDAS))) as stage:
        yield stage


@pytest.fixture(params=LOCALES)
async def dara(health: Stage, request: pytest.FixtureRequest) -> Player:
    """The secretariat, in each language."""
    return await health.member("Chan Dara", "secretariat", language=request.param)


@pytest.fixture
async def minuting(dara: Player) -> Player:
    """The secretariat after the first item, which has one action."""
    await dara.says("/minuting", "Second plenary 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("Budget 2027", "It is short", "To ask for more", "The budget\nA letter")
    await dara.presses("form:finish")
    await dara.presses("form:choice=yes")
    await dara.says("Write to the ministry")
    await dara.presses("form:choice=1")
    await dara.presses("form:skip")
    await dara.presses("form:choice=no")
    return dara


@pytest.fixture
async def summary(minuting: Player) -> Player:
    """The secretariat before the summary of two items."""
    await minuting.presses("form:choice=yes")
    await minuting.says("Any other business")
    await minuting.presses("form:skip")
    await minuting.presses("form:skip")
    await minuting.presses("form:choice=no")
    await minuting.presses("form:choice=no")
    await minuting.presses("form:skip")
    return minuting


async def saved(player: Player) -> list[dict[str, Any]]:
    """Press "Save"; the items as the operation got them, without what is empty."""
    await player.presses("form:save")
    agenda = (await player.shown("agendas/saved"))["agenda"]
    return [item.model_dump(exclude_none=True) for item in agenda.items]


BUDGET = {
    "title": "Budget 2027",
    "discussion": "It is short",
    "decision": "To ask for more",
    "papers": ["The budget", "A letter"],
    "actions": [{"task": "Write to the ministry", "owner": "1"}],
}
OTHER = {"title": "Any other business", "papers": [], "actions": []}


async def test_items_and_their_actions_are_asked_for_shown_and_saved(health: Stage, summary: Player) -> None:
    shown = await summary.summary()
    assert shown == {
        "title": "Second plenary 2026",
        "kind": shown["kind"],
        "agenda.0.title": "Budget 2027",
        "agenda.0.discussion": "It is short",
        "agenda.0.decision": "To ask for more",
        "agenda.0.papers": shown["agenda.0.papers"],
        "agenda.0.actions.0.task": "Write to the ministry",
        "agenda.0.actions.0.owner": "MoH",
        "agenda.1.title": "Any other business",
    }
    assert await saved(summary) == [BUDGET, OTHER]
    assert await open_forms(health) == []


async def test_a_question_says_which_item_it_is_about(minuting: Player) -> None:
    await minuting.asks("agenda.0.more")
    assert (await minuting.shown("forms/ask"))["lines"] == ["Budget 2027"]
    await minuting.presses("form:choice=yes")
    await minuting.asks("agenda.1.title")
    await minuting.says("Any other business")
    await minuting.asks("agenda.1.discussion")
    [item] = (await minuting.shown("forms/ask"))["within"]
    assert (item.number, item.value) == (2, "Any other business")
    await minuting.reads_fact("Any other business")


async def test_a_restart_between_two_questions_of_an_item_loses_nothing(health: Stage, minuting: Player) -> None:
    before = await answers(health)
    await health.restarts()
    await minuting.presses("form:choice=yes")
    await health.restarts()
    await minuting.says("Any other business")
    await minuting.asks("agenda.1.discussion")
    await health.restarts()
    await minuting.says("/minuting")
    await minuting.asks("agenda.1.discussion")
    assert await answers(health) == {**before, "agenda.0.more": "yes", "agenda.1.title": "Any other business"}
    await minuting.presses("form:skip")
    await minuting.presses("form:skip")
    await minuting.presses("form:choice=no")
    await health.restarts()
    await minuting.presses("form:choice=no")
    await minuting.presses("form:skip")
    assert await saved(minuting) == [BUDGET, OTHER]


async def test_whether_there_is_another_one_may_be_typed(minuting: Player) -> None:
    await minuting.says("perhaps")
    await minuting.is_refused("general#not_a_choice")
    await minuting.says("ទេ")
    await minuting.asks("remark")


async def test_another_one_is_taken_back_by_going_back(minuting: Player) -> None:
    await minuting.presses("form:choice=yes")
    await minuting.presses("form:back")
    await minuting.asks("agenda.0.more")
    await minuting.presses("form:choice=no")
    await minuting.presses("form:skip")
    assert await saved(minuting) == [BUDGET]


async def test_the_last_one_is_removed_where_another_is_asked_for(health: Stage, minuting: Player) -> None:
    await minuting.presses("form:choice=yes")
    await minuting.says("A mistake")
    await minuting.presses("form:back")
    await minuting.presses("form:remove=agenda.1")
    await minuting.asks("agenda.0.more")
    await minuting.presses_twice("form:remove=agenda.0")
    await minuting.asks("agenda.0.title")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def label_of(player: Player, name: str) -> str:
    """What the newest button of this name says."""
    labels = [button.button.label for seen in await player.messages() for button in seen.buttons if button.name == name]
    return labels[-1]


async def test_an_item_is_changed_by_choosing_it_and_then_its_question(summary: Player) -> None:
    await summary.presses("form:change")
    assert await label_of(summary, "form:change=agenda") in {"Agenda item (2)", "ចំណុច (២)"}
    await summary.presses("form:change=agenda")
    await summary.offers("form:change=agenda.1")
    await summary.presses("form:change=agenda.0")
    await summary.reads_fact("Write to the ministry")
    assert (await label_of(summary, "form:change=agenda.0.actions")).endswith(("(1)", "(១)"))
    await summary.presses("form:change=agenda.0.actions")
    await summary.presses("form:change=agenda.0.actions.0")
    await summary.reads_fact("Budget 2027", "MoH")
    await summary.presses("form:change=agenda.0.actions.0.task")
    await summary.says("Telephone the ministry")
    await summary.sees("forms/confirm")
    [item, _other] = await saved(summary)
    assert item["actions"] == [{"task": "Telephone the ministry", "owner": "1"}]


async def test_going_back_from_what_can_be_changed_ends_at_the_summary(summary: Player) -> None:
    for name in ("form:change", "form:change=agenda", "form:change=agenda.0", "form:change=agenda.0.actions"):
        await summary.presses(name)
    for name in ("form:change=agenda.0", "form:change=agenda", "form:change"):
        await summary.presses(name)
        await summary.sees("forms/choose")
    await summary.presses("form:look")
    await summary.sees("forms/confirm")


async def test_an_item_is_removed_and_the_next_takes_its_place(summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.presses("form:change=agenda.0")
    await summary.presses("form:remove=agenda.0")
    await summary.sees("forms/confirm")
    assert await saved(summary) == [OTHER]


async def test_a_refusal_that_names_a_question_of_an_item_asks_it_again(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.presses("form:change=agenda.1")
    await summary.presses("form:change=agenda.1.title")
    await summary.says("Unheard")
    await summary.presses("form:save")
    await summary.is_refused("agendas#unheard")
    await summary.asks("agenda.1.title")
    await summary.says("Any other business")
    assert await saved(summary) == [BUDGET, OTHER]


MADE_UP = ["remove=agenda.9", "remove=agenda", "remove=title", "remove=", "change=agenda.9", "change=agenda@99"]


async def test_a_button_of_their_own_making_changes_nothing(health: Stage, summary: Player) -> None:
    [before] = await open_forms(health)
    with all_cases() as case:
        for what in MADE_UP:
            with case(what):
                [form] = await open_forms(health)
                await summary.forges(f"f:{form.id}:{form.revision}:{what}")
                await summary.does_not_see("general/incident")
                assert await answers(health) == before.answers


async def test_what_was_kept_of_a_section_is_shown_when_the_form_is_opened_again(minuting: Player) -> None:
    await minuting.says("/minuting")
    await minuting.asks("agenda.0.more")
    kept = {line.name: line.value for line in (await minuting.shown("forms/ask"))["kept"]}
    assert kept["agenda.0.title"] == "Budget 2027"
    assert kept["agenda.0.actions.0.owner"] == "MoH"
