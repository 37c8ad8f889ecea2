"""Announcing: exactly the audience, once, with buttons and a calendar file (G2)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from storage.core.notifications import Notification
from storage.meetings import MeetingState, Rsvp
from storage.members import Membership, Person, Role
from tests.meetings.conftest import event_of, invitations, local, stored_meeting
from tests.support.guard import arranged
from tests.support.setup_steps import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

#: Who is meant by an audience. Source: Guideline, Part Three (a); a member of the core group beside the three.
REACHED = {
    Audience.ALL: set(Role),
    Audience.CORE: {Role.CHAIR, Role.LEAD_FACILITATOR, Role.SECRETARIAT, Role.TECHNICAL_ADVISER},
    Audience.GOVERNMENT: {Role.CHAIR, Role.SECRETARIAT, Role.GOVERNMENT, Role.CRDB, Role.FOCAL_POINT},
    Audience.PARTNERS: {Role.LEAD_FACILITATOR, Role.DEVELOPMENT_PARTNER},
    Audience.LEADS: {Role.CHAIR, Role.LEAD_FACILITATOR},
    Audience.SECRETARIAT: {Role.SECRETARIAT},
}
ANSWERS = ["meetings:answer"] * len(Rsvp)


@pytest.fixture
async def everybody(health: Stage) -> dict[Role, Player]:
    """One member per role; the technical adviser is in the core group."""
    members = {role: await health.member(role.name, role) for role in Role}
    async with arranged(health.assistant.database) as session:
        adviser = select(Membership).join(Person).where(Person.name == Role.TECHNICAL_ADVISER.name)
        (await session.scalars(adviser)).one().core = True
    return members


@pytest.mark.parametrize("audience", list(Audience))
async def test_an_announcement_reaches_exactly_its_audience_once_each(
    health: Stage, everybody: dict[Role, Player], audience: Audience
) -> None:
    secretariat = everybody[Role.SECRETARIAT]
    await plan_meeting(secretariat, audience=audience)
    await secretariat.says("/announce")
    assert len((await secretariat.shown("meetings/preview"))["recipients"]) == len(REACHED[audience])
    for player in everybody.values():
        await player.looks_away()
    await secretariat.presses("meetings:announce")
    for role, player in everybody.items():
        invited = [seen for seen in await player.messages() if seen.contexts("meetings/card", heading="announced")]
        assert [seen.offers for seen in invited] == ([ANSWERS] if role in REACHED[audience] else []), role
        assert len(await invitations(player)) == (role in REACHED[audience]), role


async def test_whoever_announces_is_told_how_many_were_reached(health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    await dara.presses("meetings:announce")
    told = await dara.finds("meetings/announced_to", count=2, meeting__id=1)
    assert told.offers == ["meetings:answers"]
    meeting = await stored_meeting(health, 1)
    assert (meeting.state, meeting.announced_at) == (MeetingState.ANNOUNCED, health.clock.now())


async def test_the_calendar_file_says_what_meets_when_and_where(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    [calendar] = await invitations(sokha)
    event = event_of(calendar)
    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == (await stored_meeting(health, 1)).uid
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["SUMMARY"] == "HLT TWG: Second plenary meeting 2026"
    assert event["LOCATION"] == "Ministry of Health, meeting room A"
    assert event["DTSTART"].dt == datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 12, 15, 5, 0, tzinfo=UTC)
    assert "2. Progress on JMI 2008-4" in event["DESCRIPTION"]


async def test_the_calendar_file_gives_its_times_in_the_zone_of_the_twg(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    message = [message for message in await sokha.person.messages() if message.document is not None][-1]
    assert b"DTSTART;TZID=Asia/Phnom_Penh:20261215T090000" in await sokha.person.downloads(message)


async def test_announcing_twice_is_refused_and_nobody_is_told_again(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings/announce:{meeting_id}")
    await dara.is_refused("meetings#already_announced")
    await sokha.sees_nothing_new()


async def test_an_old_preview_of_an_announced_meeting_is_not_offered_again(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await plan_meeting(dara)
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.says("/announce")
    await dara.presses("meetings:announce")
    await dara.presses("meetings:preview")
    await dara.is_refused("meetings#already_announced")
    await dara.does_not_see("meetings/preview")


async def test_a_draft_whose_time_has_come_is_not_announced(health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara)
    await dara.says("/announce")
    await health.becomes(local(15, 9))
    await dara.presses("meetings:announce")
    await dara.is_refused("meetings#already_held")
    await sokha.sees_nothing_new()


FORGED = (
    "meetings/preview:1",
    "meetings/announce:1",
    "meetings/answers:1",
    "meetings/move:1",
    "meetings/relocate:1",
    "meetings/cancel:1",
    "meetings/correct:1",
    "meetings/new",
)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT, Role.CHAIR, Role.LEAD_FACILITATOR}))
async def test_a_role_that_may_not_organise_is_refused_in_the_chat_and_with_a_forged_button(
    health: Stage, dara: Player, role: Role
) -> None:
    player = await health.member("Vuthy", role)
    meeting_id = await announce_meeting(dara)
    before = await stored_meeting(health, meeting_id)
    for text in ("/newmeeting", "/announce"):
        await player.says(text)
        await player.is_refused("general#not_allowed")
    for data in FORGED:
        await player.forges(data)
        await player.is_refused("general#not_allowed")
    after = await stored_meeting(health, meeting_id)
    assert (after.state, after.sequence, after.starts_at) == (before.state, 0, before.starts_at)
    async with health.assistant.database.read() as session:
        told = select(func.count()).where(Notification.kind.in_(["meetings/changed", "meetings/cancelled"]))
        assert await session.scalar(told) == 0


async def test_the_buttons_to_organise_are_not_shown_to_members(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.says("/meetings")
    await sokha.offers_only("meetings:open", "meetings:past")
    await sokha.presses("meetings:open")
    await sokha.offers_only(*ANSWERS, "papers:new", "meetings:agenda")


async def test_an_agenda_too_long_for_one_message_is_counted_in_the_invitation_and_opens_whole(
    health: Stage, dara: Player, sokha: Player
) -> None:
    lines = [f"Item {number} {'about the budget of a province ' * 8}"[:290] for number in range(1, 21)]
    await dara.says("/newmeeting", "Annual review")
    await dara.presses("form:choice=retreat")
    await dara.says("15/12/2026", "9:00", "8h", "Siem Reap")
    await dara.presses("form:choice=all")
    await dara.says("\n".join(lines[:10]))
    await dara.says("\n".join(lines[10:]))
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.presses("meetings:announce")
    await sokha.does_not_read_fact("Item 1")
    await sokha.offers_only(*ANSWERS, "meetings:agenda")
    assert (await sokha.messages())[-2].offers == [*ANSWERS, "meetings:agenda"]
    assert len(await invitations(sokha)) == 1
    await sokha.presses("meetings:agenda")
    for page, numbers in ((1, range(1, 9)), (2, range(9, 17)), (3, range(17, 21))):
        if page > 1:
            await sokha.taps(f"{page} ›")
        await sokha.reads_fact(*(f"{number}. Item {number} about" for number in numbers))
