"""Who owes a paper: asked by name from the agenda or one by one, reminded, and listed for the secretariat (D6, G3)."""

from datetime import date, timedelta

from sqlalchemy import update

from messages.papers import asked_of
from storage.meetings import find_meeting
from storage.members import Account
from storage.papers import AskedPaper, list_asked
from tests.members.merging import id_of, merge_directly
from tests.members.test_leaving import names_successor
from tests.papers.conftest import hands_in, local
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine
from twg.meetings.access import access_meeting
from twg.papers import asking

#: Eleven days before is the 4 December.
DAY = date(2026, 12, 15)
AGENDA = [
    AgendaLine("Opening remarks", "Chair", 10),
    AgendaLine("Progress on JMI 2008-4", "UNFPA", 60),
    AgendaLine("Immunisation coverage", "Mr Kenji", 30),
    AgendaLine("Hospital reform", "World Bank", 30),
]


async def calls(dara: Player, **changes: object) -> int:
    """Announce the meeting and ask for its papers. Returns its id."""
    meeting_id = await announce_meeting(dara, day=DAY, agenda=AGENDA, **changes)
    await dara.forges(f"papers:call:{meeting_id}")
    await dara.presses("form:save")
    return meeting_id


async def asked(stage: Stage, meeting_id: int) -> list[AskedPaper]:
    async with stage.assistant.database.read() as session:
        return await list_asked(session, [meeting_id])


async def test_presenters_who_are_known_are_asked_by_name(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    meeting_id = await calls(dara)
    shown = await dara.shown("papers/called")
    assert [(each.item.position, asked_of(each.asked).msgid) for each in shown["owed"]] == [(2, "UNFPA"), (3, "Kenji")]
    assert [item.position for item in shown["unknown"]] == [4]
    for player, position in ((sokha, 2), (kenji, 3)):
        theirs = (await player.shown("papers/asked"))["owed"]
        assert [each.item.position for each in theirs] == [position]
    assert (await vichea.shown("papers/asked"))["owed"] == ()
    assert len(await asked(health, meeting_id)) == 2


async def test_a_second_call_sets_another_day_and_asks_nobody_twice(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    meeting_id = await calls(dara)
    await dara.forges(f"papers:call:{meeting_id}")
    await dara.presses("form:change")
    await dara.presses("form:change=by")
    await dara.says("10/12/2026")
    await dara.presses("form:save")
    assert {each.due_on for each in await asked(health, meeting_id)} == {date(2026, 12, 10)}
    assert len(await asked(health, meeting_id)) == 2


async def test_who_owes_is_reminded_and_the_secretariat_reads_all_in_one_message(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await calls(dara)
    await hands_in(sokha, words="for the plenary, item 2")
    await health.becomes(local(24, 8))
    await everybody_looks_away(dara)
    await health.becomes(local(1, 8, month=12))
    await kenji.is_told_only("paper_owed")
    await sokha.is_not_told("paper_owed")
    await dara.is_told_only("meeting_papers", "updates_collected")
    pack = (await dara.shown("meetings/papers"))["pack"]
    [owed] = pack.owed
    assert (owed.item.position, asked_of(owed.asked).msgid, owed.unreachable) == (3, "Kenji", False)
    assert (pack.waiting, [item.position for item in pack.unasked]) == (1, [4])


async def test_who_has_handed_in_is_reminded_no_more_until_it_is_returned(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await calls(dara)
    paper_id = await hands_in(kenji, words="for the plenary, item 3")
    await health.becomes(local(24, 8))
    await everybody_looks_away(dara)
    await health.becomes(local(1, 8, month=12))
    await kenji.is_not_told("paper_owed")
    await dara.forges(f"papers:give_back:{paper_id}")
    await dara.says("Please shorten it")
    await health.becomes(local(3, 8, month=12))
    await everybody_looks_away(dara)
    await health.becomes(local(4, 8, month=12))
    await kenji.is_told("paper_owed")


async def test_those_who_cannot_be_reached_are_listed(health: Stage, dara: Player, sokha: Player) -> None:
    aya = await health.member("Aya", "development_partner", "JICA")
    async with arranged(health.assistant.database) as session:
        own = Account.telegram_id == aya.person.id
        await session.execute(update(Account).where(own).values(ended_at=health.clock.now()))
    meeting_id = await announce_meeting(dara, day=DAY, agenda=[AgendaLine("Coverage", "Aya", 30)])
    await dara.forges(f"papers:call:{meeting_id}")
    await dara.presses("form:save")
    shown = await dara.shown("papers/called")
    assert [(asked_of(each.asked).msgid, each.unreachable) for each in shown["owed"]] == [("Aya", True)]


async def test_one_person_or_institution_is_asked_and_not_any_more(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    meeting_id = await announce_meeting(dara, day=DAY, agenda=AGENDA)
    await dara.forges(f"papers:ask:{meeting_id}")
    await dara.presses(f"form:choice={(await agenda_ids(health, meeting_id))[3]}")
    await dara.says("UNFPA")
    await dara.presses("form:save")
    await sokha.is_told_only("papers_called")
    await kenji.is_not_told("papers_called")
    [row] = await asked(health, meeting_id)
    assert (row.person_id, asked_of(row).msgid) == (None, "UNFPA")
    await dara.presses("papers:meeting")
    await dara.presses("papers:unask", row.id)
    assert await asked(health, meeting_id) == []


async def agenda_ids(stage: Stage, meeting_id: int) -> list[int]:
    async with stage.assistant.database.read() as session:
        meeting = await find_meeting(session, meeting_id)
    assert meeting is not None
    return [item.id for item in meeting.agenda]


async def test_what_two_people_were_asked_for_is_asked_of_one_once(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """A successor who was asked too, and two entries of one person, owe it once; the day named last counts."""
    srey = await health.member("Srey", "development_partner", "JICA")
    meeting_id = await announce_meeting(dara, day=DAY, agenda=AGENDA)
    ids = [await id_of(player) for player in (kenji, srey, sokha)]
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        item_id = (await access_meeting(session, actor, meeting_id)).agenda[2].id
        for person_id, day in zip(ids, (1, 2, 3), strict=True):
            args = asking.NewAsked(item_id=item_id, due_on=date(2026, 12, day), person_id=person_id)
            await asking.ask(session, actor, meeting_id, args, now=now + timedelta(minutes=day))
    await merge_directly(dara, ids[1], ids[0], account_of=ids[0])
    assert await days(health, meeting_id) == {"Kenji": date(2026, 12, 2), "Sokha": date(2026, 12, 3)}
    await names_successor(dara, "Sokha", "Kenji")
    await kenji.says("/papers")
    assert [each.asked.due_on for _meeting, each in (await kenji.shown("papers/mine"))["owed"]] == [date(2026, 12, 3)]


async def days(stage: Stage, meeting_id: int) -> dict[str, date]:
    """The last days of those who were asked."""
    return {each.person.name: each.due_on for each in await asked(stage, meeting_id) if each.person is not None}
