"""Membership and role are looked at again at the moment of sending (T2, T6)."""

import pytest
from sqlalchemy import select

from storage.core.notifications import Delivery, DeliveryState
from storage.members import Account, Membership, Role
from tests.support.guard import arranged
from tests.support.setup_steps import everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from tests.visibility.conftest import KINDS, TITLE, exported, local
from twg.core.audiences import Audience

#: An action is told to its owner alone; what becomes of that is tested with the actions.
every_kind = pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "action"])


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat, author of everything."""
    return await health.member("Dara", "secretariat")


@pytest.fixture
async def vichea(health: Stage, dara: Player) -> Player:
    """A member of the government, for whom it was meant."""
    return await health.member("Vichea", "government", "MEF")


async def becomes(player: Player, role: Role) -> None:
    """The role is changed behind everybody's back."""
    async with arranged(player.stage.assistant.database) as session:
        query = (
            select(Membership)
            .join(Account, Account.person_id == Membership.person_id)
            .where(Account.telegram_id == player.person.id)
        )
        (await session.scalars(query)).one().role = role


async def held_back(health: Stage, player: Player) -> None:
    """Telegram takes nothing for this person until it is mended."""
    for method in ("sendMessage", "sendDocument"):
        await health.sandbox.fault("502", method=method, chat_id=player.person.id, times=None)


async def states_for(player: Player) -> set[DeliveryState]:
    """What became of the messages that were held back."""
    async with player.stage.assistant.database.read() as session:
        query = select(Delivery.state).join(Account).where(Account.telegram_id == player.person.id)
        return set(await session.scalars(query))


@every_kind
async def test_whoever_s_role_changed_before_it_was_sent_gets_nothing(
    health: Stage, dara: Player, vichea: Player, kind: str
) -> None:
    await held_back(health, vichea)
    await KINDS[kind][0](dara, Audience.GOVERNMENT)
    await health.settle()
    await becomes(vichea, Role.CIVIL_SOCIETY)
    await health.sandbox.mend()
    await health.passes(minutes=20)
    assert TITLE not in await vichea.screen()
    assert await states_for(vichea) == {DeliveryState.VOID}


@every_kind
async def test_whoever_left_before_it_was_sent_gets_nothing(
    health: Stage, dara: Player, vichea: Player, kind: str
) -> None:
    await held_back(health, vichea)
    await KINDS[kind][0](dara, Audience.ALL)
    await health.settle()
    await health.leaves("Vichea")
    await health.sandbox.mend()
    await health.passes(minutes=20)
    assert TITLE not in await vichea.screen()
    assert await states_for(vichea) == {DeliveryState.VOID}


@every_kind
async def test_what_was_seen_before_is_closed_once_the_role_has_changed(
    health: Stage, dara: Player, vichea: Player, kind: str
) -> None:
    make, opens, _sheet = KINDS[kind]
    subject_id = await make(dara, Audience.GOVERNMENT)
    await health.settle()
    await becomes(vichea, Role.CIVIL_SOCIETY)
    await vichea.forges(f"{opens}:{subject_id}")
    await vichea.is_refused("general#not_found")
    await vichea.says("/search confidential")
    await vichea.sees("search/results", found=[])
    await vichea.does_not_read_fact(TITLE)


@pytest.mark.parametrize(("kind", "day"), [("meeting", 12), ("document", 4)])
@pytest.mark.parametrize("leaves", [True, False])
async def test_whoever_left_or_changed_role_is_reminded_of_nothing(
    health: Stage, dara: Player, vichea: Player, kind: str, day: int, leaves: bool
) -> None:
    await KINDS[kind][0](dara, Audience.GOVERNMENT)
    await health.becomes(local(day, 7))
    await everybody_looks_away(dara)
    if leaves:
        await health.leaves("Vichea")
    else:
        await becomes(vichea, Role.CIVIL_SOCIETY)
    await health.becomes(local(day, 8))
    await vichea.sees_nothing_new()


@every_kind
async def test_a_member_of_another_twg_gets_nowhere_with_a_guessed_id(health: Stage, dara: Player, kind: str) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    stranger = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    make, opens, sheet = KINDS[kind]
    subject_id = await make(dara, Audience.ALL)
    await health.settle()
    await stranger.sees_nothing_new()
    await stranger.forges(f"{opens}:{subject_id}")
    await stranger.is_refused("general#not_found")
    await stranger.says("/search confidential")
    await stranger.sees("search/results", found=[])
    await stranger.does_not_read_fact(TITLE)
    assert TITLE not in await exported(stranger, sheet)


FOREIGN = (
    "meetings/preview",
    "meetings/announce",
    "meetings/answers",
    "meetings/move",
    "meetings/relocate",
    "meetings/cancel",
    "meetings/correct",
    "meetings/not_yet",
    "documents/acknowledge",
    "documents/receipts",
)


@pytest.mark.parametrize("action", FOREIGN)
async def test_an_organiser_of_another_twg_can_do_nothing_with_a_guessed_id(
    health: Stage, dara: Player, action: str
) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    stranger = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    await KINDS["document"][0](dara, Audience.ALL)
    subject_id = await KINDS["meeting"][0](dara, Audience.ALL)
    await stranger.forges(f"{action}:{subject_id}")
    await stranger.is_refused("general#not_found")
    await dara.says("/meetings")
    await dara.reads_fact(TITLE)


async def test_a_draft_is_not_exported_by_whoever_may_not_see_drafts(health: Stage, dara: Player) -> None:
    crdb = await health.member("Rithy", "crdb", "CRDB/CDC")
    await plan_meeting(dara, title=TITLE)
    assert TITLE in await exported(dara, "meetings")
    assert TITLE not in await exported(crdb, "meetings")
