"""Members of different constituencies who share with each other."""

import pytest

from storage.sharing import Post, PostKind, list_posts
from tests.support.doings import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.audiences import Audience


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat."""
    return await health.member("Dara", "secretariat", "MoH")


@pytest.fixture
async def sokha(health: Stage) -> Player:
    """A development partner who shares."""
    return await health.member("Sokha", "development_partner", "UNFPA")


@pytest.fixture
async def kenji(health: Stage) -> Player:
    """Another development partner."""
    return await health.member("Kenji", "development_partner", "JICA")


@pytest.fixture
async def vichea(health: Stage) -> Player:
    """A government member."""
    return await health.member("Vichea", "government", "MoH")


async def shares(player: Player, text: str, *, audience: Audience = Audience.ALL) -> int:
    """Something shared without the form, and read by everybody; returns its id."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        args = sharing.NewPost(kind=PostKind.DATA, text=text, audience=audience)
        post, _notification = await sharing.share(
            session, await access_actor(session, player), args, now=stage.clock.now()
        )
        post_id = post.id
    await stage.settle()
    await everybody_looks_away(player)
    return post_id


async def stored_posts(stage: Stage) -> list[Post]:
    """Every post, the newest first."""
    async with stage.assistant.database.read() as session:
        return await list_posts(session, 1)
