"""Each notice, said to people in two TWGs while a group of every audience is linked.

It names its TWG (M6), and no group gets what is personal (M7, D5).
"""

import pytest
from sqlalchemy import select

from storage.core.notifications import Notification
from storage.members import Role
from tests.delivery.test_still_holds import CASES
from tests.groups.conftest import Room
from tests.groups.test_posting import posts
from tests.members.steps import also_in
from tests.members.test_naming_twgs import acts_in, names
from tests.support.scene import Scene
from tests.support.stage import Player, Stage
from tests.visibility.test_groups import ANNOUNCED
from tests.visibility.test_groups import rooms as rooms
from twg.core.audiences import Audience

#: What is posted in groups.
POSTED = {
    "meetings/posted",
    "documents/posted",
    "documents/posted_version",
    "documents/recalled",
    "sharing/post",
    "sharing/withdrawn",
    "groups/arrived",
}


@pytest.fixture
async def scene(health: Stage, dara: Player, sokha: Player) -> Scene:
    """The people of the notices' cases, who are all members of the Education TWG too."""
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rith = await health.member("Rith", "secretariat")
    chantha = await health.member("Chantha", "chair", language="km")
    for player in (dara, sokha, rith, chantha):
        await also_in(player, "EDU", Role.GOVERNMENT)
    return Scene(health, dara, rith, sokha)


@pytest.mark.parametrize("kind", CASES)
async def test_it_names_its_twg_and_no_group_gets_what_is_personal(
    scene: Scene, rooms: dict[Audience, Room], kind: str
) -> None:
    """Groups of every audience get announcements only, and no names of who answered."""
    case, health = CASES[kind], scene.stage
    to = {"sokha": scene.sokha, "dara": scene.dara, "chair": health.people["Chantha"]}[case.to]
    if case.before is not None:
        await case.before(scene)
    await to.looks_away()
    await case.written(scene)
    await health.passes(minutes=20)
    assert kind in await to.told()
    new = {message.id for message in await to.new_messages() if message.text}
    texts = [seen for seen in await to.messages() if seen.message.id in new and seen.keys]
    assert texts
    for seen in texts:
        assert names(seen, "HLT"), str(seen)
        assert acts_in(seen) <= {"1"}, str(seen)
    async with health.assistant.database.read() as session:
        kinds = dict((await session.execute(select(Notification.id, Notification.kind))).all())
    assert {kinds[post.notification_id] for post in await posts(health)} <= ANNOUNCED
    for room in rooms.values():
        for seen in await room.messages():
            assert set(seen.keys) <= POSTED
            assert {button.name for button in seen.buttons} <= {"url"}
            assert not any(name in seen.message.text for name in ("Sokha", "Rith", "Chantha"))
