"""The commands and the command menu that each person is shown, by role (U1)."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from handlers.routing.request import Request
from handlers.routing.routes import Command, Routes
from storage.members import Role
from twg.core.permissions import GRANTS, Permission


@dataclass(frozen=True)
class MenuEntry:
    """A line of Telegram's command menu, in the reader's language."""

    command: str
    description: str


def commands_of(routes: Routes, role: Role | None) -> list[Command]:
    """The visible commands that a role may use, in the order of the capabilities; `None` is for non-members."""
    return [command for command in routes.commands.values() if not command.hidden and _may(role, command.permission)]


def help_facts(request: Request) -> dict[str, Any]:
    """What the template `general/help` needs."""
    commands = commands_of(request.routes, request.role)
    return {"actor": request.member, "others": request.other_memberships, "commands": commands}


def _may(role: Role | None, permission: Permission | None) -> bool:
    return permission is None or role in GRANTS[permission]


@cache
def menu_of(routes: Routes, role: Role | None, locale: str) -> tuple[MenuEntry, ...]:
    """The command menu of a role, in a locale."""
    described = [(item.name, item.description) for item in commands_of(routes, role)]
    return tuple(MenuEntry(name, "" if text is None else text.render(locale)) for name, text in described)


@cache  # hashing the lines of a menu at every update would take longer than comparing
def fingerprint_of(routes: Routes, role: Role | None, locale: str) -> str:
    """The fingerprint of the command menu of a role, in a locale."""
    return fingerprint(menu_of(routes, role, locale))


def fingerprint(menu: tuple[MenuEntry, ...]) -> str:
    """A hash of the menu, stored with a person to see when Telegram has to be given another menu."""
    listed = "\n".join(f"{entry.command} {entry.description}" for entry in menu)
    return hashlib.sha256(listed.encode()).hexdigest()[:32]
