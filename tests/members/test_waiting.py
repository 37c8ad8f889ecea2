"""Whoever joins is shown what already waits for them (M1)."""

from datetime import date

from tests.documents.conftest import circulate
from tests.members.steps import registers
from tests.support.doings import announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

HEADING = "This already waits for you"


async def newcomer(health: Stage) -> Player:
    """Somebody who has just registered as a development partner."""
    maria = await health.person("Maria")
    await registers(maria, await health.invites("development_partner"), name="Maria Lopez")
    return maria


async def test_invitations_and_papers_are_listed_with_buttons(health: Stage, dara: Player) -> None:
    await announce_meeting(dara)
    await circulate(dara)
    maria = await newcomer(health)
    await maria.reads(
        "You are registered.",
        HEADING,
        "Second plenary meeting 2026\nTuesday 15 December 2026, 09:00 – please let us know whether you will come",
        "Health budget 2027\nplease acknowledge by Friday 4 December 2026",
    )
    await maria.taps("Second plenary meeting 2026", "I will come")
    await maria.reads("Your answer: Coming")
    await maria.taps("Health budget 2027", "I have received it")
    await maria.reads("You acknowledged it.")


async def test_a_newcomer_is_reminded_of_a_paper_like_everybody(health: Stage, dara: Player) -> None:
    await circulate(dara)
    maria = await newcomer(health)
    await dara.forges("documents/receipts:1")
    await dara.reads("Not acknowledged (1)\nMaria Lopez, UNFPA")
    await maria.looks_away()
    await health.passes(days=2)
    await maria.reads("Reminder: please acknowledge")


async def test_what_is_not_for_them_or_no_longer_waits_is_not_listed(health: Stage, dara: Player) -> None:
    await plan_meeting(dara)
    await announce_meeting(dara, title="Ministries only", audience=Audience.GOVERNMENT)
    await cancel_meeting(dara, await announce_meeting(dara, title="Called off"))
    await circulate(dara, audience=Audience.GOVERNMENT)
    await circulate(dara, acknowledge_by=None)
    await circulate(dara, acknowledge_by=date(2026, 11, 24))
    await health.passes(days=2)
    maria = await newcomer(health)
    await maria.reads("You are registered.")
    await maria.does_not_read(HEADING)


async def test_whoever_joins_another_twg_sees_what_waits_there(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    kenji = await health.member("Kenji", "development_partner", "JICA", code="EDU")
    await announce_meeting(dara)
    await kenji.starts(await health.invites("development_partner"))
    await kenji.reads("You are now in the HLT TWG", HEADING, "[Second plenary meeting 2026]")
