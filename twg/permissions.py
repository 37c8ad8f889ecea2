"""Who may do what: one table, checked inside the operations."""

import enum
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Role

if TYPE_CHECKING:
    from twg.actors import Actor


class Permission(enum.StrEnum):
    SEE = "see"
    ANSWER_MEETING = "answer_meeting"
    ORGANISE_MEETING = "organise_meeting"
    CIRCULATE_DOCUMENT = "circulate_document"
    ACKNOWLEDGE_DOCUMENT = "acknowledge_document"
    REPORT_INDICATOR = "report_indicator"
    RUN_ROUND = "run_round"
    RECORD_ACTION = "record_action"
    UPDATE_ACTION = "update_action"
    SHARE = "share"
    INVITE = "invite"
    EXPORT = "export"


EVERYONE = frozenset(Role)
ORGANISERS = frozenset({Role.SECRETARIAT, Role.CHAIR})

#: Source: Guideline, Part Three (a), (d). A technical adviser does not speak for an institution, so reports on no
#: indicator ((a)(viii)); the private sector takes part by invitation and reports nothing ((a)(ix)).
GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.SEE: EVERYONE,
    Permission.ANSWER_MEETING: EVERYONE,
    Permission.ORGANISE_MEETING: ORGANISERS,
    Permission.CIRCULATE_DOCUMENT: ORGANISERS,
    Permission.ACKNOWLEDGE_DOCUMENT: EVERYONE,
    Permission.REPORT_INDICATOR: EVERYONE - {Role.TECHNICAL_ADVISER, Role.PRIVATE_SECTOR},
    Permission.RUN_ROUND: frozenset({Role.SECRETARIAT}),
    Permission.RECORD_ACTION: ORGANISERS,
    #: Anybody may be given one; the operations let in its owner and those who record.
    Permission.UPDATE_ACTION: EVERYONE,
    Permission.SHARE: EVERYONE,
    Permission.INVITE: ORGANISERS,
    Permission.EXPORT: ORGANISERS | {Role.CRDB},
}

#: What whoever runs the program may do from the command line, without a role in the TWG.
OPERATOR_GRANTS = frozenset({Permission.INVITE})

#: Every operation by name, with the permission it checks; the permission matrix of the tests is made from it.
OPERATIONS: dict[str, Permission] = {}

P = ParamSpec("P")
T = TypeVar("T")
_Operation = Callable[Concatenate[AsyncSession, "Actor", P], Coroutine[Any, Any, T]]


def operation(permission: Permission) -> Callable[[_Operation[P, T]], _Operation[P, T]]:
    """Make a function an operation: it refuses an actor without the permission before it does anything."""

    def decorate(function: _Operation[P, T]) -> _Operation[P, T]:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        OPERATIONS[name] = permission

        @wraps(function)
        async def checked(session: AsyncSession, actor: "Actor", /, *args: P.args, **kwargs: P.kwargs) -> T:
            actor.check(permission)
            return await function(session, actor, *args, **kwargs)

        return checked

    return decorate
