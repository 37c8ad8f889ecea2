"""The demonstration and the sandbox's history are made of what each capability exports for them."""

import sys
from collections.abc import Iterator
from importlib import invalidate_caches
from pathlib import Path

import pytest

import bot.demo.scenes
import bot.training.history
from bot.capabilities import CAPABILITIES
from bot.capability_modules import OrderGivenTwice, find_modules
from bot.demo.scene import find_scenes
from bot.registry import Capability
from bot.training.events import find_events, find_suggestions

SCENES, HISTORY = "bot.demo.scenes", "bot.training.history"

#: Capabilities with a notice or a form that have no module in one of the packages, and why.
WITHOUT_MODULE = {
    ("search", SCENES): "the scene of sharing searches for what was shared",
    ("search", HISTORY): "it changes nothing",
    ("general", SCENES): "it only tells of forms that were left for a month",
    ("general", HISTORY): "a form that was left is no history",
    ("guideline", SCENES): "the demonstration shows the main job, which does not need it",
    ("guideline", HISTORY): "it changes nothing",
    ("institutions", SCENES): "the demonstration shows the main job, which does not need it",
    ("institutions", HISTORY): "every institution of the cast has one name",
    ("settings", SCENES): "the demonstration shows the main job, on the usual days",
    ("settings", HISTORY): "the TWG keeps the hours and days of the installation",
    ("rosters", SCENES): "the demonstration registers its people by the links that it shows",
    ("export", HISTORY): "what leaves the store changes nothing in it",
    ("rosters", HISTORY): "the people of the cast are registered already",
    ("minutes", SCENES): "the demonstration ends with the record, of which they are composed",
    ("minutes", HISTORY): "they are composed when they are read",
    ("attendance", HISTORY): "the history of records notes who was there",
    ("decisions", HISTORY): "the history of records closes one, which registers its decision",
    ("objections", SCENES): "the demonstration shows the main job, where the TWG decides at its meetings",
    ("objections", HISTORY): "the TWG of the history has decided at its meetings alone",
    ("reports", SCENES): "the demonstration shows the main job, which ends with the reports that come",
    ("reports", HISTORY): "the round of the history is still open; nothing is signed yet",
    ("reminders", HISTORY): "what is reminded of belongs to other capabilities; the rules are the default ones",
}


@pytest.mark.parametrize("package", [SCENES, HISTORY])
def test_a_capability_that_tells_or_asks_has_scenes_and_a_history(package: str) -> None:
    talking = {each.name for each in CAPABILITIES if each.domain.notices or each.router.forms}
    without = talking - {name for name, _module in find_modules(package, CAPABILITIES)}
    assert {(name, package) for name in without} == {key for key in WITHOUT_MODULE if key[1] == package}


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder for modules of further capabilities, which both packages find there."""
    before = set(sys.modules)
    for package in (bot.demo.scenes, bot.training.history):
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / package.__name__)])
        (tmp_path / package.__name__).mkdir()
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith((f"{SCENES}.", f"{HISTORY}.")):
            del sys.modules[name]


def bring(folder: Path, package: str, name: str, source: str) -> Capability:
    """A capability with a module in a package."""
    (folder / package / f"{name}.py").write_text(source, encoding="utf-8")
    invalidate_caches()
    return Capability(name)


def scene(order: int) -> str:
    return f"from bot.demo.scene import Scene\nSCENES = (Scene({order}, 'Order {order}', None),)\n"


def event(day: int, hour: int, order: int) -> str:
    return (
        "from datetime import time\nfrom bot.training.events import Event\n"
        f"EVENTS = (Event({day}, time({hour}), None, order={order}),)\n"
    )


def test_scenes_are_sorted_by_their_order_and_only_those_of_the_capabilities_given(brought: Path) -> None:
    late, early = bring(brought, SCENES, "late", scene(25)), bring(brought, SCENES, "early", scene(15))
    members = next(each for each in CAPABILITIES if each.name == "members")
    found = find_scenes([late, Capability("silent"), members, early])
    assert [each.order for each in found] == [10, 15, 25]


def test_an_order_of_scenes_given_twice_is_refused_by_the_names_of_both(brought: Path) -> None:
    first, second = bring(brought, SCENES, "first", scene(15)), bring(brought, SCENES, "second", scene(15))
    with pytest.raises(OrderGivenTwice, match="first and second give the order 15 twice"):
        find_scenes([first, second])


def test_events_are_sorted_by_their_time_and_refused_where_that_leaves_it_open(brought: Path) -> None:
    noon, morning = bring(brought, HISTORY, "noon", event(1, 12, 10)), bring(brought, HISTORY, "morn", event(1, 8, 10))
    again = bring(brought, HISTORY, "again", event(1, 12, 10))
    later = bring(brought, HISTORY, "later", event(1, 12, 20))
    found = find_events([later, noon, morning])
    assert [(each.at.hour, each.order) for each in found] == [(8, 10), (12, 10), (12, 20)]
    with pytest.raises(OrderGivenTwice, match="noon and again"):
        find_events([noon, morning, again])


def test_an_event_is_on_one_of_the_days_of_the_calendar() -> None:
    assert {each.day for each in find_events(CAPABILITIES)} == {0, 1, 2}


def test_what_there_is_to_try_is_joined_by_person(brought: Path) -> None:
    source = "from bot.demo.cast import CHAIR, LEAD\nEVENTS = ()\nTO_TRY = {{{}}}\n"
    one = bring(brought, HISTORY, "one", source.format("LEAD: 'writes', CHAIR: 'reads'"))
    two = bring(brought, HISTORY, "two", source.format("CHAIR: 'answers'"))
    assert [(player.last_name, text) for player, text in find_suggestions([one, two]).items()] == [
        ("Kim", "reads, answers"),
        ("Lopez", "writes"),
    ]
