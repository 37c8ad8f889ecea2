"""A nomination whose nominee or proposer has left does not stand in the way of the next one (M3)."""

import pytest
from sqlalchemy import select

from storage.facilitators import LeadNomination
from storage.members import Role, Seat
from tests.facilitators.test_choosing import dara, maria, nominates, roles, sovann  # noqa: F401 - fixtures
from tests.members.test_changing import gives_role
from tests.members.test_seats import held
from tests.members.test_undo_keeps import adds_seat, fills
from tests.support.stage import Player, Stage

pytestmark = pytest.mark.usefixtures("maria")


async def nominations(stage: Stage) -> list[tuple[bool, bool]]:
    """Of each nomination whether it has ended, and whether it was taken over."""
    async with stage.assistant.database.read() as session:
        rows = await session.scalars(select(LeadNomination).order_by(LeadNomination.id))
        return [(row.ended_at is not None, row.taken_over) for row in rows]


async def test_the_next_one_is_proposed_when_both_have_left(health: Stage) -> None:
    emma = health.people["Emma"]
    await nominates(health.people["Sokha"])
    await health.leaves("Kenji")
    await health.leaves("Sokha")
    await nominates(emma, "Emma")
    await emma.sees("facilitators/card", nomination__nominee__name="Emma", lapsed=False)
    assert await nominations(health) == [(True, False), (False, False)]


async def test_a_nominee_who_has_left_is_not_the_next_one(health: Stage, sovann: Player) -> None:  # noqa: F811
    sokha, kenji, emma = (health.people[name] for name in ("Sokha", "Kenji", "Emma"))
    await nominates(sokha, day="15/12/2026")
    await kenji.presses("facilitators:agree")
    await emma.presses("facilitators:agree")
    await sokha.says("/members")
    await sokha.sees("members/directory", incoming__nominee__name="Kenji")
    await health.leaves("Kenji")
    await sokha.says("/members")
    await sokha.sees("members/directory", incoming=None)
    await emma.forges("facilitators:agree:1")
    await emma.is_refused("facilitators#ended")
    await emma.forges("facilitators:open:1")
    await emma.sees("facilitators/card", lapsed=True)
    await emma.does_not_offer("facilitators:agree")
    await sovann.looks_away()
    await health.passes(days=6)
    await sovann.is_not_told("lead_unopposed")


async def test_a_nominee_in_another_role_cannot_take_over(health: Stage, dara: Player) -> None:  # noqa: F811
    sokha, kenji = health.people["Sokha"], health.people["Kenji"]
    await nominates(sokha)
    await health.passes(days=6)
    await gives_role(dara, "Kenji", Role.CIVIL_SOCIETY)
    await kenji.forges("facilitators:take_over:1")
    await kenji.is_refused("general#not_allowed")
    await nominates(sokha, "Emma", day="30/11/2026")
    await sokha.sees("facilitators/card", nomination__nominee__name="Emma")
    assert await roles(health, "Kenji") == [Role.CIVIL_SOCIETY]


async def test_others_withdraw_what_somebody_proposed_who_has_left(health: Stage) -> None:
    emma = health.people["Emma"]
    await nominates(health.people["Sokha"])
    await emma.forges("facilitators:withdraw:1")
    await emma.is_refused("general#not_allowed")
    await health.leaves("Sokha")
    await emma.forges("facilitators:open:1")
    await emma.presses("facilitators:withdraw")
    assert await nominations(health) == [(True, False)]


async def test_the_seats_of_both_are_for_their_new_roles(health: Stage, dara: Player) -> None:  # noqa: F811
    await adds_seat(dara, Role.LEAD_FACILITATOR, "WHO")
    await fills(dara, 1, "Maria")
    await adds_seat(dara, Role.DEVELOPMENT_PARTNER, "JICA")
    await fills(dara, 2, "Kenji")
    kenji = health.people["Kenji"]
    await nominates(health.people["Sokha"])
    await health.passes(days=6)
    await kenji.presses("facilitators:take_over")
    found = await held(health)
    assert (found["Maria"], found["Kenji"]) == (1, 2)
    async with health.assistant.database.read() as session:
        seats = [(seat.institution, seat.role) for seat in await session.scalars(select(Seat).order_by(Seat.id))]
    assert seats == [("WHO", Role.DEVELOPMENT_PARTNER), ("JICA", Role.LEAD_FACILITATOR)]
