"""Set-up steps for tests that call the operations directly, without the forms that people use."""

from datetime import date, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routing.request import find_actor
from storage.meetings import MeetingKind
from storage.members import Twg, find_account, find_twg
from tests.support.stage import Player
from twg.core.actors import Actor
from twg.core.audiences import Audience
from twg.core.refusals import NotRegistered
from twg.language.agenda import AgendaLine
from twg.meetings import changing, planning

#: A Tuesday three weeks after the tests begin.
MEETING_DAY = date(2026, 12, 15)

MEETING: dict[str, Any] = {
    "kind": MeetingKind.PLENARY,
    "title": "Second plenary meeting 2026",
    "day": MEETING_DAY,
    "at": time(9),
    "duration_min": 180,
    "place": "Ministry of Health, meeting room A",
    "audience": Audience.ALL,
    "agenda": [
        AgendaLine("Follow-up of the last meeting", "Secretariat", 30),
        AgendaLine("Progress on JMI 2008-4", "UNFPA", 60),
        AgendaLine("Health budget 2027", "Ministry of Health", 60),
    ],
}


async def access_actor(session: AsyncSession, player: Player, code: str = "") -> Actor:
    """The player as an actor in the TWG with this code, by default Health or else their own. Raises: NotRegistered."""
    twg: Twg | None = await find_twg(session, code or "HLT")
    account = await find_account(session, player.person.id)
    timekeeping = player.stage.assistant.timekeeping
    actor = find_actor(account, timekeeping, None if twg is None else twg.id)
    if actor is None and not code:
        actor = find_actor(account, timekeeping)
    if actor is None:
        raise NotRegistered
    return actor


async def plan_meeting(player: Player, **changes: Any) -> int:
    """Plan a meeting of `MEETING` with these changes. Returns its id."""
    args = planning.NewMeeting(**{**MEETING, **changes})
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, player)
        return (await planning.plan(session, actor, args, now=stage.clock.now())).id


async def announce_meeting(player: Player, **changes: Any) -> int:
    """Plan, announce and deliver a meeting; for every player it no longer counts as new. Returns its id."""
    meeting_id = await plan_meeting(player, **changes)
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        await planning.announce(session, await access_actor(session, player), meeting_id, now=stage.clock.now())
    await stage.settle()
    await everybody_looks_away(player)
    return meeting_id


async def cancel_meeting(player: Player, meeting_id: int, reason: str = "") -> None:
    """Cancel a meeting and deliver the notice; for every player it no longer counts as new."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, player)
        await changing.cancel(session, actor, meeting_id, reason, now=stage.clock.now())
    await stage.settle()
    await everybody_looks_away(player)


async def everybody_looks_away(player: Player) -> None:
    """Call `looks_away` for every person on the player's stage."""
    for person in player.stage.people.values():
        await person.looks_away()
