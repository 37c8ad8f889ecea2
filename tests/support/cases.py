"""Fewer stages, each of which takes longer to set than most cases do.

Several cases in one test, for cases that leave everything as it was; and each case in one language, where no words
decide.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from messages.rendering.texts import LOCALES

#: Opens a case, by what names it.
Case = Callable[..., AbstractContextManager[None]]


@contextmanager
def all_cases() -> Iterator[Case]:
    """Yields a function that opens a case, by what names it. The test fails with the errors of all cases that fail."""
    failed: list[Exception] = []

    @contextmanager
    def case(*names: object) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            error.add_note(f"in the case {', '.join(map(repr, names))}")
            failed.append(error)

    yield case
    if failed:
        raise ExceptionGroup("cases that fail", failed)


def in_turn(cases: Iterable[Any]) -> list[Any]:
    """Parameters, a case and a language: the first case in English, the next in Khmer; the others in the soak."""
    return [
        pytest.param(
            case,
            language,
            id=f"{getattr(case, '__name__', case)}-{language}",
            marks=[] if language == LOCALES[place % len(LOCALES)] else [pytest.mark.soak],
        )
        for place, case in enumerate(cases)
        for language in LOCALES
    ]


def one_language(language: str) -> list[Any]:
    """Both languages, of a long conversation in which no words decide: this one in the suite, the other in the soak."""
    return [pytest.param(each, marks=[] if each == language else [pytest.mark.soak]) for each in LOCALES]
