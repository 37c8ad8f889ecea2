"""The audit trail (T5): each change with its old and its new values."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow
from storage.engine.database import Base, identity
from twg.core.actors import Actor

#: `source` of a change that no person made: Telegram reported that a person can or cannot be written to.
TELEGRAM = "telegram"
#: `source` of what people do with their own data, also once they belong to no TWG.
CHAT = "chat"
#: `source` of what the daily task does because a period of the configuration has passed.
RETENTION = "retention"


async def record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    subject: Base,
    *,
    now: datetime,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    **data: Any,
) -> AuditRow:
    """Add a row to the audit trail, and return it: who did what to which row.

    Args:
        after: the new values by column, or by a name of its own for values kept in other tables; no secrets.
        before: the old values of the same; None if the row was created.
        data: further facts about the change.
    """
    return await _add(session, action, subject, now, {**to_plain(data), **_values(before, after)}, actor)


@dataclass(frozen=True)
class Recorded:
    """A change of one of many rows; `before` and `after` are those of `record`."""

    subject: Base
    after: Mapping[str, Any]
    before: Mapping[str, Any] | None = None


async def record_all(
    session: AsyncSession, actor: Actor, action: str, changes: Iterable[Recorded], *, now: datetime
) -> None:
    """As `record` for many rows at once, which takes a third of the time."""
    await session.flush()
    session.add_all(
        _row(action, change.subject, now, _values(change.before, change.after), actor) for change in changes
    )
    await session.flush()


async def record_unattended(
    session: AsyncSession,
    action: str,
    subject: Base,
    *,
    now: datetime,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    source: str = TELEGRAM,
    person_id: int | None = None,
) -> None:
    """Add a row to the audit trail for a change in no TWG: by Telegram, by time, or by somebody of their own data.

    Args:
        person_id: who did it; None where no person did.
    """
    await _add(session, action, subject, now, _values(before, after), source=source, person_id=person_id)


async def _add(
    session: AsyncSession,
    action: str,
    subject: Base,
    now: datetime,
    data: dict[str, Any],
    actor: Actor | None = None,
    *,
    source: str = TELEGRAM,
    person_id: int | None = None,
) -> AuditRow:
    await session.flush()
    row = _row(action, subject, now, data, actor, source=source, person_id=person_id)
    session.add(row)
    return row


def _row(
    action: str,
    subject: Base,
    now: datetime,
    data: dict[str, Any],
    actor: Actor | None,
    *,
    source: str = TELEGRAM,
    person_id: int | None = None,
) -> AuditRow:
    """A row about a change of a row that is stored."""
    return AuditRow(
        at=now,
        actor_id=person_id if actor is None else actor.person_id,
        by_id=None if actor is None else actor.by_id,
        source=source if actor is None else actor.source,
        action=action,
        subject_type=subject.__tablename__,
        subject_id=identity(subject),
        twg_id=None if actor is None else actor.twg.id,
        data=data,
    )


def values_of(row: Base, *columns: str) -> dict[str, Any]:
    """These columns of a row as they are now. Foreign keys follow their relationships only at the next flush."""
    return {column: getattr(row, column) for column in columns}


def _values(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    values = {"after": to_plain(after)}
    return values if before is None else {"before": to_plain(before), **values}


def to_plain(value: Any) -> Any:
    """The value as JSON can hold it: moments in UTC, days and times in ISO 8601, decimals as text, enums by value."""
    match value:
        case enum.Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
        case Mapping():
            return {str(key): to_plain(item) for key, item in value.items()}
        case list() | tuple():
            return [to_plain(item) for item in value]
    return value
