"""Keep what readers of shared information write to its author, and until when comments are asked for.

Revision: 0086, after 0085.
"""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post") as posts:
        posts.add_column(sa.Column("comments_by", sa.Date(), nullable=True))
        posts.add_column(sa.Column("reminds", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("post") as posts:
        posts.alter_column("reminds", existing_type=sa.Boolean(), server_default=None)
    op.create_index("ix_post_twg_id_comments_by", "post", ["twg_id", "comments_by"])
    op.create_table(
        "post_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_comment", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["answers_id"], ["post_reply.id"], name=op.f("fk_post_reply_answers_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_post_reply_author_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_post_reply_file_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_reply_post_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_post_reply_to_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_post_reply_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_reply")),
    )
    op.create_index(op.f("ix_post_reply_post_id"), "post_reply", ["post_id"])
    op.create_index(op.f("ix_post_reply_author_id"), "post_reply", ["author_id"])
    op.create_index(op.f("ix_post_reply_to_id"), "post_reply", ["to_id"])
