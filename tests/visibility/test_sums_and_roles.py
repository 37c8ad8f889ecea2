"""Audiences that are named roles, people, institutions, themes, sums of these, or nobody: every kind, every role (D5).

The rows are made for all and narrowed afterwards, so that none needs a form.
"""

import pytest
from sqlalchemy import update

from storage.actions import Action
from storage.core.addressees import theme_token
from storage.core.search import SearchEntry
from storage.documents import Circulation, Document, find_document
from storage.meetings import Meeting
from storage.members import Institution, Role, list_members
from storage.sharing import Post
from tests.subgroups.steps import sets_up
from tests.support.cases import all_cases
from tests.support.guard import arranged
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Stage
from tests.visibility.conftest import KINDS, TITLE, Members, exported
from tests.visibility.test_audiences import AUTHOR, EXPORTERS, found
from twg.core.audiences import Audience

R = Role
#: In the sub-group number 1: none of them for their role alone.
INSIDE = {R.TECHNICAL_ADVISER, R.FOCAL_POINT}
#: Who is in each, beside the author. Source: Guideline, Part Three (a), Part Four (ii). Written out.
INCLUDED = {
    "|role:chair|role:private_sector|": {R.CHAIR, R.PRIVATE_SECTOR},
    "|government|partners|": {
        *(R.CHAIR, R.SECRETARIAT, R.GOVERNMENT, R.CRDB, R.FOCAL_POINT, R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER)
    },
    "|leads|role:civil_society|": {R.CHAIR, R.LEAD_FACILITATOR, R.CIVIL_SOCIETY},
    "|partners|subgroup_1|": {R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER} | INSIDE,
    "|person:4|role:chair|": {R.CHAIR, R.GOVERNMENT},
    "|person:1|person:10|": {R.CHAIR, R.PRIVATE_SECTOR},
    "|institution:2|": {R.CIVIL_SOCIETY},
    f"|leads|{theme_token('Gender')}|": {R.CHAIR, R.LEAD_FACILITATOR, R.FOCAL_POINT},
    "||": set(),
}
TITLES = {audience: f"{TITLE} {number}" for number, audience in enumerate(INCLUDED, start=1)}
TABLES = {"meeting": Meeting, "document": Document, "post": Post, "action": Action}
LISTS = {"meeting": "/meetings", "document": "/documents"}


@pytest.mark.parametrize("kind", list(KINDS))
async def test_it_is_listed_opened_found_and_exported_by_exactly_those_of_the_table(
    health: Stage, members: Members, kind: str
) -> None:
    make, opens, sheet = KINDS[kind]
    await stand_apart(health)
    await sets_up(members[AUTHOR], "Inside", members=tuple(members[role] for role in Role if role in INSIDE))
    ids = {}
    for audience, title in TITLES.items():
        ids[audience] = await make(members[AUTHOR], Audience.ALL, title)
        await narrow(health, kind, ids[audience], audience)
    await everybody_looks_away(members[AUTHOR])
    with all_cases() as case:
        for role, player in members.items():
            sees = [title for audience, title in TITLES.items() if role in INCLUDED[audience] | {AUTHOR}]
            for audience, title in TITLES.items():
                with case(role, audience):
                    await player.forges(f"{opens}:{ids[audience]}")
                    refused = [refusal.key for refusal in await player.refusals()]
                    assert refused == ([] if title in sees else ["general#not_found"])
                    assert (title in await player.screen()) == (title in sees)
                    await player.says(f"/search {title}")
                    assert (title in await found(player)) == (title in sees)
            with case(role, "list"):
                if kind in LISTS:
                    await player.says(LISTS[kind])
                    screen = await player.screen()
                    assert [title for title in TITLES.values() if title in screen] == sees
            with case(role, "export"):
                rows = await exported(player, sheet)
                assert [title for title in TITLES.values() if title in rows] == (sees if role in EXPORTERS else [])


async def stand_apart(health: Stage) -> None:
    """The person of each role has the role's place as number; civil society is of institution 2, alone; a theme."""
    async with arranged(health.assistant.database) as session:
        members = {member.role: member for member in await list_members(session, 1)}
        assert [members[role].person_id for role in Role] == list(range(1, 11))
        session.add(Institution(id=2, name="Transparency"))
        await session.flush()
        members[R.CIVIL_SOCIETY].person.institution_id = 2
        members[R.FOCAL_POINT].themes = ["gender"]


async def narrow(health: Stage, kind: str, row_id: int, audience: str) -> None:
    """Let a row be for this stored audience."""
    await health.settle()
    async with arranged(health.assistant.database) as session:
        table = TABLES[kind]
        await session.execute(update(table).where(table.id == row_id).values(audience=audience))
        entry = SearchEntry.subject_type == kind, SearchEntry.subject_id == row_id
        await session.execute(update(SearchEntry).where(*entry).values(audience=audience))
        if kind == "document":
            document = await find_document(session, row_id)
            assert document is not None
            own = Circulation.id == document.circulation_id
            await session.execute(update(Circulation).where(own).values(audience=audience))
