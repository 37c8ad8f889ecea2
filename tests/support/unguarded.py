"""Functions that write for somebody without being an operation, found in the source of a package.

It reads types, not names: a function counts when one of its parameters is a session and another is who acts (an actor,
a person, a membership), in any order and under any name.

It does not follow what is decided while the program runs: a statement or a function that is an argument or is looked up
in a mapping, a session or an actor within another object, an import within a function, methods that are called on
objects. Where a test runs them, `tests.support.guard` sees what they write.
"""

import ast
import builtins
import inspect
import textwrap
import typing
from collections.abc import Callable, Collection, Iterator
from functools import partial
from types import ModuleType
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, TextClause
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from storage.members import Membership, Person
from tests.support.sql import UNREAD, writes_of
from twg.core.actors import Actor

SESSIONS = (AsyncSession, Session, AsyncConnection, Connection)
#: An actor always acts; a person or a member does where the function writes.
ACTING = (Person, Membership)
#: What a session is asked for in order to write.
_SESSION_METHODS = frozenset(
    {"add", "add_all", "delete", "merge", "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"}
)
#: What leads past the session; taken to write, of whatever it is asked.
_PAST_THE_SESSION = frozenset({"sync_session", "run_sync", "exec_driver_sql"})
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
        if function in operations or not _any_is(types, SESSIONS):
            continue
        reads = name.rpartition(".")[2].startswith("access_") and not writes(function)
        if (_any_is(types, (Actor,)) and not reads) or (_any_is(types, ACTING) and writes(function)):
            yield f"{module.__name__}.{name}"


def _functions_of(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What a module defines itself, in its classes too, apart from what is private."""
    for name, value in vars(module).items():
        if name.startswith("_"):
            continue
        if inspect.isclass(value) and value.__module__ == module.__name__:
            for own, method in vars(value).items():
                function = _function_of(method)
                if function is not None and (not own.startswith("_") or own == "__call__"):
                    yield f"{name}.{own}", function
        else:
            function = _function_of(value)
            if function is not None and inspect.unwrap(function).__module__ == module.__name__:
                yield name, function


def _function_of(value: Any) -> Callable[..., Any] | None:
    """The function that is called: itself, a method's, a partial's, that of an object of ours; nothing for others."""
    if isinstance(value, partial):
        return _function_of(value.func)
    value = getattr(value, "__func__", value)
    if callable(value) and type(value).__module__.partition(".")[0] in _OURS:
        value = type(value).__call__
    return value if inspect.isfunction(value) else None


def _types_of(function: Callable[..., Any]) -> dict[str, set[type]]:
    """The classes that the type of each parameter names, within unions and collections too."""
    hints = typing.get_type_hints(inspect.unwrap(function))
    hints.pop("return", None)
    return {name: set(_classes_in(hint)) for name, hint in hints.items()}


def _classes_in(hint: Any) -> Iterator[type]:
    if inspect.isclass(hint):
        yield hint
    for argument in typing.get_args(hint):
        yield from _classes_in(argument)


def _any_is(types: set[type], bases: tuple[type, ...]) -> bool:
    return any(issubclass(one, bases) for one in types)


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
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    sessions = {name for name, types in _types_of(function).items() if _any_is(types, SESSIONS)}
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                node.decorator_list.clear()  # they note things on the function, not in rows
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)) if other in sessions:
                sessions.add(name)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Store()):
                continue
            case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name))) if name == "self" or name in sessions:
                continue
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                return True
            case ast.Subscript(value=ast.Attribute(), ctx=ast.Store() | ast.Del()):
                return True
            case ast.Call(func=ast.Attribute(value=ast.Attribute(), attr=method)) if method in _CHANGING_METHODS:
                return True
            case ast.Attribute(value=ast.Name(id=name), attr=method) if name in sessions and method in _SESSION_METHODS:
                return True
            case ast.Attribute(attr=method) if method in _PAST_THE_SESSION:
                return True
            case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=name), *_]) if name in sessions:
                return True
            case ast.Call(func=called, args=[words, *_]) if _look_up(names, called) is sqlalchemy.text:
                if not (isinstance(words, ast.Constant) and isinstance(words.value, str)) or _is_write(words.value):
                    return True
            case ast.Name() | ast.Attribute():
                if _means_writing(_look_up(names, node), seen):
                    return True
    return False


def _means_writing(named: Any, seen: set[Any]) -> bool:
    """Whether what a name stands for is a statement that writes, makes one, or is a function of ours that writes."""
    if isinstance(named, UpdateBase) or any(named is function for function in _WRITING_FUNCTIONS):
        return True
    if isinstance(named, TextClause):
        return _is_write(named.text)
    function = _function_of(named)
    return function is not None and function.__module__.partition(".")[0] in _OURS and _writes(function, seen)


def _is_write(sql: str) -> bool:
    """Whether SQL is a statement that writes; many a text is only a part of one."""
    return any(write.table != UNREAD for write in writes_of(sql))


def _look_up(names: dict[str, Any], node: ast.expr) -> Any:
    """What a name or a dotted name means in a module; nothing for a local one."""
    if isinstance(node, ast.Name):
        return names.get(node.id, getattr(builtins, node.id, None))
    if isinstance(node, ast.Attribute):
        return getattr(_look_up(names, node.value), node.attr, None)
    return None
