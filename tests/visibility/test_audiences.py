"""Seen by exactly those included, and the author: every kind, every audience, every role (T6, D5)."""

import pytest

from storage.members import Role
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Stage
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

every_kind = pytest.mark.parametrize("kind", list(KINDS))
every_audience = pytest.mark.parametrize("audience", list(Audience))


@every_audience
@every_kind
async def test_it_is_opened_found_and_exported_by_exactly_those_included_and_the_author(
    health: Stage, members: Members, kind: str, audience: Audience
) -> None:
    make, opens, sheet = KINDS[kind]
    subject_id = await make(members[AUTHOR], audience)
    await health.settle()
    await everybody_looks_away(members[AUTHOR])
    for role, player in members.items():
        sees = role in INCLUDED[audience] | {AUTHOR}
        await player.forges(f"{opens}:{subject_id}")
        refused = [refusal.key for refusal in await player.refusals()]
        assert refused == ([] if sees else ["general#not_found"]), role
        assert (TITLE in await player.screen()) == sees, role
        await player.says("/search confidential")
        assert (TITLE in await player.screen()) == sees, role
        assert (TITLE in await exported(player, sheet)) == (sees and role in EXPORTERS), role


@every_audience
@pytest.mark.parametrize("kind", ["document", "post"])
async def test_it_is_delivered_to_exactly_those_included(
    health: Stage, members: Members, kind: str, audience: Audience
) -> None:
    make, _opens, _sheet = KINDS[kind]
    await make(members[AUTHOR], audience)
    await health.settle()
    for role, player in members.items():
        got = [message for message in await player.new_messages() if TITLE in message.text]
        assert len(got) == (role in INCLUDED[audience] - {AUTHOR}), role


@every_audience
@pytest.mark.parametrize(("kind", "day"), [("meeting", 12), ("document", 4)])
async def test_its_reminder_is_delivered_to_exactly_those_included(
    health: Stage, members: Members, kind: str, day: int, audience: Audience
) -> None:
    make, _opens, _sheet = KINDS[kind]
    await make(members[AUTHOR], audience)
    await health.becomes(local(day, 7))
    await everybody_looks_away(members[AUTHOR])
    await health.becomes(local(day, 8))
    reminded = INCLUDED[audience] - ({AUTHOR} if kind == "document" else set())
    for role, player in members.items():
        got = [message for message in await player.new_messages() if TITLE in message.text]
        assert len(got) == (role in reminded), role


@every_audience
async def test_lists_show_exactly_what_one_may_see(health: Stage, members: Members, audience: Audience) -> None:
    await KINDS["meeting"][0](members[AUTHOR], audience)
    await KINDS["document"][0](members[AUTHOR], audience)
    await health.settle()
    for role, player in members.items():
        for command in ("/meetings", "/documents"):
            await player.says(command)
            assert (TITLE in await player.screen()) == (role in INCLUDED[audience] | {AUTHOR}), (role, command)
