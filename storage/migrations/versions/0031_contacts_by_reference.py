"""Keep contacts apart from the audit and the notices, which refer to them by id, so that they can be erased.

Revision: 0031, after 0030.
"""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_contact_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_contact")),
    )
    op.create_index(op.f("ix_kept_contact_person_id"), "kept_contact", ["person_id"])
    kept = _Kept()
    corrections = sa.text("SELECT id, subject_id AS person_id, at, data FROM audit WHERE action = 'members.correct'")
    for row in op.get_bind().execute(corrections).mappings().all():
        data = _read(row["data"])
        for values in (data.get("before"), data.get("after")):
            kept.refer(values, row["person_id"], row["at"])
        _write("audit", row["id"], data)
    notices = sa.text(
        "SELECT notification.id, person_id, created_at AS at, data FROM notification "
        "JOIN membership ON membership.id = subject_id WHERE kind = 'member_corrected'"
    )
    for row in op.get_bind().execute(notices).mappings().all():
        data = _read(row["data"])
        kept.refer(data.get("before"), row["person_id"], row["at"])
        _write("notification", row["id"], data)


class _Kept:
    """Gives each contact of a person a row, once."""

    def __init__(self) -> None:
        self._ids: dict[tuple[int, str], int] = {}

    def refer(self, values: dict[str, Any] | None, person_id: int, at: Any) -> None:
        """Replace "contact" by "contact_id"."""
        if values is None or "contact" not in values:
            return
        text = values.pop("contact") or ""
        values["contact_id"] = self._id_of(person_id, text, at) if text else None

    def _id_of(self, person_id: int, text: str, at: Any) -> int:
        if (person_id, text) not in self._ids:
            number = len(self._ids) + 1
            self._ids[person_id, text] = number
            kept = sa.table(
                "kept_contact",
                sa.column("person_id", sa.Integer()),
                sa.column("text", sa.String()),
                sa.column("kept_at", sa.DateTime(timezone=True)),
            )
            op.get_bind().execute(kept.insert().values(person_id=person_id, text=text, kept_at=_moment(at)))
        return self._ids[person_id, text]


def _moment(value: Any) -> datetime:
    """A moment as either database gives it."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _read(data: Any) -> dict[str, Any]:
    """JSON as either database gives it."""
    found: dict[str, Any] = json.loads(data) if isinstance(data, str) else data
    return found


def _write(table: str, row_id: int, data: dict[str, Any]) -> None:
    changed = sa.table(table, sa.column("id", sa.Integer()), sa.column("data", sa.JSON()))
    op.get_bind().execute(changed.update().where(changed.c.id == row_id).values(data=data))
