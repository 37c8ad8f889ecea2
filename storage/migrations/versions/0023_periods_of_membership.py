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


def downgrade() -> None:
    """Keep the newest period of each person in each TWG, the active one before others."""
    with op.batch_alter_table("invite") as invite:
        invite.drop_constraint(op.f("fk_invite_successor_of_id"), type_="foreignkey")
        invite.drop_column("successor_of_id")
    op.execute(
        "DELETE FROM membership WHERE state <> 'active' AND EXISTS (SELECT 1 FROM membership AS other"
        " WHERE other.person_id = membership.person_id AND other.twg_id = membership.twg_id"
        " AND (other.state = 'active' OR other.id > membership.id))"
    )
    with op.batch_alter_table("membership") as membership:
        membership.drop_index("ix_membership_active")
        membership.create_unique_constraint("uq_membership_person_id", ["person_id", "twg_id"])
