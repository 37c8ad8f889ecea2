"""Helpers: sharing information without the form, and reading posts."""

from storage.sharing import Post, PostKind, list_posts
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience


async def shares(player: Player, text: str, *, audience: Audience = Audience.ALL) -> int:
    """Share a text without the form and deliver it; for every player it no longer counts as new. Returns its id."""
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
    """The newest ten posts of the first TWG, newest first."""
    async with stage.assistant.database.read() as session:
        return await list_posts(session, 1)
