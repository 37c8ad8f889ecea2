"""Find the deliveries that wait to share the next message to a chat.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WAITS = "state = 'pending' AND error = 'waits for the next message to the chat'"


def upgrade() -> None:
    op.create_index(
        "ix_delivery_together",
        "delivery",
        ["person_id", "id"],
        unique=False,
        sqlite_where=sa.text(WAITS),
        postgresql_where=sa.text(WAITS),
    )


def downgrade() -> None:
    op.drop_index("ix_delivery_together", table_name="delivery")
