"""Chair and secretary of a sub-group plan its meetings and circulate to it, and to nobody else (M4, D5)."""

from datetime import date, time

import pytest

from handlers.routing.menus import commands_of
from storage.meetings import MeetingKind, MeetingState
from storage.members import Role
from tests.documents.conftest import circulate
from tests.meetings.conftest import stored_meeting
from tests.subgroups.steps import sets_up, takes_out
from tests.support.setup_steps import announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.core.refusals import NotAllowed

OF_GROUP = {"kind": MeetingKind.SUB_GROUP, "title": "On figures", "agenda": []}


def for_group(group_id: int) -> str:
    return f"subgroup_{group_id}"


@pytest.fixture
async def group_id(health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player) -> int:
    """Sokha chairs it, Kenji is its secretary, Vichea is in it, Dara is not."""
    return await sets_up(dara, chair=sokha, secretary=kenji, members=(vichea,), meetings_before=29)


async def answers_a_meeting(player: Player, title: str = "On figures") -> None:
    """Answer the form of a new meeting where kind and audience are given."""
    await player.says(title, "15/12/2026", "9:00", "2h", "Room B")
    await player.presses("form:skip")


async def test_the_chair_plans_and_announces_a_meeting_of_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player, group_id: int
) -> None:
    await sokha.says("/newmeeting")
    await sokha.asks("title")
    await answers_a_meeting(sokha)
    await sokha.presses("form:save")
    await sokha.sees("meetings/preview")
    names = {member.person.name for member in (await sokha.shown("meetings/preview"))["recipients"]}
    assert names == {"Sokha", "Kenji", "Vichea"}
    await sokha.presses("meetings:announce", 1)
    for player in (kenji, vichea):
        await player.is_told_only("meeting_announced")
    await dara.sees_nothing_new()
    meeting = await stored_meeting(health, 1)
    assert (meeting.kind, meeting.number, meeting.state) == (MeetingKind.SUB_GROUP, 30, MeetingState.ANNOUNCED)
    await sokha.presses("meetings:answers", 1)
    await sokha.sees("meetings/answers")


async def test_who_leads_one_has_the_commands_for_it(
    health: Stage, sokha: Player, vichea: Player, group_id: int
) -> None:
    await sokha.says("/menu")
    named = [command.name for command in (await sokha.shown("general/menu"))["commands"]]
    assert {"newmeeting", "announce"} <= set(named)
    await vichea.says("/menu")
    named = [command.name for command in (await vichea.shown("general/menu"))["commands"]]
    assert not {"newmeeting", "announce"} & set(named)
    await vichea.says("/newmeeting")
    await vichea.is_refused("general#not_allowed")


async def test_who_leads_two_chooses_between_these_alone(
    health: Stage, dara: Player, sokha: Player, group_id: int
) -> None:
    other_id = await sets_up(dara, "Nutrition", secretary=sokha)
    await sets_up(dara, "Malaria", chair=dara)
    await sokha.says("/newmeeting")
    await sokha.says("On figures")
    await sokha.presses("form:choice=sub_group")
    await sokha.says("15/12/2026", "9:00", "2h", "Room B")
    await sokha.asks("audience")
    await sokha.offers(f"form:choice={for_group(group_id)}")
    await sokha.does_not_offer("form:choice=all")
    await sokha.says("Malaria")
    await sokha.is_refused("forms#named_nobody", texts=["Malaria"])
    await sokha.says("all members")
    await sokha.is_refused("forms#named_nobody", texts=["all members"])
    await sokha.says("nutrition")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    assert (await stored_meeting(health, 1)).audience == f"|{for_group(other_id)}|"


@pytest.mark.parametrize("audience", [Audience.ALL, Audience.PARTNERS, "subgroup_2"])
async def test_nobody_else_can_be_invited_by_who_leads_one(
    health: Stage, dara: Player, sokha: Player, group_id: int, audience: str
) -> None:
    await sets_up(dara, "Malaria", members=(sokha,))
    with pytest.raises(NotAllowed):
        await plan_meeting(sokha, audience=audience)
    with pytest.raises(NotAllowed):
        await circulate(sokha, audience=audience)


