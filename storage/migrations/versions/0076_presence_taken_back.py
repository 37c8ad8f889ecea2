"""Keep the row of an attendance that was taken back, so that what has happened to it can be read.

Revision: 0076, after 0075.
"""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

PRESENCE = sa.Enum(
    "expected", "present", "delegate", "excused", "absent", name="presence", native_enum=False, length=40
)


def upgrade() -> None:
    with op.batch_alter_table("meeting_presence") as rows:
        rows.alter_column("presence", existing_type=PRESENCE, nullable=True)
