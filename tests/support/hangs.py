"""A pytest plugin: a test that hangs fails and says what waits for what, so that its worker goes on with the others.

The set-up, the call and the teardown of a test may each take `hang_limit_s`; `-o hang_limit_s=0` lifts the limit. Tests
marked `soak` or `corpus`, and everything with hypothesis's profile "soak", have none. SIGALRM interrupts the main
thread, on which pytest and the workers of pytest-xdist run tests, also while an event loop waits there.
"""

import asyncio
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from hypothesis import settings

#: A test takes up to half a minute, and ten times that on a machine that is busy otherwise.
LIMIT_S = "300"
_LONG = ("soak", "corpus")
#: Attributes of coroutines, generators and asynchronous generators: their frame, and what they wait for.
_FRAMES = ("cr_frame", "gi_frame", "ag_frame")
_AWAITED = ("cr_await", "gi_yieldfrom", "ag_await")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("hang_limit_s", "seconds after which a phase of a test is said to hang; 0 for none", default=LIMIT_S)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    with _limited(item, "set-up"):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with _limited(item, "call"):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    with _limited(item, "teardown"):
        return (yield)


@contextmanager
def _limited(item: pytest.Item, phase: str) -> Iterator[None]:
    limit_s = float(item.config.getini("hang_limit_s"))
    if not limit_s or _is_long(item) or not hasattr(signal, "SIGALRM"):
        yield
        return

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"the {phase} of {item.nodeid} hangs: it took {limit_s:g} s\n{_describe_waiting()}")

    before = signal.signal(signal.SIGALRM, interrupt)
    # Again and again, since an event loop only reports what is raised in one of its callbacks, and goes on.
    signal.setitimer(signal.ITIMER_REAL, limit_s, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _is_long(item: pytest.Item) -> bool:
    is_marked = any(item.get_closest_marker(mark) is not None for mark in _LONG)
    return is_marked or settings.get_current_profile_name() == "soak"


def _describe_waiting() -> str:
    """What each task of the running event loop waits for, and where the other threads are.

    The main thread is in the traceback of the failure.
    """
    lines = []
    try:
        tasks = asyncio.all_tasks()
    except RuntimeError:  # no event loop is running
        tasks = set()
    for task in sorted(tasks, key=lambda each: each.get_name()):
        lines += [f"{task.get_name()} waits:", *_chain(task.get_coro())]
    frames = sys._current_frames()
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and thread.ident in frames:
            lines += [
                f"thread {thread.name}:",
                *(line.rstrip() for line in traceback.format_stack(frames[thread.ident])),
            ]
    return "\n".join(lines)


def _chain(waiting: Any) -> Iterator[str]:
    """Where a coroutine waits, and what it waits for waits, from the outermost call to the innermost."""
    while waiting is not None:
        frame = next((getattr(waiting, name) for name in _FRAMES if getattr(waiting, name, None) is not None), None)
        if frame is not None:
            yield f'  File "{frame.f_code.co_filename}", line {frame.f_lineno}, in {frame.f_code.co_name}'
        waiting = next((getattr(waiting, name) for name in _AWAITED if getattr(waiting, name, None) is not None), None)
