"""Add title and sex of people, and phone number and e-mail address as they are compared.

Numbers and addresses of people who registered before stay as typed: they are compared once the person corrects them.

Revision: 0030, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        # The defaults stay in the database: to drop them, SQLite would have to rewrite the whole table.
        batch_op.add_column(sa.Column("title", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("phone_e164", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("sex", sa.Enum("female", "male", name="sex", native_enum=False, length=40), nullable=True)
        )
