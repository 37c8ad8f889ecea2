"""What is stored about a person, for that person (T5).

Every column of every table that refers to a person is followed, so that a new table is never forgotten. A row that is
the person's own is given whole. Of one that somebody else may have written, and in which they only had a part, which
part and when.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow
from storage.core.chat_traces import list_traces
from storage.engine.database import Base
from storage.members import Account, Person, list_chats
from twg.core.audit import CHAT, record_unattended, to_plain
from twg.core.operations import operation_without_actor

#: Columns by which a row is a person's own.
_OWN = frozenset({"person_id", "author_id", "asked_by_id", "submitted_by_id", "owner_id", "account_id"})
#: Columns that say nothing about a person: secrets, and what the program keeps for itself.
_LEFT_OUT = frozenset({"token_hash", "commands_shown", "audience", "co_owners", "waiting", "without_account"})
#: What others have said of somebody who asks to join, by table: it is theirs.
_OF_OTHERS = {
    "join_request": frozenset({"opinion", "opinion_words", "opinion_by_id", "screened_by_id", "decided_by_id"}),
}


@dataclass(frozen=True)
class OwnTable:
    """The rows of a table that a person has a part in.

    Attributes:
        name: of the table.
        rows: values by column, as JSON takes them; "as" is the column that names the person in a row of others.
    """

    name: str
    rows: list[dict[str, Any]]


@operation_without_actor
async def export_own(session: AsyncSession, account: Account, *, now: datetime) -> list[OwnTable]:
    """Everything that is stored about the person of an account, who may belong to no TWG any more; it is audited."""
    person_id = account.person_id
    accounts = list(await session.scalars(select(Account.id).where(Account.person_id == person_id)))
    found: dict[str, list[dict[str, Any]]] = {}
    for table, column, target in _references():
        ids = [person_id] if target == Person.__tablename__ else accounts
        whole = column.name in _OWN
        left_out = _LEFT_OUT | _OF_OTHERS.get(table.name, frozenset())
        shown = [each for each in table.columns if each.name not in left_out] if whole else _when(table)
        query = select(*shown).where(column.in_(ids)).order_by(*table.primary_key.columns)
        part = {} if whole else {"as": column.name}
        rows = [{**to_plain(dict(row)), **part} for row in (await session.execute(query)).mappings()]
        found[table.name] = _joined(found.get(table.name, []), rows)
    tables = [OwnTable("person", await _find_person(session, person_id))]
    tables += [OwnTable(name, rows) for name, rows in found.items() if rows]
    tables += await _list_traces(session, person_id)
    after = {"rows": {table.name: len(table.rows) for table in tables}}
    await record_unattended(
        session, "members.export_own", account.person, now=now, after=after, source=CHAT, person_id=person_id
    )
    return tables


def _references() -> Iterator[tuple[Table, Column[Any], str]]:
    """Each column that refers to a person or to an account, with the name of the table to which it refers."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                target = key.column.table.name
                if target in {Person.__tablename__, Account.__tablename__}:
                    yield table, column, target


def _when(table: Table) -> list[Column[Any]]:
    """The columns that say which row it is, and when."""
    return [column for column in table.columns if column.primary_key or isinstance(column.type, DateTime)] + [
        column
        for column in table.columns
        if table.name == AuditRow.__tablename__ and column.name in {"at", "action", "subject_type", "subject_id"}
    ]


def _joined(rows: list[dict[str, Any]], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Both, without rows that are given whole already."""
    whole = {row.get("id") for row in rows if "as" not in row}
    return rows + [row for row in more if row.get("id") is None or row["id"] not in whole]


async def _find_person(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    table = Base.metadata.tables[Person.__tablename__]
    query = select(table).where(table.c.id == person_id)
    return [to_plain(dict(row)) for row in (await session.execute(query)).mappings()]


async def _list_traces(session: AsyncSession, person_id: int) -> list[OwnTable]:
    """What is kept of the person's chats for a while."""
    forms, effects, acts = await list_traces(session, await list_chats(session, person_id))
    found = [
        OwnTable("form", [{"form": row.name, "answers": row.answers, "opened_at": row.opened_at} for row in forms]),
        OwnTable("effect", [{"text": row.text, "noted_at": row.noted_at} for row in effects]),
        OwnTable("kept_act", [{"text": row.text, "files": row.files, "kept_at": row.kept_at} for row in acts]),
    ]
    return [OwnTable(table.name, to_plain(table.rows)) for table in found if table.rows]
