"""A plenary on 15 December, 9:00-12:00, to which Dara, Sokha, Kenji and Vichea are invited."""

import pytest

from storage.attendance import list_presence
from storage.meetings import Rsvp
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.meetings import rsvp

#: Ids of the people, in the order in which they become members.
DARA, SOKHA, KENJI, VICHEA = 1, 2, 3, 4


@pytest.fixture
async def plenary(health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player) -> int:
    """Its id; three weeks before."""
    return await announce_meeting(dara)


async def answers(player: Player, meeting_id: int, choice: Rsvp, **options: object) -> None:
    """Answer the invitation."""
    args = rsvp.Answer(rsvp=choice, day=MEETING_DAY, **options)  # type: ignore[arg-type]  # the fields of an answer
    async with player.stage.assistant.database.begin() as session:
        await rsvp.answer(session, await access_actor(session, player), meeting_id, args, now=player.stage.clock.now())
    await player.stage.settle()
    await everybody_looks_away(player)


async def noted(stage: Stage, meeting_id: int = 1) -> dict[str, str]:
    """What is noted of each member, by name: "present", "delegate Mr Sok"."""
    async with stage.assistant.database.read() as session:
        rows = await list_presence(session, [meeting_id])
    return {
        row.person.name: " ".join(filter(None, [row.presence, row.delegate_name]))
        for row in rows
        if row.person is not None
    }
