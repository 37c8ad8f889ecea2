"""What is for a sub-group is seen by its members and its author alone, by every way in (D5, T6)."""

import pytest

from storage.members import Role
from tests.subgroups.steps import adds, sets_up, takes_out
from tests.support.cases import all_cases
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import KINDS, TITLE, Members, exported, local
from tests.visibility.test_audiences import found

#: In the sub-group: none of them for their role alone.
INSIDE = {Role.TECHNICAL_ADVISER, Role.GOVERNMENT, Role.CRDB}
AUTHOR = Role.SECRETARIAT
EXPORTERS = {Role.CHAIR, Role.SECRETARIAT, Role.CRDB}
#: Another one, whose number begins with that of the first: everybody is in it, so that one is not taken for the other.
OTHERS = 10

every_kind = pytest.mark.parametrize("kind", list(KINDS))


@pytest.fixture
async def group_id(health: Stage, members: Members) -> int:
    """The sub-group number 1; number 10 has everybody in it."""
    dara = members[AUTHOR]
    inside = tuple(members[role] for role in Role if role in INSIDE)
    first = await sets_up(dara, "Inside", members=inside)
    for number in range(first + 1, OTHERS):
        await sets_up(dara, f"Empty {number}")
    last = await sets_up(dara, "Everybody", members=tuple(members.values()))
    assert (first, last) == (1, OTHERS)
    return first


def token(group_id: int) -> str:
    return f"subgroup_{group_id}"


@every_kind
async def test_it_is_opened_found_listed_and_exported_by_its_members_and_the_author_alone(
    health: Stage, members: Members, group_id: int, kind: str
) -> None:
    make, opens, sheet = KINDS[kind]
    subject_id = await make(members[AUTHOR], token(group_id))
    await health.settle()
    await everybody_looks_away(members[AUTHOR])
    with all_cases() as case:
        for role, player in members.items():
            sees = role in INSIDE | {AUTHOR}
            with case(role):
                await player.forges(f"{opens}:{subject_id}")
                refused = [refusal.key for refusal in await player.refusals()]
                assert refused == ([] if sees else ["general#not_found"])
                assert (TITLE in await player.screen()) == sees
                await player.says(f"/search {TITLE}")
                assert (TITLE in await found(player)) == sees
                for command in ("/meetings", "/documents", "/actions"):
                    await player.says(command)
                    assert sees or TITLE not in await player.screen()
            with case(role, "export"):
                assert (TITLE in await exported(player, sheet)) == (sees and role in EXPORTERS)


@pytest.mark.parametrize("kind", ["meeting", "document", "post"])
async def test_it_is_delivered_to_its_members_alone(health: Stage, members: Members, group_id: int, kind: str) -> None:
    await KINDS[kind][0](members[AUTHOR], token(group_id))
    await health.settle()
    with all_cases() as case:
        for role, player in members.items():
            with case(role):
                got = [message for message in await player.person.messages() if TITLE in message.text]
                assert len(got) == (role in INSIDE)


@pytest.mark.parametrize(("kind", "day"), [("meeting", 12), ("document", 4)])
async def test_its_reminder_is_delivered_to_who_is_in_it_by_then(
    health: Stage, members: Members, group_id: int, kind: str, day: int
) -> None:
    await KINDS[kind][0](members[AUTHOR], token(group_id))
    await health.settle()
    await takes_out(members[AUTHOR], group_id, members[Role.CRDB])
    await adds(members[AUTHOR], group_id, members[Role.CIVIL_SOCIETY])
    await health.becomes(local(day, 7))
    await everybody_looks_away(members[AUTHOR])
    await health.becomes(local(day, 8))
    inside = INSIDE - {Role.CRDB} | {Role.CIVIL_SOCIETY}
    with all_cases() as case:
        for role, player in members.items():
            with case(role):
                got = [message for message in await player.new_messages() if TITLE in message.text]
                assert len(got) == (role in inside)


@every_kind
async def test_who_is_taken_out_sees_it_no_more(health: Stage, members: Members, group_id: int, kind: str) -> None:
    make, opens, sheet = KINDS[kind]
    subject_id = await make(members[AUTHOR], token(group_id))
    await health.settle()
    outside = members[Role.CRDB]
    await outside.forges(f"{opens}:{subject_id}")
    await outside.is_not_refused()
    await takes_out(members[AUTHOR], group_id, outside)
    await health.passes(minutes=11)
    await outside.forges(f"{opens}:{subject_id}")
    await outside.is_refused("general#not_found")
    await outside.says(f"/search {TITLE}")
    assert await found(outside) == []
    assert TITLE not in await exported(outside, sheet)


@pytest.mark.parametrize("kind", ["meeting", "document", "post"])
async def test_who_is_taken_out_before_it_is_sent_gets_nothing(
    health: Stage, members: Members, group_id: int, kind: str
) -> None:
    outside: Player = members[Role.CRDB]
    for method in ("sendMessage", "sendDocument"):
        await health.sandbox.fault("502", method=method, chat_id=outside.person.id, times=None)
    await KINDS[kind][0](members[AUTHOR], token(group_id))
    await health.settle()
    await takes_out(members[AUTHOR], group_id, outside)
    await health.sandbox.mend()
    await health.passes(minutes=20)
    assert TITLE not in await outside.screen()
