"""A fault put into a program that is loaded: functions are given other code.

Importing the program takes longer than most tests. A process that has loaded it can be copied for each fault instead,
where the fault is in the body of a function.
"""

import gc
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType


def changed_code(file: str, before: bytes, after: bytes) -> Mapping[CodeType, CodeType] | None:
    """The code of functions in which two versions of a module differ: that of before, with that of after.

    Returns:
        None if they differ in what runs while the module is imported, so that functions are not all.
    """
    old, new = (compile(source, file, "exec", dont_inherit=True) for source in (before, after))
    changed: dict[CodeType, CodeType] = {}
    for one, other, is_function in _pairs(old, new, is_function=False):
        if _described(one) != _described(other):
            if not is_function:
                return None
            changed[one] = other
    return changed


def swap(file: str, changed: Mapping[CodeType, CodeType]) -> int:
    """Give all functions of a file that have changed code the other. Returns how many there are."""
    wanted = {_described(old): new for old, new in changed.items()}
    gc.unfreeze()
    found = 0
    for function in gc.get_objects():
        if not isinstance(function, FunctionType) or function.__code__.co_filename != file:
            continue
        new = wanted.get(_described(function.__code__))
        if new is not None:
            function.__code__ = new
            found += 1
    return found


def _pairs(old: CodeType, new: CodeType, *, is_function: bool) -> Iterator[tuple[CodeType, CodeType, bool]]:
    """Code in code of two versions, each with that of the other; and whether it is within a function."""
    yield old, new, is_function
    inner = (tuple(const for const in code.co_consts if isinstance(const, CodeType)) for code in (old, new))
    for one, other in zip(*inner, strict=True):
        # The body of a class runs at once, as comprehensions do; a function has variables of its own.
        runs_later = (bool(one.co_flags & 1) and not one.co_name.startswith("<")) or one.co_name == "<lambda>"
        yield from _pairs(one, other, is_function=is_function or runs_later)


def _described(code: CodeType) -> tuple[object, ...]:
    """What a function does, without where it stands; of the code within it too."""
    consts = tuple(_described(const) if isinstance(const, CodeType) else repr(const) for const in code.co_consts)
    return (code.co_qualname, code.co_code, code.co_names, code.co_varnames, code.co_freevars, consts)
