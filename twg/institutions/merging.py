"""Merging an institution that was registered twice under two names, and taking that back within a day (M10).

MergeRefusal
└── SameInstitution
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.actions import Action
from storage.core.addressees import INSTITUTION, rename_in_audiences
from storage.core.audiences import token_of
from storage.core.row_log import RowLog, take_back
from storage.engine.database import hold
from storage.facilitators import LeadVoice
from storage.indicators import Responsible
from storage.institutions import InstitutionMerge, find_merge
from storage.meetings import AgendaItem
from storage.members import Institution, InstitutionName, Person
from storage.papers import AskedPaper
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domains
from twg.institutions.correcting import InstitutionRefusal, access_in_twg

#: A merge can be taken back for so long.
UNDO_MERGE_FOR = timedelta(days=1)


#: The columns that refer to an institution and simply move, by the name under which their rows' ids are kept.
_REFERENCES: dict[str, InstrumentedAttribute[int | None]] = {
    "person": Person.institution_id,
    "action": Action.institution_id,
    "agenda_item": AgendaItem.institution_id,
    "asked_paper": AskedPaper.institution_id,
    "institution": Institution.merged_into_id,
}


class SameInstitution(InstitutionRefusal):
    key = "institutions#same"


async def access_merge(session: AsyncSession, actor: Actor, merge_id: int) -> InstitutionMerge:
    """A merge made in the actor's TWG. Raises: NotFound."""
    found = await find_merge(session, merge_id, InstitutionMerge.twg_id == actor.twg.id)
    if found is None:
        raise NotFound
    return found


@operation(Permission.INSTITUTION_CORRECT)
async def merge(session: AsyncSession, actor: Actor, gone_id: int, kept_id: int, *, now: datetime) -> InstitutionMerge:
    """Make one institution a part of another: its people, actions, indicators and names, in every TWG.

    Both must belong to the actor's TWG.

    Raises: NotFound, SameInstitution.
    """
    if gone_id == kept_id:
        raise SameInstitution
    gone = (await access_in_twg(session, actor, gone_id)).institution
    kept = (await access_in_twg(session, actor, kept_id)).institution
    await hold(session, *sorted((gone, kept), key=lambda institution: institution.id))
    if gone.merged_into_id is not None or kept.merged_into_id is not None:
        raise NotFound
    moved: dict[str, Any] = {name: await _move(session, column, gone, kept) for name, column in _REFERENCES.items()}
    moved |= {**await _move_responsibilities(session, gone, kept), "names": await _move_names(session, gone, kept)}
    moved["voices"] = await _move_voices(session, gone, kept)
    audiences = RowLog(session)
    await rename_in_audiences(session, audiences, token_of(INSTITUTION, gone_id), token_of(INSTITUTION, kept_id))
    moved["audiences"] = audiences.as_json()
    gone.merged_into_id = kept.id
    merged = InstitutionMerge(twg_id=actor.twg.id, gone=gone, kept=kept, merged_at=now, moved=moved, undone_at=None)
    session.add(merged)
    await session.flush()
    after = values_of(merged, "gone_id", "kept_id", "moved", "undone_at")
    await record(session, actor, "institutions.merge", merged, now=now, after=after)
    return merged


async def _move(
    session: AsyncSession, column: InstrumentedAttribute[int | None], gone: Institution, kept: Institution
) -> list[int]:
    """Let the rows that refer to one institution refer to the other. Returns their ids."""
    table: Any = column.class_
    ids = list(await session.scalars(select(table.id).where(column == gone.id)))
    await session.execute(update(table).where(column == gone.id).values({column.key: kept.id}))
    return ids


async def _move_names(session: AsyncSession, gone: Institution, kept: Institution) -> list[str]:
    keys = list(await session.scalars(select(InstitutionName.key).where(InstitutionName.institution_id == gone.id)))
    own = InstitutionName.institution_id == gone.id
    await session.execute(update(InstitutionName).where(own).values(institution_id=kept.id))
    return keys


async def _move_voices(session: AsyncSession, gone: Institution, kept: Institution) -> list[int]:
    """Let an institution have said of nominations what the other one said, where it has said nothing itself.

    Returns: ids of the nominations.
    """
    said = select(LeadVoice.nomination_id).where(LeadVoice.institution_id == kept.id)
    alone = LeadVoice.institution_id == gone.id, LeadVoice.nomination_id.not_in(said)
    ids = list(await session.scalars(select(LeadVoice.nomination_id).where(*alone)))
    await _rename_voices(session, ids, gone.id, kept.id)
    return ids


async def _rename_voices(session: AsyncSession, nomination_ids: list[int], old: int, new: int) -> None:
    voices = LeadVoice.nomination_id.in_(nomination_ids), LeadVoice.institution_id == old
    renamed = update(LeadVoice).where(*voices).values(institution_id=new)
    await session.execute(renamed, execution_options={"synchronize_session": False})


async def _move_responsibilities(session: AsyncSession, gone: Institution, kept: Institution) -> dict[str, Any]:
    """Move the indicators that an institution reports on; one on which both report keeps one of the two.

    Returns:
        "responsible", ids of rows that moved; "both", rows of `gone` that ended, as indicator and whether it led;
        "led", ids of rows of `kept` that lead since, because `gone` did.
    """
    moved: dict[str, list[Any]] = {"responsible": [], "both": [], "led": []}
    of_kept = await session.scalars(select(Responsible).where(Responsible.institution_id == kept.id))
    known = {row.indicator_id: row for row in of_kept}
    for row in list(await session.scalars(select(Responsible).where(Responsible.institution_id == gone.id))):
        same = known.get(row.indicator_id)
        if same is None:
            row.institution_id = kept.id
            moved["responsible"].append(row.id)
            continue
        moved["both"].append([row.indicator_id, row.lead])
        if row.lead and not same.lead:
            same.lead = True
            moved["led"].append(same.id)
        await session.delete(row)
    await session.flush()
    return moved


@operation(Permission.INSTITUTION_CORRECT)
async def undo_merge(
    session: AsyncSession,
    actor: Actor,
    merge_id: int,
    _before: Mapping[str, Any] | None,
    _domains: Domains,
    *,
    now: datetime,
) -> None:
    """Make two of one institution again, apart from what has been changed since. Raises: NotFound."""
    merged = await access_merge(session, actor, merge_id)
    moved, kept_id, gone_id = merged.moved, merged.kept_id, merged.gone_id
    for name, column in {**_REFERENCES, "responsible": Responsible.institution_id}.items():
        table: Any = column.class_
        back = table.id.in_(moved.get(name, ())), column == kept_id  # an earlier release moved fewer columns
        await session.execute(update(table).where(*back).values({column.key: gone_id}))
    named = InstitutionName.key.in_(moved["names"]), InstitutionName.institution_id == kept_id
    await session.execute(update(InstitutionName).where(*named).values(institution_id=gone_id))
    await _rename_voices(session, moved.get("voices", []), kept_id, gone_id)
    session.add_all(
        Responsible(indicator_id=indicator_id, institution_id=gone_id, lead=lead)
        for indicator_id, lead in moved["both"]
    )
    await session.execute(update(Responsible).where(Responsible.id.in_(moved["led"])).values(lead=False))
    if "audiences" in moved:  # an earlier release had no audience of an institution
        await take_back(session, moved["audiences"], old=gone_id, new=kept_id)
    merged.gone.merged_into_id, merged.undone_at = None, now
    after = values_of(merged, "undone_at")
    await record(session, actor, "institutions.undo_merge", merged, now=now, before={"undone_at": None}, after=after)
