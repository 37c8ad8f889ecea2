"""Papers as a sheet of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.papers import Paper, read_papers
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.sheets import Filed, Sheet
from twg.papers.access import visible_papers


async def _papers(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for papers in read_papers(session, Paper.twg_id == actor.twg.id, visible_papers(Reader.of(actor))):
        for paper in papers:
            yield (
                paper.id,
                paper.title,
                paper.meeting.title,
                paper.meeting.starts_at,
                paper.item.title if paper.item else "",
                paper.handed_in_by.name,
                paper.handed_in_by.institution,
                paper.newest.created_at,
                paper.newest.number,
                paper.file.name,
                paper.file.sha256 or "",
                paper.state,
                paper.decided_by.name if paper.decided_by else "",
                paper.decided_at,
                paper.comment,
                paper.sent_number,
            )


async def _files(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    async for papers in read_papers(session, Paper.twg_id == actor.twg.id, visible_papers(Reader.of(actor))):
        for paper in papers:
            for version in paper.versions:
                yield Filed(paper.id, paper.title, version.created_at, version.file, version.number)


SHEETS = (
    Sheet(
        "papers",
        N_("Papers handed in"),
        {
            "title": N_("Title"),
            "meeting": N_("Meeting"),
            "meeting_starts_at": N_("The meeting begins at"),
            "agenda_item": N_("Agenda item"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "handed_in_at": N_("Handed in"),
            "version": N_("Version"),
            "file": N_("File"),
            "sha256": N_("SHA-256 of the file"),
            "state": N_("State"),
            "decided_by": N_("Decided by"),
            "decided_at": N_("Decided"),
            "comment": N_("Comment"),
            "circulated_version": N_("Circulated version"),
        },
        _papers,
        order=45,
        dated_by=("handed_in_at", "meeting_starts_at"),
        files=_files,
    ),
)
