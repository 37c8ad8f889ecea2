"""Operations: how an actor changes or reads a TWG. Each checks its permission before anything else."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from twg.core.actors import Actor
from twg.core.permissions import Permission

P = ParamSpec("P")
T = TypeVar("T")
_Function = Callable[Concatenate[AsyncSession, Actor, P], Coroutine[Any, Any, T]]


@dataclass(frozen=True)
class Operation:
    """An operation as the permission matrix sees it.

    Attributes:
        name: capability and function, "meetings.announce"; the audit names it so.
    """

    name: str
    permission: Permission
    function: Callable[..., Coroutine[Any, Any, Any]]


#: Every operation by name; the tests make the permission matrix from it.
OPERATIONS: dict[str, Operation] = {}


def operation(permission: Permission) -> Callable[[_Function[P, T]], _Function[P, T]]:
    """Make a function an operation: an actor without the permission is refused before the function runs.

    Raises: ValueError where another operation of the capability has the name.
    """

    def decorate(function: _Function[P, T]) -> _Function[P, T]:
        @wraps(function)
        async def checked(session: AsyncSession, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
            actor.check(permission)
            return await function(session, actor, *args, **kwargs)

        name = operation_name(function)
        if name in OPERATIONS:
            raise ValueError(f"operation {name}: the name is given twice")
        OPERATIONS[name] = Operation(name, permission, checked)
        return checked

    return decorate


def operation_name(function: Callable[..., Any]) -> str:
    """The capability, whose folder or module the function is in below `twg`, and the function's own name."""
    return f"{function.__module__.split('.')[1]}.{function.__name__}"