@pytest.mark.parametrize("verb", ["preview", "announce", "answers", "move", "relocate", "cancel", "correct"])
async def test_a_meeting_of_all_is_not_organised_by_who_leads_a_sub_group(
    health: Stage, dara: Player, sokha: Player, group_id: int, verb: str
) -> None:
    meeting_id = await announce_meeting(dara)
    await sokha.says("/meetings")
    await sokha.presses("meetings:open", meeting_id)
    await sokha.does_not_offer(f"meetings:{verb}", meeting_id)
    await sokha.forges(f"meetings:{verb}:{meeting_id}")
    await sokha.is_refused("general#not_allowed")
    assert (await stored_meeting(health, meeting_id)).state is MeetingState.ANNOUNCED


async def test_a_draft_is_seen_by_those_who_lead_the_sub_group_only(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player, group_id: int
) -> None:
    await plan_meeting(sokha, **OF_GROUP, audience=for_group(group_id))
    await kenji.says("/meetings")
    assert [meeting.title for meeting in (await kenji.shown("meetings/list"))["ahead"]] == ["On figures"]
    await kenji.presses("meetings:open", 1)
    await kenji.offers("meetings:preview", 1)
    await vichea.says("/meetings")
    assert (await vichea.shown("meetings/list"))["ahead"] == []
    await dara.says("/meetings")
    assert (await dara.shown("meetings/list"))["ahead"] == []
    await takes_out(dara, group_id, kenji)
    await kenji.forges("meetings:announce:1")
    await kenji.is_refused("general#not_found")


async def test_meetings_are_numbered_within_their_sub_group(
    health: Stage, dara: Player, sokha: Player, group_id: int
) -> None:
    other_id = await sets_up(dara, "Nutrition", chair=sokha)
    first = await announce_meeting(sokha, **OF_GROUP, audience=for_group(group_id))
    other = await announce_meeting(sokha, **OF_GROUP, audience=for_group(other_id))
    cancelled = await announce_meeting(sokha, **{**OF_GROUP, "at": time(14)}, audience=for_group(group_id))
    await cancel_meeting(sokha, cancelled)
    again = await announce_meeting(sokha, **{**OF_GROUP, "day": date(2026, 12, 16)}, audience=for_group(group_id))
    plenary = await announce_meeting(dara)
    numbers = [(await stored_meeting(health, each)).number for each in (first, other, cancelled, again, plenary)]
    assert numbers == [30, 1, 31, 31, None]
    await sokha.says("/meetings")
    await sokha.presses("meetings:open", again)
    assert (await sokha.shown("meetings/card"))["meeting"].number == 31


async def test_the_secretary_circulates_to_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player, group_id: int
) -> None:
    await kenji.sends_file("figures.pdf")
    await kenji.presses("documents:take")
    await kenji.says("Figures")
    await kenji.presses("form:choice=paper")
    await kenji.asks("acknowledge_by")
    await kenji.presses("form:skip")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")
    for player in (sokha, vichea):
        await player.is_told_only("document_circulated")
    await dara.sees_nothing_new()
    await kenji.presses("documents:receipts", 1)
    await kenji.sees("documents/receipts")


async def test_receipts_of_others_papers_are_not_shown_to_who_leads_one(
    health: Stage, dara: Player, sokha: Player, group_id: int
) -> None:
    document_id = await circulate(dara)
    await sokha.forges(f"documents:receipts:{document_id}")
    await sokha.is_refused("general#not_allowed")


async def test_the_card_opens_the_forms_for_it(health: Stage, dara: Player, sokha: Player, group_id: int) -> None:
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    await dara.presses("subgroups:meeting", group_id)
    await answers_a_meeting(dara)
    await dara.presses("form:save")
    assert (await stored_meeting(health, 1)).audience == f"|{for_group(group_id)}|"
    await sokha.says("/subgroups")
    await sokha.presses("subgroups:open", group_id)
    await sokha.presses("subgroups:document", group_id)
    await sokha.asks("file")


async def test_who_no_longer_leads_one_has_lost_it_all(
    health: Stage, dara: Player, sokha: Player, group_id: int
) -> None:
    await sokha.says("/newmeeting")
    await answers_a_meeting(sokha)
    await takes_out(dara, group_id, sokha)
    await sokha.presses("form:save")
    await sokha.is_refused("subgroups#leads_none")
    await sokha.says("/newmeeting")
    await sokha.is_refused("general#not_allowed")


def test_a_leader_has_no_other_command(stage: Stage) -> None:
    routes = stage.assistant.registry.routes
    with_group, without = (commands_of(routes, Role.CIVIL_SOCIETY, leads=leads) for leads in (True, False))
    assert {each.name for each in with_group} - {each.name for each in without} == {"newmeeting", "announce"}
