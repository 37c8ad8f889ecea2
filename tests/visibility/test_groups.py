"""Nothing goes to a linked group that somebody in it may not see, and nothing personal (M7, D5)."""

import pytest

from bot.capabilities import registry
from storage.core.audiences import pack
from storage.members import Role
from tests.groups.conftest import Room, links
from tests.support.cases import all_cases
from tests.support.stage import Player, Stage
from tests.visibility.conftest import KINDS, TITLE
from tests.visibility.test_audiences import INCLUDED
from twg.core.audiences import Audience, reaches_all_of, to_column
from twg.core.notices import InGroups

#: What is announced in groups; everything else is somebody's own matter. Written out, not taken from the code.
ANNOUNCED = {
    "meeting_announced",
    "meeting_changed",
    "meeting_cancelled",
    "document_circulated",
    "document_replaced",
    "post_shared",
}
#: Of which kinds an entry is announced when it is made.
OF_KINDS = {"meeting": "meeting_announced", "document": "document_circulated", "post": "post_shared"}
#: Entries for each audience exist at the same time, so that none may be taken for another.
TITLES = {audience: f"{TITLE} {number}" for number, audience in enumerate(Audience, start=1)}


def test_only_announcements_are_posted() -> None:
    notices = registry().domains.notices.values()
    assert {notice.name for notice in notices if notice.in_groups is not InGroups.NEVER} == ANNOUNCED


@pytest.fixture
async def rooms(health: Stage, dara: Player) -> dict[Audience, Room]:
    """A linked group for each audience."""
    made = {}
    for audience in Audience:
        group = await health.sandbox.group(f"Group {audience}", [dara.person])
        made[audience] = Room(health, group, dara)
        await links(made[audience], audience, posts=True)
    return made


def everybody_sees(entry: Audience, group: Audience) -> bool:
    """Whether everybody in a group of one audience may see an entry for another, by the roles."""
    return INCLUDED[group] <= INCLUDED[entry]


@pytest.mark.parametrize("kind", KINDS)
async def test_an_entry_reaches_no_group_with_somebody_who_may_not_see_it(
    health: Stage, dara: Player, rooms: dict[Audience, Room], kind: str
) -> None:
    """Every kind × every audience of an entry × every audience of a group."""
    make, _opens, _sheet = KINDS[kind]
    await health.member("Chantha", "chair")  # with Dara, somebody is in each audience but that of the partners
    await health.member("Sokha", "development_partner")
    for audience, title in TITLES.items():
        await make(dara, audience, title)
        await health.settle()
    with all_cases() as case:
        for group, room in rooms.items():
            text = await room.text()
            for entry, title in TITLES.items():
                with case(group, entry):
                    if not everybody_sees(entry, group):
                        assert title not in text
                    if entry in {Audience.ALL, group} and kind in OF_KINDS:
                        assert text.count(title) == 1
                    if kind not in OF_KINDS:
                        assert title not in text
            assert all(seen.message.document is None for seen in await room.messages())


@pytest.mark.parametrize("group", Audience)
@pytest.mark.parametrize("entry", Audience)
def test_what_reaches_all_of_a_group_is_decided_on_the_safe_side(entry: Audience, group: Audience) -> None:
    reaches = reaches_all_of(to_column(entry), to_column(group))
    assert reaches is (entry in {Audience.ALL, group})
    if reaches:
        assert everybody_sees(entry, group)


def test_an_audience_of_chosen_roles_reaches_no_group_of_others() -> None:
    chosen = pack([f"role:{Role.CHAIR}", Audience.PARTNERS])
    assert reaches_all_of(chosen, to_column(Audience.PARTNERS))
    assert not reaches_all_of(chosen, to_column(Audience.ALL))
    assert not reaches_all_of(to_column(Audience.ALL), pack([]))
