"""The real assistant against the sandbox, with a clock that moves only when told to; tests use it too."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import Assistant
from bot.config import Config
from bot.config_sections import TelegramSection
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer

#: The token of a bot that exists nowhere but in a sandbox.
TOKEN = "1:sandbox"  # noqa: S105 - of no real bot
USERNAME = "twg_bot"
#: `settle` gives up after so many seconds: the assistant is stuck then.
SETTLE_TIMEOUT_S = 60
#: How often the event loop goes round before `settle` waits by the clock, which takes a
#: millisecond or more each time, while what an answer needs happens in the same loop.
_ROUNDS = 1000


def sections_for(server: SandboxServer, folder: Path, database_url: str = "") -> dict[str, Any]:
    """The sections of a configuration with the sandbox as Telegram and everything kept in `folder`."""
    return {
        "telegram": TelegramSection(
            token=SecretStr(server.world.token), base_url=server.base_url, base_file_url=server.base_file_url
        ),
        "database": {"url": database_url or f"sqlite+aiosqlite:///{folder}/twgbot.db"},
        "files": {"path": folder / "files"},
        "server": {"port": 0},
    }


#: Settings of the section `time` without quiet hours and days off.
ALWAYS_OPEN = {"quiet_hours": "", "days_off": [], "holidays": ""}


def config_for(
    server: SandboxServer, folder: Path, database_url: str = "", *, time: Mapping[str, Any] = ALWAYS_OPEN
) -> Config:
    """A configuration with these sections and no pacing; `time` is its section of that name."""
    limits = {"messages_per_second": 0}
    return Config.model_validate({**sections_for(server, folder, database_url), "limits": limits, "time": dict(time)})


@dataclass(repr=False)
class Stage:
    """An assistant, its sandbox and their common clock."""

    server: SandboxServer
    sandbox: SandboxClient
    clock: MovableClock
    config: Config
    assistant: Assistant
    #: A simulation in which thousands of messages are due at one moment sets another one.
    settle_timeout_s: float = field(default=SETTLE_TIMEOUT_S, kw_only=True)

    async def settle(self) -> None:
        """Wait until the assistant has handled every update and sent everything that is due at this moment.

        Raises:
            TimeoutError: that has not come after `settle_timeout_s`, which is a bug, not slowness.
        """
        async with asyncio.timeout(self.settle_timeout_s):
            await self._settle()

    async def _settle(self) -> None:
        while True:
            rounds = 0
            while self._has_updates():  # polling over HTTP has no bell
                await asyncio.sleep(0 if rounds < _ROUNDS else 0.001)
                rounds += 1
            await self.assistant.settle()
            if not self._has_updates():
                return

    def _has_updates(self) -> bool:
        """Whether an update is being handled or not yet confirmed to Telegram."""
        return len(self.server.world.updates) > 0 or self.assistant.intake.busy

    async def passes(self, **span: float) -> None:
        """Move the clock forward by `days`, `hours`, `minutes`, and settle."""
        await self.becomes(self.clock.now() + timedelta(**span))

    async def becomes(self, moment: datetime) -> None:
        """Set the clock to this moment, and settle."""
        self.clock.set(moment)
        await self.settle()
