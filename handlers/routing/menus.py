"""What each person is shown of what they may do (U1)."""

import hashlib
from dataclasses import dataclass
from functools import cache

from handlers.routing.router import COMMANDS, Command
from storage.members import Role
from twg.core.permissions import GRANTS, Permission


@dataclass(frozen=True)
class MenuEntry:
    """A line of Telegram's command menu, in the reader's language."""

    command: str
    description: str


def commands_of(role: Role | None) -> list[Command]:
    """The commands of a role, or of whoever has none yet, in the order they were registered."""
    return [command for command in COMMANDS.values() if not command.hidden and _may(role, command.permission)]


def _may(role: Role | None, permission: Permission | None) -> bool:
    return permission is None or role in GRANTS[permission]


def menu_of(role: Role | None, locale: str) -> tuple[MenuEntry, ...]:
    return _worded(tuple(command.name for command in commands_of(role)), locale)


@cache
def _worded(names: tuple[str, ...], locale: str) -> tuple[MenuEntry, ...]:
    return tuple(MenuEntry(name, COMMANDS[name].description.render(locale)) for name in names)


@cache
def fingerprint(menu: tuple[MenuEntry, ...]) -> str:
    """Changes when the menu does."""
    listed = "\n".join(f"{entry.command} {entry.description}" for entry in menu)
    return hashlib.sha256(listed.encode()).hexdigest()[:32]
