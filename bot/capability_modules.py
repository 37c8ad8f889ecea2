"""Optional modules of capabilities, found by the capability's name: scenes of the demonstration, past events."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeVar

from bot.registry import Capability

Item = TypeVar("Item")


class OrderGivenTwice(Exception):
    """Two items have the same place; the text names the place and the two capabilities."""


def find_modules(package: str, capabilities: Iterable[Capability]) -> Iterator[tuple[str, ModuleType]]:
    """Import `<package>.<name>` for each capability that has such a module.

    Returns:
        Names of capabilities with their modules, in the order of `capabilities`.
    """
    for capability in capabilities:
        module = f"{package}.{capability.name}"
        if find_spec(module) is not None:
            yield capability.name, import_module(module)


def sort_items(items: Iterable[tuple[str, Item]], place: Callable[[Item], Any]) -> tuple[Item, ...]:
    """Sort what capabilities contribute by its place, which must be unique.

    Args:
        items: pairs of a capability's name and an item that it contributes.
        place: returns the sort key of an item; it is hashable.

    Raises:
        OrderGivenTwice: two items have the same place.
    """
    owners: dict[Any, str] = {}
    placed: dict[Any, Item] = {}
    for capability, item in items:
        key = place(item)
        if key in placed:
            raise OrderGivenTwice(
                f"{owners[key]} and {capability} give the order {key} twice: {placed[key]} and {item}"
            )
        owners[key], placed[key] = capability, item
    return tuple(placed[key] for key in sorted(placed))
