"""Kinds of meetings: who convenes each, whom it is for, and that nobody else learns of a closed one (G1, D5, T6)."""

from collections.abc import Mapping

import pytest

from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.members import Role
from tests.groups.conftest import Room, links
from tests.meetings.conftest import local, stored_meeting
from tests.participation.test_counting import counted
from tests.support.cases import all_cases
from tests.support.guard import arranged
from tests.support.setup_steps import MEETING_DAY, announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members, exported
from tests.visibility.conftest import members as members
from twg.core.audiences import Audience, parse_audience
from twg.core.refusals import Refusal
from twg.meetings.kinds import CLOSED, KINDS

HOST, LEADS, FACILITATOR = (
    {Role.CHAIR, Role.SECRETARIAT},
    {Role.CHAIR, Role.LEAD_FACILITATOR},
    {Role.LEAD_FACILITATOR},
)
#: Who convenes meetings of a kind. Source: Guideline 2016, Part Three (c)(iv)-(v), (vii), (d). Written out by hand.
CONVENED_BY: Mapping[MeetingKind, set[Role]] = {
    MeetingKind.PLENARY: HOST,
    MeetingKind.CORE_GROUP: HOST,
    MeetingKind.SUB_GROUP: HOST,
    MeetingKind.PREPARATORY: HOST,
    MeetingKind.FOLLOW_UP: HOST,
    MeetingKind.DP_ONLY: FACILITATOR,
    MeetingKind.CHAIR_LF: LEADS,
    MeetingKind.RETREAT: HOST,
    MeetingKind.INTER_TWG: HOST,
    MeetingKind.GDCC: HOST,
    MeetingKind.NETWORK: HOST,
}
#: Who may know of a closed meeting, and who convenes it here.
KNOWN_TO: Mapping[MeetingKind, set[Role]] = {
    MeetingKind.DP_ONLY: {Role.LEAD_FACILITATOR, Role.DEVELOPMENT_PARTNER},
    MeetingKind.CHAIR_LF: {Role.CHAIR, Role.LEAD_FACILITATOR},
}
CALLED_BY = {MeetingKind.DP_ONLY: Role.LEAD_FACILITATOR, MeetingKind.CHAIR_LF: Role.CHAIR}
TITLES = {MeetingKind.DP_ONLY: "Quietly among donors", MeetingKind.CHAIR_LF: "Quietly among leads"}


def test_every_kind_has_its_row_and_two_are_closed() -> None:
    assert set(KINDS) == set(MeetingKind) == set(CONVENED_BY)
    assert set(KNOWN_TO) == CLOSED


async def test_exactly_those_who_convene_a_kind_may_plan_it(health: Stage, members: Members) -> None:
    with all_cases() as case:
        for role, player in members.items():
            for kind, conveners in CONVENED_BY.items():
                with case(role, kind):
                    try:
                        await plan_meeting(player, kind=kind, audience=KINDS[kind].audience or Audience.CORE)
                    except Refusal as refusal:
                        refused = refusal.key
                        wanted = {"general#not_allowed", "meetings#not_convened"}
                        assert role not in conveners
                        assert refused in wanted
                    else:
                        assert role in conveners


@pytest.mark.parametrize("kind", KNOWN_TO)
async def test_a_closed_meeting_is_for_those_of_its_kind_alone(
    health: Stage, members: Members, kind: MeetingKind
) -> None:
    player = members[CALLED_BY[kind]]
    meeting = await stored_meeting(health, await plan_meeting(player, kind=kind, audience=None))
    assert parse_audience(meeting.audience) == {KINDS[kind].audience}
    with pytest.raises(Refusal) as refused:
        await plan_meeting(player, kind=kind, audience=Audience.ALL)
    assert refused.value.key in {"meetings#only_for_those", "general#not_allowed"}


async def test_the_lead_facilitator_plans_and_announces_a_meeting_of_partners(
    health: Stage, dara: Player, sokha: Player
) -> None:
    facilitator = await health.member("Lena", "lead_facilitator", "UNDP")
    await facilitator.says("/newmeeting", "Position on the budget")
    await facilitator.offers_only("form:choice=dp_only", "form:choice=chair_lf", "form:back", "form:cancel")
    await facilitator.presses("form:choice=dp_only")
    await facilitator.says("15/12/2026", "9:00", "1h30", "UNDP office")
    await facilitator.asks("agenda")
    await facilitator.presses("form:skip")
    assert "audience" not in await facilitator.summary()
    await facilitator.presses("form:save")
    await facilitator.sees("meetings/preview", meeting__kind=MeetingKind.DP_ONLY)
    await facilitator.presses("meetings:announce")
    await sokha.is_told_only("meeting_announced")
    await dara.sees_nothing_new()
    await facilitator.presses("meetings:answers")
    await facilitator.sees("meetings/answers")


