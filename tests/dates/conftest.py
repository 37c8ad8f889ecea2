"""Helpers: proposing dates with and without the form, and reading what was said of them."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage.dates import Choice, DatePoll, find_poll, list_date_answers
from storage.meetings import MeetingKind
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.dates import answering, proposing

ZONE = ZoneInfo("Asia/Phnom_Penh")


def local(day: int, hour: int, minute: int = 0, *, month: int = 12) -> datetime:
    """A local time in Phnom Penh; December 2026 by default."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


#: A Thursday, a Friday and a Monday.
POLL: dict[str, Any] = {
    "kind": MeetingKind.PLENARY,
    "title": "Annual review 2026",
    "duration_min": 180,
    "audience": Audience.ALL,
    "dates": [local(17, 9), local(18, 14), local(21, 9)],
    "asked": proposing.Asked.EVERYBODY,
    "answer_by": date(2026, 12, 4),
}


async def proposes(player: Player, **changes: Any) -> int:
    """Propose the dates of `POLL` with these changes, and deliver them. Returns the id of the search."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        args = proposing.NewPoll(**{**POLL, **changes})
        actor = await access_actor(session, player)
        poll, _told = await proposing.propose(session, actor, args, now=stage.clock.now())
        poll_id = poll.id
    await stage.settle()
    return poll_id


async def answers(player: Player, poll_id: int, **choices: Choice) -> None:
    """Say of dates whether one can: by their position, "d1"."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        poll = await find_poll(session, poll_id)
        assert poll is not None
        by_option = {poll.options[int(place[1:]) - 1].id: choice for place, choice in choices.items()}
        actor = await access_actor(session, player)
        await answering.answer(session, actor, poll_id, by_option, now=stage.clock.now())
    await stage.settle()
    await everybody_looks_away(player)


async def stored(stage: Stage, poll_id: int = 1) -> DatePoll:
    async with stage.assistant.database.read() as session:
        poll = await find_poll(session, poll_id)
    assert poll is not None
    return poll


async def said_by(player: Player, poll_id: int = 1) -> dict[str, str]:
    """What this person says of each date, by its local day and hour: "17 09"."""
    poll = await stored(player.stage, poll_id)
    async with player.stage.assistant.database.read() as session:
        person_id = (await access_actor(session, player)).person.id
        given = (await list_date_answers(session, [option.id for option in poll.options])).get(person_id, {})
    moments = {option.id: option.starts_at.astimezone(ZONE) for option in poll.options}
    return {f"{moments[number]:%d %H}": answer.choice.value for number, answer in sorted(given.items())}
