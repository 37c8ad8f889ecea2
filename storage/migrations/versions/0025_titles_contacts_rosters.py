"""Add title and sex of people, what their contacts are compared by, and the people whom lists of members name.

Numbers and addresses of people who registered before stay as typed; they are compared once the person corrects them.

Revision: 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ROLES = (
    "chair",
    "lead_facilitator",
    "secretariat",
    "government",
    "development_partner",
    "crdb",
    "focal_point",
    "technical_adviser",
    "civil_society",
    "private_sector",
)


def upgrade() -> None:
    op.create_table(
        "roster_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(*ROLES, name="role", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_km", sa.String(length=120), nullable=False),
        sa.Column("sex", sa.Enum("female", "male", name="sex", native_enum=False, length=40), nullable=True),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=400), nullable=False),
        sa.Column("phones", sa.JSON(), nullable=False),
        sa.Column("emails", sa.JSON(), nullable=False),
        sa.Column("alternate_of_id", sa.Integer(), nullable=True),
        sa.Column("invite_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alternate_of_id"], ["roster_entry.id"], name=op.f("fk_roster_entry_alternate_of_id")),
        sa.ForeignKeyConstraint(["invite_id"], ["invite.id"], name=op.f("fk_roster_entry_invite_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_entry_person_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_roster_entry_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_entry")),
    )
    with op.batch_alter_table("roster_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_entry_invite_id"), ["invite_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_entry_twg_id"), ["twg_id"], unique=False)

    op.create_table(
        "roster_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_roster_file_created_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_roster_file_file_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_roster_file_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_file")),
    )
    with op.batch_alter_table("roster_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_file_twg_id"), ["twg_id"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        # The defaults stay in the database: to drop them, SQLite would have to rewrite the whole table.
        batch_op.add_column(sa.Column("title", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("sex", sa.Enum("female", "male", name="sex", native_enum=False, length=40), nullable=True)
        )
        batch_op.add_column(sa.Column("phone_e164", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=False, server_default=""))
    _skip_in_open_forms()


def _skip_in_open_forms() -> None:
    """Skip the new questions in forms that are open: what people type next answers the question they were asked."""
    forms = sa.table("form", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("answers", sa.JSON))
    about_people = sa.select(forms).where(forms.c.name.in_(("register", "correct_details")))
    connection = op.get_bind()
    for row in connection.execute(about_people).all():
        if row.answers:
            answers = {"title": None, "sex": None, **row.answers}
            connection.execute(sa.update(forms).where(forms.c.id == row.id).values(answers=answers))
