"""Seen by exactly those included, and the author: every kind, every audience, every role (T6, D5)."""

import pytest

from storage.members import Role
from tests.support.cases import all_cases
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import KINDS, TITLE, Members, exported, local
from twg.core.audiences import Audience

#: Source: Guideline, Part Three (a), Part Four (ii). Written out, not taken from the code that it checks.
INCLUDED = {
    Audience.ALL: set(Role),
    Audience.CORE: {Role.CHAIR, Role.LEAD_FACILITATOR, Role.SECRETARIAT},
    Audience.GOVERNMENT: {Role.CHAIR, Role.SECRETARIAT, Role.GOVERNMENT, Role.CRDB, Role.FOCAL_POINT},
    Audience.PARTNERS: {Role.LEAD_FACILITATOR, Role.DEVELOPMENT_PARTNER},
    Audience.LEADS: {Role.CHAIR, Role.LEAD_FACILITATOR},
    Audience.SECRETARIAT: {Role.SECRETARIAT},
}
AUTHOR = Role.SECRETARIAT
EXPORTERS = {Role.CHAIR, Role.SECRETARIAT, Role.CRDB}

#: Entries for each audience exist at the same time, so that none may be taken for another.
TITLES = {audience: f"{TITLE} {number}" for number, audience in enumerate(Audience, start=1)}

every_kind = pytest.mark.parametrize("kind", list(KINDS))


async def makes_all(members: Members, kind: str) -> dict[Audience, int]:
    """An entry for each audience, in its order. Returns their ids."""
    make, _opens, _sheet = KINDS[kind]
    return {audience: await make(members[AUTHOR], audience, title) for audience, title in TITLES.items()}


def seen_by(role: Role) -> list[str]:
    """The titles that a member of this role may see."""
    return [title for audience, title in TITLES.items() if role in INCLUDED[audience] | {AUTHOR}]


@every_kind
async def test_it_is_opened_found_and_exported_by_exactly_those_included_and_the_author(
    health: Stage, members: Members, kind: str
) -> None:
    _make, opens, sheet = KINDS[kind]
    ids = await makes_all(members, kind)
    await health.settle()
    await everybody_looks_away(members[AUTHOR])
    with all_cases() as case:
        for role, player in members.items():
            for audience, title in TITLES.items():
                with case(role, audience):
                    sees = title in seen_by(role)
                    await player.forges(f"{opens}:{ids[audience]}")
                    refused = [refusal.key for refusal in await player.refusals()]
                    assert refused == ([] if sees else ["general#not_found"])
                    assert (title in await player.screen()) == sees
                    await player.says(f"/search {title}")
                    assert (title in await found(player)) == sees
            with case(role, "export"):
                rows = await exported(player, sheet)
                assert [title for title in TITLES.values() if title in rows] == (
                    seen_by(role) if role in EXPORTERS else []
                )


async def found(player: Player) -> list[str]:
    """The titles of what a search has found."""
    return [found.entry.title for found in (await player.shown("search/results"))["found"]]


@pytest.mark.parametrize("kind", ["document", "post"])
async def test_it_is_delivered_to_exactly_those_included(health: Stage, members: Members, kind: str) -> None:
    await makes_all(members, kind)
    await health.settle()
    for player in members.values():
        player.seen = 0  # what was made after another one does not hide it
    await told_exactly(members, without_author=True)


@pytest.mark.parametrize(("kind", "day"), [("meeting", 12), ("document", 4)])
async def test_its_reminder_is_delivered_to_exactly_those_included(
    health: Stage, members: Members, kind: str, day: int
) -> None:
    await makes_all(members, kind)
    await health.becomes(local(day, 7))
    await everybody_looks_away(members[AUTHOR])
    await health.becomes(local(day, 8))
    await told_exactly(members, without_author=kind == "document")


async def told_exactly(members: Members, *, without_author: bool) -> None:
    """Each member was told once of each entry whose audience they belong to, and of no other."""
    with all_cases() as case:
        for role, player in members.items():
            new = await player.new_messages()
            for audience, title in TITLES.items():
                with case(role, audience):
                    got = [message for message in new if title in message.text]
                    assert len(got) == (role in INCLUDED[audience] - ({AUTHOR} if without_author else set()))


@pytest.mark.parametrize(("kind", "command"), [("meeting", "/meetings"), ("document", "/documents")])
async def test_lists_show_exactly_what_one_may_see(health: Stage, members: Members, kind: str, command: str) -> None:
    await makes_all(members, kind)
    await health.settle()
    with all_cases() as case:
        for role, player in members.items():
            with case(role):
                await player.says(command)
                screen = await player.screen()
                assert [title for title in TITLES.values() if title in screen] == seen_by(role)
