"""Members are removed, succeeded, leave and come back; what is open goes to somebody (M10)."""

import pytest
from sqlalchemy import select

from handlers.forms.opened import OURS
from storage.actions import Action
from storage.core.forms import OF_THE_CHAT, OpenForm
from storage.indicators import ReportRequest
from storage.meetings import Meeting
from storage.members import MembershipState, Person, Role
from tests.members.steps import memberships, registers, shown_token
from tests.members.test_changing import opens, periods
from tests.support.setup_steps import access_actor, announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.actions import recording
from twg.core.handing import TOLD_AS
from twg.indicators import defining, rounds

#: What is open in Anna's name.
ONE_OF_EACH = {**dict.fromkeys(TOLD_AS, 0), "actions": 1, "reports": 1}


@pytest.fixture
async def anna(health: Stage, dara: Player, sokha: Player) -> Player:
    """A development partner with an open action, and asked for a report; Sokha is of another institution."""
    anna = await health.member("Anna", "development_partner", "WHO")
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        owner_id = (await access_actor(session, anna)).person.id
        await recording.record_action(
            session, actor, recording.NewAction(text="Write the note", owners=(f"person:{owner_id}",)), now=now
        )
        args = defining.NewIndicator(number="2026-1", statement="Law", milestone=True, responsible=["WHO"])
        await defining.define(session, actor, args, now=now)
        due_on = now.date().replace(month=12, day=20)
        await rounds.open_round(session, actor, rounds.NewRound(title="Round", due_on=due_on), now=now)
    await health.settle()
    for player in (dara, sokha, anna):
        await player.looks_away()
    return anna


async def owners(stage: Stage) -> tuple[list[str], list[str]]:
    """Names of those who own actions, and of those asked for reports."""
    async with stage.assistant.database.read() as session:
        actions = select(Person.name).join(Action, Action.owner_id == Person.id)
        reports = select(Person.name).join(ReportRequest, ReportRequest.person_id == Person.id)
        return list(await session.scalars(actions)), list(await session.scalars(reports))


async def names_successor(player: Player, name: str, successor: str, reason: str = "") -> None:
    await opens(player, name)
    await player.presses("members:succeed")
    await player.says(successor)
    if reason:
        await player.says(reason)
    await player.presses("form:save")


async def test_a_successor_takes_over_all_that_is_open(
    health: Stage, dara: Player, sokha: Player, anna: Player
) -> None:
    await names_successor(dara, "Anna", "Sokha")
    assert await owners(health) == (["Sokha"], ["Sokha"])
    assert (await periods(health, "Anna"))[-1] == (Role.DEVELOPMENT_PARTNER, MembershipState.LEFT)
    await health.passes(minutes=11)
    await sokha.is_told_only("membership_changed")
    taken = (await sokha.shown("members/membership_changed"))["taken"]
    assert taken == ONE_OF_EACH
    await anna.is_told_only("membership_changed")
    assert (await anna.shown("members/membership_changed"))["themself"]
    await anna.says("/members")
    await anna.sees("joining/stranger")


async def test_a_successor_has_the_role(health: Stage, dara: Player, sokha: Player) -> None:
    await health.member("Maria", Role.CRDB, "CRDB/CDC")
    await names_successor(dara, "Maria", "Sokha", "She retires")
    assert [member.role for member in await memberships(health, "Sokha")] == [Role.CRDB]
    assert await memberships(health, "Maria") == []


async def test_a_succession_is_undone_as_a_whole(health: Stage, dara: Player, sokha: Player, anna: Player) -> None:
    await names_successor(dara, "Anna", "Sokha")
    await health.passes(hours=2)
    await dara.presses("general:undo")
    await dara.sees("members/card", membership__person__name="Anna", active=True)
    assert await owners(health) == (["Anna"], ["Anna"])
    assert [member.role for member in await memberships(health, "Sokha")] == [Role.DEVELOPMENT_PARTNER]
    await sokha.is_told("membership_restored")


