"""The audit trail (T5)."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow
from storage.engine.database import Base, identity
from twg.core.actors import Actor

#: Where a change came from that no person and no operator made: Telegram's word on a chat.
TELEGRAM = "telegram"


async def record(
    session: AsyncSession, actor: Actor, action: str, subject: Base, *, now: datetime, **data: Any
) -> None:
    """Write down who did what to which row. `data` is what changed, in plain values, and holds no secret."""
    await session.flush()
    session.add(
        AuditRow(
            at=now,
            actor_id=actor.person_id,
            source=actor.source,
            action=action,
            subject_type=subject.__tablename__,
            subject_id=identity(subject),
            twg_id=actor.twg.id,
            data=data,
        )
    )


async def record_unattended(session: AsyncSession, action: str, subject: Base, *, now: datetime, **data: Any) -> None:
    """The same for a change that Telegram caused, which concerns no TWG in particular."""
    await session.flush()
    session.add(
        AuditRow(
            at=now,
            actor_id=None,
            source=TELEGRAM,
            action=action,
            subject_type=subject.__tablename__,
            subject_id=identity(subject),
            twg_id=None,
            data=data,
        )
    )
