"""Functions that write for somebody without being an operation, found in the source of a package.

It reads types, not names: a function counts when one of its parameters is a session and another is who acts (an actor,
a person, a membership), in any order and under any name.
"""

import ast
import inspect
import textwrap
import typing
from collections.abc import Callable, Collection, Iterator
from types import ModuleType
from typing import Any

import sqlalchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from storage.members import Membership, Person
from twg.core.actors import Actor

SESSIONS = frozenset({AsyncSession, Session})
#: An actor always acts; a person or a member does where the function writes.
ACTING = frozenset({Person, Membership})
#: What a session is asked for in order to write.
_SESSION_METHODS = frozenset({"add", "add_all", "delete", "merge", "bulk_save_objects", "bulk_insert_mappings"})
#: What changes a relationship in place: `action.updates.append(…)`.
_CHANGING_METHODS = frozenset({"append", "extend", "insert", "remove", "clear", "pop"})
_WRITING_FUNCTIONS = (
    setattr,
    sqlalchemy.insert,
    sqlalchemy.update,
    sqlalchemy.delete,
    postgresql.insert,
    sqlite.insert,
)
#: Packages whose functions are read along with those that call them.
_OURS = frozenset({"twg", "storage", "tests"})


def find_unguarded(module: ModuleType, operations: Collection[Callable[..., Any]]) -> Iterator[str]:
    """The public functions and methods of a module that should be operations and are none, as dotted names.

    Every one that takes a session and an actor should be, unless it is called `access_…` and writes nothing; and every
    one that takes a session and a person or a member, and writes.
    """
    for name, function in _functions_of(module):
        types = set().union(*_types_of(function).values())
        if function in operations or not types & SESSIONS:
            continue
        reads = name.rpartition(".")[2].startswith("access_") and not writes(function)
        if (Actor in types and not reads) or (types & ACTING and writes(function)):
            yield f"{module.__name__}.{name}"


def _functions_of(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What a module defines itself, in its classes too, apart from what is private."""
    for name, value in vars(module).items():
        if name.startswith("_"):
            continue
        if inspect.isclass(value) and value.__module__ == module.__name__:
            for own, method in vars(value).items():
                function = getattr(method, "__func__", method)
                if inspect.isfunction(function) and not own.startswith("_"):
                    yield f"{name}.{own}", function
        elif inspect.isfunction(value) and inspect.unwrap(value).__module__ == module.__name__:
            yield name, value


def _types_of(function: Callable[..., Any]) -> dict[str, set[Any]]:
    """The types of each parameter, each member of a union by itself."""
    hints = typing.get_type_hints(inspect.unwrap(function))
    hints.pop("return", None)
    return {name: {hint, *typing.get_args(hint)} for name, hint in hints.items()}


def writes(function: Callable[..., Any]) -> bool:
    """Whether a function changes rows, itself or through others of ours that it names.

    It errs on the side of yes: setting an attribute of anything but `self` counts.
    """
    return _writes(function, set())


def _writes(function: Callable[..., Any], seen: set[Any]) -> bool:
    function = inspect.unwrap(function)
    if function in seen:
        return False
    seen.add(function)
    names: dict[str, Any] = function.__globals__  # type: ignore[attr-defined]
    sessions = {name for name, types in _types_of(function).items() if types & SESSIONS}
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Store()):
                continue
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                return True
            case ast.Call(func=ast.Attribute(value=ast.Attribute(), attr=method)) if method in _CHANGING_METHODS:
                return True
            case ast.Attribute(value=ast.Name(id=name), attr=method) if name in sessions and method in _SESSION_METHODS:
                return True
            case ast.Name() | ast.Attribute():
                if _means_writing(_look_up(names, node), seen):
                    return True
    return False


def _means_writing(named: Any, seen: set[Any]) -> bool:
    """Whether what a name stands for is a statement that writes, makes one, or is a function of ours that writes."""
    if isinstance(named, UpdateBase) or any(named is function for function in _WRITING_FUNCTIONS):
        return True
    ours = inspect.isfunction(named) and named.__module__.partition(".")[0] in _OURS
    return ours and _writes(named, seen)


def _look_up(names: dict[str, Any], node: ast.expr) -> Any:
    """What a name or a dotted name means in a module; nothing for a local one."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_look_up(names, node.value), node.attr, None)
    return None