async def test_the_secretariat_is_told_who_convenes_the_partners(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Position on the budget", "DP meeting")
    await dara.is_refused("meetings#not_convened", kind=MeetingKind.DP_ONLY, roles=[Role.LEAD_FACILITATOR])
    await dara.asks("kind")


async def test_the_lead_facilitator_changes_no_meeting_of_the_host(health: Stage, dara: Player) -> None:
    facilitator = await health.member("Lena", "lead_facilitator", "UNDP")
    meeting_id = await announce_meeting(dara, kind=MeetingKind.PREPARATORY, audience=Audience.LEADS)
    await facilitator.forges(f"meetings:open:{meeting_id}")
    await facilitator.does_not_offer("meetings:move")
    for verb in ("move", "relocate", "cancel", "answers", "guests"):
        await facilitator.forges(f"meetings:{verb}:{meeting_id}")
        await facilitator.is_refused("general#not_allowed")


#: By which ways a person comes to know of a closed meeting; whoever is not named, by none.
WAYS_TO: Mapping[MeetingKind, Mapping[Role, set[str]]] = {
    MeetingKind.DP_ONLY: {
        Role.LEAD_FACILITATOR: {"told", "list", "id", "search", "question"},
        Role.DEVELOPMENT_PARTNER: {"told", "list", "id", "search", "question"},
    },
    MeetingKind.CHAIR_LF: {
        Role.CHAIR: {"told", "list", "id", "search", "question", "export"},
        Role.LEAD_FACILITATOR: {"told", "list", "id", "search", "question"},
    },
}
#: Meetings that a person's statistics count once both are over.
COUNTED = {Role.CHAIR: 1, Role.SECRETARIAT: 0, Role.CRDB: 0}


async def test_nobody_else_learns_of_a_closed_meeting_by_any_way(health: Stage, members: Members) -> None:
    rooms = await _link_rooms(health, members)
    ids = {}
    for kind, role in CALLED_BY.items():
        ids[kind] = await announce_meeting(members[role], kind=kind, title=TITLES[kind], audience=None)
    await health.settle()
    with all_cases() as case:
        for role, player in members.items():
            for kind, title in TITLES.items():
                with case(role, kind):
                    told = (
                        {"told"}
                        if title in str([message.text for message in await player.person.messages()])
                        else set()
                    )
                    assert told | await _ways_to(player, ids[kind], title) == WAYS_TO[kind].get(role, set())
    for room in rooms:
        assert "Quietly" not in await room.text()
    await health.becomes(local(16, 9))
    with all_cases() as case:
        for role, meetings in COUNTED.items():
            with case(role):
                assert (await counted(members[role])).meetings == meetings


async def _link_rooms(health: Stage, members: Members) -> list[Room]:
    """Telegram groups of all, of the partners and of the leads, that have posts of what is announced."""
    rooms = []
    for audience in (Audience.ALL, Audience.PARTNERS, Audience.LEADS):
        group = await health.sandbox.group(f"Group {audience}", [members[Role.SECRETARIAT].person])
        rooms.append(Room(health, group, members[Role.SECRETARIAT]))
        await links(rooms[-1], audience, posts=True)
    return rooms


async def _ways_to(player: Player, meeting_id: int, title: str) -> set[str]:
    """The ways, besides being told, by which a person comes to know of a meeting."""
    tried = {
        "list": [player.says("/meetings")],
        "id": [
            player.forges(f"meetings:answer:{meeting_id}:yes:{MEETING_DAY}"),
            *(
                player.forges(f"meetings:{verb}:{meeting_id}")
                for verb in ("open", "answers", "preview", "guests", "correct", "move", "relocate", "cancel")
            ),
        ],
        "search": [player.says("/search quietly")],
        "question": [player.says("When is the next meeting?")],
        "history": [player.says("/history")],
        "draft": [player.says("/announce")],
    }
    found = set()
    for way, attempts in tried.items():
        for attempt in attempts:
            await player.looks_away()
            await attempt
            if title in await player.screen():
                found.add(way)
        await player.says("/cancel")
    sheets = [await exported(player, sheet) for sheet in ("meetings", "answers")]
    return found | ({"export"} if any(title in sheet for sheet in sheets) else set())


async def test_a_clash_names_no_closed_meeting(health: Stage, members: Members) -> None:
    await announce_meeting(members[Role.CHAIR], kind=MeetingKind.CHAIR_LF, title="Quietly among leads", audience=None)
    secretary = members[Role.SECRETARIAT]
    await secretary.says("/newmeeting Plenary, 15 December 2026 9:00-12:00, MoH room A")
    await secretary.presses("form:skip")
    await secretary.sees("forms/confirm")
    await secretary.does_not_read_fact("Quietly among leads")


async def test_a_draft_of_a_closed_meeting_is_seen_by_those_who_convene_it(health: Stage, members: Members) -> None:
    facilitator = members[Role.LEAD_FACILITATOR]
    meeting_id = await plan_meeting(facilitator, kind=MeetingKind.DP_ONLY, title="Quietly", audience=None)
    assert (await stored_meeting(health, meeting_id)).state is MeetingState.DRAFT
    with all_cases() as case:
        for role, player in members.items():
            with case(role):
                await player.says("/meetings")
                assert ("Quietly" in await player.screen()) == (role is Role.LEAD_FACILITATOR)


async def test_who_planned_a_closed_meeting_of_an_earlier_release_sees_it_no_more(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara, audience=Audience.PARTNERS)
    async with arranged(health.assistant.database) as session:
        (await session.get_one(Meeting, meeting_id)).kind = MeetingKind.DP_ONLY
    await dara.forges(f"meetings:open:{meeting_id}")
    await dara.is_refused("general#not_found")
