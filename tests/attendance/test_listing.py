"""The secretariat's list of who is at a meeting (G5)."""

import pytest
from sqlalchemy import select, update

from storage.attendance import find_presence
from storage.core.audit import AuditRow
from storage.meetings import Attendance, MeetingKind, Rsvp
from storage.members import InstitutionKind, Membership, Person, Sex, list_members
from tests.attendance.conftest import DARA, KENJI, SOKHA, VICHEA, answers, noted
from tests.meetings.conftest import local
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor, announce_meeting
from tests.support.stage import Player, Stage
from twg.attendance.access import Holding, find_holding
from twg.attendance.standing import Attendee, find_named
from twg.core.audiences import Audience
from twg.meetings import items
from twg.meetings.access import access_meeting


async def holding(player: Player, meeting_id: int) -> Holding:
    async with player.stage.assistant.database.read() as session:
        meeting = await access_meeting(session, await access_actor(session, player), meeting_id)
        return await find_holding(session, meeting, now=player.stage.clock.now())


async def test_the_answers_are_taken_over_and_a_tap_notes_who_came(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player, plenary: int
) -> None:
    await answers(sokha, plenary, Rsvp.DELEGATE, delegate_name="Mr Sok")
    await answers(kenji, plenary, Rsvp.NO)
    await answers(vichea, plenary, Rsvp.YES)
    await health.becomes(local(15, 9))
    assert await holding(dara, plenary) is Holding.UNNOTED
    await dara.says("/meetings")
    await dara.presses("meetings:open", plenary)
    await dara.presses("attendance:open", plenary)
    await dara.presses("attendance:take_over", plenary)
    assert await noted(health) == {"Sokha": "expected", "Kenji": "excused", "Vichea": "expected"}
    assert await holding(dara, plenary) is Holding.UNNOTED
    await dara.presses("attendance:all", plenary)
    assert await noted(health) == {"Sokha": "delegate Mr Sok", "Kenji": "excused", "Vichea": "present"}
    assert await holding(dara, plenary) is Holding.HELD
    await dara.presses_below("attendance:expect_again")
    assert await noted(health) == {"Sokha": "expected", "Kenji": "excused", "Vichea": "expected"}
    await dara.presses("attendance:names", plenary, "to_mark")
    await dara.presses("attendance:mark", plenary, SOKHA, "here", 1)
    await dara.presses("attendance:names", plenary, "to_mark", "late", 1)
    await dara.presses("attendance:mark", plenary, VICHEA, "late", 1)
    await dara.presses("attendance:names", plenary, "to_mark", "absent", 1)
    await dara.presses("attendance:mark", plenary, DARA, "absent", 1)
    assert await noted(health) == {
        "Sokha": "delegate Mr Sok",
        "Kenji": "excused",
        "Vichea": "present",
        "Dara": "absent",
    }
    await dara.presses("attendance:open", plenary)
    standing = (await dara.shown("attendance/overview"))["standing"]
    assert [(side.side.value, side.here, side.invited) for side in standing.sides] == [
        ("government", 1, 2),
        ("development_partner", 1, 2),
    ]
    assert (standing.asks_crdb, standing.crdb_here) == (True, False)


