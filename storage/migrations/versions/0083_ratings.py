"""Keep how indicators are rated by hand.

Revision: 0083, after 0081.
"""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0081"
branch_labels = None
depends_on = None

_RATINGS = ("achieved", "on_track", "delayed", "not_started", "no_data")


def upgrade() -> None:
    rating = sa.Enum(*_RATINGS, name="rating", native_enum=False, length=40)
    op.create_table(
        "indicator_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("rating", rating, nullable=True),
        sa.Column("computed", rating, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_rating_indicator_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_indicator_rating_set_by_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_indicator_rating_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_rating")),
    )
    for column in ("indicator_id", "set_by_id", "submission_id"):
        op.create_index(op.f(f"ix_indicator_rating_{column}"), "indicator_rating", [column])
