"""Operations: how an actor changes or reads a TWG. Each checks its permission before anything else."""

import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from types import ModuleType
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from twg.core.actors import Actor
from twg.core.permissions import Permission

P = ParamSpec("P")
T = TypeVar("T")
_Guarded = Callable[Concatenate[AsyncSession, Actor, P], Coroutine[Any, Any, T]]
_Unguarded = Callable[Concatenate[AsyncSession, P], Coroutine[Any, Any, T]]

#: In a session's `info`: the names of the operations that have run in its transaction.
RAN = "operations"
_ATTRIBUTE = "__operation__"


@dataclass(frozen=True)
class Operation:
    """An operation as the permission matrix and the audit see it.

    Attributes:
        name: capability and function: "meetings.announce".
        permission: empty where there is no actor yet who could have one.
    """

    name: str
    permission: Permission | None
    function: Callable[..., Coroutine[Any, Any, Any]]


def operation(permission: Permission) -> Callable[[_Guarded[P, T]], _Guarded[P, T]]:
    """Make a function an operation: an actor without the permission is refused before the function runs.

    So is who acts for another person, where that is not theirs to do (`twg.core.acting`).
    """

    def decorate(function: _Guarded[P, T]) -> _Guarded[P, T]:
        name = _name_of(function)

        @wraps(function)
        async def checked(session: AsyncSession, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
            actor.check(permission)
            actor.check_call(name)
            session.info.setdefault(RAN, []).append(name)
            return await function(session, actor, *args, **kwargs)

        setattr(checked, _ATTRIBUTE, Operation(name, permission, checked))
        return checked

    return decorate


def operation_without_actor(function: _Unguarded[P, T]) -> _Unguarded[P, T]:
    """Make a function an operation without a permission, such as a registration or a report by Telegram."""
    name = _name_of(function)

    @wraps(function)
    async def noted(session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs) -> T:
        session.info.setdefault(RAN, []).append(name)
        return await function(session, *args, **kwargs)

    setattr(noted, _ATTRIBUTE, Operation(name, None, noted))
    return noted


def find_operation(function: object) -> Operation | None:
    """The operation that a function was made; None if it is not an operation."""
    found = getattr(function, _ATTRIBUTE, None)
    return found if isinstance(found, Operation) else None


def operations_of(*modules: ModuleType) -> tuple[Operation, ...]:
    """The operations that these modules define, in their order."""
    return tuple(
        found
        for module in modules
        for function in vars(module).values()
        if (found := find_operation(function)) is not None and inspect.getmodule(function) is module
    )


def _name_of(function: Callable[..., Any]) -> str:
    """The capability, whose folder or module the function is in below `twg`, and the function's own name."""
    return f"{function.__module__.split('.')[1]}.{function.__name__}"
