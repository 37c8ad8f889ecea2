"""What stands against a date: days off, the GDCC, and that people are busy, with never what or whose (G14, D5).

A meeting of development partners, or of Chair and lead facilitators, shows nowhere but on the card of those invited.
"""

from datetime import date, time

import pytest
from sqlalchemy import select

from storage.meetings import MeetingKind
from storage.members import Twg, find_account
from tests.dates.conftest import local, proposes, stored
from tests.support.guard import arranged
from tests.support.setup_steps import MEETING, access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.dates import gdcc
from twg.dates.answering import list_standing
from twg.dates.clashes import Against
from twg.meetings import planning
from twg.meetings.kinds import CLOSED

NOTES = ["Note: the GDCC meets on Friday 18 December 2026.", "Note: Saturday 19 December 2026 is a day off."]
SECRET = "Positions on the health budget"


async def standing(player: Player, poll_id: int = 1) -> list[Against]:
    """What stands against each date, as who runs the search sees it."""
    async with player.stage.assistant.database.begin() as session:
        actor = await access_actor(session, player)
        found = await list_standing(session, actor, poll_id, now=player.stage.clock.now())
    return [found.against[option.id] for option in found.poll.options]


async def own_against(player: Player) -> list[Against]:
    """The same, as it stands on the card of who is asked."""
    poll = await stored(player.stage)
    against = (await player.shown("dates/card"))["against"]
    return [against[option.id] for option in poll.options]


@pytest.fixture
async def maria(health: Stage) -> Player:
    return await health.member("Maria", "lead_facilitator", "WHO")


#: What is announced at the hour of the first date: its kind, its audience, and how many of those asked count as busy.
MEETINGS = [
    (MeetingKind.PLENARY, Audience.ALL, 2),
    (MeetingKind.CORE_GROUP, Audience.CORE, 1),
    (MeetingKind.DP_ONLY, Audience.PARTNERS, 0),
    (MeetingKind.FOLLOW_UP, Audience.PARTNERS, 0),
    (MeetingKind.CHAIR_LF, Audience.LEADS, 0),
    (MeetingKind.PREPARATORY, Audience.LEADS, 0),
    (MeetingKind.FOLLOW_UP, Audience.GOVERNMENT, 0),
]


@pytest.mark.parametrize(("kind", "audience", "busy"), MEETINGS)
async def test_a_clash_is_a_number_and_closed_meetings_count_for_nobody_else(
    health: Stage, dara: Player, sokha: Player, maria: Player, kind: MeetingKind, audience: Audience, busy: int
) -> None:
    meeting = {"kind": kind, "audience": audience, "title": SECRET, "day": date(2026, 12, 17), "at": time(10)}
    await announce_meeting(maria if kind in CLOSED else dara, **meeting)
    await proposes(dara, title="Annual review")
    assert [each.busy for each in await standing(dara)] == [busy, 0, 0]
    await everybody_looks_away(dara)
    await dara.forges("dates:open:1")
    await dara.does_not_read_fact(SECRET)


async def test_a_closed_meeting_stands_on_the_cards_of_those_invited_alone(
    health: Stage, dara: Player, sokha: Player, vichea: Player, maria: Player
) -> None:
    meeting = {"kind": MeetingKind.DP_ONLY, "audience": Audience.PARTNERS, "title": SECRET}
    await announce_meeting(maria, **meeting, day=date(2026, 12, 17), at=time(10))
    await proposes(dara)
    assert [each.own for each in await own_against(sokha)] == [True, False, False]
    assert [each.own for each in await own_against(vichea)] == [False, False, False]
    await sokha.does_not_read_fact(SECRET)


async def test_who_enters_for_somebody_does_not_see_their_closed_meetings(
    health: Stage, dara: Player, sokha: Player, maria: Player
) -> None:
    meeting = {"kind": MeetingKind.DP_ONLY, "audience": Audience.PARTNERS, "title": SECRET}
    await announce_meeting(maria, **meeting, day=date(2026, 12, 17), at=time(10))
    person_id = await loses_account(sokha)
    await proposes(dara)
    await dara.says("/dates")
    await dara.presses("dates:open", 1)
    await dara.presses("dates:open", f"1@{person_id}")
    assert [each.own for each in await own_against(dara)] == [False, False, False]
    await dara.presses("dates:answer", 1, 1, f"can@{person_id}")
    await dara.forges("dates:open:1")
    found = (await dara.shown("dates/standing"))["found"]
    [answer] = found.answers[person_id].values()
    assert answer.entered_by.name == "Dara"


async def loses_account(player: Player) -> int:
    """Let a member be one without Telegram. Returns the id of the person."""
    async with arranged(player.stage.assistant.database) as session:
        account = await find_account(session, player.person.id)
        assert account is not None
        account.ended_at = player.stage.clock.now()
        return account.person_id


async def test_who_does_not_come_is_not_busy(health: Stage, dara: Player, sokha: Player, maria: Player) -> None:
    await announce_meeting(dara, day=date(2026, 12, 17), at=time(10))
    await sokha.forges("meetings:answer:1:no:2026-12-17")
    await proposes(dara)
    assert [each.busy for each in await standing(dara)] == [1, 0, 0]


async def test_meetings_of_another_twg_count(health: Stage, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education", "MoEYS")
    hana = await health.member("Hana", "secretariat", code="EDU")
    await sokha.starts(await health.invites("development_partner", "EDU"))
    await announce_meeting_in(hana, "EDU")
    await proposes(dara)
    assert [each.busy for each in await standing(dara)] == [1, 0, 0]
    await dara.forges("dates:open:1")
    await dara.does_not_read_fact(SECRET)


async def announce_meeting_in(player: Player, code: str) -> None:
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, player, code)
        args = planning.NewMeeting(**{**MEETING, "title": SECRET, "day": date(2026, 12, 17), "at": time(10)})
        meeting = await planning.plan(session, actor, args, now=stage.clock.now())
        await planning.announce(session, actor, meeting.id, now=stage.clock.now())
    await stage.settle()
    await everybody_looks_away(player)


async def test_days_off_and_the_day_of_the_gdcc_are_shown(health: Stage, dara: Player, sokha: Player) -> None:
    async with health.assistant.database.begin() as session:
        await gdcc.add_gdcc_day(session, date(2026, 12, 18), now=health.clock.now())
    async with arranged(health.assistant.database) as session:
        (await session.scalars(select(Twg))).one().extra_days_off = ["2026-12-19"]
    dates = [local(18, 9), local(19, 9), local(21, 9)]
    await proposes(dara, dates=dates)
    found = await standing(dara)
    assert [(each.day_off, each.gdcc) for each in found] == [(False, True), (True, False), (False, False)]
    assert [(each.day_off, each.gdcc) for each in await own_against(sokha)] == [
        (False, True),
        (True, False),
        (False, False),
    ]
    await dara.says("/dates 18 Dec 9:00-11:00, 19 Dec 9:00-11:00")
    await dara.says("Another")
    await dara.presses("form:choice=plenary")
    for choice in ("all", "everybody"):
        await dara.presses(f"form:choice={choice}")
    await dara.says("4/12/2026")
    [note] = (await dara.shown("forms/confirm"))["notes"]
    assert note.render("en").splitlines() == NOTES
