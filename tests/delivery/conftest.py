"""A secretariat that announces a meeting, members who should hear of it, and what the outbox says of each."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.app import Assistant
from messages.rendering.content import Content
from sandbox.client import SeenMessage
from sandbox.errors import Json
from storage.core.notifications import Delivery, DeliveryState
from storage.members import Person
from tests.support.doings import access_actor, plan_meeting
from tests.support.seen import Seen
from tests.support.stage import Player, Stage
from twg.meetings import planning


@dataclass
class Office:
    """The people of these tests."""

    stage: Stage
    dara: Player
    sokha: Player
    kenji: Player

    async def announces(self, **changes: object) -> int:
        """The secretariat announces a meeting; whatever can be delivered at this moment is. Returns its id."""
        meeting_id = await self.writes_announcement(**changes)
        await self.stage.settle()
        return meeting_id

    async def writes_announcement(self, **changes: object) -> int:
        """The same, and nothing is sent yet."""
        for player in (self.dara, self.sokha, self.kenji):
            await player.looks_away()
        meeting_id = await plan_meeting(self.dara, **changes)
        async with self.stage.assistant.database.begin() as session:
            actor = await access_actor(session, self.dara)
            await planning.announce(session, actor, meeting_id, now=self.stage.clock.now())
        return meeting_id

    async def deliveries(self, player: Player) -> list[Delivery]:
        """What the outbox has for this person since the last announcement, part by part."""
        async with self.stage.assistant.database.read() as session:
            query = (
                select(Delivery)
                .join(Person, Person.id == Delivery.person_id)
                .where(Person.telegram_id == player.person.id)
                .order_by(Delivery.notification_id.desc(), Delivery.part)
            )
            found = list(await session.scalars(query))
        return [delivery for delivery in found if delivery.notification_id == found[0].notification_id]

    async def states(self, player: Player) -> list[DeliveryState]:
        return [delivery.state for delivery in await self.deliveries(player)]

    async def is_unreachable(self, player: Player) -> bool:
        async with self.stage.assistant.database.read() as session:
            found = await session.scalar(select(Person).where(Person.telegram_id == player.person.id))
        assert found is not None
        return found.unreachable_since is not None


@pytest.fixture
async def office(health: Stage) -> Office:
    dara = await health.member("Dara", "secretariat")
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    kenji = await health.member("Kenji", "development_partner", "JICA")
    return Office(health, dara, sokha, kenji)


async def shares(player: Player, text: str) -> None:
    """A member shares something with everybody else."""
    await prepares_to_share(player, text)
    await player.presses("form:save")


async def prepares_to_share(player: Player, text: str) -> None:
    """The same, up to the summary."""
    await player.says(f"/share {text}")
    await player.presses("form:choice=ongoing_work")
    await player.presses("form:skip")
    await player.presses("form:choice=all")


async def presses_and_leaves(player: Player, name: str, *args: object) -> None:
    """Press a button of the last message; what the assistant makes of it is not waited for."""
    seen = (await player.messages())[-1]
    [button] = [button for button in seen.buttons if button.fits(name, args)]
    await player.person.taps_button(button.button, in_message=seen.message)


async def progress_of(player: Player) -> tuple[int, int]:
    """To how many the newest announcement of this person went, of how many, as it says now."""
    [context] = (await player.finds("deliveries/progress")).contexts("deliveries/progress")
    return context["outcome"].sent, context["outcome"].total


async def sets_rule(player: Player, rule: str, span: str, at: str = "") -> None:
    """The secretariat has members reminded so many days, or hours, before or after."""
    await player.says("/reminders")
    await player.presses("reminders:change", rule)
    await player.presses("form:choice=on")
    await player.says(*filter(None, [span, at]))
    await player.presses("form:save")


def titles_in(seen: Seen) -> list[str]:
    """Of which meetings and documents a message has the cards, in their order."""
    contexts = [source.context for source in seen.sources if isinstance(source, Content)]
    return [context[name].title for context in contexts for name in ("meeting", "document") if name in context]


async def arrived(player: Player) -> list[Seen]:
    """What the assistant said to this person since they last did something, files without a text apart."""
    return [seen for seen in await player.messages() if seen.message.id > player.seen and seen.message.text]


def shape(messages: list[SeenMessage]) -> list[str]:
    """What kind of thing each message is."""
    return ["text" if message.document is None else "file" for message in messages]


async def comes_back(stage: Stage) -> None:
    """After the assistant was stopped: another one starts on the same database."""
    stage.assistant = Assistant(stage.config, stage.clock.now)
    await stage.assistant.start()


async def hears(stage: Stage, kind: str, since: int) -> Json:
    """The next thing of this kind that happens in the sandbox after entry `since` of its journal."""
    while True:
        for entry in await stage.sandbox.journal(since, wait_s=5):
            since = entry["seq"]
            if entry["kind"] == kind:
                return entry
