"""Drafts pass only to somebody who can use them, and not to a sub-group that has ended (M10, M4)."""

import pytest
from sqlalchemy import select

from storage.core.forms import OpenForm
from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.members import Account, Person
from tests.members.test_changing import opens
from tests.subgroups.steps import sets_up
from tests.support.setup_steps import access_actor, plan_meeting
from tests.support.stage import Player, Stage
from twg.subgroups import founding


async def planner(stage: Stage) -> str | None:
    """The name of the person to whom the meeting belongs."""
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(Person.name).join(Meeting, Meeting.created_by_id == Person.id))


async def removes_for(player: Player, name: str, successor: str) -> None:
    await opens(player, name)
    await player.presses("members:remove")
    await player.says(successor)
    await player.presses("form:save")


async def form_owners(stage: Stage, name: str) -> list[str]:
    async with stage.assistant.database.read() as session:
        query = select(Person.name).join(Account, Account.person_id == Person.id)
        query = query.join(OpenForm, OpenForm.user_id == Account.telegram_id).where(OpenForm.name == name)
        return list(await session.scalars(query))


async def test_a_draft_stays_where_the_successor_cannot_announce_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await plan_meeting(bopha)
    await removes_for(dara, "Bopha", "Sokha")
    assert await planner(health) == "Bopha"
    await removes_for(dara, "Sokha", "Kenji")
    assert await planner(health) == "Bopha"


@pytest.mark.parametrize("leads", [False, True])
async def test_a_draft_for_a_sub_group_passes_to_who_leads_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player, leads: bool
) -> None:
    members = {"chair": sokha, "secretary": kenji} if leads else {"chair": sokha, "members": (kenji,)}
    group_id = await sets_up(dara, **members)
    await plan_meeting(sokha, kind=MeetingKind.SUB_GROUP, audience=f"subgroup_{group_id}")
    await removes_for(dara, "Sokha", "Kenji")
    assert await planner(health) == ("Kenji" if leads else "Sokha")


async def begins_meeting(player: Player) -> None:
    await player.says("/newmeeting")
    await player.says("Meeting on gender")


@pytest.mark.parametrize("leads", [False, True])
async def test_a_form_for_a_sub_group_passes_to_who_leads_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player, leads: bool
) -> None:
    members = {"chair": sokha, "secretary": kenji} if leads else {"chair": sokha, "members": (kenji,)}
    await sets_up(dara, **members)
    await begins_meeting(sokha)
    await removes_for(dara, "Sokha", "Kenji")
    assert await form_owners(health, "plan_meeting") == ["Kenji" if leads else "Sokha"]


async def test_a_form_for_all_does_not_pass_to_who_leads_a_sub_group(
    health: Stage, dara: Player, sokha: Player
) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await sets_up(dara, chair=sokha)
    await begins_meeting(bopha)
    await removes_for(dara, "Bopha", "Sokha")
    assert await form_owners(health, "plan_meeting") == ["Bopha"]


async def test_a_draft_for_a_sub_group_that_has_ended_is_not_announced(
    health: Stage, dara: Player, sokha: Player
) -> None:
    group_id = await sets_up(dara, chair=sokha)
    meeting_id = await plan_meeting(dara, kind=MeetingKind.SUB_GROUP, audience=f"subgroup_{group_id}")
    async with health.assistant.database.begin() as session:
        await founding.close(session, await access_actor(session, dara), group_id, now=health.clock.now())
    await dara.forges(f"meetings:announce:{meeting_id}")
    await dara.is_refused("subgroups#ended")
    async with health.assistant.database.read() as session:
        assert (await session.get_one(Meeting, meeting_id)).state is MeetingState.DRAFT
