"""Who goes on in another role, or in somebody's place, is asked for the documents that are under way (M10, D1)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.documents import Receipt
from storage.members import Person, Role
from tests.documents.conftest import circulate
from tests.members.steps import registers, shown_token
from tests.members.test_changing import gives_role, opens
from tests.members.test_leaving import names_successor
from tests.subgroups.steps import sets_up
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

LAST = date(2026, 12, 15)


async def asked(stage: Stage) -> set[str]:
    """Names of those who are asked to acknowledge a document."""
    async with stage.assistant.database.read() as session:
        return set(await session.scalars(select(Person.name).join(Receipt, Receipt.person_id == Person.id)))


@pytest.mark.parametrize("last", [LAST, None])
async def test_a_new_role_is_asked_for_what_is_for_it(
    health: Stage, dara: Player, sokha: Player, last: date | None
) -> None:
    await circulate(dara, audience=Audience.GOVERNMENT, acknowledge_by=last)
    await gives_role(dara, "Sokha", Role.GOVERNMENT)
    assert ("Sokha" in await asked(health)) is (last is not None)


async def test_a_successor_is_asked_for_what_the_member_was(health: Stage, dara: Player, sokha: Player) -> None:
    await health.member("Vuthy", Role.GOVERNMENT)
    await circulate(dara, audience=Audience.GOVERNMENT, acknowledge_by=LAST)
    await names_successor(dara, "Vuthy", "Sokha")
    assert "Sokha" in await asked(health)


async def test_a_successor_by_a_link_is_asked_for_what_the_sub_group_has(
    health: Stage, dara: Player, sokha: Player
) -> None:
    group_id = await sets_up(dara, members=(sokha,))
    await circulate(dara, audience=f"subgroup_{group_id}", acknowledge_by=LAST)
    await opens(dara, "Sokha")
    await dara.presses("members:invite_successor")
    await registers(await health.person("Srey"), await shown_token(dara), name="Srey")
    assert "Srey" in await asked(health)


async def test_what_is_for_others_is_not_asked_for(health: Stage, dara: Player, sokha: Player) -> None:
    await health.member("Vuthy", Role.GOVERNMENT)
    await circulate(dara, audience=Audience.PARTNERS, acknowledge_by=LAST)
    await gives_role(dara, "Vuthy", Role.CIVIL_SOCIETY)
    assert await asked(health) == {"Sokha"}
