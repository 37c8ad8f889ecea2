"""Correcting what one has shared, by a button; an edited message of one's own asks whether to (S2)."""

from typing import Annotated

from handlers.deliveries import followed
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.routing.edits import without_command
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.sharing.withdrawing import POST
from messages.rendering.texts import _
from messages.sharing import opened
from storage.sharing import Post
from twg import sharing
from twg.core.refusals import NotFound
from twg.sharing import posts

router = Router("sharing")


def show_post(request: Request, post: Post) -> Reply:
    """A post, whose message and file are changed when it is corrected or withdrawn."""
    return Reply(opened(post, request.member, now=request.now), shows=post, live=post)


def _check_own(request: Request, post: Post) -> None:
    posts.check_own(request.member, post)


@router.form(
    "correct_post",
    _("Correct what you shared"),
    saves=sharing.correct,
    about=POST,
    opened_by="correct",
    check=_check_own,
    save=_("Correct it"),
)
class CorrectForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("How should it read?"),
            hint=_("Please write the whole text. Those who have it see it change, and are told."),
            label=_("Text"),
            limit=sharing.LONGEST_POST,
        ),
    ]

    async def save(self, request: Request, post: Post) -> Reply:
        return await _correct(request, post.id, self.text)


@router.edit_of(Post)
async def correct(request: Request, post_id: int, field: str, text: str) -> Reply:
    """Change the text of a post, which may be the caption of its file; what else was answered is in buttons."""
    if field not in {"", "text"}:
        raise NotFound
    request = await request.within_twg_of(Post, post_id)
    return await _correct(request, post_id, without_command(request.incoming, text))


async def _correct(request: Request, post_id: int, text: str) -> Reply:
    post, notification = await sharing.correct(request.session, request.member, post_id, text, now=request.now)
    return await followed(request, show_post(request, post), notification)
