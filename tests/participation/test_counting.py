"""How members take part: meetings, papers and actions, by constituency, institution and person, in a period (M9)."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from storage.attendance import Presence
from storage.meetings import MeetingKind
from storage.members import InstitutionKind, Role
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.members.test_changing import gives_role
from tests.subgroups.steps import adds, sets_up, takes_out
from tests.support.scene import ZONE
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting, cancel_meeting
from tests.support.stage import Player, Stage
from twg.attendance import noting
from twg.core.audiences import Audience
from twg.participation.counting import Figures, Participation


async def counted(player: Player, rest: str = "") -> Participation:
    """What `/participation` counts."""
    await player.says(f"/participation {rest}".strip())
    found: Participation = (await player.shown("participation/figures"))["counted"]
    return found


async def becomes(stage: Stage, day: date) -> None:
    await stage.becomes(datetime.combine(day, time(9), ZONE))


def figures(found: Participation) -> dict[str, Figures]:
    return {taken.member.person.name: taken.figures for taken in found.people}


async def test_invitations_papers_and_actions_are_counted(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await announce_meeting(dara)
    await sokha.forges(f"meetings:answer:1:yes:{MEETING_DAY}")
    await kenji.forges(f"meetings:answer:1:no:{MEETING_DAY}")
    await sokha.forges(f"documents:acknowledge:{await circulate(dara)}")
    action_id = await records(dara, sokha)
    await sokha.says(f"/done {action_id} Sent")
    assert figures(await counted(dara))["Sokha"].invited == 0  # the meeting has not begun
    await becomes(health, MEETING_DAY + timedelta(days=1))
    found = figures(await counted(dara))
    assert found["Sokha"] == Figures(invited=1, answered=1, coming=1, asked=1, acknowledged=1, due=1, done=1, in_time=1)
    assert found["Kenji"] == Figures(invited=1, answered=1, asked=1)
    assert found["Dara"] == Figures(invited=1)


async def test_attendance_counts_where_it_was_noted_and_is_told_apart_from_what_was_answered(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """Of one meeting attendance was noted: who came counts, also by a delegate; of the other only answers are known."""
    first = await announce_meeting(dara)
    second = await announce_meeting(dara, day=MEETING_DAY + timedelta(days=7))
    for player in (sokha, kenji):
        await player.forges(f"meetings:answer:{first}:yes:{MEETING_DAY}")
        await player.forges(f"meetings:answer:{second}:yes:{MEETING_DAY + timedelta(days=7)}")
    await becomes(health, MEETING_DAY)
    await sokha.says("/here")
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        await noting.note(session, actor, first, 1, Presence.DELEGATE, delegate_name="Mr Sok", now=now)
    await becomes(health, MEETING_DAY + timedelta(days=8))
    counted_ = await counted(dara)
    assert (counted_.meetings, counted_.recorded) == (2, 1)
    assert figures(counted_) == {
        "Dara": Figures(invited=2, recorded=1, attended=1),
        "Sokha": Figures(invited=2, answered=2, coming=2, recorded=1, attended=1),
        "Kenji": Figures(invited=2, answered=2, coming=2, recorded=1),
    }
    await dara.forges(f"attendance:clear:{first}:2")
    assert figures(await counted(dara))["Sokha"] == Figures(invited=2, answered=2, coming=2, recorded=1)


async def test_a_meeting_of_a_sub_group_counts_who_was_in_it_then(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    group_id = await sets_up(dara, members=(sokha,))
    await announce_meeting(dara, kind=MeetingKind.SUB_GROUP, audience=f"subgroup_{group_id}")
    await becomes(health, MEETING_DAY + timedelta(days=1))
    await takes_out(dara, group_id, sokha)
    await adds(dara, group_id, kenji)
    found = figures(await counted(dara))
    assert (found["Sokha"].invited, found["Kenji"].invited) == (1, 0)
    await health.passes(days=2)
    await adds(dara, group_id, sokha)
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    await takes_out(dara, group_id, sokha)
    found = figures(await counted(dara))
    assert (found["Sokha"].invited, found["Kenji"].invited) == (1, 0)
    again = MEETING_DAY + timedelta(days=10)
    await announce_meeting(dara, kind=MeetingKind.SUB_GROUP, audience=f"subgroup_{group_id}", day=again)
    await becomes(health, again + timedelta(days=1))
    found = figures(await counted(dara))
    assert (found["Sokha"].invited, found["Kenji"].invited) == (1, 1)


async def test_a_late_action_and_a_cancelled_meeting(health: Stage, dara: Player, sokha: Player) -> None:
    await cancel_meeting(dara, await announce_meeting(dara))
    action_id = await records(dara, sokha)
    await becomes(health, date(2026, 12, 30))
    assert figures(await counted(dara))["Sokha"] == Figures(due=1)
    await sokha.says(f"/done {action_id} Sent")
    assert figures(await counted(dara))["Sokha"] == Figures(due=1, done=1)


async def test_views_and_periods_are_chosen_by_buttons(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await becomes(health, MEETING_DAY + timedelta(days=1))
    found = await counted(dara)
    assert found.by(lambda taken: taken.constituency) == {
        InstitutionKind.GOVERNMENT: Figures(invited=1),
        InstitutionKind.DEVELOPMENT_PARTNER: Figures(invited=1),
    }
    await dara.presses("participation:show", 1, "institution", 20260101, 20261231)
    lines = (await dara.shown("participation/figures"))["lines"]
    assert [name.msgid for name, _figures in lines] == ["MoH", "UNFPA"]
    await dara.presses("participation:show", 1, "institution", 20250101, 20251231)
    assert (await dara.shown("participation/figures"))["lines"] == []


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("២០២៦", date(2026, 1, 1), date(2026, 12, 31)),
        ("1/1/2026 - 30/6/2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("from 01.11.2026 to 30.11.2026", date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
async def test_a_period_is_typed(health: Stage, dara: Player, typed: str, first: date, last: date) -> None:
    found = await counted(dara, typed)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("typed", ["lately", "30/6/2026 - 1/1/2026", "31/2/2026 - 1/3/2026", "1/1/2026"])
async def test_another_period_is_refused(dara: Player, typed: str) -> None:
    await dara.says(f"/participation {typed}")
    await dara.is_refused("participation#unreadable_period")


async def test_what_the_reader_does_not_see_is_not_counted(health: Stage, dara: Player, sokha: Player) -> None:
    chair = await health.member("Kim Sovann", "chair")
    await announce_meeting(chair, audience=Audience.PARTNERS)
    await becomes(health, MEETING_DAY + timedelta(days=1))
    assert (await counted(dara)).meetings == 0


async def test_members_do_not_see_it(sokha: Player) -> None:
    await sokha.says("/participation")
    await sokha.is_refused("general#not_allowed")
    await sokha.forges("participation:show:1:people:20260101:20261231")
    await sokha.is_refused("general#not_allowed")


async def test_the_export_has_a_row_for_each_year_and_member(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await becomes(health, date(2027, 1, 4))
    await dara.says("/export")
    sheet = load_workbook(BytesIO(await dara.person.downloads(await dara.person.last())))["Participation"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[2:5] + row[7:8] for row in rows] == [
        [2027, "Dara", "MoH", 0],
        [2027, "Sokha", "UNFPA", 0],
        [2026, "Dara", "MoH", 1],
        [2026, "Sokha", "UNFPA", 1],
    ]
