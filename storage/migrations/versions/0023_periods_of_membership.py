"""Let a membership be a period: a person may have several in a TWG, one of them active; an invite may be a successor's.

Revision: 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ACTIVE = sa.text("state = 'active'")


def upgrade() -> None:
    with op.batch_alter_table("membership") as membership:
        membership.drop_constraint("uq_membership_person_id", type_="unique")
        membership.create_index(
            "ix_membership_active",
            ["person_id", "twg_id"],
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        )
    with op.batch_alter_table("invite") as invite:
        invite.add_column(sa.Column("successor_of_id", sa.Integer(), nullable=True))
        invite.create_foreign_key(op.f("fk_invite_successor_of_id"), "membership", ["successor_of_id"], ["id"])
