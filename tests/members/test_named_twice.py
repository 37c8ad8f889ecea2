"""One who is named twice in a row, once two entries of a person are merged (M10)."""

import pytest
from sqlalchemy import select

from storage.indicators import Indicator
from storage.meetings import Attendance, Rsvp
from storage.members import Role
from tests.members.merging import id_of, merge_directly
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor, announce_meeting
from tests.support.stage import Player, Stage
from twg.indicators import defining
from twg.members import merging


@pytest.mark.parametrize("as_deputy", [True, False])
async def test_nobody_is_named_beside_themself(
    health: Stage, dara: Player, sokha: Player, kenji: Player, as_deputy: bool
) -> None:
    """As the deputy for an indicator that they report on, or as their own delegate; until the merge is undone."""
    new_id, old_id, sokha_id = [
        await id_of(each)
        for each in (await health.member("SATO Kenji", Role.DEVELOPMENT_PARTNER, "JICA"), kenji, sokha)
    ]
    ids = (old_id, new_id) if as_deputy else (new_id, old_id)
    meeting_id = await announce_meeting(dara)
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        for number, deputy_id in (("2026-1", ids[1]), ("2026-2", sokha_id)):
            facts = {"milestone": True, "responsible": ["JICA"], "reporter_id": ids[0], "deputy_id": deputy_id}
            args = defining.NewIndicator(number=number, statement="Law", **facts)
            await defining.define(session, actor, args, now=now)
    async with arranged(health.assistant.database) as session:
        session.add(Attendance(meeting_id=meeting_id, person_id=ids[0], delegate_id=ids[1], rsvp=Rsvp.DELEGATE))

    async def named() -> list[tuple[int | None, int | None]]:
        async with health.assistant.database.read() as session:
            indicators = select(Indicator.reporter_id, Indicator.deputy_id).order_by(Indicator.id)
            answers = select(Attendance.person_id, Attendance.delegate_id).where(Attendance.rsvp == Rsvp.DELEGATE)
            return [(one, two) for query in (indicators, answers) for one, two in await session.execute(query)]

    before = await named()
    assert before == [ids, (ids[0], sokha_id), ids]
    merge_id = await merge_directly(dara, new_id, old_id, account_of=new_id)
    assert await named() == [(old_id, None), (old_id, sokha_id), (old_id, None)]
    async with health.assistant.database.begin() as session:
        actor, domains = await access_actor(session, dara), health.assistant.registry.domains
        await merging.undo_merge(session, actor, merge_id, None, domains, now=health.clock.now())
    assert await named() == before
