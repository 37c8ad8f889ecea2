"""Search by words and their forms, in the texts of files too; keep the words of each TWG, and searches for their pages.

Every entry is indexed anew from what it holds. Files that are in the archive are queued to be read.

Revision: 0039, after 0038.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.core.search import INDEX_ON_POSTGRESQL, INDEX_ON_SQLITE, INDEXED_COLUMNS, indexed, words_of
from storage.core.searching.pieces import spaced
from storage.core.searching.words import is_kept
from storage.engine.database import UTCDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

#: How many search entries are read at once.
BATCH = 500

_entry = sa.table(
    "search_entry",
    sa.column("id", sa.Integer),
    sa.column("twg_id", sa.Integer),
    sa.column("subject_type", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("author_id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("body", sa.Text),
    sa.column("folded", sa.Text),
    sa.column("dated", UTCDateTime()),
    sa.column("year", sa.Integer),
    sa.column("file_id", sa.Integer),
)
_word = sa.table("search_word", *(sa.column(name) for name in ("twg_id", "word", "backwards")))
#: What is known of an entry from the row of its subject: its kind, a text that was searched, and its file.
_OF_SUBJECTS = {
    "document": {"kind": "kind"},
    "post": {"kind": "kind", "body": "text", "file_id": "file_id"},
    "meeting": {"kind": "kind", "body": "place"},
    "action": {"body": "text"},
}


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    _drop_old_index(on_postgresql)
    _add_tables(on_postgresql)
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("body", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("year", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("text_of", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_search_entry_file_id"), "stored_file", ["file_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_search_entry_file_id"), ["file_id"], unique=False)
    _add_new_index(on_postgresql)
    _learn_of_subjects()
    _queue_files()
    _index_entries(INDEX_ON_POSTGRESQL if on_postgresql else INDEX_ON_SQLITE)
    if on_postgresql:
        op.execute("CREATE INDEX ix_search_entry_tokens ON search_entry USING gin (tokens)")


def _drop_old_index(on_postgresql: bool) -> None:
    if on_postgresql:
        op.drop_index("ix_search_entry_grams", "search_entry")
        op.drop_column("search_entry", "grams")
    else:
        op.execute("DROP TABLE search_grams")


def _add_new_index(on_postgresql: bool) -> None:
    if on_postgresql:
        op.execute("ALTER TABLE search_entry ADD COLUMN tokens tsvector")
        return
    # detail=none and columnsize=0: only which entry has which token is asked.
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
    )


def _add_tables(on_postgresql: bool) -> None:
    word = sa.String(length=24, collation="C") if on_postgresql else sa.String(length=24)
    op.create_table(
        "search_word",
        sa.Column("twg_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", word, nullable=False),
        sa.Column("backwards", word, nullable=False),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_search_word_twg_id")),
        sa.PrimaryKeyConstraint("twg_id", "word", name=op.f("pk_search_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_word_backwards", "search_word", ["twg_id", "backwards"])
    op.create_table(
        "asked_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_search_person_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_asked_search_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_search")),
    )
    op.create_table(
        "file_text",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_text")),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_file_text_waiting", "file_text", ["claimed_until"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "file_page",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("compared", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["file_text.sha256"], name=op.f("fk_file_page_sha256")),
        sa.PrimaryKeyConstraint("sha256", "position", name=op.f("pk_file_page")),
    )


def _learn_of_subjects() -> None:
    for name, columns in _OF_SUBJECTS.items():
        subject = sa.table(name, sa.column("id"), *(sa.column(column) for column in columns.values()))
        values = {
            own: sa.select(subject.c[theirs]).where(subject.c.id == _entry.c.subject_id).scalar_subquery()
            for own, theirs in columns.items()
        }
        there = sa.exists().where(subject.c.id == _entry.c.subject_id)
        op.execute(sa.update(_entry).where(_entry.c.subject_type == name, there).values(values))
    _learn_of_documents()


def _learn_of_documents() -> None:
    """The note of what a document was circulated with, and the file of its version in force."""
    document = sa.table("document", sa.column("id"), sa.column("circulation_id"))
    circulation = sa.table("circulation", sa.column("id"), sa.column("note"))
    joined = sa.join(document, circulation, circulation.c.id == document.c.circulation_id)
    note = sa.select(circulation.c.note).select_from(joined).where(document.c.id == _entry.c.subject_id)
    there = sa.exists().where(document.c.id == _entry.c.subject_id)
    of_documents = _entry.c.subject_type == "document"
    op.execute(sa.update(_entry).where(of_documents, there).values(body=note.scalar_subquery()))
    version = sa.table("document_version", *(sa.column(name) for name in ("document_id", "number", "file_id")))
    own = version.c.document_id == _entry.c.subject_id
    newest = sa.select(version.c.file_id).where(own).order_by(version.c.number.desc()).limit(1).scalar_subquery()
    op.execute(sa.update(_entry).where(of_documents).values(file_id=newest))


def _queue_files() -> None:
    """Files are read in the order in which they came."""
    op.execute(
        "INSERT INTO file_text (sha256, state, claimed_until, tries, tokens)"
        " SELECT sha256, 'waiting', min(created_at), 0, '' FROM stored_file WHERE sha256 IS NOT NULL GROUP BY sha256"
    )


def _index_entries(statement: str) -> None:
    connection, known = op.get_bind(), set[tuple[int, str]]()
    change = sa.update(_entry).where(_entry.c.id == sa.bindparam("key"))
    change = change.values(folded=sa.bindparam("compared"), year=sa.bindparam("in_year"))
    for batch in _batches():
        found = []
        for row in batch:
            values = {name: getattr(row, name) for name in INDEXED_COLUMNS}
            found.append({**values, "folded": spaced(row.folded), "year": row.dated.year})
        changed = [{"key": row["id"], "compared": row["folded"], "in_year": row["year"]} for row in found]
        connection.execute(change, changed)
        connection.execute(sa.text(statement), [indexed(**row).values for row in found])
        words = {(row["twg_id"], word) for row in found for word in words_of(row["folded"]) if is_kept(word)} - known
        if words:
            new = [{"twg_id": twg_id, "word": word, "backwards": word[::-1]} for twg_id, word in sorted(words)]
            connection.execute(sa.insert(_word), new)
        known |= words


def _batches() -> Iterator[list[sa.Row[Any]]]:
    connection, last = op.get_bind(), 0
    query = sa.select(_entry).order_by(_entry.c.id).limit(BATCH)
    while rows := list(connection.execute(query.where(_entry.c.id > last))):
        last = rows[-1].id
        yield rows
