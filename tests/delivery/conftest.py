"""Helpers: announcing a meeting to members, and reading their deliveries."""

from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import select

from bot.app import Assistant
from messages.rendering.content import Content
from sandbox.client import SeenMessage
from sandbox.errors import Json
from scheduler.delivery.limits import Limits
from scheduler.delivery.loop_guard import LoopGuard
from scheduler.delivery.pacing import Pacing
from scheduler.delivery.sender import Sender
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import Account
from tests.support.seen import Seen
from tests.support.setup_steps import access_actor, plan_meeting
from tests.support.stage import Player, Stage
from twg.meetings import planning


@dataclass
class Office:
    """A secretariat (Dara) and two development partners."""

    stage: Stage
    dara: Player
    sokha: Player
    kenji: Player

    async def announces(self, **changes: object) -> int:
        """Announce a meeting and deliver what is due now. Returns its id."""
        meeting_id = await self.writes_announcement(**changes)
        await self.stage.settle()
        return meeting_id

    async def writes_announcement(self, **changes: object) -> int:
        """Announce a meeting without waiting for deliveries. Returns its id."""
        for player in (self.dara, self.sokha, self.kenji):
            await player.looks_away()
        meeting_id = await plan_meeting(self.dara, **changes)
        async with self.stage.assistant.database.begin() as session:
            actor = await access_actor(session, self.dara)
            await planning.announce(session, actor, meeting_id, now=self.stage.clock.now())
        return meeting_id

    async def deliveries(self, player: Player) -> list[Delivery]:
        """This person's deliveries of the newest notification, in the order of their parts."""
        async with self.stage.assistant.database.read() as session:
            query = (
                select(Delivery)
                .join(Account, Account.id == Delivery.account_id)
                .where(Account.telegram_id == player.person.id)
                .order_by(Delivery.notification_id.desc(), Delivery.part)
            )
            found = list(await session.scalars(query))
        return [delivery for delivery in found if delivery.notification_id == found[0].notification_id]

    async def states(self, player: Player) -> list[DeliveryState]:
        return [delivery.state for delivery in await self.deliveries(player)]

    async def is_unreachable(self, player: Player) -> bool:
        async with self.stage.assistant.database.read() as session:
            found = await session.scalar(select(Account).where(Account.telegram_id == player.person.id))
        assert found is not None
        return found.unreachable_since is not None


@pytest.fixture
async def office(health: Stage) -> Office:
    dara = await health.member("Dara", "secretariat")
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    kenji = await health.member("Kenji", "development_partner", "JICA")
    return Office(health, dara, sokha, kenji)


#: Seconds between two messages of bulk to a chat that is busy.
EVERY_S = 60


@dataclass
class BusyChats:
    """Chats that bulk may be sent one message in `EVERY_S` seconds, by a clock that a test moves on."""

    office: Office
    moved_s: float = 0.0

    def now(self) -> float:
        return monotonic() + self.moved_s

    async def passes(self, seconds: float) -> None:
        self.passes_by(seconds)
        await self.office.stage.settle()

    def passes_by(self, seconds: float) -> None:
        """Let time pass without waiting for the assistant."""
        self.moved_s += seconds
        self.office.stage.clock.set(self.office.stage.clock.now() + timedelta(seconds=seconds))


@pytest.fixture
async def chats(office: Office, monkeypatch: pytest.MonkeyPatch) -> BusyChats:
    chats = BusyChats(office)
    limits = Limits(per_second=1000, chat_burst=1, chat_burst_s=EVERY_S)
    assistant = office.stage.assistant
    sender = Sender(assistant.bot, Pacing(limits, chats.now), LoopGuard())
    monkeypatch.setattr(assistant.delivery, "sender", sender)
    return chats


async def deliveries_of(office: Office, player: Player, kind: str) -> list[Delivery]:
    """This person's deliveries of all notices of a kind, oldest first."""
    async with office.stage.assistant.database.read() as session:
        query = (
            select(Delivery)
            .join(Notification, Notification.id == Delivery.notification_id)
            .join(Account, Account.id == Delivery.account_id)
            .where(Account.telegram_id == player.person.id, Notification.kind == kind)
        )
        return list(await session.scalars(query.order_by(Delivery.id)))


async def shares(player: Player, text: str) -> None:
    """Share a text with all members, by the form."""
    await prepares_to_share(player, text)
    await player.presses("form:save")


async def prepares_to_share(player: Player, text: str) -> None:
    """Fill in the form for sharing, up to its summary."""
    await player.says(f"/share {text}")
    await player.presses("form:choice=ongoing_work")
    await player.presses("form:skip")
    await player.presses("form:skip")
    await player.presses("form:choice=all")


async def presses_and_leaves(player: Player, name: str, *args: object) -> None:
    """Press a button of the last message without waiting for the assistant."""
    seen = (await player.messages())[-1]
    [button] = [button for button in seen.buttons if button.fits(name, args)]
    await player.person.taps_button(button.button, in_message=seen.message)


async def progress_of(player: Player) -> tuple[int, int]:
    """The progress that the message for this sender shows now: deliveries sent, and all of them."""
    [context] = (await player.finds("deliveries/progress")).contexts("deliveries/progress")
    return context["outcome"].sent, context["outcome"].total


async def sets_rule(player: Player, rule: str, span: str, at: str = "") -> None:
    """Switch a reminder rule on by `/reminders`.

    Args:
        span: the distance, as it is typed.
        at: the time of day, as it is typed; "" for rules without one.
    """
    await player.says("/reminders")
    await player.presses("reminders:change", rule)
    await player.presses("form:choice=on")
    await player.says(*filter(None, [span, at]))
    await player.presses("form:save")


def titles_in(seen: Seen) -> list[str]:
    """The titles of the meetings and documents in a message, in order."""
    contexts = [source.context for source in seen.sources if isinstance(source, Content)]
    named = [context.get(name) for context in contexts for name in ("meeting", "document")]
    return [each.title for each in named if each is not None]


async def arrived(player: Player) -> list[Seen]:
    """Messages with text that arrived since this person last did something."""
    return [seen for seen in await player.messages() if seen.message.id > player.seen and seen.message.text]


def shape(messages: list[SeenMessage]) -> list[str]:
    """The kind of each message: "text" or "file"."""
    return ["text" if message.document is None else "file" for message in messages]


async def comes_back(stage: Stage) -> None:
    """Start another assistant on the same database, after the test has stopped the first."""
    stage.assistant = Assistant(stage.config, stage.clock.now)
    await stage.assistant.start()


async def hears(stage: Stage, kind: str, since: int) -> Json:
    """Wait for the next journal entry of this kind after number `since`."""
    while True:
        for entry in await stage.sandbox.journal(since, wait_s=5):
            since = entry["seq"]
            if entry["kind"] == kind:
                return entry