async def test_what_is_noted_is_corrected_afterwards_and_audited(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await health.becomes(local(16, 10))
    await dara.forges(f"attendance:names:{plenary}:to_mark")
    await dara.presses("attendance:mark", plenary, SOKHA, "here", 1)
    await dara.presses("attendance:open", plenary)
    await dara.presses("attendance:names", plenary, "here")
    await dara.presses("attendance:person", plenary, SOKHA)
    await dara.presses("attendance:came_late", plenary, SOKHA)
    await dara.says("9:40")
    async with health.assistant.database.read() as session:
        row = await find_presence(session, plenary, SOKHA)
        assert row is not None
        assert row.arrived_at == local(15, 9, 40)
    await dara.presses("attendance:delegate", plenary, SOKHA)
    await dara.says("Mr Sok Vannak")
    assert await noted(health) == {"Sokha": "delegate Mr Sok Vannak"}
    await dara.presses("attendance:set", plenary, SOKHA, "excused")
    assert await noted(health) == {"Sokha": "excused"}
    async with health.assistant.database.read() as session:
        newest = select(AuditRow).where(AuditRow.action == "attendance.note").order_by(AuditRow.id.desc()).limit(1)
        change = (await session.scalars(newest)).one()
    assert change.data == {
        "before": {"presence": "delegate", "arrived_at": None, "delegate_name": "Mr Sok Vannak"},
        "after": {"presence": "excused", "arrived_at": None, "delegate_name": "", "person": SOKHA},
    }
    await dara.presses("attendance:clear", plenary, SOKHA)
    assert await noted(health) == {}
    await dara.forges(f"history:show:meeting:{plenary}")
    entries = (await dara.shown("history/list"))["history"].entries
    assert [entry.row.action for entry in entries][:3] == ["attendance.clear", "attendance.note", "attendance.note"]
    assert [(each.field.label, each.before, each.after) for each in entries[0].changes] == [
        ("Attendance", "excused", None),
        ("Person", "", "Sokha"),
    ]
    await dara.forges(f"attendance:set:{plenary}:{SOKHA}:present")
    assert await noted(health) == {"Sokha": "present"}


async def test_a_name_is_found_by_typing_a_part_of_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await health.becomes(local(15, 9))
    await dara.forges(f"attendance:find:{plenary}")
    await dara.says("nobody of that name")
    assert (await dara.shown("attendance/found"))["people"] == []
    await dara.presses("attendance:find", plenary)
    await dara.says("jica")
    await dara.presses("attendance:mark", plenary, KENJI, "here", 1)
    assert await noted(health) == {"Kenji": "present"}


async def test_guests_who_were_invited_and_who_came_by_themselves(health: Stage, dara: Player, plenary: int) -> None:
    await dara.forges(f"meetings:invite_guests:{plenary}")
    await dara.says("Dr Chan Sophea, WHO")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await health.becomes(local(15, 9))
    await dara.forges(f"attendance:guests:{plenary}")
    await dara.presses("attendance:guest", plenary, 1, "present", 1)
    await dara.presses("attendance:add_guests", plenary)
    await dara.says("Ms Rath Maly, ADB")
    await dara.presses("form:finish")
    await dara.forges(f"attendance:open:{plenary}")
    standing = (await dara.shown("attendance/overview"))["standing"]
    assert [guest.name for guest in standing.guests_here] == ["Dr Chan Sophea", "Ms Rath Maly"]
    assert await holding(dara, plenary) is Holding.HELD
    await dara.presses("attendance:guests", plenary)
    await dara.presses("attendance:guest", plenary, 1, "absent", 1)
    await dara.presses("attendance:open", plenary)
    standing = (await dara.shown("attendance/overview"))["standing"]
    assert [guest.name for guest in standing.guests_here] == ["Ms Rath Maly"]


async def test_women_and_crdb_are_counted_as_far_as_it_is_known(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    crdb = await health.member("Chenda", "crdb", "CRDB")
    async with arranged(health.assistant.database) as session:
        await session.execute(update(Person).where(Person.id == SOKHA).values(sex=Sex.FEMALE))
        await session.execute(update(Person).where(Person.id == KENJI).values(sex=Sex.MALE))
    await health.becomes(local(15, 9, 15))
    for player in (sokha, kenji, crdb):
        await player.says("/here")
    await dara.forges(f"attendance:open:{plenary}")
    standing = (await dara.shown("attendance/overview"))["standing"]
    assert (standing.women, standing.crdb_here) == ((1, 2), True)
    assert [each.person.name for each in standing.late] == ["Chenda", "Kenji", "Sokha"]


@pytest.mark.parametrize("verb", ["open", "names", "mark", "set", "take_over", "all", "guests", "find"])
async def test_only_organisers_keep_the_list(
    health: Stage, dara: Player, sokha: Player, plenary: int, verb: str
) -> None:
    await health.becomes(local(15, 9))
    arguments = {"names": ":here", "mark": ":2:here", "set": ":2:present"}.get(verb, "")
    await sokha.forges(f"attendance:{verb}:{plenary}{arguments}")
    await sokha.is_refused("general#not_allowed")
    assert await noted(health) == {}


async def test_a_list_of_many_has_pages_by_constituency(health: Stage, dara: Player, sokha: Player) -> None:
    for number in range(20):
        await health.member(f"Member {number:02}", "government", "MoH")
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 9))
    await dara.forges(f"attendance:names:{meeting_id}:to_mark")
    shown = await dara.shown("attendance/names")
    assert (shown["pages"], len(shown["people"])) == (2, 16)
    await dara.forges(f"attendance:names:{meeting_id}:to_mark:here:2")
    shown = await dara.shown("attendance/names")
    assert [each.person.name for each in shown["people"]][-1] == "Sokha"
    await dara.presses("attendance:mark", meeting_id, SOKHA, "here", 2)
    assert await noted(health) == {"Sokha": "present"}


async def test_nothing_is_noted_before_it_begins(health: Stage, dara: Player, plenary: int) -> None:
    await dara.forges(f"attendance:open:{plenary}")
    await dara.is_refused("attendance#not_open_yet")


async def test_who_is_invited_to_one_item_is_on_the_list(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, kind=MeetingKind.CORE_GROUP, audience=Audience.CORE)
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        people = await list_members(session, actor.twg.id, Membership.person_id == SOKHA)
        token = (await access_meeting(session, actor, meeting_id)).agenda[1].token
        await items.invite_to_item(session, actor, meeting_id, token, people, now=health.clock.now())
    await health.becomes(local(15, 9))
    await dara.forges(f"attendance:names:{meeting_id}:to_mark")
    await dara.presses("attendance:mark", meeting_id, SOKHA, "here", 1)
    assert await noted(health, meeting_id) == {"Sokha": "present"}


def test_people_are_found_by_all_the_words_of_their_name_or_of_who_comes_for_them() -> None:
    dara, sokha = (
        Attendee(Person(name=name), InstitutionKind.OTHER, None, None, None) for name in ("Sok Dara", "Sokha")
    )
    sent = Attendance(rsvp=Rsvp.DELEGATE, delegate_name="Chan Dara")
    kenji = Attendee(Person(name="Kenji"), InstitutionKind.OTHER, None, None, sent)
    words = ("sok", "dara sok", "dara", "chan sok", "kenji CHAN", "")
    found = {each: [one.person.name for one in find_named((dara, sokha, kenji), each)] for each in words}
    assert found == {
        "sok": ["Sok Dara", "Sokha"],
        "dara sok": ["Sok Dara"],
        "dara": ["Sok Dara", "Kenji"],
        "chan sok": [],
        "kenji CHAN": ["Kenji"],
        "": [],
    }
