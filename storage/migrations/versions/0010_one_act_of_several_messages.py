"""Let updates wait for the other parts of their act; keep acts that buttons wait for, and what messages had effects on.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WAITING, _OF_ALBUM = sa.text("payload IS NOT NULL"), sa.text("album IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("chat_id", sa.BigInteger(), nullable=True))
        inbox.add_column(sa.Column("album", sa.String(length=64), nullable=True))
        inbox.add_column(sa.Column("payload", sa.JSON(none_as_null=True), nullable=True))
        inbox.create_index("ix_inbox_waiting", ["chat_id"], sqlite_where=_WAITING, postgresql_where=_WAITING)
        inbox.create_index("ix_inbox_album", ["album"], sqlite_where=_OF_ALBUM, postgresql_where=_OF_ALBUM)
    op.create_table(
        "kept_act",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_kept_act")),
    )
    op.create_table(
        "effect",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("form_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_effect")),
    )
    with op.batch_alter_table("effect") as effect:
        effect.create_index("ix_effect_form_id", ["form_id"])
