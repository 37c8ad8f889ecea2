"""The command menu and the menu button."""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import Json, bad_request
from sandbox.limits import COMMAND_DESCRIPTION_LENGTH, COMMANDS
from sandbox.methods.registry import method
from sandbox.model import Chat, Person
from sandbox.params import Params
from sandbox.world import World

NAME = re.compile(r"[a-z0-9_]{1,32}")
PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


@method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    """Store the menu of a scope and language; an empty list removes it."""
    key = _key(world, params)
    given = params.array("commands", "BotCommand") or []
    if len(given) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_checked(command) for command in given]
    _keep(world, key, commands)
    return True


@method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[Json]:
    """The menu of exactly this scope and language."""
    return world.commands.get(_key(world, params), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    """Remove the menu of this scope and language."""
    _keep(world, _key(world, params), [])
    return True


@method("setChatMenuButton")
def set_chat_menu_button(world: World, params: Params) -> bool:
    """Set the menu button of one private chat, or the default one."""
    button = params.object("menu_button", "menu button") or {"type": "default"}
    if button.get("type") not in {"commands", "default", "web_app"}:
        raise bad_request("menu button type is invalid")
    if params.has("chat_id"):
        _private(world, params).menu_button = None if button["type"] == "default" else button
    else:
        world.menu_button = {"type": "commands"} if button["type"] == "default" else button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, params: Params) -> Json:
    """The menu button of one private chat, or the default one."""
    own = _private(world, params).menu_button if params.has("chat_id") else None
    return own or world.menu_button


def visible_commands(world: World, person: Person, chat: Chat | None) -> list[Json]:
    """The menu that a person sees in a chat: of the narrowest scope that has one, if possible in the person's language.

    `chat` is None for the private chat before it exists.
    """
    language = (person.language_code or "").partition("-")[0]
    for scope in _scopes(person, chat):
        for code in dict.fromkeys((language, "")):
            found = world.commands.get((scope, code))
            if found:
                return found
    return []


def _scopes(person: Person, chat: Chat | None) -> list[str]:
    if chat is None or chat.is_private:
        return [f"chat:{person.id}", "all_private_chats", "default"]
    is_admin = chat.members.get(person.id) in {"creator", "administrator"}
    return [
        f"chat_member:{chat.id}:{person.id}",
        *([f"chat_administrators:{chat.id}"] if is_admin else []),
        f"chat:{chat.id}",
        *(["all_chat_administrators"] if is_admin else []),
        "all_group_chats",
        "default",
    ]


def _keep(world: World, key: tuple[str, str], commands: list[Json]) -> None:
    if commands:
        world.commands[key] = commands
    else:
        world.commands.pop(key, None)
    world.journal.write("commands", who=world.username, scope=key[0])


def _key(world: World, params: Params) -> tuple[str, str]:
    scope = params.object("scope", "bot command scope") or {"type": "default"}
    language = params.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    kind = scope.get("type")
    if kind in PLAIN_SCOPES:
        return str(kind), language
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = world.access_chat(_number(scope.get("chat_id"), "chat_id"))
    name = f"{kind}:{chat.id}"
    if kind != "chat" and chat.is_private:
        raise bad_request("can't use specified scope type with private chats")
    if kind == "chat_member":
        name += f":{_number(scope.get('user_id'), 'user_id')}"
    return name, language


def _number(value: Any, name: str) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise bad_request(f"{name} is empty") from None


def _checked(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= COMMAND_DESCRIPTION_LENGTH:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _private(world: World, params: Params) -> Chat:
    chat = world.access_chat(params.integer("chat_id"))
    if not chat.is_private:
        raise bad_request("chat not found")
    return chat
