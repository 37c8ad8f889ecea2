"""Signed reports as a sheet of the export (R4, J6)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.reports import ReportSnapshot, SnapshotState, list_snapshots
from twg.core.actors import Actor
from twg.core.sheets import Filed, Sheet


async def _list_signed(session: AsyncSession, actor: Actor) -> list[ReportSnapshot]:
    signed = ReportSnapshot.twg_id == actor.twg.id, ReportSnapshot.state == SnapshotState.SIGNED
    return await list_snapshots(session, *signed)


async def _files(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    """What went to the GDCC: the data that the Chair signed, and the files that were made of them."""
    for snapshot in await _list_signed(session, actor):
        for file in snapshot.files:
            dated = snapshot.signed_at or file.made_at
            yield Filed(snapshot.id, snapshot.round.title, dated, file, snapshot.edition)


async def _signed(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    for snapshot in await _list_signed(session, actor):
        yield (
            snapshot.id,
            snapshot.round.title,
            snapshot.round.period,
            snapshot.edition,
            snapshot.reason,
            snapshot.asked_at,
            snapshot.signed_by.name if snapshot.signed_by else "",
            snapshot.signed_at,
            snapshot.sha256,
            tuple(f"{file.name}: {file.sha256}" for file in snapshot.files),
        )


SHEETS = (
    Sheet(
        "signed_reports",
        N_("Signed reports"),
        {
            "round": N_("Reporting round"),
            "period": N_("Period"),
            "edition": N_("Edition"),
            "reason": N_("Reason"),
            "asked_at": N_("Put to the Chair"),
            "signed_by": N_("Signed by"),
            "signed_at": N_("Signed on"),
            "sha256": N_("SHA-256 of what was signed"),
            "files": N_("Files, with their SHA-256"),
        },
        _signed,
        order=72,
        dated_by=("signed_at",),
        files=_files,
    ),
)
