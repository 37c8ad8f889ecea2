"""Minutes that circulate, without the forms that people use."""

from datetime import timedelta
from typing import Any

from storage.minutes import MinutesCorrection, MinutesVersion
from storage.records import LineKind
from tests.meetings.conftest import local
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player
from twg.language.minute_corrections import Words
from twg.language.record_lines import Line
from twg.minutes import correcting, versions
from twg.records import keeping

TEXT = "The figures are not complete"


async def drafts(
    player: Player, *, days: int = 7, text: str = TEXT, line: LineKind = LineKind.CONCLUSION, **changes: Any
) -> MinutesVersion:
    """Hold a meeting on 15 December of which one line is recorded, and send its draft for corrections.

    Args:
        days: how long these can be proposed.
        line: what it records.
        changes: of the meeting.
    """
    stage = player.stage
    meeting_id = await announce_meeting(player, **changes)
    await stage.becomes(local(15, 9))
    async with stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, player), stage.clock.now()
        record = await keeping.open_record(session, actor, meeting_id, now=now)
        await keeping.write(session, actor, record.id, [Line(line, text)], now=now)
        await keeping.close(session, actor, record.id, anyway=True, now=now)
        last = now.astimezone(actor.zone).date() + timedelta(days=days)
        version = await versions.begin_round(session, actor, meeting_id, last, now=now)
    await stage.settle()
    await everybody_looks_away(player)
    return version


async def proposes(player: Player, version_id: int, new: str = "The figures are complete") -> MinutesCorrection:
    """Propose other words for the first paragraph."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, player)
        made = await correcting.propose(session, actor, version_id, 1, Words(new), now=stage.clock.now())
    await stage.settle()
    return made
