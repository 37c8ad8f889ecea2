"""The comments on what somebody shared, for its author: in the chat, and as a Word file (S2)."""

from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import sharing as messages
from storage.sharing import Post
from twg.core.refusals import NotFound
from twg.sharing import commenting

router = Router("sharing")


@router.button("comments", subject=Post)
async def list_(request: Request, post_id: int, page: int = 1) -> Reply:
    post, found = await commenting.access_comments(request.session, request.member, post_id)
    if page < 1 or post.comments_by is None:
        raise NotFound
    return Reply(messages.comments(post, request.member.twg, found, page=page), edit=page > 1)


@router.button("word", subject=Post)
async def send_file(request: Request, post_id: int) -> Reply:
    post, found = await commenting.access_comments(request.session, request.member, post_id)
    return Reply(messages.comments_file(post, request.member.twg, found, request.locale))
