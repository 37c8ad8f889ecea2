"""Add indices for what grows with the years: the reminders of a subject, and updates by their age.

Revision: 0017, after 0012.
"""

from alembic import op

revision = "0017"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_reminder_subject", "reminder", ["subject_type", "subject_id"])
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])


def downgrade() -> None:
    op.drop_index("ix_inbox_received_at", "inbox")
    op.drop_index("ix_reminder_subject", "reminder")
