"""What is stored of forms and of what they make."""

from typing import Any

from sqlalchemy import select

from storage.core.forms import OpenForm
from storage.meetings import Meeting
from tests.support.seen import Seen
from tests.support.stage import Player, Stage


async def open_forms(stage: Stage) -> list[OpenForm]:
    """Every open form, the oldest first."""
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(OpenForm).order_by(OpenForm.id)))


async def answers(stage: Stage) -> dict[str, Any]:
    """What was answered so far in the only open form."""
    [form] = await open_forms(stage)
    return form.answers


async def meetings(stage: Stage) -> list[Meeting]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(Meeting).order_by(Meeting.id)))


async def asks_for(player: Player, name: str, position: int, total: int = 8) -> None:
    """A form asks for a field of it, as the question in this place; a new meeting has eight."""
    await player.asks(name)
    await player.sees("forms/ask", position=position, total=total)


async def presses_in(player: Player, seen: Seen, name: str) -> None:
    """Press a button of a message as it looked then."""
    [found] = [button for button in seen.buttons if button.name == name]
    await player.does(player.person.taps_button(found.button, in_message=seen.message))
