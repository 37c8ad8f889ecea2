"""From nothing to the tables as they are, and no further away from the models than nothing at all."""

from alembic import command
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from storage.database import Database
from storage.migrate import alembic_config, current_revision, newest_revision, prepare
from storage.tables import metadata


async def test_an_empty_database_is_brought_to_the_newest_revision(empty_database: Database) -> None:
    await prepare(empty_database)
    assert await current_revision(empty_database) == newest_revision()
    async with empty_database.engine.connect() as connection:
        tables = set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))
    assert set(metadata.tables) <= tables


async def test_a_database_that_is_up_to_date_is_left_as_it_is(empty_database: Database) -> None:
    await prepare(empty_database)
    await prepare(empty_database)
    assert await current_revision(empty_database) == newest_revision()


async def test_models_and_migrations_agree(empty_database: Database) -> None:
    await prepare(empty_database)

    def check(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.check(config)

    async with empty_database.engine.begin() as connection:
        await connection.run_sync(check)
