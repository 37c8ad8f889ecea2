"""Bind reports on a step of a milestone to the step, whose words may be corrected.

Revision: 0090, after 0087.
"""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0087"
branch_labels = None
depends_on = None

SUBMISSION = sa.table("submission", sa.column("id"), sa.column("indicator_id"), sa.column("step"), sa.column("step_id"))
STEP = sa.table("indicator_step", sa.column("id"), sa.column("indicator_id"), sa.column("text"))


def upgrade() -> None:
    with op.batch_alter_table("submission") as submissions:
        submissions.add_column(sa.Column("step_id", sa.Integer(), nullable=True))
        submissions.create_foreign_key(
            op.f("fk_submission_step_id"), "indicator_step", ["step_id"], ["id"], ondelete="SET NULL"
        )
    same = STEP.c.indicator_id == SUBMISSION.c.indicator_id, STEP.c.text == SUBMISSION.c.step
    own = sa.select(sa.func.min(STEP.c.id)).where(*same).correlate(SUBMISSION).scalar_subquery()
    op.execute(sa.update(SUBMISSION).where(SUBMISSION.c.step != "").values(step_id=own))
