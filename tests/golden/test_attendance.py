"""Who is at a meeting, as people see it (G5)."""

from storage.meetings import Rsvp
from tests.attendance.conftest import answers
from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def test_attendance(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA", language=golden.language)
    meeting_id = await announce_meeting(dara)
    await answers(sokha, meeting_id, Rsvp.DELEGATE, delegate_name="Mr Sok")
    await dara.forges(f"attendance:open:{meeting_id}")
    await golden.shows(dara, "is too early")
    await health.becomes(local(15, 9, 20))
    await kenji.says("/meetings")
    await kenji.presses("meetings:open", meeting_id)
    await kenji.presses("attendance:here", meeting_id)
    await golden.shows(kenji, "checks in")
    await dara.forges(f"attendance:open:{meeting_id}")
    await dara.presses("attendance:take_over", meeting_id)
    await golden.shows(dara, "took over the answers")
    await dara.presses("attendance:names", meeting_id, "to_mark")
    await golden.shows(dara, "lists who is not marked")
    await dara.presses("attendance:mark", meeting_id, 2, "here", 1)
    await golden.shows(dara, "noted a delegate")
    await dara.presses("attendance:find", meeting_id)
    await golden.shows(dara, "is asked for a name")
    await dara.says("Bopha")
    await golden.shows(dara, "finds nobody")
    await dara.presses("attendance:find", meeting_id)
    await dara.says("ken")
    await golden.shows(dara, "finds somebody")
    await dara.presses("attendance:person", meeting_id, 3)
    await golden.shows(dara, "sees what is noted")
    await dara.presses("attendance:came_late", meeting_id, 3)
    await golden.shows(dara, "is asked when they came")
    await dara.forges(f"attendance:guests:{meeting_id}")
    await golden.shows(dara, "lists the guests")
    await dara.presses("attendance:add_guests", meeting_id)
    await dara.says("Dr Chan Sophea, WHO")
    await dara.presses("form:finish")
    await golden.shows(dara, "added a guest")
    await health.becomes(local(15, 12))
    await sokha.forges(f"attendance:here:{meeting_id}")
    await golden.shows(sokha, "is too late")
    await sokha.says("/here")
    await golden.shows(sokha, "is at no meeting")
