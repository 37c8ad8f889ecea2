"""A Telegram group in which members of the Health TWG meet, and what is posted there."""

from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.client import SeenMessage
from sandbox.client_types import Group
from storage.groups import LinkedGroup
from tests.support.guard import arranged
from tests.support.seen import Seen
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg import groups
from twg.core.audiences import Audience


@dataclass
class Room:
    """A group in Telegram, as one of its members sees it. `thread_id` is 0 for the whole group."""

    stage: Stage
    group: Group
    owner: Player
    thread_id: int = 0

    async def messages(self) -> list[Seen]:
        """What the assistant has written there, in this topic, oldest first."""
        found = await self.owner.person.messages(chat=self.group)
        own = [message for message in found if message.sender == "bot" and self._is_here(message)]
        return [self.stage.record.of(message) for message in own]

    def _is_here(self, message: SeenMessage) -> bool:
        return (message.raw["thread_id"] or 0) == self.thread_id

    async def text(self) -> str:
        """Everything that the assistant has written there."""
        return "\n".join(seen.message.text for seen in await self.messages())

    async def says(self, player: Player, text: str, **options: Any) -> None:
        thread = {"thread_id": self.thread_id} if self.thread_id else {}
        await player.does(player.person.says(text, chat=self.group, **thread, **options))

    async def payload(self, button: int = 0) -> str:
        """What Start carries in the private chat, by a button below the newest message there."""
        url = (await self.messages())[-1].buttons[button].args[0]
        return str(url).partition("?start=")[2]


@pytest.fixture
async def room(health: Stage, dara: Player, sokha: Player) -> Room:
    """A group that Dara, of the secretariat, administers; Sokha is in it too."""
    group = await health.sandbox.group("Health partners", [dara.person, sokha.person])
    await health.settle()
    return Room(health, group, dara)


async def links(room: Room, audience: Audience = Audience.ALL, *, posts: bool = False, language: str = "en") -> int:
    """Link the group, or the topic, without the form. Returns the id of the link."""
    stage = room.stage
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, room.owner)
        place = groups.Place(room.group.id, room.thread_id, room.group.title)
        offered = await groups.offer(session, actor, place, now=stage.clock.now())
        args = groups.NewLink(audience=audience, posts=posts, language=language)
        await groups.link(session, actor, offered.id, args, now=stage.clock.now())
    await stage.settle()
    return offered.id


async def link_of(room: Room, link_id: int) -> LinkedGroup:
    async with room.stage.assistant.database.read() as session:
        return await session.get_one(LinkedGroup, link_id)


async def arrange_link(room: Room, link_id: int, **values: Any) -> None:
    async with arranged(room.stage.assistant.database) as session:
        link = await session.get_one(LinkedGroup, link_id)
        for name, value in values.items():
            setattr(link, name, value)
