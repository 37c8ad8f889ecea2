"""A pytest plugin: of a long matrix of conversations the suite runs every third case, and `make soak` the others.

A conversation takes a tenth of a second and more, and a matrix of roles, forms or wordings has up to a hundred of them
that differ in one value. `pytest` without files or folders runs the sample, always the same one; with them it runs all
of their cases. `--cases` chooses otherwise.

A matrix of which each case is the only test of its kind is marked `every_case`, and runs whole.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest

#: A test with so many cases or fewer runs whole; of the others each third one runs, beginning with the first.
SHORT = STEP = 3
#: The fixtures of tests with a database, and so with conversations.
_DATABASES = frozenset({"database_url", "migrated_file"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        choices=("sample", "rest", "all"),
        help="of long matrices each third case, the others, or all; without it all of files and folders that are named",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist what to run: it does not know whether its arguments were given."""
    node.workerinput["cases"] = _chosen(node.config)


@pytest.hookimpl(trylast=True)  # after `-m`, so that a third of what would run is run
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
    long = (cases for cases in matrices.values() if len(cases) > SHORT)
    return {case for cases in long for place, case in enumerate(cases) if place % STEP}
