"""Minutes with their versions, and the corrections that were proposed, as sheets of the export (G6, R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.minutes import read_corrections, read_versions
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.sheets import Sheet
from twg.meetings.access import visible_meetings


async def _versions(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for versions in read_versions(session, actor.twg.id, visible_meetings(Reader.of(actor))):
        for each in versions:
            by = "" if each.adopted_by is None else each.adopted_by.name
            about = each.id, each.meeting.title, each.meeting.starts_at, each.number
            yield *about, each.created_at, each.correct_by, each.adopted_at, each.adopted_how, by


async def _corrections(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for corrections in read_corrections(session, actor.twg.id, visible_meetings(Reader.of(actor))):
        for each in corrections:
            about = each.id, each.version.meeting.title, each.version.number, each.number
            yield *about, each.old, each.new, each.proposed_by.name, each.proposed_at, each.state, each.why


SHEETS = (
    Sheet(
        "minutes",
        N_("Minutes"),
        {
            "meeting": N_("Meeting"),
            "starts_at": N_("Begins at"),
            "version": N_("Version"),
            "created_at": N_("Circulated"),
            "correct_by": N_("Last day for corrections"),
            "adopted_at": N_("Adopted"),
            "adopted_how": N_("How"),
            "name": N_("By"),
        },
        _versions,
        order=37,
        dated_by=("starts_at",),
    ),
    Sheet(
        "minutes_corrections",
        N_("Corrections of minutes"),
        {
            "meeting": N_("Meeting"),
            "version": N_("Version"),
            "paragraph": N_("Paragraph"),
            "old": N_("Old words"),
            "new": N_("New words"),
            "name": N_("Proposed by"),
            "proposed_at": N_("Proposed"),
            "state": N_("State"),
            "why": N_("Reason"),
        },
        _corrections,
        order=38,
        dated_by=("proposed_at",),
    ),
)
