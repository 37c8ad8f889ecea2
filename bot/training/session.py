"""The assistant in the sandbox: as in production, at a time that somebody moves."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from bot import operator
from bot.app import Assistant
from bot.config import Config, LimitsSection, TimeSection
from bot.demo.cast import TWG
from bot.demo.company import Company
from bot.demo.stage import Stage, sections_for
from bot.training.guide import show_guide
from bot.training.history import MORNING, Calendar, History
from bot.training.time_travel import Passing
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from storage.members import Role
from twg.members.registration import NewInvite, NewTwg

#: The usual hours, whatever the environment says: the story is told by them.
TIME = TimeSection()
ZONE = ZoneInfo(TIME.zone)


@dataclass
class Training:
    """A sandbox that somebody is to play in.

    Args:
        folder: where the database and the files are; empty.
    """

    server: SandboxServer
    clock: MovableClock
    folder: Path

    async def begin(self, *, empty: bool) -> str:
        """Bring the Health TWG to a working morning: today's, or the next one.

        Returns:
            Where nobody is registered, the token of the invitation for its secretariat; else nothing.
        """
        calendar = Calendar.around(datetime.now(ZONE).date(), TIME.working_time())
        if empty:
            self.clock.set(datetime.combine(calendar.today, MORNING, ZONE))
            return await self._found_twg()
        await self._live_through(calendar)
        return ""

    async def work(self, console: Console, kept: Path | None, *, token: str) -> None:
        """Let the assistant work and people play, until cancelled. What it tells: `show_guide`."""
        assistant = Assistant(self._config(paced=True), self.clock.now)
        world = self.server.world
        passing = Passing(assistant, world)
        try:
            await assistant.start()
            world.next_moment, world.pass_time = passing.next_moment, passing.until
            world.strict = True  # only now: the days before were lived through faster than Telegram allows
            show_guide(console, self.server, self.clock.now().astimezone(ZONE), kept, token=token)
            await assistant.work()
        finally:
            world.next_moment = world.pass_time = None
            await assistant.stop()

    def _config(self, *, paced: bool) -> Config:
        """As in production; not paced while nobody reads along."""
        limits = LimitsSection() if paced else LimitsSection(messages_per_second=0)
        return Config.model_validate({**sections_for(self.server, self.folder), "time": TIME, "limits": limits})

    async def _found_twg(self) -> str:
        """The TWG and nobody in it."""
        now = self.clock.now()
        async with operator.open_database(self._config(paced=True).database.url) as database:
            await operator.add_twg(database, NewTwg(**TWG), now=now)
            return (await operator.invite(database, TWG["code"], NewInvite(role=Role.SECRETARIAT), now=now)).token

    async def _live_through(self, calendar: Calendar) -> None:
        """The days before."""
        self.clock.set(datetime.combine(calendar.past[0], MORNING, ZONE).astimezone(UTC))
        config = self._config(paced=False)
        assistant = Assistant(config, self.clock.now)
        async with SandboxClient(self.server.url) as client:
            try:
                await assistant.start()
                company = Company(Stage(self.server, client, self.clock, config, assistant))
                await History(company, Passing(assistant, self.server.world), calendar, ZONE).happens()
            finally:
                await assistant.stop()
