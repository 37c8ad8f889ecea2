"""The secretariat is told once that what the Chair signed, or was to sign, is not what the report says now (J6)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.told import list_addressed
from storage.reports import ReportSnapshot, SnapshotState, list_snapshots
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.notices import Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.indicators.reviewing import access_submission
from twg.reports.changes import Change, changes_between
from twg.reports.reading import compose
from twg.reports.snapshots import access_snapshot, contents_of, find_signed, find_waiting

BEHIND = Notice(
    name="report_behind",
    subject=ReportSnapshot,
    recipients=secretariat,
    permission=Permission.REPORT_PREPARE,
    grouped=True,
)


async def list_missing(session: AsyncSession, actor: Actor, snapshot: ReportSnapshot) -> list[Change]:
    """In what the report differs now from a snapshot that counts; none where a later one has it all."""
    if snapshot.state is SnapshotState.REPLACED:
        return []
    said = (await compose(session, actor.twg, snapshot.round, with_waiting=False, now=snapshot.as_of)).contents
    later = await find_waiting(session, snapshot.round_id)
    if snapshot.state is SnapshotState.SIGNED:
        newest = await find_signed(session, snapshot.round_id)
        if newest is None or newest.id != snapshot.id:
            return []
        if later is not None and not changes_between(contents_of(later), said):
            return []  # the Chair is asked to sign all of it already
    return changes_between(contents_of(snapshot), said)


@operation(Permission.SUBMISSION_REVIEW)
async def tell_behind(session: AsyncSession, actor: Actor, submission_id: int, *, now: datetime) -> None:
    """Tell the secretariat, once for each edition, that a report that was accepted is not in what the Chair signed.

    Raises: NotFound.
    """
    submission = await access_submission(session, actor, submission_id)
    signed = [ReportSnapshot.twg_id == actor.twg.id, ReportSnapshot.state == SnapshotState.SIGNED]
    if submission.round_id is not None:
        signed.append(ReportSnapshot.round_id == submission.round_id)
    newest = max(await list_snapshots(session, *signed), key=lambda one: (one.round_id, one.edition), default=None)
    if newest is not None:
        await _tell(session, actor, newest, "reports.tell_behind", now=now)


@operation(Permission.REPORT_SIGN)
async def tell_not_signed(session: AsyncSession, actor: Actor, snapshot_id: int, *, now: datetime) -> None:
    """Tell the secretariat once that the Chair could not sign, because the report has changed. Raises: NotFound."""
    snapshot = await access_snapshot(session, actor, snapshot_id)
    await _tell(session, actor, snapshot, "reports.tell_not_signed", now=now)


async def _tell(session: AsyncSession, actor: Actor, snapshot: ReportSnapshot, change: str, *, now: datetime) -> None:
    told = await list_addressed(session, BEHIND.name, ReportSnapshot.__tablename__, snapshot.id)
    if not told and await list_missing(session, actor, snapshot):
        notification = await notify(session, BEHIND, subject=snapshot, now=now, by=actor)
        await record(session, actor, change, snapshot, now=now, after={}, notices=[notification.id])
