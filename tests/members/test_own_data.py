"""What is stored about a person: shown, sent to them, and contacts erased everywhere (T5)."""

import json

import pytest
from sqlalchemy import Connection, MetaData, func, select

from storage.core.audit import AuditRow
from storage.engine.database import Base
from storage.members import Person, Role
from storage.rosters import RosterEntry
from tests.members.steps import also_in, makes_invite, memberships, registers
from tests.members.test_changing import opens
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.members import own_data

PHONE = "012 998 877"
EMAIL = "anna.lim@who.example"
#: How the contacts may be written in a row.
TRACES = ("012 998 877", "012998877", "12998877", "anna.lim@who")


def _dump(connection: Connection) -> list[str]:
    """Every row of every table, with all columns, as text; the index of searches holds grams, and is made of others."""
    tables = MetaData()
    tables.reflect(connection)
    scanned = [table for table in tables.sorted_tables if not table.name.startswith("search_index")]
    return [f"{table.name}: {row!r}" for table in scanned for row in connection.execute(select(table)).all()]


async def traces(stage: Stage) -> list[str]:
    """The rows that hold a contact of Anna's."""
    async with stage.assistant.database.read() as session:
        rows = await (await session.connection()).run_sync(_dump)
    return [row for row in rows if any(trace in row for trace in TRACES)]


async def corrects_contact(player: Player, contact: str) -> None:
    await player.says("/me")
    await player.presses("members:correct")
    await player.presses("form:change")
    await player.presses("form:change=contact")
    await player.says(contact)
    await player.presses("form:save")


async def leaves(player: Player) -> None:
    await player.says("/leave")
    await player.presses("form:skip")
    await player.presses("form:save")
    await player.sees("members/left")


@pytest.fixture
async def anna(health: Stage, dara: Player) -> Player:
    """A development partner who has given a number and later an address, and who is in a list of members."""
    anna = await health.person("Anna")
    await registers(anna, await makes_invite(dara, Role.DEVELOPMENT_PARTNER), name="Anna Lim", institution="WHO")
    await corrects_contact(anna, PHONE)
    await corrects_contact(anna, EMAIL)
    await corrects_contact(anna, PHONE)
    async with arranged(health.assistant.database) as session:
        session.add(
            RosterEntry(
                twg_id=1,
                role=Role.DEVELOPMENT_PARTNER,
                name="Anna Lim",
                sex=None,
                contact=f"{PHONE}; {EMAIL}",
                phones=["+85512998877"],
                emails=[EMAIL],
                created_at=health.clock.now(),
            )
        )
    await health.settle()
    for player in (dara, anna):
        await player.looks_away()
    return anna


async def test_somebody_sees_what_is_stored_and_gets_all_of_it(health: Stage, anna: Player) -> None:
    await anna.says("/mydata")
    await anna.sees("members/my_data", person__name="Anna Lim")
    await anna.presses("members:send_data")
    await anna.sees("members/my_data_files")
    tables = {table.name: table.rows for table in (await anna.shown("members/my_data_files"))["tables"]}
    [person] = tables["person"]
    assert (person["name"], person["contact"]) == ("Anna Lim", PHONE)
    assert [row["role"] for row in tables["membership"]] == ["development_partner"]
    assert {PHONE, EMAIL} <= {row["text"] for row in tables["kept_contact"]}
    assert json.loads(json.dumps(tables)) == tables
    async with health.assistant.database.read() as session:
        asked = AuditRow.action == "members.export_own"
        assert await session.scalar(select(func.count()).select_from(AuditRow).where(asked)) == 1


async def test_nothing_is_sent_of_others(health: Stage, dara: Player, anna: Player) -> None:
    await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    await anna.says("/mydata")
    await anna.presses("members:send_data")
    tables = (await anna.shown("members/my_data_files"))["tables"]
    assert "Kenji" not in json.dumps([table.rows for table in tables])


async def test_the_audit_refers_to_contacts(health: Stage, anna: Player) -> None:
    assert [row.split(":")[0] for row in await traces(health) if row.startswith(("audit", "notification"))] == []


async def test_after_an_erasure_no_table_holds_the_contact(health: Stage, anna: Player) -> None:
    assert await traces(health)
    await anna.says("/me")
    await anna.presses("members:correct")  # a form that has the contact as its answer
    await anna.says("/mydata")
    await anna.presses("members:ask_erase")
    await anna.presses("members:erase")
    await anna.sees("members/erased")
    assert await traces(health) == []


async def test_the_secretariat_erases_a_contact(health: Stage, dara: Player, anna: Player) -> None:
    await opens(dara, "Anna Lim")
    await dara.presses("members:ask_erase_of")
    await dara.sees("members/ask_erase", person__name="Anna Lim")
    await dara.presses("members:erase_of")
    await dara.sees("members/erased", themself=False)
    assert await traces(health) == []
    await opens(dara, "Anna Lim")
    await dara.does_not_offer("members:ask_erase_of")


async def test_a_twg_that_somebody_has_left_does_not_erase_what_another_needs(
    health: Stage, dara: Player, anna: Player
) -> None:
    [member] = await memberships(health, "Anna Lim")
    await health.adds_twg("EDU", "Education")
    await also_in(anna, "EDU", Role.GOVERNMENT)
    await health.leaves("Anna Lim")
    before = await traces(health)
    await dara.forges(f"members:erase_of:{member.id}")
    await dara.is_refused("general#not_allowed")
    assert await traces(health) == before


async def test_a_member_does_not_erase_the_contact_of_another(health: Stage, sokha: Player, anna: Player) -> None:
    await opens(sokha, "Anna Lim")
    await sokha.does_not_offer("members:ask_erase_of")


async def test_who_has_left_still_gets_the_data_and_erases_the_contact(health: Stage, anna: Player) -> None:
    await leaves(anna)
    await anna.says("/mydata")
    await anna.presses("members:send_data")
    await anna.sees("members/my_data_files")
    await anna.says("/mydata")
    await anna.presses("members:ask_erase")
    await anna.presses("members:erase")
    assert await traces(health) == []


async def test_a_stranger_has_no_data(health: Stage) -> None:
    stranger = await health.person("Vuthy")
    await stranger.says("/mydata")
    await stranger.sees_only("joining/stranger")


async def test_contacts_are_erased_some_days_after_leaving(health: Stage, anna: Player) -> None:
    await leaves(anna)
    await health.passes(days=1)
    await health.assistant.leader.tidy()
    assert await traces(health)  # a removal can be undone for a day
    await health.passes(days=2)
    await health.assistant.leader.tidy()
    assert await traces(health) == []
    async with health.assistant.database.read() as session:
        [name] = await session.scalars(select(Person.name).where(Person.name == "Anna Lim"))
        source = await session.scalar(select(AuditRow.source).where(AuditRow.action == "members.erase_after_leaving"))
    assert (name, source) == ("Anna Lim", "retention")


async def test_contacts_of_a_list_are_erased_when_nobody_registers(health: Stage, dara: Player) -> None:
    async with arranged(health.assistant.database) as session:
        entry = {"twg_id": 1, "role": Role.GOVERNMENT, "name": "Anna Lim", "sex": None, "contact": PHONE}
        session.add(RosterEntry(**entry, phones=["+85512998877"], emails=[], created_at=health.clock.now()))
    await health.passes(days=300)
    await health.assistant.leader.tidy()
    assert await traces(health)
    await health.passes(days=70)
    await health.assistant.leader.tidy()
    assert await traces(health) == []


def test_each_column_left_out_of_the_export_is_one_of_a_table() -> None:
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    assert columns >= own_data._LEFT_OUT
