"""Find the deliveries that wait for their turn in a chat.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ALONE, TOGETHER = "waits for its turn in the chat", "waits for the next message to the chat"


def upgrade() -> None:
    _create("ix_delivery_together", ["person_id", "id"], f"error = '{TOGETHER}'")
    _create("ix_delivery_paced", ["not_before", "person_id", "id"], f"error IN ('{ALONE}', '{TOGETHER}')")


def _create(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(f"state = 'pending' AND {condition}")
    op.create_index(name, "delivery", columns, unique=False, sqlite_where=where, postgresql_where=where)
