"""What forms about a meeting are about, and how they call it (G1)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.forms.form import About, about_row
from handlers.routing.request import Request
from messages.rendering.templating import format_day
from storage.meetings import Meeting
from twg.core.actors import Actor
from twg.meetings.alike import access_namesakes


def about_meeting(access: Callable[[AsyncSession, Actor, int], Awaitable[Meeting]]) -> About[Meeting]:
    """The subject is a meeting, which the summary names too. Args: `access`: who may fill in the form."""
    about = about_row(Meeting, access, lambda meeting: meeting.title, in_summary=True)
    return replace(about, tell_apart=_with_day)


async def _with_day(request: Request, meeting: Meeting) -> str:
    """The title; where another meeting has the same one, with the day before it."""
    if not await access_namesakes(request.session, request.member, meeting):
        return meeting.title
    day = meeting.starts_at.astimezone(request.zone).date()
    return f"{format_day(day, locale=request.locale, short=True)} · {meeting.title}"
