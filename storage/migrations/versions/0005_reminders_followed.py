"""Add to a reminder its latest time, urgency and notification; make rounds the subject of requests for reports.

Revision: 0005, after 0004.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: How late a reminder of each rule could be sent before this revision, in hours.
GRACE_H = {
    "meeting_3_days": 36,
    "meeting_1_day": 20,
    "meeting_2_hours": 1.5,
    "document_2_days": 48,
    "document_last_day": 12,
    "round_7_days": 72,
    "round_2_days": 36,
    "round_last_day": 9,
    "round_overdue": 168,
}


def upgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("too_late_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("notification_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_reminder_notification_id"), "notification", ["notification_id"], ["id"])
        batch_op.create_index(
            "ix_reminder_followed",
            ["notification_id"],
            unique=False,
            sqlite_where=sa.text("notification_id IS NOT NULL"),
            postgresql_where=sa.text("notification_id IS NOT NULL"),
        )
    _fill_in()
    op.execute(  # requests were about one indicator each; now they are about the round
        "UPDATE notification SET subject_type = 'round', subject_id ="
        " (SELECT round_id FROM report_request WHERE report_request.id = notification.subject_id)"
        " WHERE kind = 'indicators/requested'"
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.alter_column("too_late_at", nullable=False)


def _fill_in() -> None:
    reminder = sa.table(
        "reminder",
        sa.column("id", sa.Integer()),
        sa.column("rule", sa.String()),
        sa.column("due_at", sa.DateTime(timezone=True)),
        sa.column("too_late_at", sa.DateTime(timezone=True)),
        sa.column("urgent", sa.Boolean()),
    )
    connection = op.get_bind()
    rows = [
        {"row_id": row_id, "late": due_at + timedelta(hours=GRACE_H.get(rule, 0)), "night": rule == "meeting_2_hours"}
        for row_id, rule, due_at in connection.execute(sa.select(reminder.c.id, reminder.c.rule, reminder.c.due_at))
    ]
    if rows:
        one = sa.update(reminder).where(reminder.c.id == sa.bindparam("row_id"))
        connection.execute(one.values(too_late_at=sa.bindparam("late"), urgent=sa.bindparam("night")), rows)
