"""Bans, invite links and join requests. The bot must be an administrator of the group."""

from __future__ import annotations

import secrets

from sandbox.errors import Json, bad_request
from sandbox.methods.common import read_chat_id
from sandbox.methods.registry import method
from sandbox.model import Chat, Person
from sandbox.params import Params
from sandbox.world import World


@method("banChatMember")
def ban_chat_member(world: World, params: Params) -> bool:
    """Remove a person from a group and keep them from joining again."""
    chat = _access_administered_group(world, params)
    person = _person(world, params)
    if chat.members.get(person.id) in {"creator", "administrator"}:
        raise bad_request("user is an administrator of the chat")
    world.set_status(chat, person.id, "kicked", by=world.bot_id)
    return True


@method("unbanChatMember")
def unban_chat_member(world: World, params: Params) -> bool:
    """End a ban. Without `only_if_banned` this removes a current member, as with Telegram."""
    chat = _access_administered_group(world, params)
    person = _person(world, params)
    status = chat.members.get(person.id, "left")
    if status == "kicked" or (status == "member" and not params.boolean("only_if_banned")):
        world.set_status(chat, person.id, "left", by=world.bot_id)
    return True


@method("createChatInviteLink")
def create_chat_invite_link(world: World, params: Params) -> Json:
    """Create an invite link."""
    chat = _access_administered_group(world, params)
    address = f"https://t.me/+{secrets.token_urlsafe(12)}"
    link: Json = {
        "invite_link": address,
        "creator": world.bot_user(),
        "creates_join_request": params.boolean("creates_join_request"),
        "is_primary": False,
        "is_revoked": False,
    }
    if params.has("name"):
        link["name"] = params.text("name")[:32]
    chat.links[address] = link
    return link


@method("revokeChatInviteLink")
def revoke_chat_invite_link(world: World, params: Params) -> Json:
    """Revoke an invite link."""
    chat = _access_administered_group(world, params)
    link = chat.links.get(params.text("invite_link"))
    if link is None:
        raise bad_request("INVITE_HASH_EXPIRED")
    link["is_revoked"] = True
    return link


@method("approveChatJoinRequest")
def approve_chat_join_request(world: World, params: Params) -> bool:
    """Accept a join request."""
    chat, person = _access_join_request(world, params)
    del chat.join_requests[person.id]
    world.set_status(chat, person.id, "member", by=world.bot_id)
    return True


@method("declineChatJoinRequest")
def decline_chat_join_request(world: World, params: Params) -> bool:
    """Decline a join request."""
    chat, person = _access_join_request(world, params)
    del chat.join_requests[person.id]
    world.journal.write("member", chat_id=chat.id, who=person.name, old="left", new="left")
    return True


def ask_to_join(world: World, chat: Chat, person: Person, link: str) -> None:
    """Create a join request. The bot gets an update if it is an administrator."""
    chat.join_requests[person.id] = link
    world.journal.write("asks", chat_id=chat.id, who=person.name, person_id=person.id)
    if chat.members.get(world.bot_id) == "administrator":
        request = {
            "chat": world.chat_json(chat),
            "from": person.as_user(),
            "user_chat_id": person.id,
            "date": world.now_unix(),
            "invite_link": dict(chat.links[link]),
        }
        world.updates.push("chat_join_request", request)


def _access_administered_group(world: World, params: Params) -> Chat:
    chat = world.access_writable_chat(read_chat_id(world, params))
    if chat.is_private:
        raise bad_request("method is available for supergroup and channel chats only")
    if chat.members.get(world.bot_id) != "administrator":
        raise bad_request("not enough rights")
    return chat


def _person(world: World, params: Params) -> Person:
    person = world.people.get(params.integer("user_id"))
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID" if params.has("user_id") else "invalid user_id specified")
    return person


def _access_join_request(world: World, params: Params) -> tuple[Chat, Person]:
    chat = _access_administered_group(world, params)
    person = _person(world, params)
    if person.id not in chat.join_requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return chat, person
