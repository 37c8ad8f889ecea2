"""The themes that a TWG knows: those of its focal points, and those of what was shared before (S2)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.members import list_members
from storage.sharing import Post, find_post
from twg.core.actors import Actor
from twg.core.refusals import NotFound
from twg.sharing.posts import addressed_to, visible_posts

#: Posts of the TWG that are searched for themes, the newest: where few have one, that many with one are far to find.
_SEARCHED = 200


async def access_themes(session: AsyncSession, actor: Actor) -> list[str]:
    """Themes, each once however it is spelled: those of focal points first, then those of posts that the actor sees."""
    held = [theme for member in await list_members(session, actor.twg.id) for theme in member.themes or ()]
    newest = select(Post.id).where(Post.twg_id == actor.twg.id).order_by(Post.created_at.desc()).limit(_SEARCHED)
    seen = Post.id.in_(newest), visible_posts(actor), Post.theme != ""
    used = select(Post.theme).where(*seen).order_by(Post.created_at.desc())
    found: dict[str, str] = {}
    for theme in (*held, *await session.scalars(used)):
        found.setdefault(key_of(theme), theme)
    return list(found.values())


async def access_theme(session: AsyncSession, actor: Actor, post_id: int) -> str:
    """The theme of a post that the actor may see, or could until it was withdrawn. Raises: NotFound."""
    post = await find_post(session, post_id, addressed_to(actor))
    if post is None or not post.theme:
        raise NotFound
    return post.theme
