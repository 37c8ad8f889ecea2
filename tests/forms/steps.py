"""What is stored of forms and of what they make."""

from typing import Any

from sqlalchemy import select

from storage.core.forms import OpenForm
from storage.meetings import Meeting
from tests.support.stage import Stage


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
