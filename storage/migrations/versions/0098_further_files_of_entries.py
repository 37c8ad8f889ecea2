"""Let the text of every file of an album be searched, not only that of the first.

Revision: 0098, after 0096. Posts with several files came with 0092, in the same release: no store of an older one has
any, so that there is nothing to enter.
"""

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_file",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("text_of", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["search_entry.id"], name=op.f("fk_search_file_entry_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_search_file_file_id")),
        sa.PrimaryKeyConstraint("entry_id", "file_id", name=op.f("pk_search_file")),
    )
    op.create_index(op.f("ix_search_file_file_id"), "search_file", ["file_id"])
