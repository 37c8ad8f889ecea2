"""The assistant in the sandbox: configured as in production, with a clock that the chat page moves."""

import socket
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from bot import operator
from bot.app import Assistant
from bot.config import Config
from bot.config_sections import LimitsSection, TimeSection
from bot.demo.cast import TWG
from bot.demo.stage import Stage, sections_for
from bot.handler_settings import feed_url
from bot.training.calendar import MORNING, Calendar
from bot.training.events import Past, find_events, find_suggestions, replay
from bot.training.guide import show_guide
from bot.training.time_travel import TimeTravel
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from storage.members import Role
from twg.members.invites import NewInvite
from twg.members.twg_facts import NewTwg

#: The default hours, also where the environment sets others: the history is written for them.
TIME = TimeSection()
ZONE = ZoneInfo(TIME.zone)


@dataclass
class Training:
    """One run of the sandbox.

    Args:
        folder: where the database and the files are; empty before `prepare`.
    """

    server: SandboxServer
    clock: MovableClock
    folder: Path

    async def prepare(self, day: date, *, empty: bool) -> str:
        """Fill the store with the history of the Health TWG, up to a working morning.

        Args:
            day: a local date; the morning is that of this day, or of the next working day.
            empty: make only the TWG, with nobody registered.

        Returns:
            If `empty`, the token of the invitation for its secretariat; else "".
        """
        calendar = Calendar.around(day, TIME.working_time())
        if empty:
            self.clock.set(datetime.combine(calendar.today, MORNING, ZONE))
            return await self._found_twg()
        await self._replay_history(calendar)
        return ""

    async def run(self, console: Console, kept: Path | None, *, token: str) -> None:
        """Run the assistant and print the guide, until cancelled. Arguments: those of `show_guide`."""
        config = self._config(paced=True)
        config.server.port = _free_port()  # on this machine alone, so that the feed can be tried
        assistant = Assistant(config, self.clock.now)
        world = self.server.world
        time_travel = TimeTravel(assistant, world)
        try:
            await assistant.start()
            world.next_moment, world.pass_time = time_travel.find_next_due, time_travel.travel_to
            world.strict = True  # only now: the history was replayed faster than Telegram's limits allow
            suggestions = find_suggestions(assistant.registry.capabilities)
            now = self.clock.now().astimezone(ZONE)
            show_guide(console, self.server, suggestions, now, kept, token=token, feed_url=feed_url(config))
            await assistant.work()
        finally:
            world.next_moment = world.pass_time = None
            await assistant.stop()

    def _config(self, *, paced: bool) -> Config:
        """As in production; without pacing where nobody reads along."""
        limits = LimitsSection() if paced else LimitsSection(messages_per_second=0)
        return Config.model_validate({**sections_for(self.server, self.folder), "time": TIME, "limits": limits})

    async def _found_twg(self) -> str:
        """Make the TWG, with nobody in it. Returns: the token of the invitation for its secretariat."""
        now = self.clock.now()
        config = self._config(paced=True)
        async with operator.open_database(config.database.url) as database:
            await operator.add_twg(database, NewTwg.model_validate(TWG), config, now=now)
            return (await operator.invite(database, TWG["code"], NewInvite(role=Role.SECRETARIAT), now=now)).token

    async def _replay_history(self, calendar: Calendar) -> None:
        self.clock.set(datetime.combine(calendar.past[0], MORNING, ZONE).astimezone(UTC))
        config = self._config(paced=False)
        assistant = Assistant(config, self.clock.now)
        async with SandboxClient(self.server.url) as client:
            try:
                await assistant.start()
                past = Past(Stage(self.server, client, self.clock, config, assistant), calendar)
                events = find_events(assistant.registry.capabilities)
                await replay(events, past, TimeTravel(assistant, self.server.world), ZONE)
            finally:
                await assistant.stop()


def _free_port() -> int:
    """A port of this machine on which no program listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
