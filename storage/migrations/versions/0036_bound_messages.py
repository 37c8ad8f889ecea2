"""Add messages that are changed when their document is recalled, and what documents are browsed by.

Revision: 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bound_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_bound_message_account_id")),
        sa.ForeignKeyConstraint(["group_id"], ["linked_group.id"], name=op.f("fk_bound_message_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bound_message_person_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_bound_message_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bound_message")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_bound_message_chat_id")),
    )
    op.create_index("ix_bound_message_subject", "bound_message", ["subject_type", "subject_id"])
    op.create_index(op.f("ix_bound_message_account_id"), "bound_message", ["account_id"])
    op.create_index(
        "ix_bound_message_due",
        "bound_message",
        ["change_at"],
        sqlite_where=sa.text("change_at IS NOT NULL"),
        postgresql_where=sa.text("change_at IS NOT NULL"),
    )
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("source_key", sa.String(length=200), nullable=False, server_default=""))
    op.create_index("ix_document_twg_id_circulation_id", "document", ["twg_id", "circulation_id"])
    for name in ("kind", "language", "source_key"):
        op.create_index(f"ix_document_twg_id_{name}", "document", ["twg_id", name, "circulation_id"])
    op.create_index(
        "ix_document_recalled",
        "document",
        ["twg_id"],
        sqlite_where=sa.text("recalled_at IS NOT NULL"),
        postgresql_where=sa.text("recalled_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_circulation_meeting_id"), "circulation", ["meeting_id"])
