"""The suite runs a fixed sample of long matrices, and the sample with the rest is everything."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.sampling import find_rest


@dataclass(frozen=True)
class Callspec:
    params: dict[str, Any]


@dataclass(frozen=True)
class Case:
    nodeid: str
    callspec: Callspec = field(compare=False)
    fixturenames: tuple[str, ...] = ("stage", "database_url")
    marked: bool = False

    def get_closest_marker(self, name: str) -> object:
        return (name == "every_case" and self.marked) or None


def cases(*texts: str, **options: Any) -> list[Any]:
    """A case for each text, whose words are its values: `text`, `kind` and so on."""
    names = "text", "kind", "language"
    params = [dict(zip(names, text.split(), strict=False)) for text in texts]
    return [
        Case(f"tests/test_roles.py::test_it[{text}]", Callspec(each), **options)
        for text, each in zip(texts, params, strict=True)
    ]


def sample(items: list[Any]) -> str:
    """The first letters of the cases that stay."""
    rest = find_rest(items)
    return "".join(item.callspec.params["text"] for item in items if item not in rest)


def test_of_a_long_matrix_each_fifth_case_stays() -> None:
    assert sample(cases(*"abcdefghijkl")) == "afk"
    assert sample(cases(*"abc")) == "a"


def test_each_value_that_several_cases_share_stays() -> None:
    assert sample(cases("a yes", "b yes", "c no", "d no")) == "ac"
    assert sample(cases("a yes en", "b yes km", "c no en", "d no km", "e other en", "f other km")) == "acf"


@pytest.mark.parametrize(
    "items",
    [cases(*"ab"), cases(*"abcdefgh", fixturenames=()), cases(*"abcdefgh", marked=True)],
    ids=["a short one", "without a database", "each case is the only one of its kind"],
)
def test_other_matrices_stay_whole(items: list[Any]) -> None:
    assert find_rest(items) == set()
