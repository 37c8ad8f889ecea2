"""Who did what, when and from where. Rows are added, never changed (T5)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base


class AuditRow(Base):
    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    #: Empty when the operator or the clock did it.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: "chat", "command line" or "clock".
    source: Mapped[str] = mapped_column(String(20))
    #: The operation: "meetings.announce".
    action: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    twg_id: Mapped[int | None] = mapped_column(ForeignKey("twg.id"), index=True)
    #: What changed, old and new; no secrets.
    data: Mapped[dict[str, Any]]
