"""Rows that were there before the revisions since version 0.1 are as they were after them, on both databases."""

from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, MetaData, Table, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import JSON

from bot.config_sections import TimeSection
from storage.core.audit import AuditRow
from storage.core.file_texts import FileText, TextState
from storage.core.notifications import Delivery, Notification
from storage.core.search import Entry, SearchEntry, put_entry
from storage.core.searching.finding import find_entries
from storage.core.searching.words import list_instead
from storage.engine.database import Database
from storage.engine.migrate import prepare, upgrade
from storage.facilitators import LeadNomination
from storage.joining import JoinRequest, JoinState
from storage.meetings import Attendance, Rsvp
from storage.members import Account, KeptContact, Person, Role, Sex, find_account, list_twgs
from storage.requests import MemberRequest, RequestKind, RequestState, find_request
from storage.rosters import RosterEntry
from tests.support.guard import arranged
from tests.support.postgres import aside, make_copy, templates
from twg.core.timekeeping import hours_of

search_by_words = import_module("storage.migrations.versions.0039_search_by_words")

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)

#: Rows by table, with the columns that matter; the others get a value of their type. Parents come first.
_PEOPLE: list[tuple[str, dict[str, Any]]] = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "telegram_id": 11, "name": "Sokha"}),
    ("person", {"id": 2, "telegram_id": 12, "name": "Dara"}),
]

#: Files of `_tables_of` by revision.
_TABLES: dict[str, bytes] = {}


async def left_at(database: Database, revision: str, rows: list[tuple[str, dict[str, Any]]]) -> None:
    """Make the database what a program of this revision left."""
    if database.is_sqlite:
        _make_file(Path(database.engine.url.database or ""), revision)
    else:
        _make_on_postgresql(database.url, revision)
    async with arranged(database) as session:
        await (await session.connection()).run_sync(_fill, rows)


def _make_on_postgresql(url: str, revision: str) -> None:
    """Tables of a revision, made once, from those of the newest revision before it."""
    name = f"revision_{revision}"
    earlier = max((each for each in templates(url) if each.startswith("revision_") and each < name), default="")
    make_copy(url, name, lambda database: upgrade(database, revision), earlier=earlier)


def _make_file(file: Path, revision: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(_tables_of(revision))


def _tables_of(revision: str) -> bytes:
    """An SQLite file with the tables of a revision: made once, from that of the newest revision before it."""
    if revision not in _TABLES:
        earlier = max((known for known in _TABLES if known < revision), default=None)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "tables.db"
            if earlier is not None:
                file.write_bytes(_TABLES[earlier])
            aside(_upgrade(f"sqlite+aiosqlite:///{file}", revision))
            _TABLES[revision] = file.read_bytes()
    return _TABLES[revision]


async def _upgrade(url: str, revision: str) -> None:
    database = Database(url)
    await upgrade(database, revision)
    await database.close()


def _fill(connection: Connection, rows: list[tuple[str, dict[str, Any]]]) -> None:
    tables = MetaData()
    tables.reflect(connection)
    for name, values in rows:
        connection.execute(tables.tables[name].insert(), {**_required(tables.tables[name]), **values})
        if connection.dialect.name == "postgresql" and "id" in values:  # as if the row had been given its id there
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {values['id']})"))


def _required(table: Table) -> dict[str, Any]:
    """A value for each column that must have one and has no default."""
    needed = [column for column in table.columns if not (column.nullable or column.primary_key)]
    return {column.name: _value(column.type) for column in needed if column.server_default is None}


def _value(kind: Any) -> Any:
    match kind:
        case Boolean():
            return False
        case Integer():
            return 1
        case DateTime():
            return NOW
        case Date():
            return NOW.date()
        case JSON():
            return []
        case _:
            return ""


