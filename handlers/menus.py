"""What each person is shown of what they may do (U1)."""

import hashlib
from dataclasses import dataclass
from functools import cache

from handlers.registry import COMMANDS, Command
from twg.actors import Actor


@dataclass(frozen=True)
class MenuEntry:
    """A line of Telegram's command menu, in the reader's language."""

    command: str
    description: str


def commands_of(actor: Actor | None) -> list[Command]:
    """The commands this person may give, in the order they were registered."""
    return [command for command in COMMANDS.values() if not command.hidden and _may(actor, command)]


def _may(actor: Actor | None, command: Command) -> bool:
    if command.permission is None:
        return True
    return actor is not None and actor.may(command.permission)


def menu_of(actor: Actor | None, locale: str) -> tuple[MenuEntry, ...]:
    return _worded(tuple(command.name for command in commands_of(actor)), locale)


@cache
def _worded(names: tuple[str, ...], locale: str) -> tuple[MenuEntry, ...]:
    return tuple(MenuEntry(name, COMMANDS[name].description.render(locale)) for name in names)


@cache
def fingerprint(menu: tuple[MenuEntry, ...]) -> str:
    """Changes when the menu does."""
    listed = "\n".join(f"{entry.command} {entry.description}" for entry in menu)
    return hashlib.sha256(listed.encode()).hexdigest()[:32]
