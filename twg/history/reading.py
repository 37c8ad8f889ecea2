"""Reading the audit: what has happened to something, or in the TWG, newest first (T5)."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.addressees import list_addressees
from storage.core.audit import AuditRow, list_rows_about, list_rows_of
from storage.core.files import StoredFile
from storage.engine.database import Base
from storage.members import Account, Institution, KeptContact, Membership, MembershipState, Person
from twg.core.actors import Actor
from twg.core.addressing import Addressed
from twg.core.audiences import parse_audience
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domains
from twg.history.fields import find_field
from twg.history.kinds import AuditField, Kind

#: Entries on one page.
PAGE = 6
#: Rows of the audit that are looked through at most for a page of what has happened in the TWG.
_MOST_READ = 300
#: Rows that are looked through first: nearly always they have a page that may be seen.
_READ_FIRST = 40
#: Tables of what belongs to a person and no TWG: what happened to them elsewhere is read in each TWG that they are in.
_PERSONS = frozenset({Person.__tablename__, Account.__tablename__})
_NAMED: Mapping[Kind, tuple[type[Base], str]] = {
    Kind.PERSON: (Person, "name"),
    Kind.CONTACT: (KeptContact, "text"),
    Kind.INSTITUTION: (Institution, "name"),
}


@dataclass(frozen=True)
class Change:
    """A value that was recorded.

    Attributes:
        before, after: as recorded; an id of a person, an institution or a meeting is replaced by the name, that of a
            file by its row, an audience by an `Addressed`.
        created: whether there is no value before.
    """

    field: AuditField
    before: Any
    after: Any
    created: bool


@dataclass(frozen=True)
class Entry:
    """An audit row as people read it.

    Attributes:
        who: the person who did it, or for whom it was done; empty for the operator and for Telegram.
        by: who did it for that person; empty where nobody did.
        title: of what it is about, in a list of several subjects.
    """

    row: AuditRow
    who: str
    by: str
    changes: tuple[Change, ...]
    title: str = ""


@dataclass(frozen=True)
class History:
    """A page of what has happened.

    Attributes:
        title: of what it is about; empty for the TWG.
        more: whether there is another page.
    """

    title: str
    entries: list[Entry]
    page: int
    more: bool


@operation(Permission.AUDIT_SEE)
async def read_history(
    session: AsyncSession, actor: Actor, subject_type: str, subject_id: int, domains: Domains, *, page: int = 1
) -> History:
    """What has happened to a row of a subject and to what belongs to it.

    Raises: NotFound, also for what the actor may not see.
    """
    about = domains.subjects.get(subject_type)
    if about is None:
        raise NotFound
    row = await about.access(session, actor, subject_id)
    of_it: dict[str, Any] = {} if about.parts is None else dict(about.parts(row))
    of_it.setdefault(subject_type, [subject_id])
    has_left = isinstance(row, Membership) and row.state is not MembershipState.ACTIVE
    anywhere = frozenset[str]() if has_left else _PERSONS
    rows = await list_rows_about(
        session, actor.twg.id, of_it, anywhere=anywhere, offset=(page - 1) * PAGE, limit=PAGE + 1
    )
    entries = [await _entry(session, actor, each, domains) for each in rows[:PAGE]]
    return History(about.title(row), entries, page, len(rows) > PAGE)


@operation(Permission.AUDIT_SEE)
async def read_newest(session: AsyncSession, actor: Actor, domains: Domains, *, page: int = 1) -> History:
    """What has happened in the actor's TWG to what they may see."""
    found = [each async for each in _visible(session, actor, domains, most=page * PAGE + 1)]
    shown = found[(page - 1) * PAGE : page * PAGE]
    entries = [await _entry(session, actor, row, domains, title=title) for row, title in shown]
    return History("", entries, page, len(found) > page * PAGE)


async def _visible(
    session: AsyncSession, actor: Actor, domains: Domains, *, most: int
) -> AsyncIterator[tuple[AuditRow, str]]:
    """The newest rows about subjects that the actor may see, with the title of each."""
    titles: dict[tuple[str, int], str | None] = {}
    for offset, limit in ((0, _READ_FIRST), (_READ_FIRST, _MOST_READ - _READ_FIRST)):
        for row in await list_rows_of(session, actor.twg.id, domains.subjects, offset=offset, limit=limit):
            key = row.subject_type, row.subject_id
            if key not in titles:
                titles[key] = await _title(session, actor, domains, *key)
            title = titles[key]
            if title is not None:
                yield row, title
                most -= 1
            if most == 0:
                return


async def _title(session: AsyncSession, actor: Actor, domains: Domains, subject_type: str, row_id: int) -> str | None:
    """The title of a row; None where the actor may not see it."""
    about = domains.subjects[subject_type]
    try:
        return about.title(await about.access(session, actor, row_id))
    except NotFound:
        return None


async def _entry(session: AsyncSession, actor: Actor, row: AuditRow, domains: Domains, *, title: str = "") -> Entry:
    named = [await _with_names(session, actor, change, domains) for change in _changes(row)]
    who, by = [await _name(session, Person, "name", person_id) for person_id in (row.actor_id, row.by_id)]
    return Entry(row, who, by, tuple(named), title)


def _changes(row: AuditRow) -> Iterator[Change]:
    """The recorded values that people are shown and that are others than before, in the order of the record."""
    before, after = row.data.get("before") or {}, row.data.get("after") or {}
    beside = {name: value for name, value in row.data.items() if name not in {"before", "after"}}
    for name, value in flat({**after, **beside}):
        field = find_field(row.subject_type, name)
        created = name not in before
        if field is not None and (value not in _EMPTY if created else before[name] != value):
            yield Change(field, before.get(name), value, created)


def flat(recorded: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names and values; those of a note that was recorded as one of the values, one by one."""
    for name, value in recorded.items():
        if name == "note" and isinstance(value, dict):
            yield from value.items()
        else:
            yield name, value


#: Values of what was left open when something was made.
_EMPTY: tuple[object, ...] = (None, "", "||", [], {})


async def _with_names(session: AsyncSession, actor: Actor, change: Change, domains: Domains) -> Change:
    """The change with names, or rows of files, instead of ids."""

    async def named(value: Any) -> Any:
        if isinstance(value, list):
            return [await named(each) for each in value]
        if change.field.kind is Kind.MEETING:
            return None if value is None else await _title(session, actor, domains, "meeting", value) or ""
        if change.field.kind is Kind.AUDIENCE:
            return await _addressed(session, actor, value)
        if change.field.kind is Kind.FILE:
            return None if value is None else await session.get(StoredFile, value)
        table, column = _NAMED[change.field.kind]
        return await _name(session, table, column, value)

    if change.field.kind not in {*_NAMED, Kind.MEETING, Kind.FILE, Kind.AUDIENCE}:
        return change
    return Change(change.field, await named(change.before), await named(change.after), change.created)


async def _addressed(session: AsyncSession, actor: Actor, value: Any) -> Any:
    """A recorded audience with whom it names one by one; what another version recorded in another shape as it is."""
    try:
        return Addressed(parse_audience(value), await list_addressees(session, actor.twg.id, value))
    except (ValueError, AttributeError):
        return value


async def _name(session: AsyncSession, table: type[Base], column: str, row_id: int | None) -> str:
    row = None if row_id is None else await session.get(table, row_id)
    return "" if row is None else str(getattr(row, column))
