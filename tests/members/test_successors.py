"""A successor presents, sends papers, comes to items, and has once what both had, until it is undone (M10)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, find_action
from storage.core.addressees import PERSON
from storage.core.audiences import token_of, unpack
from storage.indicators import Indicator, ReportRequest
from storage.meetings import AgendaItem
from storage.meetings.items import ItemInvitation
from storage.members import Person
from storage.papers import AskedPaper, Paper
from storage.records import RecordKeeper
from storage.requests import MemberRequest, RequestKind, RequestState
from tests.actions.conftest import records
from tests.indicators.conftest import defines, opens_round
from tests.meetings.test_items import invites
from tests.members.merging import id_of
from tests.members.test_leaving import names_successor
from tests.members.test_undo_keeps import undoes
from tests.papers.conftest import burst_ends, hands_in, told_and_away
from tests.records.test_handing import names_keeper
from tests.search.conftest import finds
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.language.agenda import AgendaLine
from twg.papers import asking
from twg.requests import asking as requesting

AGENDA = [AgendaLine("Opening", "Chair", 10), AgendaLine("Progress on JMI 2008-4", "Sokha", 60)]


async def names(session: AsyncSession, column: Any, *criteria: Any) -> list[str]:
    """Names of the people in a column, by row."""
    table = column.class_
    query = select(Person.name).join(table, column == Person.id).where(*criteria).order_by(table.id)
    return list(await session.scalars(query))


async def test_what_a_member_was_to_present_and_to_send_is_the_successors(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """A new edition of the agenda names them; a returned paper is theirs to send again; until it is undone."""
    meeting_id = await announce_meeting(dara, agenda=AGENDA)
    paper_id = await hands_in(sokha, "Progress.pdf")
    await burst_ends(health)
    await dara.presses("papers:open", paper_id)
    await dara.presses("papers:give_back")
    await dara.says("Please add the figures")
    await health.passes(minutes=11)
    await told_and_away(dara)
    await names_successor(dara, "Sokha", "Kenji")
    await health.passes(minutes=11)
    await kenji.is_told("membership_changed", "agenda_changed")
    taken = (await kenji.shown("members/membership_changed"))["taken"]
    assert {kind: number for kind, number in taken.items() if number} == {"papers": 1, "items": 1}
    async with health.assistant.database.read() as session:
        [item] = await session.scalars(select(AgendaItem).where(AgendaItem.position == 2))
        assert (item.presenter, await names(session, AgendaItem.person_id)) == ("Kenji", ["Kenji"])
        assert await names(session, Paper.handed_in_by_id) == ["Kenji"]
    await kenji.says("/papers")
    await kenji.presses("papers:open", paper_id)
    await kenji.sees("papers/card")
    assert await finds(dara, "kenji kind:paper") == ["Progress"]
    await undoes(dara, "members.succeed")
    await health.passes(minutes=11)
    async with health.assistant.database.read() as session:
        [item] = await session.scalars(select(AgendaItem).where(AgendaItem.position == 2))
        assert (item.presenter, await names(session, AgendaItem.person_id)) == ("Sokha", ["Sokha"])
        assert await names(session, Paper.handed_in_by_id) == ["Sokha"]
    await kenji.forges(f"papers:open:{paper_id}")
    await kenji.is_refused("general#not_found")
    await dara.forges(f"meetings:agenda:{meeting_id}")
    await dara.reads_fact("Sokha")


async def test_who_is_not_invited_presents_only_the_item_that_they_are_invited_to(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    agenda = [*AGENDA, AgendaLine("Budget", "Sokha", 20)]
    meeting_id = await announce_meeting(dara, agenda=agenda, audience=Audience.SECRETARIAT)
    await invites(dara, meeting_id, "Sokha", number=2)
    await names_successor(dara, "Sokha", "Kenji")
    await kenji.is_told("item_invited")
    async with health.assistant.database.read() as session:
        assert await names(session, AgendaItem.person_id) == ["Kenji", "Sokha"]
        assert await names(session, ItemInvitation.person_id, ItemInvitation.removed_at.is_(None)) == ["Kenji"]


@pytest.fixture
async def shared(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    """Sokha and Kenji have the same: an action, another one, two indicators, requests, a paper, a record, an item."""
    ids = [await id_of(each) for each in (sokha, kenji)]
    tokens = [token_of(PERSON, each) for each in ids]
    await records(dara, None, "Revise the annex", owners=tokens)
    await records(dara, None, "Translate the annex", owners=[tokens[1], tokens[0]])
    await defines(dara, "2026-1", reporter_id=ids[0], deputy_id=ids[1])
    await defines(dara, "2026-2", reporter_id=ids[1], deputy_id=ids[0])
    await opens_round(dara)
    meeting_id = await announce_meeting(dara, agenda=AGENDA)
    closed_id = await announce_meeting(dara, agenda=AGENDA, audience=Audience.SECRETARIAT)
    await invites(dara, closed_id, "Sokha", "Kenji", number=2)
    for name in ("Sokha", "Kenji"):
        await names_keeper(dara, meeting_id, name)
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        item_id = await session.scalar(select(AgendaItem.id).where(AgendaItem.position == 2))
        for person_id in ids:
            args = asking.NewAsked(item_id=item_id, person_id=person_id, due_on=MEETING_DAY)
            await asking.ask(session, actor, meeting_id, args, now=now)
        for player in (sokha, kenji):
            asks = requesting.NewRequest(kind=RequestKind.STILL_NEEDED, subject_type="action", subject_id=1)
            await requesting.ask(session, await access_actor(session, player), asks, now=now)


async def have(stage: Stage) -> dict[str, Any]:
    """Who has what is open."""
    async with stage.assistant.database.read() as session:
        actions = [await find_action(session, number) for number in await session.scalars(select(Action.id))]
        owned = [
            (
                action.owner and action.owner.name,
                {each.name for each in action.addressees if each.token in unpack(action.co_owners)},
            )
            for action in actions
            if action is not None
        ]
        indicators = [
            await names(session, column, Indicator.number == number)
            for number in ("2026-1", "2026-2")
            for column in (Indicator.reporter_id, Indicator.deputy_id)
        ]
        return {
            "actions": owned,
            "indicators": indicators,
            "reports": await names(session, ReportRequest.person_id),
            "papers": await names(session, AskedPaper.person_id),
            "requests": await names(session, MemberRequest.asked_by_id, MemberRequest.state == RequestState.WAITING),
            "records": await names(session, RecordKeeper.person_id, RecordKeeper.ended_at.is_(None)),
            "items": await names(session, ItemInvitation.person_id, ItemInvitation.removed_at.is_(None)),
        }


BOTH = {
    "actions": [("Sokha", {"Kenji"}), ("Kenji", {"Sokha"})],
    "indicators": [["Sokha"], ["Kenji"], ["Kenji"], ["Sokha"]],
    "reports": ["Sokha", "Kenji", "Kenji", "Sokha"],
    "papers": ["Sokha", "Kenji"],
    "requests": ["Sokha", "Kenji"],
    "records": ["Sokha", "Kenji"],
    "items": ["Sokha", "Kenji"],
}
ONE = {
    "actions": [("Kenji", set()), ("Kenji", set())],
    "indicators": [["Kenji"], [], ["Kenji"], []],
    "reports": ["Kenji", "Kenji"],
    "papers": ["Kenji"],
    "requests": ["Kenji"],
    "records": ["Kenji"],
    "items": ["Kenji"],
}


async def test_what_both_had_the_successor_has_once_and_leads(
    health: Stage, dara: Player, sokha: Player, kenji: Player, shared: None
) -> None:
    """Who follows and shared it already leads and reports; the doubled rows are gone, and come back with an undo."""
    before = await have(health)
    assert {**before, "reports": sorted(before["reports"])} == {**BOTH, "reports": sorted(BOTH["reports"])}
    await names_successor(dara, "Sokha", "Kenji")
    assert await have(health) == ONE
    assert await finds(dara, "sokha kind:action") == []
    await undoes(dara, "members.succeed")
    again = await have(health)
    assert {**again, "reports": sorted(again["reports"])} == {**BOTH, "reports": sorted(BOTH["reports"])}
    assert set(await finds(dara, "sokha kind:action")) == {"Revise the annex", "Translate the annex"}


async def test_a_record_is_open_only_as_long_as_it_may_be_kept(health: Stage, dara: Player, sokha: Player) -> None:
    """An old meeting of which nobody has kept a record is nobody's task any more."""
    meeting_id = await announce_meeting(dara)
    await names_keeper(dara, meeting_id, "Sokha")
    await health.passes(days=40)
    await sokha.says("/leave")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    assert (await sokha.shown("members/left"))["open"]["records"] == 0
