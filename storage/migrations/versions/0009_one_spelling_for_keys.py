"""Spell stored keys as texts are compared: names of institutions, and what is searched.

Institutions whose names became one are merged: everything that refers to one of them refers to the oldest.

The keys of a store are those of the spelling that is installed, which is why it is imported here. A change of
`storage.core.spelling` needs a migration of its own that does the same again.

Revision: 0009, after 0008.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from storage.core.searching.pieces import fold_entry
from storage.core.spelling import key_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: Length of `institution.name_key`.
LONGEST_KEY = 200
#: How many search entries are read at once.
BATCH = 500

_institution = sa.table(
    "institution", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("name_key", sa.String)
)
_responsible = sa.table(
    "indicator_responsible",
    sa.column("id", sa.Integer),
    sa.column("indicator_id", sa.Integer),
    sa.column("institution_id", sa.Integer),
    sa.column("lead", sa.Boolean),
)
_referring = [sa.table(name, sa.column("institution_id", sa.Integer)) for name in ("person", "action")]
_entry = sa.table("search_entry", sa.column("id", sa.Integer), sa.column("folded", sa.Text))


def upgrade() -> None:
    _merge_institutions()
    _fold_entries()


def _merge_institutions() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(_institution).order_by(_institution.c.id)).all()
    kept: dict[str, int] = {}
    for row in rows:
        key = key_of(row.name)[:LONGEST_KEY]
        if key in kept:
            _replace(row.id, by=kept[key])
        else:
            kept[key] = row.id
    # No key is one that another institution has until later: old keys first make way.
    connection.execute(_institution.update().values(name_key=sa.literal(" ") + sa.cast(_institution.c.id, sa.String)))
    for key, row_id in kept.items():
        connection.execute(_institution.update().where(_institution.c.id == row_id).values(name_key=key))


def _replace(institution_id: int, *, by: int) -> None:
    """Remove an institution; what refers to it refers to another one from now on."""
    connection = op.get_bind()
    _replace_responsible(institution_id, by=by)
    for table in _referring:
        there = table.c.institution_id == institution_id
        connection.execute(table.update().where(there).values(institution_id=by))
    connection.execute(_institution.delete().where(_institution.c.id == institution_id))


def _replace_responsible(institution_id: int, *, by: int) -> None:
    """An indicator has each institution once; the one that stays leads where either did."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(_responsible).where(_responsible.c.institution_id == institution_id)).all():
        twin = sa.and_(_responsible.c.indicator_id == row.indicator_id, _responsible.c.institution_id == by)
        itself = _responsible.c.id == row.id
        if connection.scalar(sa.select(_responsible.c.id).where(twin)) is None:
            connection.execute(_responsible.update().where(itself).values(institution_id=by))
            continue
        connection.execute(_responsible.delete().where(itself))
        if row.lead:
            connection.execute(_responsible.update().where(twin).values(lead=True))


def _fold_entries() -> None:
    """Fold what was folded before. On SQLite a trigger brings the index in line."""
    connection = op.get_bind()
    on_postgresql = connection.dialect.name == "postgresql"
    change = "UPDATE search_entry SET folded = :folded"
    if on_postgresql:
        change += ", trigrams = array_to_tsvector(CAST(:grams AS text[]))"
    for batch in _batches():
        values = [
            {"row_id": row_id, "folded": folded, **({"grams": _trigrams(folded)} if on_postgresql else {})}
            for row_id, before in batch
            if (folded := fold_entry(before)) != before
        ]
        if values:
            connection.execute(sa.text(f"{change} WHERE id = :row_id"), values)


def _batches() -> Iterator[list[tuple[int, str]]]:
    connection, last = op.get_bind(), 0
    query = sa.select(_entry.c.id, _entry.c.folded).order_by(_entry.c.id).limit(BATCH)
    while rows := [(row.id, row.folded) for row in connection.execute(query.where(_entry.c.id > last))]:
        last, _folded = rows[-1]
        yield rows


def _trigrams(folded: str) -> list[str]:
    """What the index held before 0018: every distinct run of three characters, sorted."""
    return sorted({folded[i : i + 3] for i in range(len(folded) - 2)})
