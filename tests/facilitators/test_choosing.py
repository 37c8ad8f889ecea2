"""Development partners choose their lead facilitator: proposed by one, confirmed among them, the Chair told (M3)."""

import pytest

from storage.members import Role
from tests.institutions.test_correcting import institution_of
from tests.members.steps import memberships
from tests.members.test_changing import opens
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.institutions import merging


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat."""
    return await health.member("Dara", "secretariat")


@pytest.fixture
async def sovann(health: Stage) -> Player:
    """The Chair."""
    return await health.member("Sovann", "chair")


@pytest.fixture
async def maria(health: Stage, dara: Player, sovann: Player) -> Player:
    """The lead facilitator, since today; with three other institutions of development partners."""
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    for name, institution in (("Kenji", "JICA"), ("Sokha", "UNFPA"), ("Emma", "World Bank")):
        await health.member(name, "development_partner", institution)
    return maria


async def nominates(
    proposer: Player, name: str = "Kenji", *, day: str = "23/11/2026", note: str = "Maria moves to Geneva"
) -> None:
    await opens(proposer, name)
    await proposer.presses("facilitators:nominate")
    await replaces(proposer)
    await proposer.says(day)
    if note:
        await proposer.says(note)
    await proposer.presses("form:save")


async def replaces(proposer: Player) -> None:
    """Say that Maria is replaced."""
    await proposer.asks("replaced")
    members = await memberships(proposer.stage, "Maria")
    await proposer.presses(f"form:choice={members[0].person_id}")


async def roles(health: Stage, name: str) -> list[Role]:
    return [member.role for member in await memberships(health, name)]


async def test_more_than_half_of_the_institutions_confirm_it(
    health: Stage, maria: Player, sovann: Player, dara: Player
) -> None:
    sokha, kenji, emma = (health.people[name] for name in ("Sokha", "Kenji", "Emma"))
    await nominates(sokha)
    await sokha.sees("facilitators/card", confirmed=False)
    await sovann.sees_nothing_new()
    await emma.is_told_only("lead_nominated")
    await emma.presses("facilitators:agree")
    await sovann.is_not_told("lead_confirmed")
    await kenji.presses("facilitators:agree")
    await sovann.is_told_only("lead_confirmed")
    await dara.is_not_told("lead_confirmed")
    await kenji.presses("facilitators:take_over")
    assert (await roles(health, "Kenji"), await roles(health, "Maria")) == (
        [Role.LEAD_FACILITATOR],
        [Role.DEVELOPMENT_PARTNER],
    )
    await health.passes(minutes=11)
    await sovann.is_told("membership_changed")


async def test_it_is_confirmed_when_nobody_objects_for_some_working_days(
    health: Stage, maria: Player, sovann: Player
) -> None:
    kenji = health.people["Kenji"]
    await nominates(health.people["Sokha"])
    await kenji.forges("facilitators:take_over:1")
    await kenji.is_refused("facilitators#not_confirmed")
    await health.passes(days=6)
    await sovann.is_told_only("lead_unopposed")
    await sovann.sees("facilitators/card", confirmed=True)
    await kenji.does_not_offer("facilitators:object", 1)
    emma = health.people["Emma"]
    await emma.forges("facilitators:object:1")
    await emma.says("Too late")
    await emma.presses("form:save")
    await emma.is_refused("facilitators#objections_over")
    await kenji.presses("facilitators:take_over")
    assert await roles(health, "Kenji") == [Role.LEAD_FACILITATOR]


async def test_an_objection_is_told_and_needs_the_majority(health: Stage, maria: Player, sovann: Player) -> None:
    sokha, kenji, emma = (health.people[name] for name in ("Sokha", "Kenji", "Emma"))
    await nominates(sokha)
    await emma.presses("facilitators:object")
    await emma.says("JICA leads another group already")
    await emma.presses("form:save")
    await sokha.is_told("lead_objected")
    await sokha.reads_fact("World Bank: JICA leads another group already")
    await kenji.presses("facilitators:agree")
    await kenji.does_not_read_fact("JICA leads another group already")
    await health.passes(days=6)
    await sovann.sees_nothing_new()
    await sokha.is_told("lead_unopposed")
    await sokha.sees("facilitators/card", confirmed=False)
    await maria.presses("facilitators:agree")
    await sovann.is_told_only("lead_confirmed")


async def test_an_institution_has_one_voice(health: Stage, maria: Player, sovann: Player) -> None:
    hana = await health.member("Hana", "development_partner", "JICA")
    await nominates(health.people["Sokha"])
    await health.people["Kenji"].presses("facilitators:agree")
    await hana.says("/members")
    await hana.forges("facilitators:agree:1")
    await hana.sees("facilitators/card", standing__institutions=4, standing__is_majority=False)
    agree = (await hana.shown("facilitators/card"))["standing"].agree
    assert sorted(institution.name for institution in agree) == ["JICA", "UNFPA"]
    await sovann.sees_nothing_new()


async def test_the_voice_of_a_merged_institution_is_that_of_the_one_that_stays(
    health: Stage, maria: Player, sovann: Player
) -> None:
    await health.member("Hana", "development_partner", "Japan Agency")
    sokha, kenji, dara = (health.people[name] for name in ("Sokha", "Kenji", "Dara"))
    await nominates(sokha)
    await kenji.presses("facilitators:agree")

    async def agree() -> tuple[list[str], int]:
        await sokha.forges("facilitators:open:1")
        standing = (await sokha.shown("facilitators/card"))["standing"]
        await sokha.looks_away()
        return sorted(institution.name for institution in standing.agree), standing.institutions

    assert await agree() == (["JICA", "UNFPA"], 5)
    gone, kept = await institution_of(health, "Kenji"), await institution_of(health, "Hana")
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        merged = await merging.merge(session, actor, gone.id, kept.id, now=now)
    assert await agree() == (["Japan Agency", "UNFPA"], 4)
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        await merging.undo_merge(session, actor, merged.id, None, health.assistant.registry.domains, now=now)
    assert await agree() == (["JICA", "UNFPA"], 5)


async def test_before_two_years_a_note_is_needed(health: Stage, maria: Player) -> None:
    sokha = health.people["Sokha"]
    await nominates(sokha, note="")
    await sokha.is_refused("members#lead_before_time", name="Maria")


async def test_an_adviser_and_who_is_no_partner_are_not_proposed(health: Stage, maria: Player) -> None:
    await health.member("Anna", "technical_adviser", "MoH")
    sokha = health.people["Sokha"]
    for name in ("Anna", "Dara"):
        await opens(sokha, name)
        await sokha.does_not_offer("facilitators:nominate")
    for name, refusal in (("Anna", "members#adviser_cannot_lead"), ("Dara", "facilitators#not_a_partner")):
        [member] = await memberships(health, name)
        await sokha.forges(f"facilitators:nominate:{member.id}")
        await replaces(sokha)
        await sokha.says("23/11/2026", "For the handover")
        await sokha.presses("form:save")
        await sokha.is_refused(refusal)
        await sokha.presses("form:cancel")


async def test_who_comes_next_is_shown_before_the_day_and_reads_the_handover(
    health: Stage, maria: Player, sovann: Player
) -> None:
    sokha, kenji = health.people["Sokha"], health.people["Kenji"]
    await nominates(sokha, day="15/12/2026")
    await kenji.presses("facilitators:agree")
    await maria.presses("facilitators:agree")
    await sokha.says("/members")
    await sokha.sees("members/directory", incoming__nominee__name="Kenji")
    await kenji.forges("facilitators:take_over:1")
    await kenji.is_refused("facilitators#not_begun")
    await maria.presses("facilitators:hand_over")
    await maria.says("The mid-term review is open; ask Dara for the figures")
    await maria.presses("form:save")
    await kenji.is_told_only("lead_handed_over")
    await kenji.reads_fact("The mid-term review is open")
    await sokha.does_not_read_fact("The mid-term review is open")
    await health.passes(days=22)
    await kenji.is_told("lead_begins")
    await kenji.presses("facilitators:take_over")
    assert await roles(health, "Kenji") == [Role.LEAD_FACILITATOR]
    await sokha.says("/members")
    await sokha.sees("members/directory", incoming=None)


async def test_two_lead_together(health: Stage, maria: Player) -> None:
    sokha, kenji = health.people["Sokha"], health.people["Kenji"]
    await opens(sokha, "Kenji")
    await sokha.presses("facilitators:nominate")
    await sokha.presses("form:choice=0")
    await sokha.says("23/11/2026")
    await sokha.presses("form:save")
    await health.passes(days=6)
    await kenji.presses("facilitators:take_over")
    assert (await roles(health, "Kenji"), await roles(health, "Maria")) == ([Role.LEAD_FACILITATOR],) * 2


async def test_one_nomination_is_open_at_a_time_until_it_is_withdrawn(health: Stage, maria: Player) -> None:
    sokha, kenji, emma = (health.people[name] for name in ("Sokha", "Kenji", "Emma"))
    await nominates(sokha)
    await nominates(emma, "Sokha")
    await emma.is_refused("facilitators#nominated_already", name="Kenji")
    await kenji.presses("facilitators:withdraw")
    await emma.presses("form:save")
    await emma.sees("facilitators/card", nomination__nominee__name="Sokha")
    await kenji.forges("facilitators:agree:1")
    await kenji.is_refused("facilitators#ended")


async def test_others_neither_choose_nor_take_over(health: Stage, maria: Player, sovann: Player, dara: Player) -> None:
    await nominates(health.people["Sokha"])
    for verb in ("agree", "object", "withdraw", "take_over", "hand_over"):
        await dara.forges(f"facilitators:{verb}:1")
        await dara.is_refused("general#not_allowed")
    emma = health.people["Emma"]
    for verb in ("withdraw", "take_over"):
        await emma.forges(f"facilitators:{verb}:1")
        await emma.is_refused("general#not_allowed")
    await health.member("Chan", "government")
    await health.people["Chan"].forges("facilitators:open:1")
    await health.people["Chan"].is_refused("general#not_found")
