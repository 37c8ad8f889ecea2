"""Minutes with their versions, corrections that were proposed, and files that were handed in, as sheets (G6, R4)."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.meetings import Meeting
from storage.minutes import read_corrections, read_versions
from storage.minutes.files import MinutesFile, list_minutes_files
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.permissions import Permission
from twg.core.sheets import Composed, Filed, Sheet
from twg.meetings.access import visible_meetings
from twg.minutes.access import access_version
from twg.minutes.composing import Minutes, access_written
from twg.records.access import access_keeps

#: Languages of official papers.
_LOCALES = ("en", "km")


async def _versions(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for versions in read_versions(session, actor.twg.id, visible_meetings(Reader.of(actor))):
        for each in versions:
            by = "" if each.adopted_by is None else each.adopted_by.name
            about = each.id, each.meeting.title, each.meeting.starts_at, each.number
            yield *about, each.created_at, each.correct_by, each.adopted_at, each.adopted_how, by


async def _adopted(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    """The minutes that were adopted, as Word documents in each language: what they say was frozen then."""
    async for versions in read_versions(session, actor.twg.id, visible_meetings(Reader.of(actor))):
        for each in versions:
            if each.adopted_at is None:
                continue
            day = each.meeting.starts_at.astimezone(actor.zone).date()
            for place, locale in enumerate(_LOCALES):
                number = f"-v{each.number}" if each.number > 1 else ""
                name = f"{actor.twg.code}-TWG-minutes-{day.isoformat()}{number}-{locale}.docx"
                paper = Composed(each.id * len(_LOCALES) + place, name, locale, partial(_read_adopted, each.id))
                yield Filed(each.id, each.meeting.title, each.adopted_at, paper, each.number)


async def _read_adopted(version_id: int, session: AsyncSession, actor: Actor) -> Minutes:
    """Raises: NotFound."""
    version, meeting = await access_version(session, actor, version_id)
    return await access_written(session, actor, version, meeting)


async def _corrections(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for corrections in read_corrections(session, actor.twg.id, visible_meetings(Reader.of(actor))):
        for each in corrections:
            about = each.id, each.version.meeting.title, each.version.number, each.number
            yield *about, each.old, each.new, each.proposed_by.name, each.proposed_at, each.state, each.why


async def _list_handed_in(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[MinutesFile, Meeting]]:
    """The files of meetings whose records the actor keeps, who alone may have them, as in the chat."""
    for kept, meeting in await list_minutes_files(session, actor.twg.id, visible_meetings(Reader.of(actor))):
        if await access_keeps(session, actor, meeting):
            yield kept, meeting


async def _handed_in(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for kept, meeting in _list_handed_in(session, actor):
        about = kept.id, meeting.title, meeting.starts_at, kept.created_at, kept.created_by.name
        yield *about, kept.file.name, kept.file.sha256 or ""


async def _files(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    async for kept, meeting in _list_handed_in(session, actor):
        yield Filed(kept.id, meeting.title, kept.created_at, kept.file)


def _files_left_out(actor: Actor) -> str:
    return "" if actor.may(Permission.MEETING_ORGANISE) else N_("files with minutes that were handed in")


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
        files=_adopted,
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
    Sheet(
        "minutes_handed_in",
        N_("Minutes handed in"),
        {
            "meeting": N_("Meeting"),
            "starts_at": N_("Begins at"),
            "handed_in_at": N_("Handed in"),
            "name": N_("Handed in by"),
            "file": N_("File"),
            "sha256": N_("SHA-256 of the file"),
        },
        _handed_in,
        order=39,
        dated_by=("handed_in_at", "starts_at"),
        files=_files,
        left_out=_files_left_out,
    ),
)
