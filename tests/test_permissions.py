"""The permission matrix, made from the registries: every operation and every command for every role (T6)."""

import inspect
import typing
from collections.abc import Callable
from importlib import import_module
from operator import attrgetter
from pkgutil import walk_packages
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import twg
from bot.capabilities import registry
from handlers.routing.menus import commands_of
from handlers.routing.routes import Command
from scheduler.delivery import loop_guard
from storage.engine.database import Base
from storage.members import Membership, Role, Twg
from tests.support.stage import Player, Stage
from twg.core.actors import Actor
from twg.core.operations import Operation
from twg.core.permissions import GRANTS, OPERATOR_GRANTS, Permission
from twg.core.refusals import NotAllowed

#: Every operation, and those that a role is needed for.
OPERATIONS = tuple(registry().domains.operations.values())
GUARDED = tuple(operation for operation in OPERATIONS if operation.permission is not None)
COMMANDS = registry().routes.commands


class Untouched:
    """A session that must not be used: the refusal comes first."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the session was asked for {name}")


def arguments(function: Callable[..., Any]) -> dict[str, Any]:
    """Something for each parameter after the session and the actor."""
    parameters = list(inspect.signature(function).parameters.values())[2:]
    return {parameter.name: None for parameter in parameters}


def actor(role: Role) -> Actor:
    twg = Twg(id=1, code="HLT", name="Health", zone="Asia/Phnom_Penh")
    return Actor(twg, Membership(id=1, person_id=1, twg_id=1, role=role, themes=[]))


def test_every_permission_is_granted_to_somebody_and_known_to_the_table() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


def test_every_permission_guards_an_operation() -> None:
    assert {operation.permission for operation in GUARDED} == set(Permission)


@pytest.mark.parametrize(
    "operation",
    [item for item in GUARDED if item.permission not in OPERATOR_GRANTS],
    ids=attrgetter("name"),
)
async def test_an_operation_refuses_the_operator(operation: Operation) -> None:
    """Whoever runs the program may bootstrap a TWG and no more."""
    function, operator = operation.function, Actor(actor(Role.CHAIR).twg, source="command line")
    with pytest.raises(NotAllowed):
        await function(typing.cast(AsyncSession, Untouched()), operator, **arguments(function))


@pytest.mark.parametrize("operation", GUARDED, ids=attrgetter("name"))
@pytest.mark.parametrize("role", Role)
async def test_an_operation_lets_in_the_roles_of_the_table_and_no_other(operation: Operation, role: Role) -> None:
    """A role that may not is refused before the database is touched; one that may gets as far as that."""
    function = operation.function
    refused = False
    try:
        await function(typing.cast(AsyncSession, Untouched()), actor(role), **arguments(function))
    except NotAllowed:
        refused = True
    except Exception:
        refused = False
    assert refused == (role not in GRANTS[operation.permission])


#: What operations are made of: each of these is called within one.
_CALLED_BY_OPERATIONS = {
    "twg.core.audit.record",
    "twg.core.files.keep_file",
    "twg.reminders.schedule.schedule",
    "twg.reminders.schedule.schedule_all",
}


def test_an_operation_that_writes_is_registered() -> None:
    """A public function of the domain that takes a session and an actor checks a permission, or fetches or refuses."""
    operations = {operation.function for operation in OPERATIONS}
    unguarded = []
    for info in walk_packages(twg.__path__, "twg."):
        for name, function in inspect.getmembers(import_module(info.name), inspect.iscoroutinefunction):
            takes = list(inspect.signature(function).parameters)[:2]
            ours = function.__module__ == info.name and not name.startswith(("_", "access_"))
            if ours and takes == ["session", "actor"] and function not in operations:
                unguarded.append(f"{info.name}.{name}")
    assert set(unguarded) == _CALLED_BY_OPERATIONS


@pytest.mark.parametrize("definition", registry().routes.forms.values(), ids=lambda definition: definition.name)
def test_a_form_may_be_begun_by_those_who_may_save_it(definition: Any) -> None:
    assert definition.permission is None or definition.permission in Permission
    assert definition.permission is not None or definition.name == "register"


@pytest.mark.parametrize("role", Role)
async def test_the_menu_shows_exactly_what_the_role_may(health: Stage, role: Role) -> None:
    player = await health.member("Somebody", role)
    await player.starts()
    allowed = [
        command.name
        for command in COMMANDS.values()
        if not command.hidden and (command.permission is None or role in GRANTS[command.permission])
    ]
    assert [command.name for command in commands_of(registry().routes, role)] == allowed
    assert [name for name, _description in await player.person.command_menu()] == allowed
    await player.says("/menu")
    shown = [line.split(" ")[0].removeprefix("/") for line in (await player.screen()).splitlines() if line[:1] == "/"]
    assert shown == allowed


@pytest.mark.parametrize("role", Role)
async def test_in_the_chat_the_commands_of_other_roles_are_refused(
    health: Stage, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop_guard, "MOST", 1000)  # so often is the same text said here
    player = await health.member("Somebody", role)
    before = await rows(health)
    for command in COMMANDS.values():
        if command.permission is not None and role not in GRANTS[command.permission]:
            await refuses(player, command)
    assert await rows(health) == before


async def refuses(player: Player, command: Command) -> None:
    for words in (f"/{command.name}", f"/{command.name} list", f"/{command.name.upper()}"):
        await player.says(words)
        await player.is_refused("general#not_allowed")
        [message] = await player.new_messages()
        assert message.buttons == []


async def rows(stage: Stage) -> dict[str, int]:
    """How many rows each table has, apart from the inbox that counts every update."""
    async with stage.assistant.database.read() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name != "inbox"
        }
