"""Add an index for the notifications that one change has caused.

Revision: 0019, after 0018.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_notification_actor_id_created_at", "notification", ["actor_id", "created_at"])
