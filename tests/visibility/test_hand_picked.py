"""Who was chosen by name, institution or theme, and then left, was merged or changed institution (D5, M8, M10)."""

from typing import Any

import pytest
from sqlalchemy import select

from storage.core.addressees import theme_token
from storage.core.search import SearchEntry
from storage.meetings import Meeting
from storage.members import Institution, Membership, Person, Role, list_members
from storage.sharing import Post
from tests.members.merging import id_of, merge_directly
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from tests.visibility.conftest import KINDS, TITLE, exported
from tests.visibility.test_audiences import found
from twg.core.refusals import NotAChoice
from twg.institutions import merging as institutions
from twg.meetings import planning
from twg.members import merging

every_kind = pytest.mark.parametrize("kind", list(KINDS))


async def sees_it(player: Player, kind: str, row_id: int) -> bool:
    """Whether it is opened and found; both alike."""
    _make, opens, _sheet = KINDS[kind]
    await player.looks_away()
    await player.forges(f"{opens}:{row_id}")
    opened = not await player.refusals()
    await player.says(f"/search {TITLE}")
    assert (TITLE in await found(player)) == opened
    return opened


@every_kind
async def test_who_left_sees_no_more_and_who_returns_sees_again(
    health: Stage, dara: Player, sokha: Player, kenji: Player, kind: str
) -> None:
    make, opens, _sheet = KINDS[kind]
    row_id = await make(dara, f"person:{await id_of(sokha)}|person:{await id_of(kenji)}", TITLE)
    await health.settle()
    await everybody_looks_away(dara)
    assert await sees_it(sokha, kind, row_id)
    await health.leaves("Sokha")
    before = len(await sokha.in_chat())
    await sokha.forges(f"{opens}:{row_id}")
    assert not any(TITLE in message.text for message in (await sokha.in_chat())[before:])
    assert await sees_it(kenji, kind, row_id)
    async with arranged(health.assistant.database) as session:
        [left] = await session.scalars(select(Membership).join(Person).where(Person.name == "Sokha"))
        session.add(Membership(person_id=left.person_id, twg_id=left.twg_id, role=left.role, since=left.since))
    assert await sees_it(sokha, kind, row_id)


@every_kind
async def test_what_is_for_one_entry_is_for_the_person_after_a_merge_and_not_after_it_is_undone(
    health: Stage, dara: Player, kind: str
) -> None:
    gone = await health.member("SATO Kenji", Role.DEVELOPMENT_PARTNER, "JICA")
    kept = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    gone_id, kept_id = await id_of(gone), await id_of(kept)
    make, _opens, sheet = KINDS[kind]
    row_id = await make(dara, f"person:{gone_id}", TITLE)
    await health.settle()
    assert not await sees_it(kept, kind, row_id)
    merge_id = await merge_directly(dara, gone_id, kept_id, account_of=kept_id)
    assert await sees_it(kept, kind, row_id)
    assert await audiences(health, kind, row_id) == {f"|person:{kept_id}|"}
    assert TITLE in await exported(dara, sheet)
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        await merging.undo_merge(session, actor, merge_id, None, health.assistant.registry.domains, now=now)
    assert await audiences(health, kind, row_id) == {f"|person:{gone_id}|"}
    assert not await sees_it(kept, kind, row_id)


async def audiences(health: Stage, kind: str, row_id: int) -> set[str]:
    """What the row and its entry of the search index keep."""
    async with health.assistant.database.read() as session:
        entry = SearchEntry.subject_type == kind, SearchEntry.subject_id == row_id
        found = set(await session.scalars(select(SearchEntry.audience).where(*entry)))
        if kind == "post":
            found |= {(await session.get_one(Post, row_id)).audience}
        return found


async def test_a_merge_while_messages_are_on_their_way_delivers_each_once_to_the_person(
    health: Stage, dara: Player
) -> None:
    gone = await health.member("SATO Kenji", Role.DEVELOPMENT_PARTNER, "JICA")
    kept = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    gone_id, kept_id = await id_of(gone), await id_of(kept)
    meeting_id = await plan_meeting(dara, audience=f"person:{gone_id}")
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        await planning.announce(session, actor, meeting_id, now=now)
    await merge_directly(dara, gone_id, kept_id, account_of=kept_id)
    await health.settle()
    told = [await player.told() for player in (gone, kept)]
    assert sorted(kind for kinds in told for kind in kinds if kind == "meeting_announced") == ["meeting_announced"]
    async with health.assistant.database.read() as session:
        meeting = await session.get_one(Meeting, meeting_id)
        members = [each.person_id for each in await list_members(session, meeting.twg_id)]
    assert meeting.audience == f"|person:{kept_id}|"
    assert gone_id not in members


async def test_what_is_for_an_institution_follows_who_moves_and_a_merge_of_institutions(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """Sokha is of UNFPA, Kenji of JICA."""
    unfpa, jica = await institution_id(health, "UNFPA"), await institution_id(health, "JICA")
    meeting_id = await announce_meeting(dara, title=TITLE, audience=f"institution:{jica}")
    assert [await sees_it(player, "meeting", meeting_id) for player in (sokha, kenji)] == [False, True]
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        merged = await institutions.merge(session, actor, jica, unfpa, now=now)
        merge_id = merged.id
    assert [await sees_it(player, "meeting", meeting_id) for player in (sokha, kenji)] == [True, True]
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        await institutions.undo_merge(session, actor, merge_id, None, health.assistant.registry.domains, now=now)
    assert [await sees_it(player, "meeting", meeting_id) for player in (sokha, kenji)] == [False, True]


async def institution_id(health: Stage, name: str) -> int:
    async with health.assistant.database.read() as session:
        return (await session.scalars(select(Institution.id).where(Institution.name == name))).one()


async def test_what_is_for_a_theme_is_for_who_is_responsible_now(health: Stage, dara: Player) -> None:
    first = await health.member("Bopha", Role.FOCAL_POINT)
    second = await health.member("Chenda", Role.FOCAL_POINT)
    await responsible(health, "Bopha", ["Gender"])
    meeting_id = await announce_meeting(dara, title=TITLE, audience=theme_token("gender"))
    assert [await sees_it(player, "meeting", meeting_id) for player in (first, second)] == [True, False]
    await responsible(health, "Bopha", [])
    await responsible(health, "Chenda", ["GENDER"])
    assert [await sees_it(player, "meeting", meeting_id) for player in (first, second)] == [False, True]


async def responsible(health: Stage, name: str, themes: list[str]) -> None:
    async with arranged(health.assistant.database) as session:
        [member] = await session.scalars(select(Membership).join(Person).where(Person.name == name))
        member.themes = themes


@pytest.mark.parametrize("token", ["person:999", "institution:999", "theme:0123456789ab", "role:nobody", "subgroup_9"])
async def test_nobody_outside_the_twg_can_be_addressed(health: Stage, dara: Player, token: str) -> None:
    facts: dict[str, Any] = {"audience": f"partners|{token}"}
    with pytest.raises(NotAChoice):
        await plan_meeting(dara, **facts)
