"""Secretariats correct how institutions are called, and merge those that were registered twice (M10)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.actions import Action
from storage.core.row_log import columns_referring_to
from storage.indicators import Indicator, Responsible
from storage.institutions import InstitutionMerge
from storage.members import Institution, InstitutionKind, Person, find_institution
from storage.papers import AskedPaper
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.actions import recording
from twg.core.refusals import NotFound
from twg.indicators import defining
from twg.institutions import merging
from twg.meetings.access import access_meeting
from twg.papers import asking


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat, with two members of one institution under two names."""
    dara = await health.member("Dara", "secretariat", "MoH")
    await health.member("Anna", "civil_society", "Red Cross Society")
    await health.member("Rith", "civil_society", "Society of the Red Cross")
    return dara


async def institution_of(stage: Stage, name: str) -> Institution:
    async with stage.assistant.database.read() as session:
        query = select(Institution).join(Person, Person.institution_id == Institution.id).where(Person.name == name)
        return (await session.scalars(query)).one()


async def opens(player: Player, institution: Institution) -> None:
    """Look an institution up among those of the TWG."""
    await player.says("/members")
    await player.presses("institutions:list")
    await player.presses("institutions:show", 1, institution.id)


async def merges(player: Player, gone: Institution, kept: Institution) -> None:
    await opens(player, gone)
    await player.presses("institutions:merge")
    await player.presses(f"form:choice={kept.id}")
    await player.presses("form:save")


async def test_names_and_kind_are_corrected(health: Stage, dara: Player) -> None:
    await opens(dara, await institution_of(health, "Anna"))
    await dara.presses("institutions:correct")
    for field, text in (("name", "Cambodian Red Cross"), ("name_km", "កាកបាទក្រហមកម្ពុជា"), ("aliases", "CRC; Red Cross")):
        await dara.presses("form:change")
        await dara.presses(f"form:change={field}")
        await dara.says(text)
    await dara.presses("form:change")
    await dara.presses("form:change=kind")
    await dara.presses("form:choice=ngo")
    await dara.presses("form:save")
    shown = await dara.shown("institutions/card")
    assert sorted(shown["aliases"]) == ["CRC", "Red Cross"]
    corrected = await institution_of(health, "Anna")
    assert (corrected.name, corrected.kind) == ("Cambodian Red Cross", InstitutionKind.NGO)
    async with health.assistant.database.read() as session:
        for name in ("crc", "កាកបាទ\u200bក្រហមកម្ពុជា", "RED CROSS"):
            found = await find_institution(session, name)
            assert found is not None
            assert found.id == corrected.id
        assert await find_institution(session, "Red Cross Society") is None


async def test_a_name_of_another_one_is_refused_by_naming_it(health: Stage, dara: Player) -> None:
    await opens(dara, await institution_of(health, "Anna"))
    await dara.presses("institutions:correct")
    await dara.presses("form:change")
    await dara.presses("form:change=aliases")
    await dara.says("Ministry of Health")
    await dara.presses("form:save")
    await dara.is_refused("institutions#name_taken", text="Ministry of Health", name="MoH")
    await dara.asks("aliases")
    await dara.says("CRC")
    await dara.presses("form:save")
    await dara.sees("institutions/card", aliases=["CRC"])


async def test_only_the_secretariat_has_the_buttons(health: Stage, dara: Player) -> None:
    anna = health.people["Anna"]
    await anna.says("/members")
    await anna.does_not_offer("institutions:list")
    await anna.does(anna.person.taps_data("institutions:list:1", in_message=(await anna.person.messages())[-1].id))
    await anna.is_refused("general#not_allowed")


