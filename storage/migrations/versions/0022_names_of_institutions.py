"""Let an institution have several names: those of today, a Khmer name and aliases; a kind; and merges.

Revision: 0022, after 0021.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = ("government", "development_partner", "ngo", "private_sector", "other")
_KIND = sa.Enum(*KINDS, name="institutionkind", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "institution_name",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_name_institution_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_institution_name")),
    )
    op.execute("INSERT INTO institution_name (key, text, institution_id) SELECT name_key, name, id FROM institution")
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(*_new_columns(), id="id", name="name", name_km="''", kind="'other'")
    else:
        op.drop_constraint("uq_institution_name_key", "institution", type_="unique")
        op.drop_column("institution", "name_key")
        for column in _new_columns():
            op.add_column("institution", column)
    op.create_index(op.f("ix_institution_name_institution_id"), "institution_name", ["institution_id"])
    op.create_table(
        "institution_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gone_id"], ["institution.id"], name=op.f("fk_institution_merge_gone_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["institution.id"], name=op.f("fk_institution_merge_kept_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_institution_merge_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_merge")),
    )
    op.create_index(op.f("ix_institution_merge_twg_id"), "institution_merge", ["twg_id"])


def _new_columns() -> list[sa.Column[Any]]:
    merged_into = sa.ForeignKey("institution.id", name=op.f("fk_institution_merged_into_id"))
    return [
        sa.Column("name_km", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("kind", _KIND, nullable=False, server_default="other"),
        sa.Column("merged_into_id", sa.Integer(), merged_into, nullable=True),
    ]


def _rewrite(*columns: sa.Column[Any], **values: str) -> None:
    """Make SQLite's table anew, with these values in SQL of the rows that it has: SQLite cannot drop a unique column.

    Other tables refer to its rows, which are missing for a moment, so references are checked at the commit only.
    """
    expressions = ", ".join(f"{value} AS {name}" for name, value in values.items())
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE institution_before AS SELECT {expressions} FROM institution")  # noqa: S608
    op.drop_table("institution")
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
    )
    names = ", ".join(values)
    op.execute(f"INSERT INTO institution ({names}) SELECT {names} FROM institution_before")  # noqa: S608
    op.execute("DROP TABLE institution_before")
