"""Keep of when a reported value is, its parts, the step that was reached, whether it is late or from elsewhere.

Revision: 0081, after 0076.
"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0079"
branch_labels = None
depends_on = None

SUBMISSION = sa.table(
    "submission",
    sa.column("id"),
    sa.column("indicator_id"),
    sa.column("round_id"),
    sa.column("submitted_by_id"),
    sa.column("submitted_at"),
    sa.column("period"),
    sa.column("late"),
    sa.column("elsewhere"),
)
INDICATOR = sa.table("indicator", sa.column("id"), sa.column("reporter_id"), sa.column("deputy_id"))
RESPONSIBLE = sa.table("indicator_responsible", sa.column("indicator_id"), sa.column("institution_id"))
PERSON = sa.table("person", sa.column("id"), sa.column("institution_id"))
ROUND = sa.table("round", sa.column("id"), sa.column("due_at"), sa.column("period"))


def upgrade() -> None:
    # The defaults stay in the database: to drop them, SQLite would have to rewrite the whole table.
    for column in (
        sa.Column("period", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("parts", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("step", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("elsewhere", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("standing_reason", sa.String(length=300), nullable=False, server_default=""),
    ):
        op.add_column("submission", column)
    _mark_late()
    _mark_from_elsewhere()
    _take_period_of_round()


def _of_round() -> sa.ColumnElement[bool]:
    return ROUND.c.id == SUBMISSION.c.round_id


def _mark_late() -> None:
    after = sa.select(ROUND.c.id).where(_of_round(), ROUND.c.due_at < SUBMISSION.c.submitted_at).correlate(SUBMISSION)
    op.execute(sa.update(SUBMISSION).where(sa.exists(after)).values(late=sa.true()))


def _mark_from_elsewhere() -> None:
    """Those of people who were not named, and whose institution is none of the responsible ones."""
    of_indicator = RESPONSIBLE.c.indicator_id == SUBMISSION.c.indicator_id
    own = sa.select(PERSON.c.id).where(
        PERSON.c.id == SUBMISSION.c.submitted_by_id, PERSON.c.institution_id == RESPONSIBLE.c.institution_id
    )
    named = sa.select(INDICATOR.c.id).where(
        INDICATOR.c.id == SUBMISSION.c.indicator_id,
        sa.or_(
            INDICATOR.c.reporter_id == SUBMISSION.c.submitted_by_id,
            INDICATOR.c.deputy_id == SUBMISSION.c.submitted_by_id,
        ),
    )
    somebody = sa.select(RESPONSIBLE.c.indicator_id).where(of_indicator)
    theirs = sa.select(RESPONSIBLE.c.indicator_id).where(
        of_indicator, sa.exists(own.correlate(SUBMISSION, RESPONSIBLE))
    )
    op.execute(
        sa.update(SUBMISSION)
        .where(
            sa.exists(somebody.correlate(SUBMISSION)),
            ~sa.exists(theirs.correlate(SUBMISSION)),
            ~sa.exists(named.correlate(SUBMISSION)),
        )
        .values(elsewhere=sa.true())
    )


def _take_period_of_round() -> None:
    """A value that was reported in a round is of the period for which the round asked."""
    of_round = sa.select(ROUND.c.period).where(_of_round()).correlate(SUBMISSION)
    op.execute(
        sa.update(SUBMISSION)
        .where(SUBMISSION.c.round_id.is_not(None))
        .values(period=sa.func.coalesce(of_round.scalar_subquery(), ""))
    )
