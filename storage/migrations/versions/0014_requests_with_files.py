"""Add files to requests of members, and messages that members send on.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WAITING = "state = 'waiting' AND kind NOT IN ('question', 'message')"


def upgrade() -> None:
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    with op.batch_alter_table("member_request") as table:
        table.add_column(sa.Column("forwarded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "request_file",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_request_file_file_id")),
        sa.ForeignKeyConstraint(["request_id"], ["member_request.id"], name=op.f("fk_request_file_request_id")),
        sa.PrimaryKeyConstraint("request_id", "file_id", name=op.f("pk_request_file")),
    )
    _limit(WAITING)


def _limit(where: str) -> None:
    """Say which requests of a person about a row may wait once only."""
    with op.batch_alter_table("member_request") as table:
        table.drop_index("ix_member_request_waiting")
        table.create_index(
            "ix_member_request_waiting",
            ["asked_by_id", "kind", "subject_type", "subject_id"],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
