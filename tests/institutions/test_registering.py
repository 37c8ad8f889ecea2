"""Registering and correcting one's details with an institution that has several names (M1, M10)."""

from sqlalchemy import func, select

from storage.members import Institution, InstitutionKind, Person, Role
from tests.members.steps import chooses_english, fills_in, registers
from tests.support.stage import Player, Stage


async def of(stage: Stage, name: str) -> Institution:
    """The institution of the person with this name."""
    async with stage.assistant.database.read() as session:
        query = select(Institution).join(Person, Person.institution_id == Institution.id).where(Person.name == name)
        return (await session.scalars(query)).one()


async def count(stage: Stage) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Institution)) or 0


async def test_the_names_of_a_ministry_are_one_institution(health: Stage) -> None:
    await registers(await health.person("Sokha"), await health.invites("government"), name="A", institution="MoH")
    khmer = "ក្រសួងសុខាភិបាល"
    await registers(await health.person("Rith"), await health.invites("government"), name="B", institution=khmer)
    long = "Ministry of Health"
    kenji = await health.person("Kenji")
    await kenji.starts(await health.invites("government"))
    await fills_in(kenji, name="C", institution=long)
    assert (await kenji.summary())["institution"] == "MoH"
    await kenji.presses("form:save")
    moh = await of(health, "A")
    assert {(await of(health, name)).id for name in "ABC"} == {moh.id}
    assert (moh.name, moh.name_km, moh.kind) == ("MoH", khmer, InstitutionKind.GOVERNMENT)


async def test_one_near_is_offered_and_taken(health: Stage) -> None:
    await registers(
        await health.person("Sokha"), await health.invites("civil_society"), name="A", institution="Save the Children"
    )
    kenji = await health.person("Kenji")
    await kenji.starts(await health.invites("civil_society"))
    await chooses_english(kenji)
    await kenji.says("B", "Adviser", "Save the Childern")
    await kenji.is_refused("institutions#near", text="Save the Childern")
    known = await of(health, "A")
    await kenji.offers("form:choice=" + str(known.id))
    await kenji.offers("form:choice=new")
    await kenji.presses(f"form:choice={known.id}")
    await kenji.says("012 345 678")
    await kenji.presses("form:skip")
    assert (await kenji.summary())["institution"] == "Save the Children"
    await kenji.presses("form:save")
    assert (await of(health, "B")).id == known.id


async def test_another_one_is_made_as_typed_and_of_the_kind_of_the_role(health: Stage) -> None:
    await registers(
        await health.person("Sokha"), await health.invites("civil_society"), name="A", institution="Save the Children"
    )
    kenji = await health.person("Kenji")
    await kenji.starts(await health.invites("civil_society"))
    await chooses_english(kenji)
    await kenji.says("B", "Adviser", "Save the Children Hong Kong")
    await kenji.presses("form:choice=new")
    await kenji.says("012 345 678")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")
    made = await of(health, "B")
    assert (made.name, made.kind) == ("Save the Children Hong Kong", InstitutionKind.NGO)
    assert (await of(health, "A")).id != made.id


async def test_another_answer_may_be_typed_where_some_are_offered(health: Stage) -> None:
    await registers(
        await health.person("Sokha"), await health.invites("civil_society"), name="A", institution="Save the Children"
    )
    kenji = await health.person("Kenji")
    await kenji.starts(await health.invites("civil_society"))
    await chooses_english(kenji)
    await kenji.says("B", "Adviser", "Save the Childern", "CARE")
    await kenji.asks("contact")


async def test_a_correction_offers_those_near_too(health: Stage, sokha: Player) -> None:
    await health.member("Rith", Role.CIVIL_SOCIETY, "Cambodian Red Cross")
    before = await count(health)
    await sokha.says("/me")
    await sokha.presses("members:correct")
    await sokha.presses("form:change")
    await sokha.presses("form:change=institution")
    await sokha.says("CRC")
    await sokha.is_refused("institutions#near")
    await sokha.presses(f"form:choice={(await of(health, 'Rith')).id}")
    assert (await sokha.summary())["institution"] == "Cambodian Red Cross"
    await sokha.presses("form:save")
    assert (await of(health, "Sokha")).name == "Cambodian Red Cross"
    assert await count(health) == before
