"""Keep how doubted values of returned sheets are meant.

Revision: 0087, after 0084.
"""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_sheet") as sheets:
        sheets.add_column(sa.Column("chosen", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("report_sheet") as sheets:
        sheets.alter_column("chosen", server_default=None)
