"""Give people accounts: what belongs to a Telegram account moves there, and deliveries are addressed to accounts.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOVED = ("telegram_id", "language", "current_twg_id", "unreachable_since", "commands_shown")
ALONE, TOGETHER = "waits for its turn in the chat", "waits for the next message to the chat"
#: Columns and condition of each index of pending deliveries by their person; of the urgent ones for PostgreSQL too.
BY_RECIPIENT = {
    "ix_delivery_due": (["not_before", "{}", "id"], "state = 'pending'", ""),
    "ix_delivery_urgent": (
        ["not_before", "{}", "id"],
        "state = 'pending' AND urgent = 1",
        "state = 'pending' AND urgent",
    ),
    "ix_delivery_together": (["{}", "id"], f"state = 'pending' AND error = '{TOGETHER}'", ""),
    "ix_delivery_paced": (
        ["not_before", "{}", "id"],
        f"state = 'pending' AND error IN ('{ALONE}', '{TOGETHER}')",
        "",
    ),
}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("current_twg_id", sa.Integer(), nullable=True),
        sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("commands_shown", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["current_twg_id"], ["twg.id"], name=op.f("fk_account_current_twg_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_account_telegram_id")),
    )
    in_use = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_account_in_use", "account", ["person_id"], unique=True, sqlite_where=in_use, postgresql_where=in_use
    )
    _copy_accounts()
    _address_deliveries()
    with op.batch_alter_table("notification") as notification:
        notification.add_column(sa.Column("without_account", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    with op.batch_alter_table("person") as person:
        person.drop_constraint("fk_person_current_twg_id", type_="foreignkey")
        person.drop_constraint("uq_person_telegram_id", type_="unique")
        for column in MOVED:
            person.drop_column(column)


def _copy_accounts() -> None:
    """An account for each person, with the person's id, so that deliveries are addressed by copying that."""
    moved = ", ".join(MOVED)
    op.execute(
        f"INSERT INTO account (id, person_id, created_at, {moved}) SELECT id, id, created_at, {moved} FROM person"  # noqa: S608 - constants
    )
    if op.get_context().dialect.name == "postgresql":
        newest = "(SELECT max(id) FROM account)"
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('account', 'id'), coalesce({newest}, 1), {newest} IS NOT NULL)"
        )


def _address_deliveries() -> None:
    for name in (*BY_RECIPIENT, "ix_delivery_person_id"):
        op.drop_index(name, table_name="delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
    op.execute("UPDATE delivery SET account_id = person_id")
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("account_id", existing_type=sa.Integer(), nullable=False)
        delivery.create_foreign_key("fk_delivery_account_id", "account", ["account_id"], ["id"])
        delivery.drop_constraint("uq_delivery_notification_id", type_="unique")
        delivery.create_unique_constraint(
            "uq_delivery_notification_id", ["notification_id", "person_id", "account_id", "part"]
        )
    op.create_index("ix_delivery_account_id", "delivery", ["account_id"])
    for name, (columns, where, where_on_postgresql) in BY_RECIPIENT.items():
        op.create_index(
            name,
            "delivery",
            [column.format("account_id") for column in columns],
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where_on_postgresql or where),
        )
