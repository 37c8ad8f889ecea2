"""A pytest plugin: of a long matrix of conversations the suite runs a fixed sample, and `make soak` the other cases.

A conversation takes a tenth of a second and more, and a matrix of roles, forms or wordings has up to a hundred of them
that differ in one value. `pytest` without files or folders runs the sample, always the same one; with them it runs all
of their cases. `--cases` chooses otherwise.

The sample has each fifth case, and a case of each value that several cases share: each outcome, role, language or kind
of a matrix that has more than one of each. A matrix of which each case is the only test of its kind is marked
`every_case`, and runs whole.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

#: A test with so many cases or fewer runs whole.
SHORT = 2
#: Of the others each fifth case runs, beginning with the first.
STEP = 5
#: The fixtures of tests with a database, and so with conversations.
_DATABASES = frozenset({"database_url", "migrated_file"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        choices=("sample", "rest", "all"),
        help="of long matrices a fixed sample, the others, or all; without it all of files and folders that are named",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist what to run: it does not know whether its arguments were given."""
    node.workerinput["cases"] = _chosen(node.config)


@pytest.hookimpl(trylast=True)  # after `-m`, so that the sample is one of what would run
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = _chosen(config)
    if chosen == "all":
        return
    rest = find_rest(items)
    dropped = [item for item in items if (item in rest) == (chosen == "sample")]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if (item in rest) == (chosen == "rest")]


def _chosen(config: pytest.Config) -> str:
    whole_suite = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    told = getattr(config, "workerinput", {}).get("cases")
    return str(told or config.getoption("--cases") or ("sample" if whole_suite else "all"))


def find_rest(items: Sequence[pytest.Item]) -> set[pytest.Item]:
    """The cases that the sample leaves out."""
    matrices: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if _DATABASES & set(getattr(item, "fixturenames", ())) and item.get_closest_marker("every_case") is None:
            matrices[item.nodeid.partition("[")[0]].append(item)
    rest: set[pytest.Item] = set()
    for cases in matrices.values():
        if len(cases) > SHORT:
            sample = find_sample([_values(case) for case in cases])
            rest.update(case for place, case in enumerate(cases) if place not in sample)
    return rest


def find_sample(cases: Sequence[Mapping[str, str]]) -> set[int]:
    """The places of the cases that run, of cases given by their values: each value by the name of its parameter.

    A parameter whose values all differ, such as a wording, is sampled by place alone.
    """
    sample = set(range(0, len(cases), STEP))
    for name in cases[0]:
        values = [case.get(name) for case in cases]
        seen = {values[place] for place in sample}
        if len(set(values)) < len(cases):
            for place, value in enumerate(values):
                if value not in seen:
                    sample.add(place)
                    seen.add(value)
    return sample


def _values(item: pytest.Item) -> dict[str, str]:
    """The parameters of a case as texts: which of them are equal is the same in each worker, whatever the texts are."""
    callspec = getattr(item, "callspec", None)
    return {} if callspec is None else {name: repr(value) for name, value in callspec.params.items()}
