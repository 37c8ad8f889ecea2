"""Snapshots of reports: what was put to the Chair, what was signed, and in what each amends the one before (J6)."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.reports import ReportSnapshot, SnapshotState, find_snapshot, list_signed, list_snapshots
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.reports.changes import Change, changes_between
from twg.reports.contents import Contents


class SnapshotDamaged(Exception):
    """What is stored of a snapshot is not what its hash says: a bug, or somebody has changed the database."""


@dataclass(frozen=True)
class Edition:
    """A snapshot with what it says.

    Attributes:
        changes: in which facts it amends the one that was signed before; empty for the first.
    """

    snapshot: ReportSnapshot
    contents: Contents
    changes: tuple[Change, ...] = ()


async def access_snapshot(session: AsyncSession, actor: Actor, snapshot_id: int) -> ReportSnapshot:
    """The snapshot of a report of the actor's TWG: a signed one, or any for who follows rounds. Raises: NotFound."""
    actor.check_covers("reports")
    snapshot = await find_snapshot(session, snapshot_id)
    if snapshot is None or snapshot.twg_id != actor.twg.id:
        raise NotFound
    if snapshot.state is not SnapshotState.SIGNED and not actor.may(Permission.ROUND_SEE):
        raise NotFound
    return snapshot


def contents_of(snapshot: ReportSnapshot) -> Contents:
    """What a snapshot says. Raises: SnapshotDamaged."""
    contents = Contents.model_validate(snapshot.contents)
    if contents.sha256 != snapshot.sha256:
        raise SnapshotDamaged(snapshot.id)
    return contents


async def find_signed(session: AsyncSession, round_id: int) -> ReportSnapshot | None:
    """The newest signed snapshot of a round; None without one."""
    signed = ReportSnapshot.state == SnapshotState.SIGNED
    return next(iter(await list_snapshots(session, ReportSnapshot.round_id == round_id, signed)), None)


async def find_waiting(session: AsyncSession, round_id: int) -> ReportSnapshot | None:
    """The snapshot of a round that waits for the Chair; None without one."""
    asked = ReportSnapshot.state == SnapshotState.ASKED
    return next(iter(await list_snapshots(session, ReportSnapshot.round_id == round_id, asked)), None)


async def edition_of(session: AsyncSession, snapshot: ReportSnapshot) -> Edition:
    contents = contents_of(snapshot)
    earlier = ReportSnapshot.edition < snapshot.edition, ReportSnapshot.state == SnapshotState.SIGNED
    before = next(iter(await list_snapshots(session, ReportSnapshot.round_id == snapshot.round_id, *earlier)), None)
    changes = () if before is None else tuple(changes_between(contents_of(before), contents))
    return Edition(snapshot, contents, changes)


async def amendments_of(session: AsyncSession, snapshot: ReportSnapshot) -> tuple[Edition, ...]:
    """As `list_amendments`; the edition itself is one too where it amends, signed or not."""
    signed = [one for one in await list_signed(session, [snapshot.round_id]) if one.edition < snapshot.edition]
    editions = [await edition_of(session, one) for one in (snapshot, *signed) if one.reason]
    return tuple(reversed(editions))
