"""The secretariat corrects roles, themes and the core group; each change ends a period and begins one (M3, M9, M10)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.members import Membership, MembershipState, Person, Role, find_twg, list_members_on
from tests.members.steps import memberships, operator_gives_role
from tests.support.stage import Player, Stage


async def opens(player: Player, name: str) -> None:
    """Open a member's card from the list of members."""
    [member] = await memberships(player.stage, name)
    await player.says("/members")
    await player.presses("members:open", member.id)


async def periods(stage: Stage, name: str) -> list[tuple[Role, MembershipState]]:
    """Role and state of each period of a person, oldest first."""
    async with stage.assistant.database.read() as session:
        query = select(Membership).join(Person).where(Person.name == name).order_by(Membership.id)
        return [(period.role, period.state) for period in await session.scalars(query)]


async def gives_role(player: Player, name: str, role: Role, reason: str = "") -> None:
    await opens(player, name)
    await player.presses("members:role")
    await player.presses(f"form:choice={role}")
    if role is Role.FOCAL_POINT:
        await player.says("gender; climate change")
    if reason:
        await player.says(reason)
    await player.presses("form:save")


async def test_a_role_is_corrected_and_those_concerned_are_told(health: Stage, dara: Player, sokha: Player) -> None:
    chair = await health.member("Kim Sovann", "chair")
    for player in (chair, sokha):
        await player.looks_away()
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY, "UNFPA has asked for it")
    await dara.sees("members/card", membership__role=Role.CIVIL_SOCIETY)
    await dara.offers("general:undo")
    await sokha.sees_nothing_new()  # it may be a mistake
    await health.passes(minutes=11)
    for player in (chair, sokha):
        await player.is_told_only("membership_changed")
        await player.sees("members/membership_changed", reason="UNFPA has asked for it")
    assert (await sokha.shown("members/membership_changed"))["themself"]
    assert await periods(health, "Sokha") == [
        (Role.DEVELOPMENT_PARTNER, MembershipState.LEFT),
        (Role.CIVIL_SOCIETY, MembershipState.ACTIVE),
    ]


