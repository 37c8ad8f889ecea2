"""An audience is a set of tokens: in memory and in SQL it means the same, in words it can always be said (D5)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from messages.rendering.labels import audience_labels, label
from messages.rendering.texts import LOCALES, Text
from storage.actions import Action
from storage.core.addressees import theme_token
from storage.core.audiences import pack, shares_token
from storage.core.search import SearchEntry
from storage.engine.database import Database
from storage.meetings import Meeting
from storage.members import Institution, Membership, Person, Role, Twg, list_members
from tests.actions.conftest import records
from tests.export.test_export import exported, rows_of
from tests.support.guard import arranged
from tests.support.setup_steps import plan_meeting
from tests.support.stage import Player, Stage
from twg.core.actors import Actor
from twg.core.audiences import Audience, Reader, includes, list_audience, parse_audience, tokens_of, visible_to

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
#: Looks like another one, in part, or to LIKE.
ALIKE = ["al", "all_", "a_l", "lead", "role", "role:chair:1", "role:leadxfacilitator", "subgroup:1", "subgroup:12", "x"]
#: Of one person, institution or theme; numbers that begin alike.
SINGLE = ["person:1", "person:2", "person:12", "institution:1", "institution:2", theme_token("gender")]
tokens = st.sampled_from([*Audience, *(f"role:{role}" for role in Role), *SINGLE, *ALIKE])
audiences = st.frozensets(tokens, max_size=5)


@dataclass(frozen=True)
class Row:
    audience: frozenset[str]
    #: Which of the members wrote it; none of them where there are fewer.
    author: int


#: Role, core group, whether they are of the second institution (else of none), and whether of a theme.
Drawn = tuple[Role, bool, bool, bool]
people = st.lists(st.tuples(st.sampled_from(Role), *[st.booleans()] * 3), min_size=1, max_size=4)
rows = st.lists(st.builds(Row, audiences, st.integers(0, 5)), min_size=1, max_size=6)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def enrol(session: AsyncSession, twg: Twg, drawn: list[Drawn]) -> list[Membership]:
    """Members of these roles, some of the core group, of an institution, of a theme."""
    session.add_all([Institution(id=1, name="MoH"), Institution(id=2, name="UNFPA")])
    await session.flush()
    for number, (role, core, placed, themed) in enumerate(drawn, start=1):
        person = Person(name=f"Member {number}", created_at=NOW, institution_id=2 if placed else None)
        session.add(person)
        await session.flush()
        themes = ["Gender"] if themed else []
        facts = {"twg_id": twg.id, "role": role, "core": core, "since": NOW.date(), "themes": themes}
        session.add(Membership(person_id=person.id, **facts))
    await session.flush()
    return sorted(await list_members(session, twg.id), key=lambda member: member.id)


async def keep(session: AsyncSession, twg: Twg, drawn: list[Row], members: list[Membership]) -> list[SearchEntry]:
    kept = [
        SearchEntry(
            year=2026,
            subject_type="post",
            subject_id=number,
            twg_id=twg.id,
            audience=pack(row.audience),
            author_id=members[row.author].person_id if row.author < len(members) else None,
            title="",
            folded="",
            dated=NOW,
        )
        for number, row in enumerate(drawn)
    ]
    session.add_all(kept)
    await session.flush()
    return kept


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people, rows)
async def test_memory_and_database_agree_on_who_sees_what(
    database: Database, drawn_people: list[Drawn], drawn_rows: list[Row]
) -> None:
    async with database.begin() as session:
        twg = Twg(code="HLT", name="Health", created_at=NOW)
        session.add(twg)
        await session.flush()
        members = await enrol(session, twg, drawn_people)
        kept = await keep(session, twg, drawn_rows, members)
        for member in members:
            await check_agreement(session, twg, member, kept)
        for row in kept:
            included = {member.person_id for member in await list_audience(session, twg.id, row.audience)}
            assert included == {member.person_id for member in members if includes(row.audience, member)}
        await session.rollback()


async def check_agreement(session: AsyncSession, twg: Twg, member: Membership, kept: list[SearchEntry]) -> None:
    """What this member is in, and what they see, is the same by each way of asking."""
    found = await session.scalars(select(SearchEntry.id).where(shares_token(SearchEntry.audience, tokens_of(member))))
    included = {row.id for row in kept if includes(row.audience, member)}
    assert set(found) == included
    seen = included | {row.id for row in kept if row.author_id == member.person_id}
    actor = Actor(twg, member)
    for reader, bound in ((Reader.of(actor), {}), (Reader.like(actor), Reader.ids_of(actor))):
        clause = visible_to(reader, SearchEntry.audience, SearchEntry.author_id)
        assert set(await session.scalars(select(SearchEntry.id).where(clause), bound)) == seen


@given(audiences)
def test_a_stored_audience_is_read_as_it_was_kept(audience: frozenset[str]) -> None:
    assert parse_audience(pack(audience)) == audience


@given(audiences)
def test_every_audience_has_words_in_every_language(audience: frozenset[str]) -> None:
    labels = audience_labels(audience)
    assert len(labels) == max(len(audience), 1)
    for locale in LOCALES:
        assert all(text.render(locale) if isinstance(text, Text) else text for text in labels)
    assert labels == audience_labels(sorted(audience, reverse=True)), "the order is ours"


def test_words_stand_in_the_order_of_declaration_and_unknown_tokens_at_the_end() -> None:
    listed = ["x", "role:crdb", "subgroup:1", "role:chair", Audience.SECRETARIAT, Audience.CORE, "role:none"]
    assert audience_labels(listed) == [
        label(Audience.CORE),
        label(Audience.SECRETARIAT),
        label(Role.CHAIR),
        label(Role.CRDB),
        "role:none",
        "subgroup:1",
        "x",
    ]


def test_an_audience_is_not_called_the_only_one_beside_others() -> None:
    [alone] = audience_labels([Audience.GOVERNMENT])
    assert alone == label(Audience.GOVERNMENT)
    for locale in LOCALES:
        labels = audience_labels(["government", "partners"])
        beside = [text.render(locale) if isinstance(text, Text) else text for text in labels]
        assert len(set(beside)) == 2
        assert not set(beside) & {label(item).render(locale) for item in Audience}


def test_an_audience_of_nobody_is_not_silent() -> None:
    [nobody] = audience_labels([])
    assert isinstance(nobody, Text)


async def recorded(stage: Stage, recorder: Player, audience: str) -> int:
    """An action that is kept for these tokens."""
    action_id = await records(recorder, recorder)
    async with arranged(stage.assistant.database) as session:
        action = await session.get(Action, action_id)
        assert action is not None
        action.audience = audience
    return action_id


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("audience", ["|government|partners|", "|role:chair|", "|all|partners|", "||", "|subgroup:1|"])
async def test_an_action_says_by_whom_it_is_seen(health: Stage, audience: str, language: str) -> None:
    chair = await health.member("Sovann", "chair", language=language)
    action_id = await recorded(health, chair, audience)
    await chair.says("/actions")
    await chair.presses("actions:open", action_id)
    expected = audience_labels(parse_audience(audience))
    await chair.sees("actions/card", seen_by=[] if "|all|" in audience else expected)


@pytest.mark.parametrize("audience", ["|government|partners|", "|role:chair|", "|all|partners|", "||", "|subgroup:1|"])
async def test_the_export_says_whom_an_action_is_for(health: Stage, audience: str) -> None:
    chair = await health.member("Sovann", "chair")
    await recorded(health, chair, audience)
    [row] = rows_of(await exported(chair), "actions")
    words = [
        text.render("en") if isinstance(text, Text) else text for text in audience_labels(parse_audience(audience))
    ]
    assert row["audience"] == ", ".join(words)


async def test_a_meeting_for_several_is_corrected_with_its_sum_kept(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara, audience="government|partners")
    await dara.says("/meetings")
    await dara.presses("meetings:open", meeting_id)
    await dara.presses("meetings:correct", meeting_id)
    words = [
        text.render("en") if isinstance(text, Text) else text for text in audience_labels(["government", "partners"])
    ]
    assert (await dara.summary())["audience"] == ", ".join(words)
    await dara.presses("form:change")
    await dara.presses("form:change=audience")
    await dara.presses("form:choice=core")
    await dara.presses("form:save")
    async with health.assistant.database.read() as session:
        corrected = await session.get(Meeting, meeting_id)
        assert corrected is not None
        assert corrected.audience == "|core|"
