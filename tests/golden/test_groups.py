"""Linked Telegram groups, and messages to a member of several TWGs."""

from storage.members import Role
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.golden.conftest import Golden
from tests.groups.conftest import Room, links
from tests.members.steps import also_in
from tests.support.setup_steps import announce_meeting, cancel_meeting
from tests.support.stage import Player, Stage


async def test_several_twgs(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rith = await health.member("Rith", "secretariat", "MoEYS", code="EDU")
    await also_in(sokha, "EDU", Role.DEVELOPMENT_PARTNER)
    await announce_meeting(dara)
    await announce_meeting(rith, title="School year 2027")
    await records(rith, sokha, code="EDU")
    await golden.shows(sokha, "has an action in one of them")
    await sokha.says("/meetings")
    await golden.shows(sokha, "lists the meetings of both")
    await sokha.says("/actions")
    await golden.shows(sokha, "lists the actions of both")
    await sokha.says("/menu")
    await golden.shows(sokha, "looks at the menu")
    await sokha.says("/help")
    await golden.shows(sokha, "asks for help")
    await sokha.says("/share")
    await golden.shows(sokha, "begins a form")
    await sokha.says("/cancel", "/round")
    await golden.shows(sokha, "may not do this")


async def test_a_group(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    group = await health.sandbox.group("Health partners", [dara.person, sokha.person])
    await health.settle()
    room = Room(health, group, dara)
    await room.says(dara, "/link")
    golden.says("the group is told", text=await room.text())
    await dara.starts(await room.payload())
    await golden.shows(dara, "is asked who is in it")
    await dara.presses("form:choice=all")
    await golden.shows(dara, "is asked what is posted")
    await dara.presses("form:choice=yes")
    await golden.shows(dara, "is asked the language")
    await dara.presses(f"form:choice={golden.language}")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "linked it")
    await dara.says("/groups")
    await golden.shows(dara, "lists the groups")
    await dara.person.places_bot("kicked", group)
    await dara.looks_away()
    await health.settle()
    await golden.shows(dara, "hears that it is lost")
    await dara.says("/groups")
    await golden.shows(dara, "has none left")


async def test_posts(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    group = await health.sandbox.group("Health partners", [dara.person, sokha.person])
    await health.settle()
    room = Room(health, group, dara)
    await links(room, language=golden.language)
    meeting_id = await announce_meeting(dara)
    await circulate(dara)
    await cancel_meeting(dara, meeting_id, "The room is not free")
    golden.says("the group reads", text=await room.text())
