"""Keep every file that came with a report as its evidence.

Revision: 0045, after 0044.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission_file",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_submission_file_file_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_submission_file_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", "file_id", name=op.f("pk_submission_file")),
    )
    op.execute(
        "INSERT INTO submission_file (submission_id, file_id) "
        "SELECT id, evidence_id FROM submission WHERE evidence_id IS NOT NULL"
    )
    with op.batch_alter_table("submission") as submission:
        submission.drop_constraint("fk_submission_evidence_id", type_="foreignkey")
        submission.drop_column("evidence_id")
