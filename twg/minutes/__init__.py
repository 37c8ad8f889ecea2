"""Minutes: composed from the record of a meeting, checked, corrected by those invited, and adopted (G6)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.shortening import first_line
from storage.engine.labels import N_
from storage.members import Twg
from storage.minutes import MinutesCorrection, MinutesParagraph, MinutesVersion, find_correction, find_version
from storage.minutes.files import MinutesFile
from twg.core.actors import Actor
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.core.timekeeping import Timekeeping
from twg.minutes import (
    access,
    adopting,
    carrying,
    checking,
    composing,
    correcting,
    handed_in,
    handing_in,
    listing,
    notices,
    versions,
    waiting,
)
from twg.minutes.sheets import SHEETS
from twg.reminders.schedule import schedule_all


async def _access(session: AsyncSession, actor: Actor, version_id: int) -> MinutesVersion:
    return (await access.access_version(session, actor, version_id))[0]


def _still_calls(version: MinutesVersion, _now: datetime) -> None:
    versions.check_draft(version)


async def _access_file(session: AsyncSession, actor: Actor, file_id: int) -> MinutesFile:
    return (await handing_in.access_file(session, actor, file_id))[0]


async def _reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of all minutes of a TWG again that are not adopted."""
    actor = Actor(twg, timekeeping=timekeeping)
    drafts = MinutesVersion.twg_id == twg.id, MinutesVersion.adopted_at.is_(None)
    found = await session.scalars(select(MinutesVersion).where(*drafts).order_by(MinutesVersion.id))
    anchors = {each: waiting.anchors_of(each, actor.zone) for each in found}
    await schedule_all(session, actor, anchors, now=now)


def _parts(version: MinutesVersion) -> Mapping[str, Select[int]]:
    """Its paragraphs, and the corrections of them, as what has happened to it is read."""
    corrections = select(MinutesCorrection.id).where(MinutesCorrection.version_id == version.id)
    paragraphs = select(MinutesParagraph.id).where(MinutesParagraph.version_id == version.id)
    return {MinutesCorrection.__tablename__: corrections, MinutesParagraph.__tablename__: paragraphs}


DOMAIN = Domain(
    operations=operations_of(composing, versions, correcting, adopting, listing, carrying, handing_in, handed_in),
    subjects=(
        Subject(
            table=MinutesVersion,
            label=N_("Minutes"),
            access=_access,
            title=lambda version: version.meeting.title,
            find=find_version,
            still_calls=_still_calls,
            reschedule=_reschedule,
            searched=True,
            sheets=SHEETS,
            parts=_parts,
        ),
        Subject(
            table=MinutesCorrection,
            label=N_("Correction of minutes"),
            access=access.access_correction,
            title=lambda correction: first_line(correction.new),
            find=find_correction,
            exported=False,
        ),
        Subject(
            table=MinutesParagraph,
            label=N_("Paragraph of minutes"),
            access=access.access_paragraph,
            title=lambda paragraph: first_line(paragraph.text),
            exported=False,
        ),
        Subject(
            table=MinutesFile,
            label=N_("File with minutes"),
            access=_access_file,
            title=lambda kept: kept.file.name,
            exported=False,
        ),
    ),
    notices=(notices.PROPOSED, notices.DECIDED, notices.ADOPTED, notices.PASS_ON, waiting.WAITING),
    rules=waiting.RULES,
)

__all__ = [
    "DOMAIN",
    "access",
    "adopting",
    "carrying",
    "checking",
    "composing",
    "correcting",
    "handed_in",
    "handing_in",
    "listing",
    "notices",
    "waiting",
]
