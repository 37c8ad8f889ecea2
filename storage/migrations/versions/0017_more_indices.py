"""Add indices for what grows with the years: reminders of a subject, updates by age, reports that await review,
documents by the day to acknowledge them.

Revision: 0017, after 0016.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_reminder_subject", "reminder", ["subject_type", "subject_id"])
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_index("ix_submission_twg_id_state", "submission", ["twg_id", "state"])
    op.drop_index("ix_submission_twg_id", "submission")
    op.create_index("ix_document_twg_id_acknowledge_by", "document", ["twg_id", "acknowledge_by"])
