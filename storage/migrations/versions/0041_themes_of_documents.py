"""Add the theme of documents.

Revision: 0041, after 0039.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    op.add_column("document", sa.Column("theme", sa.String(length=200), nullable=False, server_default=""))
    has_theme = sa.text("theme != ''")
    op.create_index(
        "ix_document_theme", "document", ["twg_id", "id"], sqlite_where=has_theme, postgresql_where=has_theme
    )
