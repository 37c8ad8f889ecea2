"""The audit trail (T5): each change with its old and its new values."""

import enum
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow
from storage.engine.database import Base, identity
from twg.core.actors import Actor

#: Where a change came from that no person and no operator made: Telegram's word on a chat.
TELEGRAM = "telegram"


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
) -> None:
    """Write down who did what to which row.

    Args:
        after: the new values by column, or by a name for what is kept in other tables; no secret.
        before: the old values of the same; empty where the row was created.
        data: what else there is to say of the change.
    """
    await _add(session, action, subject, now, {**to_plain(data), **_values(before, after)}, actor)


async def record_unattended(
    session: AsyncSession,
    action: str,
    subject: Base,
    *,
    now: datetime,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> None:
    """The same for a change that Telegram caused, which concerns no TWG in particular."""
    await _add(session, action, subject, now, _values(before, after))


async def _add(
    session: AsyncSession, action: str, subject: Base, now: datetime, data: dict[str, Any], actor: Actor | None = None
) -> None:
    await session.flush()
    session.add(
        AuditRow(
            at=now,
            actor_id=None if actor is None else actor.person_id,
            source=TELEGRAM if actor is None else actor.source,
            action=action,
            subject_type=subject.__tablename__,
            subject_id=identity(subject),
            twg_id=None if actor is None else actor.twg.id,
            data=data,
        )
    )


def values_of(row: Base, *columns: str) -> dict[str, Any]:
    """These columns of a row as they are now. Foreign keys follow their relationships only at the next flush."""
    return {column: getattr(row, column) for column in columns}


def _values(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    values = {"after": to_plain(after)}
    return values if before is None else {"before": to_plain(before), **values}


def to_plain(value: Any) -> Any:
    """What JSON can hold: moments in UTC, days and times as ISO 8601, figures as text, members by their values."""
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
