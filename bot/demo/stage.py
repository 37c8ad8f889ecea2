"""Where people talk with the assistant without Telegram: the real assistant, the sandbox, a clock moved by hand."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import Assistant
from bot.config import Config, TelegramSection
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer

#: The token of a bot that exists nowhere but in a sandbox.
TOKEN = "1:sandbox"  # noqa: S105
USERNAME = "twg_bot"
#: After so long the assistant is stuck, in seconds.
PATIENCE_S = 60


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


#: No night, no day off.
ALWAYS_OPEN = {"quiet_hours": "", "days_off": [], "holidays": ""}


def config_for(
    server: SandboxServer, folder: Path, database_url: str = "", *, time: Mapping[str, Any] = ALWAYS_OPEN
) -> Config:
    """The same with no pacing; without nights and days off too, unless told."""
    limits = {"messages_per_second": 0}
    return Config.model_validate({**sections_for(server, folder, database_url), "limits": limits, "time": dict(time)})


@dataclass
class Stage:
    """The assistant against the sandbox, at a moment that changes only when it is told to."""

    server: SandboxServer
    sandbox: SandboxClient
    clock: MovableClock
    config: Config
    assistant: Assistant

    async def settle(self) -> None:
        """Wait until the assistant has handled everything and has nothing left to say at this moment.

        Raises:
            TimeoutError: it never comes to that, which is a fault of ours and no slowness.
        """
        async with asyncio.timeout(PATIENCE_S):
            await self._settle()

    async def _settle(self) -> None:
        while True:
            while self._has_updates():  # noqa: ASYNC110 - polling over HTTP has no bell
                await asyncio.sleep(0.001)
            await self.assistant.settle()
            if not self._has_updates():
                return

    def _has_updates(self) -> bool:
        """Whether the assistant has something to handle, or to tell Telegram that it has."""
        return len(self.server.world.updates) > 0 or self.assistant.intake.busy

    async def passes(self, **span: float) -> None:
        """Let time pass: `days`, `hours`, `minutes`."""
        await self.becomes(self.clock.now() + timedelta(**span))

    async def becomes(self, moment: datetime) -> None:
        """Make it this moment, and let everything happen that it brings."""
        self.clock.set(moment)
        await self.settle()
