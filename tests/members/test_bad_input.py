"""What is entered about members and cannot be taken: refused, warned of or accepted, in a sentence (M1, M3, M10).

The other lines of this kind are tested with what they are about: advisers who lead and offices that would be empty in
`test_changing` and `test_leaving`, assistants in `test_assistants`, lists in tests/rosters, names of institutions in
tests/institutions, groups in tests/groups.
"""

import pytest
from sqlalchemy import select

from storage.members import Person, Role
from tests.members.steps import chooses_english, makes_invite, memberships
from tests.members.test_changing import opens
from tests.members.test_seats import held, opens_seat
from tests.support.stage import Player, Stage


async def adds_seat(dara: Player) -> None:
    await dara.says("/members")
    await dara.presses("members:seats")
    await dara.presses("members:add_seat")
    await dara.presses(f"form:choice={Role.DEVELOPMENT_PARTNER}")
    await dara.says("UNFPA")
    await dara.presses("form:save")


@pytest.fixture
async def seat(health: Stage, dara: Player, sokha: Player) -> int:
    """A seat that Sokha holds."""
    await adds_seat(dara)
    await opens_seat(dara, 1)
    await dara.presses("members:fill_seat", 1)
    await dara.says("Sokha")
    await dara.presses("form:save")
    assert await holders(health) == ["Sokha"]
    return 1


async def holders(health: Stage) -> list[str]:
    return [name for name, seat_id in (await held(health)).items() if seat_id is not None]


@pytest.mark.parametrize("goes_on", [True, False])
async def test_a_second_person_for_a_seat_is_warned_of(
    health: Stage, dara: Player, kenji: Player, seat: int, goes_on: bool
) -> None:
    await opens_seat(dara, seat)
    await dara.presses("members:fill_seat", seat)
    await dara.says("Kenji")
    await dara.reads_fact("Sokha")
    assert await holders(health) == ["Sokha"]
    await dara.presses("form:save" if goes_on else "form:cancel")
    assert await holders(health) == (["Kenji"] if goes_on else ["Sokha"])


@pytest.mark.parametrize(("named", "refused"), [("Kenji", False), ("Vireak", True)])
async def test_a_successor_is_a_member(
    health: Stage, dara: Player, sokha: Player, kenji: Player, named: str, refused: bool
) -> None:
    await opens(dara, "Sokha")
    await dara.presses("members:succeed")
    await dara.says(named)
    if refused:
        await dara.is_refused("forms#nobody")
        assert len(await memberships(health, "Sokha")) == 1
        return
    await dara.presses("form:save")
    await dara.is_not_refused()
    assert await memberships(health, "Sokha") == []


@pytest.mark.parametrize("verb", ["succeed", "remove", "alternate"])
async def test_nobody_takes_their_own_place(
    health: Stage, dara: Player, sokha: Player, kenji: Player, verb: str
) -> None:
    """Whom the form is about is told apart from somebody who is no member, and named at its summary too."""
    await opens(dara, "Sokha")
    await dara.presses(f"members:{verb}")
    await dara.says("Sokha")
    await dara.is_refused("forms#itself")
    await dara.says("Kenji")
    assert (await dara.shown("forms/confirm"))["about"] == "Sokha"
    await dara.presses("form:save")
    await dara.is_not_refused()


@pytest.mark.parametrize(
    "typed",
    ["012345678", "012 345 678", "+855 12 345 678", "00855-12-345-678", "០១២ ៣៤៥ ៦៧៨", "12345678", "+855(0)12 345 678"],
)
async def test_a_number_in_any_shape_is_one(health: Stage, dara: Player, typed: str) -> None:
    anna = await health.person("Anna")
    await anna.starts(await makes_invite(dara, Role.GOVERNMENT))
    await chooses_english(anna)
    await anna.says("Anna", "Adviser", "MoH")
    await anna.says("call me")
    await anna.is_refused("members#unreadable_contact")
    await anna.says(typed)
    await anna.presses("form:skip")
    await anna.presses("form:save")
    async with health.assistant.database.read() as session:
        person = (await session.scalars(select(Person).where(Person.name == "Anna"))).one()
    assert (person.contact, person.phone_e164) == (typed, "+85512345678")
