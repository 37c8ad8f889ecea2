"""Find documents, papers and actions by the title of their meeting too; keep when archived bytes were compared.

Revision: 0055, after 0052.
"""

import sqlalchemy as sa
from alembic import op

from storage.core.search import ID_BITS, INDEX_ON_SQLITE
from storage.core.searching.pieces import about_token
from storage.engine.database import UTCDateTime

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_entry = sa.table(
    "search_entry",
    sa.column("id", sa.Integer),
    sa.column("twg_id", sa.Integer),
    sa.column("subject_type", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("about_type", sa.String),
    sa.column("about_id", sa.Integer),
    sa.column("dated", UTCDateTime()),
)


def upgrade() -> None:
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    op.add_column("search_entry", sa.Column("about_type", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("search_entry", sa.Column("about_id", sa.Integer(), nullable=True))
    op.create_index("ix_search_entry_type", "search_entry", ["twg_id", "subject_type", "dated", "id"])
    for subject_type, meeting_id in _meetings().items():
        values = {"about_type": "meeting", "about_id": meeting_id.scalar_subquery()}
        has_one = _entry.c.subject_type == subject_type, meeting_id.scalar_subquery().is_not(None)
        op.execute(sa.update(_entry).where(*has_one).values(values))
    _index()
    _compare_files()


def _meetings() -> dict[str, sa.Select[tuple[int | None]]]:
    """By type, selects the meeting of the subject of an entry."""
    own = {}
    for name in ("paper", "action"):
        subject = sa.table(name, sa.column("id"), sa.column("meeting_id"))
        own[name] = sa.select(subject.c.meeting_id).where(subject.c.id == _entry.c.subject_id)
    document = sa.table("document", sa.column("id"), sa.column("circulation_id"))
    circulation = sa.table("circulation", sa.column("id"), sa.column("meeting_id"))
    joined = sa.join(document, circulation, circulation.c.id == document.c.circulation_id)
    meeting = sa.select(circulation.c.meeting_id).select_from(joined)
    return {**own, "document": meeting.where(document.c.id == _entry.c.subject_id)}


def _index() -> None:
    """Add the one token to what the index holds of these entries; the others stay as they are."""
    connection = op.get_bind()
    columns = _entry.c.id, _entry.c.twg_id, _entry.c.about_type, _entry.c.about_id, _entry.c.dated
    rows = list(connection.execute(sa.select(*columns).where(_entry.c.about_id.is_not(None)).order_by(_entry.c.id)))
    added = [
        {
            "entry_id": row.id,
            "place": max(int(row.dated.timestamp()), 0) << ID_BITS | row.id,
            "tokens": f"{row.twg_id}{about_token(row.about_type, row.about_id)}",
        }
        for row in rows
    ]
    if not added:
        return
    if connection.dialect.name == "postgresql":
        more = "tokens || array_to_tsvector(ARRAY[CAST(:tokens AS text)])"
        connection.execute(sa.text(f"UPDATE search_entry SET tokens = {more} WHERE id = :entry_id"), added)  # noqa: S608 - a constant
    else:
        # Its index keeps no texts: a second row under the same rowid adds to what the first one is found by.
        connection.execute(sa.text(INDEX_ON_SQLITE), added)


def _compare_files() -> None:
    never = "1970-01-01 00:00:00+00:00"
    op.add_column(
        "file_text", sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False, server_default=never)
    )
    op.add_column("file_text", sa.Column("problem", sa.String(length=20), nullable=False, server_default=""))
    op.create_index("ix_file_text_compared_at", "file_text", ["compared_at"])
    lost = sa.text("problem != ''")
    op.create_index("ix_file_text_lost", "file_text", ["sha256"], sqlite_where=lost, postgresql_where=lost)
