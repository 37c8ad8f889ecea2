"""A database that fails is told from a mistake of ours: what met the one may be tried again (T1)."""

import errno
import socket
import sqlite3

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.engine.database import Database, is_trouble
from storage.members import Twg
from tests.storage.conftest import NOW


@pytest.fixture
def server(request: pytest.FixtureRequest, database: Database) -> Database:
    """The database of a server."""
    if request.config.getoption("--database") != "postgresql":
        pytest.skip("what happens to connections")
    return database


async def test_a_connection_that_is_cut_is_trouble_and_the_next_one_works(server: Database) -> None:
    with pytest.raises(DBAPIError) as error:
        async with server.begin() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert is_trouble(error.value)
    async with server.begin() as session:
        assert await session.scalar(select(Twg.id)) is None


async def test_a_disk_that_is_full_is_trouble(server: Database) -> None:
    with pytest.raises(DBAPIError) as error:
        async with server.begin() as session:
            await session.execute(text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"))
    assert is_trouble(error.value)


async def test_what_the_server_refuses_to_store_is_a_mistake_of_ours(server: Database) -> None:
    with pytest.raises(DBAPIError) as error:
        async with server.begin() as session:
            session.add(Twg(code="HLT", name="He\x00lth", created_at=NOW))
    assert not is_trouble(error.value)


async def test_a_rule_that_is_broken_is_a_mistake_of_ours(database: Database, twg: Twg) -> None:
    with pytest.raises(IntegrityError) as error:
        async with database.begin() as session:
            session.add(Twg(code=twg.code, name="Health again", created_at=NOW))
    assert not is_trouble(error.value)


async def test_a_question_without_sense_is_a_mistake_of_ours(database: Database) -> None:
    with pytest.raises(DBAPIError) as error:
        async with database.begin() as session:
            await session.execute(text("SELECT nothing FROM nowhere"))
    assert not is_trouble(error.value)
    assert not is_trouble(ValueError("5 is no day"))


async def test_a_server_that_is_not_there_is_trouble() -> None:
    database = Database("postgresql+asyncpg://nobody@127.0.0.1:9/twg")
    with pytest.raises(OSError, match="Connect") as error:
        async with database.begin() as session:
            await session.scalar(select(Twg.id))
    await database.close()
    assert is_trouble(error.value)


def test_an_error_of_sqlite_without_a_code_is_a_mistake_of_ours() -> None:
    assert not is_trouble(sqlite3.ProgrammingError("Cannot operate on a closed database."))


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        OSError(errno.EHOSTUNREACH, "No route to host"),
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        TimeoutError(),
    ],
    ids=["refused", "no way there", "unknown by name", "no answer"],
)
def test_a_server_that_cannot_be_reached_is_trouble(error: OSError) -> None:
    assert is_trouble(error)