async def test_a_draft_of_a_meeting_is_the_successors(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await plan_meeting(dara)
    await names_successor(bopha, "Chan Dara", "Bopha")
    async with health.assistant.database.read() as session:
        assert (await session.scalars(select(Meeting.created_by_id))).all() == [
            await session.scalar(select(Person.id).where(Person.name == "Bopha"))
        ]


async def test_an_adviser_does_not_succeed_a_lead_facilitator(health: Stage, dara: Player) -> None:
    await health.member("Maria", Role.LEAD_FACILITATOR, "WHO")
    await health.member("Peter", Role.TECHNICAL_ADVISER, "GIZ")
    await names_successor(dara, "Maria", "Peter", "She retires")
    await dara.is_refused("members#adviser_cannot_lead")
    assert await memberships(health, "Maria") != []


async def test_who_joins_by_a_successors_link_takes_over(health: Stage, dara: Player, anna: Player) -> None:
    await opens(dara, "Anna")
    await dara.presses("members:invite_successor")
    token = await shown_token(dara)
    assert await owners(health) == (["Anna"], ["Anna"])
    await registers(await health.person("Kenji"), token, name="Kenji Sato", institution="WHO")
    assert await owners(health) == (["Kenji Sato"], ["Kenji Sato"])
    assert await memberships(health, "Anna") == []
    await health.passes(minutes=11)
    await anna.is_told("membership_changed")


async def test_one_who_is_removed_hears_it_and_gets_no_reminder(health: Stage, dara: Player, anna: Player) -> None:
    await announce_meeting(dara)
    await opens(dara, "Anna")
    await dara.presses("members:remove")
    await dara.presses("form:skip")
    await dara.says("She has left WHO")
    await dara.presses("form:save")
    await dara.sees("members/card", active=False)
    assert await owners(health) == (["Anna"], ["Anna"])
    await anna.looks_away()
    await health.passes(minutes=11)
    await anna.is_told_only("membership_changed")
    await anna.looks_away()
    await health.passes(days=14)
    await anna.sees_nothing_new()


async def test_a_removal_with_somebody_who_takes_over(health: Stage, dara: Player, sokha: Player, anna: Player) -> None:
    await opens(dara, "Anna")
    await dara.presses("members:remove")
    await dara.says("Sokha")
    await dara.presses("form:save")
    assert await owners(health) == (["Sokha"], ["Sokha"])
    assert [member.role for member in await memberships(health, "Sokha")] == [Role.DEVELOPMENT_PARTNER]
    await dara.presses("general:undo")
    assert await owners(health) == (["Anna"], ["Anna"])
    assert len(await memberships(health, "Anna")) == 1


async def test_a_chair_and_the_last_secretariat_are_not_removed_by_one(health: Stage, dara: Player) -> None:
    await health.member("Kim Sovann", "chair")
    for name, refusal in (("Kim Sovann", "members#chair_by_two"), ("Chan Dara", "members#last_secretariat")):
        await opens(dara, name)
        await dara.presses("members:remove")
        await dara.presses("form:skip")
        await dara.presses("form:save")
        await dara.is_refused(refusal)
        await dara.presses("form:cancel")
        assert len(await memberships(health, name)) == 1
    await opens(dara, "Kim Sovann")
    await dara.does_not_offer("members:invite_successor")


async def test_a_member_leaves_and_reads_what_stays(health: Stage, dara: Player, anna: Player) -> None:
    await anna.says("/leave")
    await anna.says("I am going home")
    await anna.presses("form:save")
    await anna.sees("members/left", open=ONE_OF_EACH)
    await health.passes(minutes=11)
    await dara.is_told_only("membership_changed")
    told = await dara.shown("members/membership_changed", what="left", reason="I am going home")
    assert told["open"]["actions"] == 1
    await anna.says("/actions")
    await anna.sees("joining/stranger")


async def test_the_last_secretariat_does_not_leave(health: Stage, dara: Player) -> None:
    await dara.says("/leave")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.is_refused("members#last_secretariat")
    assert len(await memberships(health, "Chan Dara")) == 1


async def test_who_left_comes_back_in_a_new_period(health: Stage, dara: Player, anna: Player) -> None:
    await anna.says("/leave")
    await anna.presses("form:skip")
    await anna.presses("form:save")
    await health.passes(days=3)
    await registers(anna, await health.invites("civil_society"), name="Anna")
    assert await periods(health, "Anna") == [
        (Role.DEVELOPMENT_PARTNER, MembershipState.LEFT),
        (Role.CIVIL_SOCIETY, MembershipState.ACTIVE),
    ]


async def test_who_is_back_already_is_not_restored(health: Stage, dara: Player, sokha: Player, anna: Player) -> None:
    await opens(dara, "Anna")
    await dara.presses("members:remove")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await registers(anna, await health.invites("civil_society"), name="Anna")
    await dara.presses("general:undo")
    await dara.is_refused("general#changed_since")
    assert [member.role for member in await memberships(health, "Anna")] == [Role.CIVIL_SOCIETY]


async def begins_a_meeting(player: Player) -> None:
    """Begin a meeting and answer its first questions."""
    await player.says("/newmeeting")
    await player.says("Quarterly review")


async def test_a_successor_goes_on_with_what_was_begun(health: Stage, dara: Player) -> None:
    rith = await health.member("Rith", Role.SECRETARIAT)
    chair = await health.member("Kim Sovann", Role.CHAIR)
    await begins_a_meeting(dara)
    await names_successor(chair, "Chan Dara", "Rith")
    await rith.looks_away()
    await health.passes(minutes=11)
    taken = (await rith.shown("members/membership_changed"))["taken"]
    assert taken["drafts"] == 1
    async with health.assistant.database.read() as session:
        [form] = await session.scalars(select(OpenForm).where(OpenForm.name == "plan_meeting"))
    assert (form.user_id, form.chat_id) == (rith.person.id, rith.person.id)
    assert form.answers["title"] == "Quarterly review"


async def test_what_was_begun_stays_where_a_successor_may_not_save_it(health: Stage, dara: Player) -> None:
    rith = await health.member("Rith", Role.SECRETARIAT)
    await health.member("Anna", Role.DEVELOPMENT_PARTNER, "WHO")
    await begins_a_meeting(dara)
    await opens(rith, "Chan Dara")
    await rith.presses("members:remove")
    await rith.says("Anna")
    await rith.presses("form:save")
    async with health.assistant.database.read() as session:
        [form] = await session.scalars(select(OpenForm).where(OpenForm.name == "plan_meeting"))
    assert form.user_id == dara.person.id


def test_what_a_form_keeps_of_its_chat_is_known_to_the_forms() -> None:
    assert OF_THE_CHAT < OURS
