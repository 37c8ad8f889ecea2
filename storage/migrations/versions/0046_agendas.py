"""Add what an agenda item has besides title, presenter and minutes, and the editions of an agenda.

The agenda of each meeting that was announced becomes its first edition.

Revision: 0046, after 0045.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.engine.database import UTCDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_meeting = sa.table("meeting", sa.column("id", sa.Integer), sa.column("announced_at", UTCDateTime()))
_item = sa.table(
    "agenda_item", *(sa.column(name) for name in ("id", "meeting_id", "position", "title", "presenter", "minutes"))
)
_BATCH = 500


def upgrade() -> None:
    # The defaults stay in the database: to drop them, SQLite would have to rewrite the whole table.
    for column in (
        sa.Column("token", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("kind", sa.String(length=40), nullable=False, server_default="substance"),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("action", sa.Text(), nullable=False, server_default=""),
        sa.Column("theme", sa.String(length=100), nullable=False, server_default=""),
        sa.Column("area", sa.String(length=100), nullable=False, server_default=""),
    ):
        op.add_column("agenda_item", column)
    for referred in ("person", "institution"):  # unlike Alembic, both databases add a column with its reference
        name = f"{referred}_id"
        reference = f"CONSTRAINT fk_agenda_item_{name} REFERENCES {referred} (id)"
        op.execute(f"ALTER TABLE agenda_item ADD COLUMN {name} INTEGER {reference}")
    op.execute("UPDATE agenda_item SET token = 'i' || CAST(id AS VARCHAR(12))")
    editions = op.create_table(
        "agenda_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_agenda_edition_meeting_id"),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name="fk_agenda_edition_created_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_edition"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_agenda_edition_meeting_id"),
    )
    connection, after = op.get_bind(), 0
    announced = sa.select(_meeting).where(_meeting.c.announced_at.is_not(None)).order_by(_meeting.c.id).limit(_BATCH)
    while meetings := connection.execute(announced.where(_meeting.c.id > after)).all():
        items = _items_of(connection, [meeting.id for meeting in meetings])
        rows = [
            {
                "meeting_id": meeting.id,
                "number": 1,
                "items": items.get(meeting.id, []),
                "created_at": meeting.announced_at,
            }
            for meeting in meetings
        ]
        connection.execute(sa.insert(editions), rows)
        after = meetings[-1].id


def _items_of(connection: sa.Connection, meeting_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    query = sa.select(_item).where(_item.c.meeting_id.in_(meeting_ids)).order_by(_item.c.meeting_id, _item.c.position)
    for row in connection.execute(query):
        blank = {"note": "", "action": "", "theme": "", "area": ""}
        item = {"token": f"i{row.id}", "title": row.title, "presenter": row.presenter, "minutes": row.minutes, **blank}
        found.setdefault(row.meeting_id, []).append(item)
    return found
