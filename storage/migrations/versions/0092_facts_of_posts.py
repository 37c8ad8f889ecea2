"""Keep what a post tells of: when, where, with whom, how much, its theme; and several files of it.

Revision: 0092, after 0090.
"""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0090"
branch_labels = None
depends_on = None

#: Columns of text, with their lengths.
_TEXTS = {"place": 200, "party": 200, "amount": 100, "theme": 100}


def upgrade() -> None:
    op.create_table(
        "post_file",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_post_file_file_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_file_post_id")),
        sa.PrimaryKeyConstraint("post_id", "file_id", name=op.f("pk_post_file")),
    )
    op.execute("INSERT INTO post_file (post_id, file_id) SELECT id, file_id FROM post WHERE file_id IS NOT NULL")
    with op.batch_alter_table("post") as posts:
        posts.drop_constraint("fk_post_file_id", type_="foreignkey")
        posts.drop_column("file_id")
        posts.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        posts.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        for name, length in _TEXTS.items():
            posts.add_column(sa.Column(name, sa.String(length=length), server_default="", nullable=False))
    with op.batch_alter_table("post") as posts:
        for name, length in _TEXTS.items():
            posts.alter_column(name, existing_type=sa.String(length=length), server_default=None)
