"""The audit trail: who did what, when and from where. Rows are inserted, never changed (T5)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, and_, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base
from storage.members import Person


class AuditRow(Base):
    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "subject_type", "subject_id"),
        Index("ix_audit_newest", "twg_id", "subject_type", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    #: The person who did it, or for whom it was done; None for the operator on the command line and for Telegram.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Who did it for that person: an assistant, or the member of the secretariat who entered it; None if nobody did.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: "chat", "command line", "telegram" or "retention".
    source: Mapped[str] = mapped_column(String(20))
    #: Name of the operation: "meetings.announce".
    action: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    twg_id: Mapped[int | None] = mapped_column(ForeignKey("twg.id"), index=True)
    #: What changed, old and new values; no secrets such as tokens.
    data: Mapped[dict[str, Any]]


async def list_changes_since(
    session: AsyncSession, subject_type: str, subject_id: int, change_id: int
) -> list[AuditRow]:
    """The rows about a subject that are newer than the one with this id, oldest first."""
    about = AuditRow.subject_type == subject_type, AuditRow.subject_id == subject_id, AuditRow.id > change_id
    return list(await session.scalars(select(AuditRow).where(*about).order_by(AuditRow.id)))


async def find_newest_id(session: AsyncSession) -> int:
    """The id of the newest row; 0 where there is none."""
    return await session.scalar(select(func.max(AuditRow.id))) or 0


async def list_changes_of(session: AsyncSession, person_id: int, action: str, *, after: int) -> list[AuditRow]:
    """The rows newer than the one with the id `after` that a person's operation of this name wrote, oldest first."""
    of_person = AuditRow.id > after, AuditRow.actor_id == person_id, AuditRow.action == action
    return list(await session.scalars(select(AuditRow).where(*of_person).order_by(AuditRow.id)))


async def find_last_change(session: AsyncSession, subject_type: str, subject_id: int) -> AuditRow | None:
    """The newest row about a subject; None if there is none."""
    about = AuditRow.subject_type == subject_type, AuditRow.subject_id == subject_id
    return await session.scalar(select(AuditRow).where(*about).order_by(AuditRow.id.desc()).limit(1))


async def list_after_values(
    session: AsyncSession, subject_type: str, subject_id: int, action: str, *, since: datetime
) -> list[dict[str, Any]]:
    """The new values in each row of an operation about a subject, from a moment on, oldest first."""
    about = AuditRow.subject_type == subject_type, AuditRow.subject_id == subject_id, AuditRow.action == action
    query = select(AuditRow.data).where(*about, AuditRow.at >= since).order_by(AuditRow.id)
    return [data["after"] for data in await session.scalars(query)]


async def list_actors_of(session: AsyncSession, subject_type: str, subject_id: int, action: str) -> list[Person]:
    """The people who did an operation about a subject, each once, the first one first."""
    about = AuditRow.subject_type == subject_type, AuditRow.subject_id == subject_id, AuditRow.action == action
    first = select(AuditRow.actor_id, func.min(AuditRow.id).label("first")).where(*about)
    done = first.group_by(AuditRow.actor_id).subquery()
    query = select(Person).join(done, done.c.actor_id == Person.id).order_by(done.c.first)
    return list(await session.scalars(query))


async def list_ids_beside(session: AsyncSession, subject_type: str, subject_id: int, action: str) -> list[int]:
    """Ids of the rows of an operation about a subject, and of those that the same person's wrote at the same moment."""
    about = AuditRow.subject_type == subject_type, AuditRow.subject_id == subject_id, AuditRow.action == action
    of_it = select(AuditRow.actor_id, AuditRow.at).where(*about).distinct().subquery()
    same = AuditRow.actor_id == of_it.c.actor_id, AuditRow.at == of_it.c.at, AuditRow.action == action
    query = select(AuditRow.id).join(of_it, and_(*same)).where(AuditRow.subject_type == subject_type)
    return list(await session.scalars(query.order_by(AuditRow.id)))


#: Among so many of the newest rows the last one of a person is looked for: what they did a moment ago.
_LATEST = 2_000


async def find_last_of(session: AsyncSession, person_id: int) -> AuditRow | None:
    """The newest row of what a person did, if it is among the latest of all."""
    newest = await find_newest_id(session)
    of_person = AuditRow.id > newest - _LATEST, AuditRow.actor_id == person_id
    return await session.scalar(select(AuditRow).where(*of_person).order_by(AuditRow.id.desc()).limit(1))


async def list_rows_about(
    session: AsyncSession,
    twg_id: int,
    about: Mapping[str, list[int] | Select[int]],
    *,
    anywhere: Collection[str],
    offset: int,
    limit: int,
) -> list[AuditRow]:
    """Rows about these subjects in a TWG, or in no TWG, newest first.

    Args:
        about: ids by table, or a SELECT of them.
        anywhere: tables of which the rows of all TWGs count.
    """
    here = or_(AuditRow.twg_id == twg_id, AuditRow.twg_id.is_(None))
    clauses = [
        and_(AuditRow.subject_type == table, AuditRow.subject_id.in_(ids), *(() if table in anywhere else (here,)))
        for table, ids in about.items()
    ]
    query = select(AuditRow).where(or_(*clauses)).order_by(AuditRow.id.desc())
    return list(await session.scalars(query.offset(offset).limit(limit)))


async def list_rows_of(
    session: AsyncSession, twg_id: int, tables: Collection[str], *, limit: int, offset: int = 0
) -> list[AuditRow]:
    """Rows of a TWG about rows of these tables, newest first.

    The newest of each table are read by the index: most rows are receipts, which would all be walked over.
    """
    newest = (
        select(AuditRow.id)
        .where(AuditRow.twg_id == twg_id, AuditRow.subject_type == table)
        .order_by(AuditRow.id.desc())
        .limit(offset + limit)
        .subquery()
        for table in sorted(tables)
    )
    query = select(AuditRow).where(AuditRow.id.in_(union_all(*(select(each.c.id) for each in newest))))
    return list(await session.scalars(query.order_by(AuditRow.id.desc()).limit(limit).offset(offset)))


async def list_rows_since(session: AsyncSession, twg_id: int, table: str, since: datetime) -> list[AuditRow]:
    """Rows of a TWG about rows of a table that were written after a moment (UTC), oldest first."""
    query = select(AuditRow).where(AuditRow.twg_id == twg_id, AuditRow.subject_type == table, AuditRow.at > since)
    return list(await session.scalars(query.order_by(AuditRow.id)))