async def test_answers_and_deliveries_of_0010_have_no_words_and_no_number(empty_database: Database) -> None:
    meeting = {"id": 1, "twg_id": 1, "kind": "plenary", "state": "announced", "created_by_id": 2}
    notification = {"id": 1, "kind": "meeting_announced", "subject_type": "meeting", "data": {}, "actor_id": None}
    rows = [
        *_PEOPLE,
        ("meeting", meeting),
        ("attendance", {"id": 1, "meeting_id": 1, "person_id": 1, "rsvp": "delegate", "delegate_name": "Dr Chan"}),
        ("notification", {**notification, "waiting": []}),
        ("delivery", {"id": 1, "notification_id": 1, "person_id": 1, "chat_id": 11, "part": 0, "state": "sent"}),
    ]
    await left_at(empty_database, "0010", rows)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        given = (await session.scalars(select(Attendance))).one()
        assert (given.rsvp, given.delegate_name, given.words) == (Rsvp.DELEGATE, "Dr Chan", "")
        given.words = "អ្នកតំណាងនឹងមក"
        sent = (await session.scalars(select(Delivery))).one()
        assert (sent.chat_id, sent.number) == (11, None)


async def test_after_0011_members_ask_for_the_first_time(empty_database: Database) -> None:
    await left_at(empty_database, "0011", _PEOPLE)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        assert (await session.scalars(select(MemberRequest))).all() == []
        session.add(_asked(RequestKind.MORE_TIME))
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(_asked(RequestKind.MORE_TIME))


def _asked(kind: RequestKind) -> MemberRequest:
    about = {"subject_type": "twg", "subject_id": 1, "asked_at": NOW}
    return MemberRequest(twg_id=1, kind=kind, asked_by_id=1, **about)


async def test_requests_of_0012_are_nobody_elses_words_and_have_no_files(empty_database: Database) -> None:
    about = {"twg_id": 1, "asked_by_id": 1, "subject_type": "action", "subject_id": 1, "answer": ""}
    rows = [
        *_PEOPLE,
        (
            "member_request",
            {**about, "id": 1, "kind": "more_time", "state": "waiting", "text": "យឺត", "until": date(2026, 12, 30)},
        ),
        ("member_request", {**about, "id": 2, "kind": "question", "state": "answered", "decided_by_id": 2}),
        ("member_request", {**about, "id": 3, "kind": "question", "state": "waiting"}),
    ]
    await left_at(empty_database, "0012", rows)
    await prepare(empty_database)
    async with empty_database.read() as session:
        found = await find_request(session, 1)
        assert found is not None
        assert (found.kind, found.state, found.text) == (RequestKind.MORE_TIME, RequestState.WAITING, "យឺត")
        assert (found.until, found.forwarded, found.files) == (date(2026, 12, 30), False, [])
    async with arranged(empty_database) as session:
        session.add_all([_about_action(RequestKind.QUESTION), _about_action(RequestKind.MESSAGE)])
        session.add(_about_action(RequestKind.MESSAGE))
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(_about_action(RequestKind.MORE_TIME))


async def test_what_0014_was_to_say_may_be_held_and_its_twg_has_no_email(empty_database: Database) -> None:
    notification = {"id": 1, "kind": "meeting_announced", "subject_type": "meeting", "data": {"title": "ថវិកា"}}
    rows = [*_PEOPLE, ("notification", {**notification, "actor_id": 2, "waiting": [1]})]
    await left_at(empty_database, "0014", rows)
    await prepare(empty_database)
    async with empty_database.read() as session:
        kept = (await session.scalars(select(Notification))).one()
        assert (kept.data, kept.waiting, kept.useful_until, kept.progress_shown) == ({"title": "ថវិកា"}, [1], None, "")
        assert [(twg.code, twg.email) for twg in await list_twgs(session)] == [("HLT", "")]


#: More search entries than the revision that indexes them reads at once.
ENTRIES = 2 * search_by_words.BATCH + 1


