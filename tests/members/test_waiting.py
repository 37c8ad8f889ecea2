"""Whoever joins is shown what already waits for them (M1)."""

from datetime import date

from storage.meetings import Rsvp
from tests.documents.conftest import circulate
from tests.members.steps import registers
from tests.support.setup_steps import access_actor, announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.members.joining import list_waiting


async def newcomer(health: Stage) -> Player:
    """Somebody who has just registered as a development partner."""
    maria = await health.person("Maria")
    await registers(maria, await health.invites("development_partner"), name="Maria Lopez")
    return maria


async def test_invitations_and_papers_are_listed_with_buttons(health: Stage, dara: Player) -> None:
    await announce_meeting(dara)
    await circulate(dara)
    maria = await newcomer(health)
    await maria.sees_only("members/registered", "members/waiting")
    waiting = (await maria.shown("members/waiting"))["waiting"]
    assert ([meeting.id for meeting in waiting.meetings], [paper.id for paper in waiting.circulations]) == ([1], [1])
    await maria.reads_fact("Second plenary meeting 2026", "15 December 2026, 09:00")
    await maria.reads_fact("Health budget 2027", "4 December 2026")
    await maria.offers_only("meetings:open", "documents:open")
    await maria.presses("meetings:open")
    await maria.presses("meetings:answer", "yes")
    await maria.sees("meetings/card", attendance__rsvp=Rsvp.YES)
    await maria.presses("documents:open")
    await maria.presses("documents:acknowledge")
    await maria.sees("documents/card", acknowledged=True)


async def test_a_newcomer_is_reminded_of_a_paper_like_everybody(health: Stage, dara: Player) -> None:
    await circulate(dara)
    maria = await newcomer(health)
    await dara.forges("documents/receipts:1")
    [owing] = (await dara.shown("documents/receipts"))["receipts"].waiting
    assert owing.person.name == "Maria Lopez"
    await dara.reads_fact("Maria Lopez, UNFPA")
    await maria.looks_away()
    await health.passes(days=2)
    await maria.is_told_only("document_reminder")
    await maria.sees("documents/card", heading="reminder", acknowledged=False)


async def test_what_is_not_for_them_or_no_longer_waits_is_not_listed(health: Stage, dara: Player) -> None:
    await plan_meeting(dara)
    await announce_meeting(dara, title="Ministries only", audience=Audience.GOVERNMENT)
    await cancel_meeting(dara, await announce_meeting(dara, title="Called off"))
    await circulate(dara, audience=Audience.GOVERNMENT)
    await circulate(dara, acknowledge_by=None)
    await circulate(dara, acknowledge_by=date(2026, 11, 24))
    await health.passes(days=2)
    maria = await newcomer(health)
    await maria.sees_only("members/registered")


async def test_whoever_joins_another_twg_sees_what_waits_there(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    kenji = await health.member("Kenji", "development_partner", "JICA", code="EDU")
    await announce_meeting(dara)
    await kenji.starts(await health.invites("development_partner"))
    await kenji.sees_only("members/joined", "members/waiting")
    await kenji.sees("members/joined", membership__twg__code="HLT")
    await kenji.offers_only("general:switch", "meetings:open")
    await kenji.reads_fact("HLT TWG", "[Second plenary meeting 2026]")
    await kenji.does_not_read_fact("EDU TWG\n")


async def test_five_of_a_kind_are_listed_and_from_the_sixth_on_that_there_are_more(health: Stage, dara: Player) -> None:
    async def found(player: Player) -> tuple[int, int, bool]:
        async with health.assistant.database.read() as session:
            waiting = await list_waiting(session, await access_actor(session, player), now=health.clock.now())
        return len(waiting.meetings), len(waiting.circulations), waiting.more

    kenji = await health.member("Kenji", "development_partner", "JICA")
    for number in range(5):
        await announce_meeting(dara, title=f"Meeting {number}")
        await circulate(dara)
    assert await found(kenji) == (5, 5, False)
    await circulate(dara)
    assert await found(kenji) == (5, 5, True)
