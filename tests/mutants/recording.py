"""A plugin of pytest: which marks each test function passes that does not fail.

`-p tests.mutants.recording --record=FOLDER`. Of a function with several cases the first one runs. What runs in other
processes than the test's own is not recorded, and what runs once in a process, because it is cached, belongs to the
first test that needs it.
"""

import os
import pickle
import zlib
from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest

from tests.mutants.ran import RAN

_CASES: dict[str, list[str]] = defaultdict(list)


@dataclass(frozen=True)
class Recorded:
    """What a test function did.

    Attributes:
        cases: ids of its cases, all of them; its own id without parameters is what they begin with.
        took_s: processor time of the first case.
        ran: a byte for each mark, compressed.
    """

    cases: tuple[str, ...]
    took_s: float
    ran: bytes

    @property
    def file(self) -> str:
        return self.cases[0].partition("::")[0]

    def passed(self) -> bytes:
        """A byte for each mark, 1 where it was passed."""
        return zlib.decompress(self.ran)


def read(folder: Path) -> Iterator[Recorded]:
    """What was recorded in a folder."""
    for file in sorted(folder.glob("*.pickle")):
        with file.open("rb") as opened:
            while opened.peek(1):
                yield pickle.load(opened)  # noqa: S301 - written by this module


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", type=Path, required=True, help="the folder for what is recorded")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the first case of each function."""
    kept = []
    for item in items:
        function = item.nodeid.partition("[")[0]
        if function not in _CASES:
            kept.append(item)
        _CASES[function].append(item.nodeid)
    items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    RAN[:] = bytes(len(RAN))
    failed, begun = item.session.testsfailed, process_time()
    result = yield
    if item.session.testsfailed > failed:
        return result
    took_s, ran = process_time() - begun, zlib.compress(bytes(RAN), 1)
    cases = tuple(_CASES[item.nodeid.partition("[")[0]])
    with (item.config.getoption("--record") / f"{os.getpid()}.pickle").open("ab") as file:
        pickle.dump(Recorded(cases, took_s, ran), file)
    return result