async def test_two_become_one_with_all_that_they_have(health: Stage, dara: Player) -> None:
    gone, kept = await institution_of(health, "Rith"), await institution_of(health, "Anna")
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        now = health.clock.now()
        await recording.record_action(session, actor, recording.NewAction(text="Train", institution=gone.name), now=now)
        for number, responsible in (("2026-1", [gone.name, kept.name]), ("2026-2", [gone.name])):
            args = defining.NewIndicator(number=number, statement="Trained", milestone=True, responsible=responsible)
            await defining.define(session, actor, args, now=now)
    await asks_for_a_paper(dara, gone)
    before = await references(health)
    await merges(dara, gone, kept)
    await dara.sees("institutions/merged", merge__kept__name=kept.name)
    assert await references(health) == {
        "people": {"Dara": "MoH", "Anna": kept.name, "Rith": kept.name},
        "actions": [kept.id],
        "papers": [kept.id],
        "indicators": [("2026-1", kept.id, True), ("2026-2", kept.id, True)],
    }
    async with health.assistant.database.read() as session:
        found = await find_institution(session, "society of the red cross")
    assert found is not None
    assert found.id == kept.id
    await health.passes(hours=23)
    await dara.presses("general:undo")
    await dara.sees("institutions/merged", merge__gone__name=gone.name)
    assert await references(health) == before


async def asks_for_a_paper(player: Player, institution: Institution) -> None:
    """Ask an institution for the paper of an agenda item."""
    meeting_id = await announce_meeting(player)
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, player), stage.clock.now()
        meeting = await access_meeting(session, actor, meeting_id)
        due_on = now.date() + timedelta(days=2)
        args = asking.NewAsked(item_id=meeting.agenda[0].id, due_on=due_on, institution_id=institution.id)
        await asking.ask(session, actor, meeting_id, args, now=now)
    await stage.settle()
    await everybody_looks_away(player)


#: Who was which, and what each has one of: rules of their own move them, or history keeps them.
_OWN_RULES = {"institution_name", "institution_merge", "indicator_responsible", "lead_voice"}


def test_everything_that_refers_to_an_institution_moves() -> None:
    """A new column needs a place among those that a merge moves."""
    moved = {column.class_.__tablename__ for column in merging._REFERENCES.values()}
    assert {column.table.name for column in columns_referring_to(Institution)} == moved | _OWN_RULES


async def references(stage: Stage) -> dict[str, object]:
    """What refers to institutions: people by name, actions, indicators with who leads."""
    async with stage.assistant.database.read() as session:
        people = select(Person.name, Institution.name).join(Institution, Person.institution_id == Institution.id)
        responsible = select(Indicator.number, Responsible.institution_id, Responsible.lead).join(Responsible)
        return {
            "people": dict((await session.execute(people)).all()),
            "actions": list(await session.scalars(select(Action.institution_id))),
            "papers": list(await session.scalars(select(AskedPaper.institution_id))),
            "indicators": sorted((await session.execute(responsible)).all()),
        }


async def test_after_a_day_it_stays(health: Stage, dara: Player) -> None:
    await merges(dara, await institution_of(health, "Rith"), await institution_of(health, "Anna"))
    await health.passes(hours=25)
    await dara.presses("general:undo")
    await dara.is_refused("general#too_late_to_undo", hours=24)


async def test_who_corrected_their_institution_since_keeps_it(health: Stage, dara: Player) -> None:
    await merges(dara, await institution_of(health, "Rith"), await institution_of(health, "Anna"))
    rith = health.people["Rith"]
    await rith.says("/me")
    await rith.presses("members:correct")
    await rith.presses("form:change")
    await rith.presses("form:change=institution")
    await rith.says("CARE")
    await rith.presses("form:save")
    await dara.presses("general:undo")
    assert (await institution_of(health, "Rith")).name == "CARE"


async def test_one_of_another_twg_cannot_be_merged(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education", "MoEYS")
    await health.member("Vuth", "civil_society", "Red Cross", code="EDU")
    elsewhere, kept = await institution_of(health, "Vuth"), await institution_of(health, "Anna")
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        for gone, into in ((elsewhere, kept), (kept, elsewhere)):
            with pytest.raises(NotFound):
                await merging.merge(session, actor, gone.id, into.id, now=health.clock.now())
        with pytest.raises(merging.SameInstitution):
            await merging.merge(session, actor, kept.id, kept.id, now=health.clock.now())
    async with health.assistant.database.read() as session:
        assert (await session.scalars(select(InstitutionMerge))).all() == []
