"""Members who leave, are entered twice, have an assistant, or hand their work on (G14, M10, M11)."""

from sqlalchemy import select

from storage.dates import Choice, DateAnswer, DatePoll
from storage.members import Person
from tests.dates.conftest import answers, proposes, said_by
from tests.members.merging import id_of, merge_directly
from tests.members.test_drafts_handed import removes_for
from tests.support.assisting import bind
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.dates.answering import list_standing


async def asked_and_answered(player: Player) -> tuple[list[str], list[str]]:
    """The names of those who are asked, and of those who have answered."""
    async with player.stage.assistant.database.begin() as session:
        actor = await access_actor(session, player)
        found = await list_standing(session, actor, 1, now=player.stage.clock.now())
    named = {member.person_id: member.person.name for member in found.asked}
    return sorted(named.values()), sorted(named[person_id] for person_id in found.answers)


async def presses_for(player: Player, principal: Player, name: str, *args: object) -> None:
    """Press a button that acts for another person."""
    *first, last = args
    await player.presses(name, *first, f"{last}@{await id_of(principal)}")


async def test_who_leaves_is_not_counted_any_more(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await proposes(dara)
    await sokha.presses("dates:answer", 1, 1, "can")
    assert await asked_and_answered(dara) == (["Kenji", "Sokha"], ["Sokha"])
    await health.leaves("Sokha")
    assert await asked_and_answered(dara) == (["Kenji"], [])


async def test_an_assistant_answers_for_the_principal(health: Stage, dara: Player, sokha: Player) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan)
    await proposes(dara)
    await presses_for(chan, sokha, "dates:answer", 1, 1, "can")
    assert await said_by(sokha) == {"17 09": "can"}
    async with health.assistant.database.read() as session:
        [answer] = list(await session.scalars(select(DateAnswer)))
        assert (await session.get_one(Person, answer.entered_by_id)).name == "Chan"


async def test_an_assistant_who_was_not_chosen_for_meetings_is_not_asked(
    health: Stage, dara: Player, sokha: Player
) -> None:
    chan = await health.person("Chan")
    await bind(sokha, chan, "meetings")
    await chan.looks_away()
    await proposes(dara)
    await chan.sees_nothing_new()


async def test_two_entries_of_a_person_have_the_answer_that_was_given_last(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await proposes(dara)
    await answers(sokha, 1, d1=Choice.CAN, d2=Choice.CAN)
    await health.passes(minutes=1)
    await answers(kenji, 1, d1=Choice.CANNOT)
    kept = await id_of(kenji)
    await merge_directly(dara, await id_of(sokha), kept, account_of=kept)
    assert await said_by(kenji) == {"17 09": "cannot", "18 14": "can"}


async def test_what_somebody_looks_for_passes_to_their_successor(health: Stage, dara: Player, sokha: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await health.member("Rith", "secretariat")
    await proposes(bopha)
    await removes_for(dara, "Bopha", "Sokha")
    assert await proposer(health) == "Bopha"  # Sokha may not plan meetings


async def test_it_passes_to_another_member_of_the_secretariat(health: Stage, dara: Player, sokha: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await health.member("Rith", "secretariat")
    await proposes(bopha)
    await removes_for(dara, "Bopha", "Rith")
    assert await proposer(health) == "Rith"


async def proposer(stage: Stage) -> str | None:
    async with stage.assistant.database.read() as session:
        query = select(Person.name).join(DatePoll, DatePoll.created_by_id == Person.id)
        return await session.scalar(query)