async def test_an_undone_change_reaches_nobody_and_counts_for_nothing(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    await dara.presses("general:undo")
    await dara.sees("members/card", membership__role=Role.DEVELOPMENT_PARTNER, history=[])
    await sokha.looks_away()
    await health.passes(minutes=11)
    await sokha.sees_nothing_new()
    assert await periods(health, "Sokha") == [
        (Role.DEVELOPMENT_PARTNER, MembershipState.ACTIVE),
        (Role.CIVIL_SOCIETY, MembershipState.VOID),
    ]


async def test_who_was_told_is_told_that_it_was_taken_back(health: Stage, dara: Player, sokha: Player) -> None:
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    await health.passes(hours=20)
    await sokha.looks_away()
    await dara.presses("general:undo")
    await sokha.is_told_only("membership_restored")
    await sokha.sees("members/restored", membership__role=Role.DEVELOPMENT_PARTNER)


async def test_after_a_day_it_cannot_be_undone(health: Stage, dara: Player, sokha: Player) -> None:
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    await health.passes(hours=25)
    await dara.presses("general:undo")
    await dara.is_refused("general#too_late_to_undo", hours=24)


async def test_history_says_who_was_lead_facilitator_on_a_day(health: Stage, dara: Player, sokha: Player) -> None:
    await health.member("Anna", Role.LEAD_FACILITATOR, "WHO")
    first = health.clock.now().date()
    await health.passes(days=30)
    await gives_role(dara, "Anna", Role.DEVELOPMENT_PARTNER, "She has left Cambodia")
    await operator_gives_role(health, "Sokha", Role.LEAD_FACILITATOR)
    async with health.assistant.database.read() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None

        async def led_on(day: date) -> list[str]:
            leads = await list_members_on(session, twg.id, day, Membership.role == Role.LEAD_FACILITATOR)
            return [member.person.name for member in leads]

        today = health.clock.now().date()
        assert await led_on(first) == ["Anna"]
        assert await led_on(today) == ["Sokha"]
        assert await led_on(date(2020, 3, 3)) == []
    await opens(dara, "Anna")
    await dara.sees("members/card", membership__role=Role.DEVELOPMENT_PARTNER)
    shown = await dara.shown("members/card")
    assert [period.role for period in shown["history"]] == [Role.LEAD_FACILITATOR]


async def test_a_lead_facilitator_changes_before_two_years_with_a_note_only(health: Stage, dara: Player) -> None:
    await health.member("Anna", Role.LEAD_FACILITATOR, "WHO")
    await gives_role(dara, "Anna", Role.DEVELOPMENT_PARTNER)
    await dara.is_refused("members#lead_before_time", name="Anna")
    assert await periods(health, "Anna") == [(Role.LEAD_FACILITATOR, MembershipState.ACTIVE)]
    await dara.says("WHO sends somebody else")
    await dara.presses("form:save")
    await dara.sees("members/card", membership__role=Role.DEVELOPMENT_PARTNER)


async def test_after_two_years_no_note_is_asked_for(health: Stage, dara: Player) -> None:
    await health.member("Anna", Role.LEAD_FACILITATOR, "WHO")
    await health.passes(days=731)
    await gives_role(dara, "Anna", Role.DEVELOPMENT_PARTNER)
    await dara.sees("members/card", membership__role=Role.DEVELOPMENT_PARTNER)


async def test_a_technical_adviser_is_never_lead_facilitator(health: Stage, dara: Player) -> None:
    await health.member("Peter", Role.TECHNICAL_ADVISER, "GIZ")
    await gives_role(dara, "Peter", Role.LEAD_FACILITATOR)
    await dara.is_refused("members#adviser_cannot_lead")
    assert await periods(health, "Peter") == [(Role.TECHNICAL_ADVISER, MembershipState.ACTIVE)]


async def test_an_adviser_hears_that_before_how_partners_choose(health: Stage, dara: Player) -> None:
    await health.member("Maria", Role.LEAD_FACILITATOR, "WHO")
    await health.member("Peter", Role.TECHNICAL_ADVISER, "GIZ")
    await gives_role(dara, "Peter", Role.LEAD_FACILITATOR)
    await dara.is_refused("members#adviser_cannot_lead")


async def test_a_chair_is_not_changed_by_one_person(health: Stage, dara: Player) -> None:
    await health.member("Kim Sovann", "chair")
    await gives_role(dara, "Kim Sovann", Role.GOVERNMENT)
    await dara.is_refused("members#chair_by_two", name="Kim Sovann")


async def test_the_last_of_the_secretariat_stays(health: Stage, dara: Player) -> None:
    await gives_role(dara, "Chan Dara", Role.GOVERNMENT)
    await dara.is_refused("members#last_secretariat", twg__code="HLT")


async def test_core_group_and_themes(health: Stage, dara: Player, sokha: Player) -> None:
    await opens(dara, "Sokha")
    await dara.presses("members:core")
    await dara.sees("members/card", membership__core=True)
    await dara.presses("members:core")
    await dara.sees("members/card", membership__core=False)
    await gives_role(dara, "Sokha", Role.FOCAL_POINT)
    await dara.sees("members/card", membership__themes=["gender", "climate change"])
    await dara.presses("members:themes")
    await dara.says("Gender")
    await dara.presses("form:save")
    await dara.sees("members/card", membership__themes=["Gender"])
    await dara.says("/members")
    vacant = (await dara.shown("members/directory"))["vacancies"]
    assert [vacancy.theme for vacancy in vacant if vacancy.clause == "vii"] == ["climate change"]  # not "gender"


async def test_a_theme_is_kept_as_it_was_typed_and_once(health: Stage, dara: Player, sokha: Player) -> None:
    await gives_role(dara, "Sokha", Role.FOCAL_POINT)
    await dara.presses("members:themes")
    await dara.says("WASH; HIV; wash\nអនាម័យ; អនា\u200bម័យ")
    await dara.presses("form:save")
    await dara.sees("members/card", membership__themes=["WASH", "HIV", "អនាម័យ"])


async def test_the_same_again_is_refused(health: Stage, dara: Player, sokha: Player) -> None:
    await gives_role(dara, "Sokha", Role.DEVELOPMENT_PARTNER)
    await dara.is_refused("members#nothing_changed")


async def test_offices_that_nobody_holds_are_listed(health: Stage, dara: Player) -> None:
    await dara.says("/members")
    shown = await dara.shown("members/directory")
    assert [vacancy.role for vacancy in shown["vacancies"]] == [Role.CHAIR, Role.LEAD_FACILITATOR, Role.CRDB]


async def test_a_member_sees_cards_without_contacts_and_changes_nobody(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await opens(sokha, "Chan Dara")
    await sokha.sees("members/card", contacts=False)
    await sokha.does_not_offer("members:role")
    [member] = await memberships(health, "Chan Dara")
    last = (await sokha.person.messages())[-1].id
    for verb in ("role", "themes", "core", "succeed", "remove", "invite_successor"):
        await sokha.does(sokha.person.taps_data(f"members:{verb}:{member.id}", in_message=last))
        await sokha.is_refused("general#not_allowed")


async def test_a_member_of_another_twg_is_not_there(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education", "MoEYS")
    await health.member("Vuth", "government", code="EDU")
    [vuth] = await memberships(health, "Vuth")
    await dara.says("/members")
    last = (await dara.person.messages())[-1].id
    await dara.does(dara.person.taps_data(f"members:open:{vuth.id}", in_message=last))
    await dara.is_refused("general#not_found")


async def test_a_form_that_was_open_is_refused_in_the_new_role(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await bopha.says("/invite")
    await bopha.presses("form:choice=government")
    await bopha.says("1")
    await gives_role(dara, "Bopha", Role.GOVERNMENT)
    await bopha.presses("form:save")
    await bopha.is_refused("general#not_allowed")


@pytest.mark.parametrize("words", ["unfpa", "Sok"])
async def test_the_list_is_searched(health: Stage, dara: Player, sokha: Player, words: str) -> None:
    await dara.says(f"/members {words}")
    shown = await dara.shown("members/directory")
    assert [member.person.name for member in shown["members"]] == ["Sokha"]


async def test_the_list_has_pages(health: Stage, dara: Player) -> None:
    for number in range(34):
        await health.member(f"Member {number:02}", "government")
    await dara.says("/members")
    assert len((await dara.shown("members/directory"))["members"]) == 30
    await dara.presses("members:page", 1, 2)
    assert len((await dara.shown("members/directory"))["members"]) == 5
    await dara.offers("members:page", 1, 1)
