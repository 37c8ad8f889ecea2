"""The opener of the form that amends a signed report."""

from sqlalchemy import select

from storage.indicators import Round
from storage.reports import ReportSnapshot, SnapshotState
from tests.forms.openers_members import Opener
from tests.indicators.conftest import defines, reports
from tests.reports.conftest import opens
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.reports.reading import compose


async def amends(health: Stage, dara: Player) -> None:
    """Amend a report that was signed before its only figure was accepted."""
    async with health.assistant.database.read() as session:
        signed = await session.scalar(select(ReportSnapshot.id))
    if signed is None:
        await defines(dara)
        await opens(dara)
        await reports(dara, "2008-4 58%")
        await dara.forges("indicators/accept:1")
        await _is_signed(health, dara)
    await dara.forges("reports/amend:1")


async def _is_signed(health: Stage, dara: Player) -> None:
    now = health.clock.now()
    async with arranged(health.assistant.database) as session:
        actor = await access_actor(session, dara)
        [round_] = await session.scalars(select(Round))
        report = await compose(session, actor.twg, round_, with_waiting=False, now=now)
        contents = report.contents.model_copy(update={"lines": ()})
        by = actor.person.id
        snapshot = ReportSnapshot(
            twg_id=actor.twg.id,
            round_id=round_.id,
            edition=1,
            contents=contents.model_dump(mode="json"),
            sha256=contents.sha256,
            state=SnapshotState.SIGNED,
            asked_by_id=by,
            asked_at=now,
            as_of=now,
            signed_by_id=by,
            signed_at=now,
        )
        session.add(snapshot)


OPENERS: dict[str, Opener] = {"amend_report": amends}
