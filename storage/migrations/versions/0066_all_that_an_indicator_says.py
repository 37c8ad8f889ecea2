"""Keep all that a joint monitoring indicator says of itself: states, limits, steps, splits, who reports.

Revision: 0066, after 0065.
"""

from calendar import monthrange
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

STATES = ("proposed", "endorsed", "revised", "met", "replaced", "withdrawn")
FREQUENCIES = ("monthly", "quarterly", "half_yearly", "yearly", "school_year", "survey")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Of a target whose period named a month or a year, the last day: later targets are put in order by it.
TARGETS = sa.table("target_revision", sa.column("id"), sa.column("period"), sa.column("due_on"))


def _text(name: str, length: int) -> sa.Column[str]:
    # The defaults stay in the database: to drop them, SQLite would have to rewrite the whole table.
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def upgrade() -> None:
    op.create_table(
        "indicator_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_step_indicator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_step")),
    )
    op.create_index(op.f("ix_indicator_step_indicator_id"), "indicator_step", ["indicator_id"])
    op.add_column("target_revision", sa.Column("dropped", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("indicator") as batch:
        for name, length in (
            ("statement_km", 300),
            ("outcome", 300),
            ("output", 300),
            ("grouping", 120),
            ("baseline_note", 200),
            ("validator", 200),
            ("funding", 200),
            ("state_reason", 300),
        ):
            batch.add_column(_text(name, length))
        batch.add_column(sa.Column("lowest", sa.Numeric(precision=16, scale=4), nullable=True))
        batch.add_column(sa.Column("highest", sa.Numeric(precision=16, scale=4), nullable=True))
        batch.add_column(
            sa.Column("frequency", sa.Enum(*FREQUENCIES, name="frequency", native_enum=False, length=40), nullable=True)
        )
        batch.add_column(sa.Column("splits", sa.JSON(), nullable=False, server_default="{}"))
        state = sa.Enum(*STATES, name="indicatorstate", native_enum=False, length=40)
        batch.add_column(sa.Column("state", state, nullable=False, server_default="endorsed"))
        for name, table in (
            ("reporter_id", "person"),
            ("deputy_id", "person"),
            ("replaced_by_id", "indicator"),
            ("parent_id", "indicator"),
        ):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_indicator_{name}"), table, [name], ["id"])
    op.create_index(op.f("ix_indicator_reporter_id"), "indicator", ["reporter_id"])
    op.create_index(op.f("ix_indicator_deputy_id"), "indicator", ["deputy_id"])
    _date_targets()


def _date_targets() -> None:
    connection = op.get_bind()
    undated = sa.select(TARGETS.c.id, TARGETS.c.period).where(TARGETS.c.due_on.is_(None), TARGETS.c.period != "")
    for row_id, period in list(connection.execute(undated)):
        due_on = _last_day(period)
        if due_on is not None:
            change = (
                sa.update(TARGETS).where(TARGETS.c.id == row_id).values(due_on=sa.bindparam("day", type_=sa.Date()))
            )
            connection.execute(change, {"day": due_on})


def _last_day(period: str) -> date | None:
    """The last day of "2026" or "Dec 2026"; None for other words."""
    words = period.strip().lower().split()
    if not words or not words[-1].isdecimal() or len(words[-1]) != 4 or not words[-1].isascii():
        return None
    year = int(words[-1])
    if len(words) == 1:
        return date(year, 12, 31) if year else None
    if len(words) > 2 or words[0][:3] not in MONTHS or not year:
        return None
    month = MONTHS.index(words[0][:3]) + 1
    return date(year, month, monthrange(year, month)[1])
