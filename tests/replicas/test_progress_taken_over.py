"""The progress message of a broadcast that one process began is brought to its outcome by the other (T4, U5)."""

import re
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.demo.stage import TOKEN, USERNAME
from sandbox.client import SandboxClient, SandboxPerson, SeenMessage
from sandbox.server import SandboxServer
from storage.core.notifications import Notification
from storage.engine.lease import find_leader
from tests.replicas.conftest import PEOPLE, Two
from tests.support.processes import running_assistant, until
from tests.support.seen import Pressable


def numbers_in(progress: SeenMessage) -> list[int]:
    """How many have it, of how many."""
    return [int(digits) for digits in re.findall(r"\d+", progress.text)]


@dataclass
class Office:
    """Dara, who shares something; Sokha, who gets it; Kenji, who cannot be reached until the sandbox is mended."""

    server: SandboxServer
    sandbox: SandboxClient
    two: Two
    dara: SandboxPerson
    kenji: SandboxPerson
    #: Data of buttons that were pressed: one stays on the screen until what comes after it is shown.
    pressed: set[str | None] = field(default_factory=set)

    async def presses(self, name: str) -> None:
        """Let Dara press a button as soon as there is one of this name that she has not pressed."""

        async def pressed() -> bool:
            for message in reversed(await self.dara.messages()):
                for button in (button for row in message.buttons for button in row):
                    if button.data not in self.pressed and Pressable.read(button).fits(name, ()):
                        self.pressed.add(button.data)
                        await self.dara.taps_button(button, in_message=message)
                        return True
            return False

        await until(pressed)

    async def shares(self) -> None:
        await self.sandbox.fault("502", method="sendMessage", chat_id=self.kenji.id, times=None)
        await self.dara.says("/share The study is out.")
        for name in ("form:choice=ongoing_work", "form:skip", "form:skip", "form:choice=all", "form:save"):
            await self.presses(name)

    async def shared(self) -> Notification | None:
        async with self.two.one.read() as session:
            return await session.scalar(select(Notification).where(Notification.progress_chat_id == self.dara.id))

    async def shows(self) -> SeenMessage | None:
        """The message that shows the progress; None until it is sent."""
        notification = await self.shared()
        messages = {message.id: message for message in await self.dara.messages()}
        return None if notification is None else messages.get(notification.progress_message_id or 0)

    async def is_half_way(self) -> bool:
        shown, notification = await self.shows(), await self.shared()
        return (
            shown is not None
            and notification is not None
            and numbers_in(shown) == [1, 2]
            and notification.progress_shown != ""
        )

    async def is_settled(self) -> bool:
        notification = await self.shared()
        return notification is not None and notification.settled_at is not None


@pytest.fixture
async def office(shared_url: str, two: Two) -> AsyncIterator[Office]:
    """The people of `PEOPLE`, in whose TWG something is shared; nobody serves them yet."""
    async with SandboxServer(TOKEN, USERNAME) as server, SandboxClient(server.url) as sandbox:
        people = []
        for number, (name, _role, _institution) in enumerate(PEOPLE):
            people.append(await sandbox.person(name, id=1000 + number))
            server.world.people[1000 + number].started = True
            server.world.private_chat(server.world.people[1000 + number])
        yield Office(server, sandbox, two, people[0], people[2])


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGSTOP])
async def test_the_other_process_edits_the_same_message_to_its_outcome(
    office: Office, shared_url: str, tmp_path: Path, way: signal.Signals
) -> None:
    async with running_assistant(office.server, tmp_path, shared_url) as one:

        async def leads_one() -> bool:
            async with office.two.one.read() as session:
                return f":{one.pid}:" in await find_leader(session)

        await until(leads_one)
        async with running_assistant(office.server, tmp_path, shared_url) as other:

            async def leads_other() -> bool:
                async with office.two.one.read() as session:
                    return f":{other.pid}:" in await find_leader(session)

            await office.shares()
            await until(office.is_half_way)
            one.send_signal(way)
            before = await office.dara.messages()
            await until(leads_other)
            if way is signal.SIGSTOP:
                one.send_signal(signal.SIGCONT)  # it must leave the message alone
            await office.sandbox.mend()
            await until(office.is_settled, patience_s=120)
            after = await office.dara.messages()
    assert [message.id for message in after] == [message.id for message in before]
    shown = await office.shows()
    assert shown is not None
    assert numbers_in(shown) == [2, 2]
