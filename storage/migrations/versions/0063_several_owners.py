"""Keep who shares an action with its lead, and which notes say that somebody's part is done.

Every action of before has its owner as its lead and is shared by nobody. Open forms name who was chosen by a token,
where they had the id of a person.

Revision: 0063, after 0062.
"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

_form = sa.table("form", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("answers", sa.JSON))


def upgrade() -> None:
    with op.batch_alter_table("action") as batch_op:
        batch_op.add_column(sa.Column("co_owners", sa.String(length=400), nullable=False, server_default="||"))
    with op.batch_alter_table("action") as batch_op:
        batch_op.alter_column("co_owners", server_default=None)
    with op.batch_alter_table("action_update") as batch_op:
        batch_op.add_column(sa.Column("says_done", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("action_update") as batch_op:
        batch_op.alter_column("says_done", server_default=None)
    _name_by_tokens()


def _name_by_tokens() -> None:
    connection = op.get_bind()
    with_owner = _form.c.name.in_(("record_action", "give_action"))
    for form_id, answers in list(connection.execute(sa.select(_form.c.id, _form.c.answers).where(with_owner))):
        owner = answers.get("owner")
        if isinstance(owner, str) and owner.isdecimal():
            named = {**answers, "owner": f"person:{owner}"}
            connection.execute(_form.update().where(_form.c.id == form_id).values(answers=named))
