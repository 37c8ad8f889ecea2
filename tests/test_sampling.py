"""The suite runs a fixed sample of long matrices, and the sample with the rest is everything."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.sampling import find_rest


@dataclass(frozen=True)
class Case:
    nodeid: str
    fixturenames: tuple[str, ...] = ("stage", "database_url")
    marked: bool = False

    def get_closest_marker(self, name: str) -> object:
        return (name == "every_case" and self.marked) or None


def cases(count: int, **options: Any) -> list[Any]:
    return [Case(f"tests/test_roles.py::test_it[{number}]", **options) for number in range(count)]


def test_of_a_long_matrix_each_third_case_stays() -> None:
    items = cases(10)
    assert [item for item in items if item not in find_rest(items)] == [items[0], items[3], items[6], items[9]]


@pytest.mark.parametrize(
    "items",
    [cases(3), cases(10, fixturenames=()), cases(10, marked=True)],
    ids=["a short one", "without a database", "each case is the only one of its kind"],
)
def test_other_matrices_stay_whole(items: list[Any]) -> None:
    assert find_rest(items) == set()