async def test_entries_of_0017_are_found_in_their_twg_and_as_they_are_changed(empty_database: Database) -> None:
    about = {"subject_type": "document", "audience": "|all|", "author_id": None, "title": "D", "dated": NOW}
    entries = [
        {**about, "id": number, "subject_id": number, "twg_id": 1 + number % 2, "folded": f"paper {number}"}
        for number in range(1, ENTRIES + 1)
    ]
    twgs = [*_PEOPLE, ("twg", {"id": 2, "code": "EDU"})]
    await left_at(empty_database, "0017", [*twgs, *(("search_entry", entry) for entry in entries)])
    await prepare(empty_database)
    for number in (1, ENTRIES // 2, ENTRIES):
        own, other = 1 + number % 2, 2 - number % 2
        assert number in await _found(empty_database, own, f"paper {number}")
        assert number not in await _found(empty_database, other, f"paper {number}")
        async with arranged(empty_database) as session:
            kept = {"subject_type": "document", "subject_id": number, "audience": "|all|", "author_id": None}
            await put_entry(session, Entry(**kept, twg_id=own, title="សេចក្តីព្រាង", body="", dated=NOW))
        assert number in await _found(empty_database, own, "សេចក្តី")
        assert number not in await _found(empty_database, own, f"paper {number}")


async def _found(database: Database, twg_id: int, query: str) -> list[int]:
    """Ids of all subjects that a search in a TWG finds."""
    async with database.read() as session:
        return [entry.subject_id for entry in await find_entries(session, twg_id, query, limit=ENTRIES)]


def _about_action(kind: RequestKind) -> MemberRequest:
    asked = _asked(kind)
    asked.subject_type = "action"
    return asked


async def test_after_0019_each_person_has_an_account_to_which_their_deliveries_are_addressed(
    empty_database: Database,
) -> None:
    told = {"id": 1, "kind": "meeting_announced", "subject_type": "meeting", "data": {}, "actor_id": None}
    sent = {"id": 1, "notification_id": 1, "person_id": 2, "chat_id": 12, "part": 0, "state": "pending", "urgent": True}
    blocked = {"language": "km", "current_twg_id": 1, "unreachable_since": NOW, "commands_shown": "abc"}
    rows = [
        ("twg", {"id": 1, "code": "HLT"}),
        ("person", {"id": 1, "telegram_id": 11, "name": "Sokha", "language": "en"}),
        ("person", {"id": 2, "telegram_id": 12, "name": "Dara", **blocked}),
        ("membership", {"id": 1, "person_id": 2, "twg_id": 1, "role": "secretariat", "state": "active"}),
        ("notification", {**told, "waiting": [1]}),
        ("delivery", sent),
    ]
    await left_at(empty_database, "0019", rows)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        accounts = {account.telegram_id: account for account in await session.scalars(select(Account))}
        dara = accounts[12]
        assert (dara.person_id, dara.ended_at) == (2, None)
        assert {name: getattr(dara, name) for name in blocked} == blocked
        delivery = (await session.scalars(select(Delivery))).one()
        assert (delivery.person_id, delivery.account_id) == (2, dara.id)
        notification = (await session.scalars(select(Notification))).one()
        assert (notification.waiting, notification.without_account) == ([1], [])
        session.add(Account(telegram_id=13, person=Person(name="Vichea", created_at=NOW), created_at=NOW))
    with pytest.raises(IntegrityError):  # one account in use for a person
        async with arranged(empty_database) as session:
            session.add(Account(telegram_id=14, person_id=2, created_at=NOW))
    with pytest.raises(IntegrityError):  # foreign keys are checked again after the migration
        async with arranged(empty_database) as session:
            session.add(Account(telegram_id=15, person_id=99, created_at=NOW))


async def test_an_empty_store_of_0019_takes_its_first_account(empty_database: Database) -> None:
    await left_at(empty_database, "0019", [])
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        session.add(Account(telegram_id=13, person=Person(name="Vichea", created_at=NOW), created_at=NOW))


async def test_after_0020_nobody_acts_for_others_and_nothing_was_entered_for_anybody(empty_database: Database) -> None:
    person = {"id": 1, "name": "Sokha"}
    rows = [
        ("twg", {"id": 1, "code": "HLT"}),
        ("person", person),
        ("account", {"id": 1, "telegram_id": 11, "person_id": 1}),
        ("meeting", {"id": 1, "twg_id": 1, "kind": "plenary", "state": "announced", "created_by_id": 1}),
        ("attendance", {"id": 1, "meeting_id": 1, "person_id": 1, "rsvp": "yes"}),
        ("audit", {"id": 1, "subject_id": 1, "actor_id": 1, "data": {}}),
    ]
    await left_at(empty_database, "0020", rows)
    await prepare(empty_database)
    async with empty_database.read() as session:
        account = await find_account(session, 11)
        assert account is not None
        assert not account.assists
        given = (await session.scalars(select(Attendance))).one()
        done = (await session.scalars(select(AuditRow))).one()
        assert (given.entered_by_id, done.by_id) == (None, None)


async def test_people_of_0019_have_no_title_and_lists_of_members_begin_empty(empty_database: Database) -> None:
    rows = [*_PEOPLE, ("person", {"id": 3, "telegram_id": 13, "name": "Kenji", "contact": "០១២ ៣៤៥ ៦៧៨"})]
    await left_at(empty_database, "0019", rows)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        kenji = (await session.scalars(select(Person).where(Person.id == 3))).one()
        assert (kenji.title, kenji.sex, kenji.contact) == ("", None, "០១២ ៣៤៥ ៦៧៨")
        assert (kenji.phone_e164, kenji.email) == ("", "")
        assert (await session.scalars(select(RosterEntry))).all() == []
        kenji.sex = Sex.MALE
        session.add(RosterEntry(twg_id=1, role=Role.CHAIR, name="Sokha", phones=[], emails=[], created_at=NOW))
    async with empty_database.read() as session:
        entry = (await session.scalars(select(RosterEntry))).one()
        assert (entry.role, entry.sex, entry.alternate_of_id, entry.themes) == (Role.CHAIR, None, None, [])


async def test_a_twg_of_0025_keeps_the_hours_and_the_days_of_the_installation(empty_database: Database) -> None:
    await left_at(empty_database, "0025", [("twg", {"id": 1, "code": "HLT"})])
    await prepare(empty_database)
    hours = TimeSection().working_time()
    async with arranged(empty_database) as session:
        [twg] = await list_twgs(session)
        assert (twg.opens_at, twg.closes_at, twg.extra_days_off, twg.extra_working_days) == (None, None, [], [])
        assert hours_of(twg, hours) == hours
        twg.opens_at, twg.closes_at, twg.extra_days_off = time(8), time(17), ["2026-12-14"]
    async with empty_database.read() as session:
        [twg] = await list_twgs(session)
        own = hours_of(twg, hours)
        assert (own.quiet_from, own.quiet_until) == (time(17), time(8))
        assert not own.is_working_day(date(2026, 12, 14))


async def test_after_0025_the_chair_confirms_those_who_ask_to_join(empty_database: Database) -> None:
    rows = [
        ("twg", {"id": 1, "code": "HLT"}),
        ("person", {"id": 1, "name": "Sokha"}),
        ("account", {"id": 1, "telegram_id": 11, "person_id": 1}),
    ]
    await left_at(empty_database, "0025", rows)
    await prepare(empty_database)
    about = {"twg_id": 1, "person_id": 1, "role": Role.GOVERNMENT, "themes": [], "details": {}, "asked_at": NOW}
    async with arranged(empty_database) as session:
        [twg] = await list_twgs(session)
        assert twg.chair_confirms
        session.add(JoinRequest(**about, state=JoinState.DECLINED, decided_at=NOW))
        session.add(JoinRequest(**about))
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(JoinRequest(**about))


async def test_after_0029_one_nomination_is_open_at_a_time(empty_database: Database) -> None:
    await left_at(empty_database, "0029", [("twg", {"id": 1, "code": "HLT"}), ("person", {"id": 1, "name": "Kenji"})])
    await prepare(empty_database)
    days = {"open_until": NOW.date(), "starts_on": NOW.date(), "proposed_at": NOW}
    about = {"twg_id": 1, "nominee_id": 1, "proposed_by_id": 1, **days}
    async with arranged(empty_database) as session:
        session.add(LeadNomination(**about, ended_at=NOW))
        session.add(LeadNomination(**about))
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(LeadNomination(**about))


async def test_contacts_in_the_audit_and_in_notices_of_0025_are_kept_apart(empty_database: Database) -> None:
    old, new = {"name": "Sokha", "contact": "012 345 678"}, {"name": "Sokha", "contact": ""}
    corrected = {"action": "members.correct", "subject_type": "person", "subject_id": 1, "source": "chat"}
    membership = {"id": 1, "person_id": 1, "twg_id": 1, "role": "crdb", "state": "active"}
    notice = {"id": 1, "kind": "member_corrected", "subject_type": "membership", "subject_id": 1, "twg_id": 1}
    rows = [
        ("twg", {"id": 1, "code": "HLT"}),
        ("person", {"id": 1, "name": "Sokha"}),
        ("membership", membership),
        ("audit", {"id": 1, **corrected, "data": {"before": old, "after": new}}),
        ("audit", {"id": 2, **corrected, "action": "members.change", "data": {"after": {"role": "crdb"}}}),
        ("notification", {**notice, "data": {"before": old}}),
    ]
    await left_at(empty_database, "0025", rows)
    await prepare(empty_database)
    async with empty_database.read() as session:
        kept = (await session.scalars(select(KeptContact))).one()
        assert (kept.person_id, kept.text, kept.kept_at) == (1, "012 345 678", NOW)
        audit = await session.get_one(AuditRow, 1)
        before, after = {"name": "Sokha", "contact_id": kept.id}, {"name": "Sokha", "contact_id": None}
        assert audit.data == {"before": before, "after": after}
        assert (await session.get_one(AuditRow, 2)).data == {"after": {"role": "crdb"}}
        assert (await session.get_one(Notification, 1)).data == {"before": before}


async def test_entries_of_0034_are_found_by_words_kinds_and_misspelt_words_and_files_are_queued(
    empty_database: Database,
) -> None:
    about = {
        "subject_type": "document",
        "audience": "|all|",
        "author_id": None,
        "title": "D",
        "dated": NOW,
        "twg_id": 1,
    }
    document = {"twg_id": 1, "title": "D", "kind": "report", "audience": "|all|", "note": "A note", "created_by_id": 1}
    file = {"handle": "h", "kind": "document", "name": "a.pdf", "sha256": "ab" * 32, "created_at": NOW, "retry_at": NOW}
    rows = [
        *_PEOPLE,
        ("stored_file", {"id": 1, **file}),
        ("stored_file", {"id": 2, **file}),
        ("document", {"id": 1, **document, "circulated_at": NOW}),
        ("document_version", {"id": 1, "document_id": 1, "number": 1, "file_id": 1}),
        ("document_version", {"id": 2, "document_id": 1, "number": 2, "file_id": 2}),
        (
            "search_entry",
            {**about, "id": 1, "twg_id": 1, "subject_id": 1, "folded": "immunised children សុខាភិបាល o'brien"},
        ),
    ]
    await left_at(empty_database, "0034", rows)
    await prepare(empty_database)
    for query in ("immunization", "child", "សុខាភិបាល", "o'brien", "2026"):
        assert await _found(empty_database, 1, query) == [1]
    assert await _found(empty_database, 1, "immun") == []
    async with empty_database.read() as session:
        entry = (await session.scalars(select(SearchEntry))).one()
        assert (entry.kind, entry.year, entry.body, entry.file_id, entry.text_of) == ("report", 2026, "A note", 2, None)
        assert (await list_instead(session, 1, "imunised")).near == ("immunised",)
        queued = (await session.scalars(select(FileText))).one()
        assert (queued.sha256, queued.state, queued.tries) == ("ab" * 32, TextState.WAITING, 0)
    async with arranged(empty_database) as session:
        kept = {"subject_type": "document", "subject_id": 1, "audience": "|all|", "author_id": None, "kind": "report"}
        await put_entry(session, Entry(**kept, twg_id=1, title="Another", body="", dated=NOW))
    assert await _found(empty_database, 1, "immunised") == []
