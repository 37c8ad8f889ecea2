"""Seats that are to be named or held, and alternates whose answers count for the holder (M3, M11)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.meetings import Rsvp
from storage.members import Membership, Role, Seat, find_twg, list_members_on
from tests.joining.conftest import gathered
from tests.members.steps import makes_invite, memberships, registers
from tests.members.test_changing import opens
from tests.members.test_leaving import names_successor
from tests.rosters.files import workbook
from tests.rosters.test_importing import HEAD, ROWS, imports, links_of
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

TBC = [
    HEAD,
    [1, "TBC", None, None, "JICA", None, None, "Development partner"],
    [2, "TBC", None, None, "JICA", None, None, "Development partner"],
    [3, "To be confirmed", None, None, "CRDB/CDC", None, None, "CRDB"],
]


async def seats(stage: Stage) -> list[tuple[Role, str]]:
    """Role and institution of each seat that was not given up, oldest first."""
    async with stage.assistant.database.read() as session:
        query = select(Seat).where(Seat.closed_at.is_(None)).order_by(Seat.id)
        return [(seat.role, seat.institution) for seat in await session.scalars(query)]


async def to_be_named(player: Player) -> list[tuple[Role, str]]:
    """The seats to be named among the vacancies of the directory."""
    await player.says("/members")
    vacancies = (await player.shown("members/directory"))["vacancies"]
    return [(each.role, each.seat.institution) for each in vacancies if each.seat is not None]


async def held(stage: Stage) -> dict[str, int | None]:
    """The seat that each active member holds, by name."""
    async with stage.assistant.database.read() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        members = await list_members_on(session, twg.id, stage.clock.now().date())
        return {member.person.name: member.seat_id for member in members}


async def opens_seat(player: Player, number: int) -> None:
    await player.says("/members")
    await player.presses("members:seats")
    await player.presses("members:seat", number)


async def names_alternate(dara: Player, holder: str, alternate: str) -> None:
    await opens(dara, holder)
    await dara.presses("members:alternate")
    await dara.says(alternate)
    await dara.presses("form:save")


async def test_rows_of_a_list_without_a_name_are_seats_to_be_named(health: Stage, dara: Player) -> None:
    await imports(dara, workbook(TBC))
    partner = (Role.DEVELOPMENT_PARTNER, "JICA")
    assert await seats(health) == [partner, partner, (Role.CRDB, "CRDB/CDC")]
    assert await to_be_named(dara) == [partner, partner, (Role.CRDB, "CRDB/CDC")]
    vacancies = (await dara.shown("members/directory"))["vacancies"]
    assert [each.clause for each in vacancies if each.role is Role.CRDB] == ["vi"]
    await imports(dara, workbook(TBC))
    assert len(await seats(health)) == 3


async def test_who_joins_for_the_institution_holds_the_seat(health: Stage, dara: Player) -> None:
    await imports(dara, workbook(TBC))
    for name, institution in (("Kenji Sato", "jica"), ("Sok Sokha", "UNFPA"), ("Aiko Mori", "JICA")):
        token = await makes_invite(dara, Role.DEVELOPMENT_PARTNER)
        await registers(await health.person(name), token, name=name, institution=institution)
    found = await held(health)
    assert (found["Kenji Sato"], found["Sok Sokha"], found["Aiko Mori"]) == (1, None, 2)
    assert await to_be_named(dara) == [(Role.CRDB, "CRDB/CDC")]
    await imports(dara, workbook(TBC))
    assert len(await seats(health)) == 3


async def test_who_is_admitted_for_the_institution_holds_the_seat(health: Stage, dara: Player) -> None:
    await imports(dara, workbook(TBC))
    token = await makes_invite(dara, Role.DEVELOPMENT_PARTNER, uses="3")
    await registers(await health.person("Kenji Sato"), token, name="Kenji Sato", institution="jica")
    await gathered(health)
    assert "Kenji Sato" not in await held(health)
    await dara.presses("joining:admit")
    assert (await held(health))["Kenji Sato"] == 1
    assert await to_be_named(dara) == [(Role.DEVELOPMENT_PARTNER, "JICA"), (Role.CRDB, "CRDB/CDC")]


async def test_an_alternate_to_be_named_is_a_seat_that_the_alternate_takes(health: Stage, dara: Player) -> None:
    rows = [HEAD, [1, "TBC", None, None, "JICA", None, None, "Development partner"]]
    rows.append([2, "Alternate: to be confirmed", None, None, "JICA", None, None, "Development partner"])
    await imports(dara, workbook(rows))
    await dara.says("/members")
    vacancies = (await dara.shown("members/directory"))["vacancies"]
    assert [each.seat.alternate for each in vacancies if each.seat is not None] == [False, True]
    for name in ("Kenji Sato", "Aiko Mori"):
        token = await makes_invite(dara, Role.DEVELOPMENT_PARTNER)
        await registers(await health.person(name), token, name=name, institution="jica")
    assert (await held(health))["Kenji Sato"] == 1
    assert (await held(health))["Aiko Mori"] is None
    await names_alternate(dara, "Kenji Sato", "Aiko Mori")
    assert (await held(health))["Aiko Mori"] == 2
    assert await to_be_named(dara) == []
    await imports(dara, workbook(rows))
    assert len(await seats(health)) == 2


async def test_who_is_put_into_the_seat_of_an_alternate_stands_in(health: Stage, dara: Player, kenji: Player) -> None:
    rows = [HEAD, [1, "Ms. Ann Lee", None, None, "JICA", None, None, "Development partner"]]
    rows.append([2, "Alternate: TBD", None, None, "JICA", None, None, "Development partner"])
    await imports(dara, workbook(rows))
    token = await makes_invite(dara, Role.DEVELOPMENT_PARTNER)
    await registers(await health.person("Ann Lee"), token, name="Ann Lee", institution="JICA")
    await opens_seat(dara, 1)
    await dara.presses("members:fill_seat", 1)
    await dara.says("Kenji")
    await dara.presses("form:save")
    async with health.assistant.database.read() as session:
        found = {
            member.person.name: (member.seat_id, member.stands_in_id)
            for member in await list_members_on(session, 1, health.clock.now().date())
        }
    assert found["Ann Lee"] == (2, None)
    assert found["Kenji"] == (1, 2)


async def test_a_seat_is_added_filled_and_given_up_by_hand(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await dara.says("/members")
    await dara.presses("members:seats")
    await dara.presses("members:add_seat")
    await dara.presses("form:choice=government")
    await dara.says("Ministry of Planning")
    await dara.presses("form:save")
    assert await to_be_named(dara) == [(Role.GOVERNMENT, "Ministry of Planning")]
    await opens_seat(dara, 1)
    await dara.presses("members:fill_seat", 1)
    await dara.says("Sokha")
    await dara.presses("form:save")
    assert (await dara.shown("members/seat"))["seated"].holder.person.name == "Sokha"
    assert await to_be_named(dara) == []
    await dara.forges("members:give_up_seat:1")
    await dara.is_refused("members#seat_held", name="Sokha")
    await health.leaves("Sokha")
    assert await to_be_named(dara) == [(Role.GOVERNMENT, "Ministry of Planning")]
    await opens_seat(dara, 1)
    await dara.presses("members:give_up_seat", 1)
    assert await seats(health) == []
    assert await to_be_named(dara) == []


async def test_history_says_who_held_a_seat_on_a_day(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await dara.says("/members")
    await dara.presses("members:seats")
    await dara.presses("members:add_seat")
    await dara.presses("form:choice=development_partner")
    await dara.says("UNFPA")
    await dara.presses("form:save")
    days = []
    for name in ("Sokha", "Kenji"):
        await opens_seat(dara, 1)
        await dara.presses("members:fill_seat", 1)
        await dara.says(name)
        await dara.presses("form:save")
        days.append(health.clock.now().date())
        await health.passes(days=30)
    async with health.assistant.database.read() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None

        async def held_on(day: date) -> list[str]:
            members = await list_members_on(session, twg.id, day, Membership.seat_id == 1)
            return [member.person.name for member in members]

        assert [await held_on(day) for day in days] == [["Sokha"], ["Kenji"]]
    await opens_seat(dara, 1)
    assert [period.person.name for period in (await dara.shown("members/seat"))["past"]] == ["Sokha"]


@pytest.mark.parametrize(
    ("holder", "alternate", "stands_for", "waiting"),
    [
        (None, None, False, {"Sokha", "Kenji"}),
        (None, Rsvp.YES, True, set()),
        (Rsvp.NO, Rsvp.YES, True, set()),
        (Rsvp.YES, Rsvp.YES, False, set()),
        (Rsvp.YES, None, False, set()),
        (Rsvp.NO, None, False, {"Kenji"}),
        (None, Rsvp.NO, False, {"Sokha"}),
    ],
)
async def test_an_alternate_answers_for_the_holder(
    health: Stage,
    dara: Player,
    sokha: Player,
    kenji: Player,
    holder: Rsvp | None,
    alternate: Rsvp | None,
    stands_for: bool,
    waiting: set[str],
) -> None:
    await names_alternate(dara, "Sokha", "Kenji")
    meeting_id = await announce_meeting(dara)
    for player, rsvp in ((sokha, holder), (kenji, alternate)):
        if rsvp is not None:
            await player.says("/meetings")
            await player.presses("meetings:open", meeting_id)
            await player.presses("meetings:answer", rsvp)
    await dara.says("/meetings")
    await dara.presses("meetings:open", meeting_id)
    await dara.presses("meetings:answers", meeting_id)
    answers = (await dara.shown("meetings/answers"))["answers"]
    assert [each.person.name for each in answers.stands_for.values()] == (["Sokha"] if stands_for else [])
    assert {each.person.name for each in answers.unanswered} - {"Chan Dara"} == waiting


async def test_the_card_says_who_stands_in_for_whom(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await names_alternate(dara, "Sokha", "Kenji")
    assert [each.person.name for each in (await dara.shown("members/card"))["alternates"]] == ["Kenji"]
    await opens(dara, "Kenji")
    assert (await dara.shown("members/card"))["holder"].person.name == "Sokha"
    await opens(dara, "Sokha")
    await dara.presses("members:alternate")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    assert (await dara.shown("members/card"))["alternates"] == []


async def test_an_alternate_stays_with_the_seat(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await health.member("Maria", "development_partner", "UNFPA")
    await names_alternate(dara, "Sokha", "Kenji")
    await names_successor(dara, "Sokha", "Maria")
    await opens(dara, "Kenji")
    assert (await dara.shown("members/card"))["holder"].person.name == "Maria"
    [maria] = await memberships(health, "Maria")
    assert maria.seat_id == 1


async def test_the_alternate_of_a_list_stands_in_once_both_are_members(health: Stage, dara: Player) -> None:
    rows = [
        HEAD,
        ROWS[1],
        [2, "Alternate: Mr. KEO Ny", "M", "Director", "MoH", "012 333 444", None, "Government"],
    ]
    await imports(dara, workbook(rows))
    links = await links_of(dara)
    for name, number in (("Mr. KEO Ny", "85512333444"), ("H.E. Dr. SOK Sokha", "85512345678")):
        person = await health.person(name)
        await person.starts(links[name])
        await person.presses("form:choice=en")
        await person.does(person.person.sends_contact(number, name, user_id=person.person.id))
        await person.presses("form:save")
    await opens(dara, "KEO Ny")
    assert (await dara.shown("members/card"))["holder"].person.name == "SOK Sokha"


async def test_a_member_changes_no_seats(health: Stage, dara: Player, sokha: Player) -> None:
    await names_alternate(dara, "Sokha", "Chan Dara")
    [member] = await memberships(health, "Sokha")
    await sokha.says("/members")
    await sokha.presses("members:seats")
    await sokha.does_not_offer("members:add_seat")
    for data in ("add_seat", "fill_seat:1", f"alternate:{member.id}", "give_up_seat:1"):
        await sokha.forges(f"members:{data}")
        await sokha.is_refused("general#not_allowed")


async def test_nobody_stands_in_for_themselves(health: Stage, dara: Player, sokha: Player) -> None:
    await opens(dara, "Sokha")
    await dara.presses("members:alternate")
    await dara.says("Sokha")
    await dara.is_refused("forms#itself")


async def test_a_seat_of_another_twg_is_not_found(health: Stage, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    stranger = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    await names_alternate(dara, "Sokha", "Chan Dara")
    for verb in ("seat", "fill_seat", "give_up_seat"):
        await stranger.forges(f"members:{verb}:1")
        await stranger.is_refused("general#not_found")
