"""Settings of the Python interpreter for a program that answers many small updates."""

import gc
import sys

#: Threshold of the garbage collector's first generation, in objects. One update allocates hundreds of objects and frees
#: nearly all of them by reference count, so Python's default, 700 in 3.11, collects too often.
_YOUNG = 20_000
#: How long a thread that computes, such as one that makes a workbook, keeps the interpreter from the event loop, in
#: seconds. An update gives the interpreter away dozens of times, at each statement and each packet; with Python's 5 ms
#: it would wait for each of them.
_TURN_S = 0.0005


def collect_rarely() -> None:
    """Called before anything is imported: looking for garbage while modules load took a fifth of the start."""
    gc.set_threshold(_YOUNG)


def tune() -> None:
    """Called once everything is imported, by what goes on for long."""
    gc.freeze()  # imported modules are never freed; collecting them again and again took a quarter of the time
    sys.setswitchinterval(_TURN_S)
