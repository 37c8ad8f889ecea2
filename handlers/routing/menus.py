"""The commands and the command menu that each person is shown, by role and whether they lead a sub-group (U1)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from handlers.routing.commands import Command, Group
from handlers.routing.request import Request
from handlers.routing.routes import Routes
from storage.members import Role
from twg.core.permissions import GRANTS, GROUP_GRANTS, PART_GRANTS, Permission

#: Commands that are named to who begins, or asks for help; /menu has the others.
MOST_SHOWN = 5


@dataclass(frozen=True)
class MenuEntry:
    """A line of Telegram's command menu, in the reader's language."""

    command: str
    description: str


def commands_of(routes: Routes, role: Role | None, *, leads: bool = False) -> list[Command]:
    """The visible commands that a role may use, in the order of the capabilities; `None` is for non-members.

    Args:
        leads: whether the person chairs a sub-group or is its secretary.
    """
    return [each for each in routes.commands.values() if not each.hidden and _may(role, each.permission, leads=leads)]


def first_commands(routes: Routes, role: Role | None, *, leads: bool = False) -> list[Command]:
    """The commands to begin with: the first that show something. `leads`: as for `commands_of`."""
    return [command for command in commands_of(routes, role, leads=leads) if command.lists][:MOST_SHOWN]


def grouped(commands: Iterable[Command]) -> dict[Group, list[Command]]:
    """The commands under their headings, without headings that none is under."""
    listed = list(commands)
    found = {group: [each for each in listed if each.group is group] for group in Group}
    return {group: under for group, under in found.items() if under}


def help_facts(request: Request) -> dict[str, Any]:
    """What the template `general/help` needs."""
    commands = first_commands(request.routes, request.role, leads=request.leads)
    return {"actor": request.member, "others": request.other_memberships, "commands": commands}


def _may(role: Role | None, permission: Permission | None, *, leads: bool) -> bool:
    if permission is None or role in GRANTS[permission] or role in PART_GRANTS.get(permission, ()):
        return True
    return leads and permission in GROUP_GRANTS


@cache
def menu_of(routes: Routes, role: Role | None, locale: str, leads: bool = False) -> tuple[MenuEntry, ...]:
    """The command menu of a role, in a locale. `leads`: as for `commands_of`."""
    described = [(item.name, item.description) for item in commands_of(routes, role, leads=leads)]
    return tuple(MenuEntry(name, "" if text is None else text.render(locale)) for name, text in described)


@cache  # hashing the lines of a menu at every update would take longer than comparing
def fingerprint_of(routes: Routes, role: Role | None, locale: str, leads: bool = False) -> str:
    """The fingerprint of the command menu of a role, in a locale. `leads`: as for `commands_of`."""
    return fingerprint(menu_of(routes, role, locale, leads))


def fingerprint(menu: tuple[MenuEntry, ...]) -> str:
    """A hash of the menu, stored with a person to see when Telegram has to be given another menu."""
    listed = "\n".join(f"{entry.command} {entry.description}" for entry in menu)
    return hashlib.sha256(listed.encode()).hexdigest()[:32]
