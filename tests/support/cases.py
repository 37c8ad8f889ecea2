"""Several cases in one test, for cases that leave everything as it was: setting the stage takes longer than they do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager


@contextmanager
def all_cases() -> Iterator[Callable[..., AbstractContextManager[None]]]:
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
