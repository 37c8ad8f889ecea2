"""Named after Part Three (c)(iii), two meetings a year, and (d) internal, the brief for those who lead (G8, G9)."""

from datetime import date, datetime

from storage.meetings import MeetingKind
from tests.actions.conftest import records
from tests.meetings.conftest import ZONE, local
from tests.settings.test_days import sets as sets_days
from tests.support.setup_steps import announce_meeting, cancel_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.meetings.yearly import YearCount


async def _year(player: Player) -> YearCount:
    await player.says("/twg")
    count: YearCount = (await player.shown("settings/card"))["count"]
    return count


async def test_part_three_c_iii_the_settings_count_the_meetings_of_the_year(health: Stage, dara: Player) -> None:
    assert await _year(dara) == YearCount(2026, held=0, ahead=0)
    first = await announce_meeting(dara)
    await announce_meeting(dara, kind=MeetingKind.RETREAT, title="Review", day=local(22, 9).date())
    await announce_meeting(dara, kind=MeetingKind.PREPARATORY, title="Prep")
    assert await _year(dara) == YearCount(2026, held=0, ahead=2)
    await cancel_meeting(dara, first)
    assert await _year(dara) == YearCount(2026, held=0, ahead=1)
    await health.becomes(local(28, 9))
    assert await _year(dara) == YearCount(2026, held=1, ahead=0)


async def test_part_three_c_iii_secretariat_and_chair_are_warned_early_in_each_year(
    health: Stage, dara: Player, sokha: Player
) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    await health.becomes(datetime(2027, 10, 29, 9, tzinfo=ZONE))
    for player in (dara, chair, sokha):
        await player.looks_away()
    await health.becomes(datetime(2027, 11, 1, 12, tzinfo=ZONE))
    for player in (dara, chair):
        await player.is_told_only("meetings_too_few")
        await player.sees("meetings/too_few", count=YearCount(2027, held=0, ahead=0))
    await sokha.sees_nothing_new()


async def test_a_twg_that_is_added_while_the_program_runs_is_warned_too(stage: Stage) -> None:
    await stage.adds_twg()
    dara = await stage.member("Dara", "secretariat")
    await sets_days(dara, "off", "14/12/2026")
    assert (await dara.shown("settings/card"))["reminders"] == []
    await stage.becomes(datetime(2027, 10, 29, 9, tzinfo=ZONE))
    await dara.looks_away()
    await stage.becomes(datetime(2027, 11, 1, 12, tzinfo=ZONE))
    await dara.is_told_only("meetings_too_few")


async def test_part_three_c_iii_nobody_is_warned_once_two_are_announced(health: Stage, dara: Player) -> None:
    await health.becomes(datetime(2027, 10, 20, 9, tzinfo=ZONE))
    await announce_meeting(dara, day=datetime(2027, 12, 7, tzinfo=ZONE).date())
    await announce_meeting(dara, title="Review", kind=MeetingKind.RETREAT, day=date(2027, 12, 14))
    await health.becomes(datetime(2027, 11, 2, 9, tzinfo=ZONE))
    await dara.is_not_told("meetings_too_few")


async def test_part_three_d_internal_chair_and_facilitator_get_the_brief_once_in_private(
    health: Stage, dara: Player, sokha: Player
) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    facilitator = await health.member("Lena", "lead_facilitator", "UNDP")
    action_id = await records(dara, sokha)
    await announce_meeting(dara)
    await health.becomes(local(13, 7))
    for player in (dara, chair, facilitator, sokha):
        await player.looks_away()
    await health.becomes(local(13, 9))
    await health.becomes(local(14, 7))
    for player in (chair, facilitator):
        brief = (await player.shown("meetings/brief"))["brief"]
        assert [action.id for action in brief.actions] == [action_id]
        assert (brief.open_actions, brief.overdue_actions, brief.reports) == (1, 0, [])
    for player in (dara, sokha):
        await player.does_not_see("meetings/brief")


async def test_part_three_d_internal_no_brief_comes_where_nothing_is_open(health: Stage, dara: Player) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    await announce_meeting(dara)
    await health.becomes(local(14, 7))
    await chair.does_not_see("meetings/brief")


async def test_part_three_d_internal_a_preparatory_meeting_has_no_brief(
    health: Stage, dara: Player, sokha: Player
) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    await records(dara, sokha)
    await announce_meeting(dara, kind=MeetingKind.PREPARATORY, audience=Audience.LEADS)
    await health.becomes(local(14, 7))
    await chair.does_not_see("meetings/brief")
