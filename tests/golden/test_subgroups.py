"""Sub-groups and the core group as people see them."""

from datetime import date

from storage.meetings import MeetingKind
from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.subgroups.steps import person_id, sets_up
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


async def test_a_sub_group(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA", language=golden.language)
    await dara.says("/subgroups")
    await golden.shows(dara, "there is none")
    await dara.presses("subgroups:new")
    await golden.shows(dara, "is asked the name")
    await dara.says("Gender")
    await dara.says("យេនឌ័រ")
    await golden.shows(dara, "is asked how long it goes on")
    await dara.presses("form:choice=until")
    await dara.says("31/12/2026")
    await golden.shows(dara, "is asked for its meetings so far")
    await dara.says("29")
    await dara.says("Sokha")
    await dara.presses("form:skip")
    await golden.shows(dara, "is asked who else is in it")
    await dara.says("Kenji")
    await golden.shows(dara, "named one")
    await dara.presses("form:finish")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "set it up")
    await health.passes(minutes=11)
    await golden.shows(sokha, "hears that she chairs it")
    await golden.shows(kenji, "hears that he is in it")
    await dara.presses("subgroups:members", 1)
    await golden.shows(dara, "may take somebody out")
    await dara.presses("subgroups:take_out", 1, await person_id(health, "Kenji"))
    await golden.shows(dara, "took somebody out")
    await health.passes(minutes=11)
    await golden.shows(kenji, "hears that he is out")
    await dara.presses("general:undo")
    await golden.shows(kenji, "hears that it was taken back")


async def test_a_sub_group_ends(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, "Gender", name_km="យេនឌ័រ", chair=sokha, until=date(2026, 12, 30))
    await sets_up(dara, "Law", task="Draft the law on nursing", members=(sokha,))
    await dara.says("/subgroups")
    await golden.shows(dara, "lists them")
    meeting = {"kind": MeetingKind.SUB_GROUP, "title": "On figures", "audience": f"subgroup_{group_id}"}
    await announce_meeting(sokha, **meeting)
    await sokha.says("/meetings")
    await sokha.presses("meetings:open", 1)
    await golden.shows(sokha, "sees its meeting")
    await health.becomes(local(16, 8))
    await golden.shows(dara, "hears that it ends soon")
    await golden.shows(sokha, "hears that it ends soon")
    await everybody_looks_away(dara)
    await health.becomes(local(31, 8))
    await golden.shows(sokha, "hears that it has ended")
    await dara.says("/subgroups")
    await dara.presses("subgroups:list")
    await golden.shows(dara, "lists what has ended")
    await dara.presses("subgroups:open", group_id)
    await golden.shows(dara, "opens one that has ended")
    await dara.presses("subgroups:close", group_id)
    await golden.shows(dara, "closes it")
    await dara.presses("form:save")
    await golden.shows(dara, "closed it")
    await health.passes(minutes=11)
    await golden.shows(sokha, "hears that it is closed")
    await dara.presses("general:undo")
    await golden.shows(sokha, "hears that it goes on")


async def test_reporting_back(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sets_up(dara, "Gender", name_km="យេនឌ័រ", chair=sokha)
    await announce_meeting(dara)
    await health.becomes(local(8, 8))
    await golden.shows(sokha, "is reminded to report back")


async def test_the_core_group(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/core")
    await golden.shows(dara, "lists the core group")
    await dara.presses("members:into_core")
    await golden.shows(dara, "is asked who is taken in")
    await dara.says("Sokha")
    await dara.presses("form:save")
    await golden.shows(dara, "took her in")
    await dara.presses("members:out_of_core")
    await golden.shows(dara, "took her out again")
    await sokha.says("/core")
    await golden.shows(sokha, "lists it too")
