"""A scene of several members in which tests call operations, hold messages back, and change rows unseen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from tests.support.guard import arranged
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage

ZONE = ZoneInfo("Asia/Phnom_Penh")


@dataclass
class Scene:
    """The people, and what the first step of a case has made."""

    stage: Stage
    dara: Player
    rith: Player
    sokha: Player
    made: int = 0
    #: Of the link that the first step has made, if it made one.
    token: str = ""

    async def does(self, player: Player, operation: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        """Call an operation as this player."""
        async with self.stage.assistant.database.begin() as session:
            done = await operation(session, await access_actor(session, player), *args, now=self.stage.clock.now())
            await session.flush()
        await self.stage.settle()
        return done

    async def holds_back(self, player: Player) -> None:
        for method in ("sendMessage", "sendDocument"):
            await self.stage.sandbox.fault("502", method=method, chat_id=player.person.id, times=None)

    async def at(self, day: date, hour: int = 8) -> None:
        await self.stage.becomes(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE))

    async def arranges(self, table: type[Any], **values: Any) -> None:
        """Set columns of the only row of a table, behind everybody's back."""
        async with arranged(self.stage.assistant.database) as session:
            row = (await session.scalars(select(table))).one()
            for name, value in values.items():
                setattr(row, name, value)
