"""Add circulations: what is sent in one act, with one question and one acknowledgement; each document has its own.

A circulation of a document that is there has the id of the document, so that what refers to it needs another table's
name only. A message of an album has a row for each of its files. Files that follow an offer join what it is about.

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOVED = ("note", "acknowledge_by", "meeting_id", "created_by_id", "circulated_at")
#: Names of the notices and of the rules of reminders that are about a circulation.
NOTICES, RULES = ("document_circulated", "document_reminder"), ("document_2_days", "document_last_day")


def upgrade() -> None:
    op.create_table(
        "circulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=400), nullable=False),
        sa.Column("acknowledge_by", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_circulation_created_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_circulation_meeting_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_circulation_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation")),
    )
    for name in ("circulated_at", "acknowledge_by"):
        op.create_index(f"ix_circulation_twg_id_{name}", "circulation", ["twg_id", name])
    _copy()
    _change_documents()
    _credit_versions()
    _readdress()
    op.create_table(
        "album_message",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_album_message_delivery_id")),
        sa.PrimaryKeyConstraint("delivery_id", "place", name=op.f("pk_album_message")),
    )
    _keep_offers()
    op.create_index("ix_album_message_message", "album_message", ["chat_id", "message_id"])


def _keep_offers() -> None:
    # The default stays in the database: to drop it, SQLite would have to rewrite the table.
    with op.batch_alter_table("kept_act") as kept:
        kept.add_column(sa.Column("offered_id", sa.BigInteger(), nullable=True))
        kept.add_column(sa.Column("gathers", sa.Boolean(), nullable=False, server_default=sa.false()))


def _copy() -> None:
    columns = f"twg_id, audience, {', '.join(MOVED)}"
    op.execute(f"INSERT INTO circulation (id, title, {columns}) SELECT id, '', {columns} FROM document")  # noqa: S608 - constants
    if op.get_context().dialect.name == "postgresql":
        newest = "(SELECT max(id) FROM circulation)"
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('circulation', 'id'), coalesce({newest}, 1), {newest} IS NOT NULL)"
        )


def _change_documents() -> None:
    # The defaults stay in the database: to drop them, SQLite would have to rewrite the whole table once more.
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("circulation_id", sa.Integer(), nullable=True))
        document.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="1"))
        document.add_column(sa.Column("language", sa.String(length=8), nullable=False, server_default=""))
        document.add_column(sa.Column("source", sa.String(length=200), nullable=False, server_default=""))
        document.add_column(sa.Column("dated_on", sa.Date(), nullable=True))
        document.add_column(sa.Column("agenda_item_id", sa.Integer(), nullable=True))
        document.add_column(sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True))
        document.add_column(sa.Column("recalled_by_id", sa.Integer(), nullable=True))
        document.add_column(sa.Column("recall_reason", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE document SET circulation_id = id")
    with op.batch_alter_table("document_version") as version:
        version.add_column(sa.Column("created_by_id", sa.Integer(), nullable=True))
        version.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    author = "SELECT created_by_id FROM document WHERE document.id = document_version.document_id"
    op.execute(f"UPDATE document_version SET created_by_id = ({author})")  # noqa: S608 - constants
    for name in ("circulated_at", "acknowledge_by"):
        op.drop_index(f"ix_document_twg_id_{name}", table_name="document")
    with op.batch_alter_table("document") as document:
        document.alter_column("circulation_id", existing_type=sa.Integer(), nullable=False)
        document.create_foreign_key("fk_document_circulation_id", "circulation", ["circulation_id"], ["id"])
        document.create_foreign_key("fk_document_recalled_by_id", "person", ["recalled_by_id"], ["id"])
        document.create_foreign_key(
            "fk_document_agenda_item_id", "agenda_item", ["agenda_item_id"], ["id"], ondelete="SET NULL"
        )
        document.create_unique_constraint("uq_document_circulation_id", ["circulation_id", "position"])
        document.drop_constraint("fk_document_created_by_id", type_="foreignkey")
        document.drop_constraint("fk_document_meeting_id", type_="foreignkey")
        for name in MOVED:
            document.drop_column(name)


def _credit_versions() -> None:
    with op.batch_alter_table("document_version") as version:
        version.alter_column("created_by_id", existing_type=sa.Integer(), nullable=False)
        version.create_foreign_key("fk_document_version_created_by_id", "person", ["created_by_id"], ["id"])


def _readdress() -> None:
    """What was about a document as it was circulated is about its circulation."""
    for table, column, names in (("notification", "kind", NOTICES), ("reminder", "rule", RULES)):
        listed = ", ".join(f"'{name}'" for name in names)
        op.execute(
            f"UPDATE {table} SET subject_type = 'circulation'"  # noqa: S608 - constants
            f" WHERE subject_type = 'document' AND {column} IN ({listed})"
        )
