"""Let each person choose how what is shared reaches them.

Revision: 0093, after 0092.
"""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

_PACE = sa.Enum("instant", "daily", "weekly", name="pace", native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("person") as people:
        people.add_column(sa.Column("post_pace", _PACE, server_default="instant", nullable=False))
    with op.batch_alter_table("person") as people:
        people.alter_column("post_pace", existing_type=_PACE, server_default=None)
