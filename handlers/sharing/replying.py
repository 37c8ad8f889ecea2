"""Replying to what was shared: it reaches its author alone, also from a linked group (S2)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.fields import Field
from handlers.forms.file_field import check_file
from handlers.forms.form import Form, about_row
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.sharing.digest_replies import part_of, reply_to_digest, reply_to_several
from handlers.sharing.withdrawing import POST
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from messages.sharing import closed, replied
from storage.core.audit import AuditRow
from storage.core.notifications import Notification
from storage.sharing import Post, PostReply
from twg.core.files import SentFile
from twg.core.refusals import NotFound
from twg.sharing import forwarding, replying
from twg.sharing.comment_days import CommentsClosed, takes_comments
from twg.sharing.commenting import REMINDER
from twg.sharing.digests import DIGESTED
from twg.sharing.posts import CORRECTED, SHARED, WasWithdrawn
from twg.sharing.replying import LONGEST_REPLY, REPLIED
from twg.sharing.withdrawing import WITHDRAWN

router = Router("sharing")

REPLY = about_row(PostReply, replying.access_reply, replying.title_of)


def _split(request: Request, files: Sequence[SentFile]) -> tuple[SentFile | None, Sequence[SentFile]]:
    """The first file, which goes with the words, and the others of its album. Raises: as `check_file`."""
    for file in files:
        check_file(file, request.settings.max_file_mb)
    return (files[0], files[1:]) if files else (None, ())


async def _send(
    request: Request, post_id: int, text: str, files: Sequence[SentFile], *, late: bool = False
) -> PostReply:
    """Send the words with the first file; each further file of an album comes by itself. Returns the first reply."""
    first, others = _split(request, files)
    about = request.session, request.member, post_id
    made, _notification = await replying.reply(*about, text, first, late=late, now=request.now)
    for other in others:
        await replying.reply(*about, "", other, late=late, now=request.now)
    return made


async def _reply(request: Request, post_id: int) -> Reply:
    """Send it; after the last day for comments ask first."""
    try:
        made = await _send(request, post_id, request.incoming.text, request.incoming.files)
    except CommentsClosed as past:
        incoming = request.incoming
        asks = closed(past.data["post"], request.member.twg, incoming.part, in_group=not incoming.private)
        return Reply(asks, to_message=True)
    return replace(_sent(made), to_message=True)


def _sent(made: PostReply) -> Reply:
    day = made.post.comments_by if made.is_comment else None
    return show("sharing/replied", name=made.to.name, post=made.post, day=day)


@router.button("late", subject=Post)
async def send_late(request: Request, post_id: int, number: int = 0, of: int = 0) -> Reply:
    """Send the message to which the button was offered, though comments are not taken any more.

    Args:
        number, of: as `part` of `Incoming`, where only that part of the message is about the post.
    """
    words, files = _offered(request)
    if number:
        words, has_others = part_of(words, number, of, request.today)
        files = () if has_others else files
    if not words and not files:  # the message was deleted, or says something else now
        raise NotFound
    return _sent(await _send(request, post_id, words, files, late=True))


def _offered(request: Request) -> tuple[str, Sequence[SentFile]]:
    """The words and files of the message to which a pressed button was offered."""
    file = request.incoming.replied_file
    return request.incoming.replied_text, () if file is None else file.all


@router.button("send", subject=Post)
async def send_whole(request: Request, post_id: int) -> Reply:
    """Send the message to which the button was offered to the author of a post that was chosen."""
    words, files = _offered(request)
    if not words and not files:
        raise NotFound
    reply = await _reply(replace(request, incoming=request.incoming.as_replied_to()), post_id)
    return replace(reply, edit=True, to_message=False)


@router.button("send_file", subject=Post)
async def send_file(request: Request, post_id: int) -> Reply:
    """Send only the files of that message; its words have gone to the authors for whom they are."""
    _words, files = _offered(request)
    if not files:
        raise NotFound
    return _sent(await _send(request, post_id, "", files, late=True))


@router.reply_to(SHARED, DIGESTED, CORRECTED, WITHDRAWN, REMINDER, label=_("Something that was shared"), divides=True)
async def reply_to_post(request: Request, about: list[Notification]) -> Reply:
    post_id = about[-1].subject_id
    request = await request.within_twg_of(Post, post_id)
    if len({each.subject_id for each in about}) > 1:
        return await reply_to_digest(request, about, _reply)
    return await _reply(request, post_id)


@router.reply_below("reply")
async def reply_to_opened(request: Request, post_id: int) -> Reply:
    return await _reply(request, post_id)


@router.reply_bound(Post)
async def reply_to_shown(request: Request, post_id: int) -> Reply:
    return await _reply(await request.within_twg_of(Post, post_id), post_id)


@router.reply_bound(AuditRow)
async def reply_to_forward(request: Request, row_id: int) -> Reply:
    """A reply to what was made to be forwarded reaches the author of its post; of several the one that it names."""
    post_ids = await forwarding.access_ids_in(request.session, request.member, row_id)
    request = await request.within_twg_of(Post, post_ids[0])
    return await reply_to_several(request, post_ids, _reply)


@router.reply_in_group(SHARED)
async def reply_in_group(request: Request, about: list[Notification]) -> Reply:
    """Pass it on to the author; somebody who may not see the post, or shared it, is left alone."""
    try:
        return await reply_to_post(request, about)
    except WasWithdrawn:
        raise
    except (NotFound, replying.OwnPost):
        return Reply()


@router.reply_to(REPLIED, label=_("What somebody wrote to you"))
async def reply_to_reply(request: Request, about: list[Notification]) -> Reply:
    reply_id = about[-1].subject_id
    return await _answer(await request.within_twg_of(PostReply, reply_id), reply_id)


@router.reply_below("answer")
async def reply_to_opened_reply(request: Request, reply_id: int) -> Reply:
    return await _answer(request, reply_id)


async def _answer(request: Request, reply_id: int) -> Reply:
    first, others = _split(request, request.incoming.files)
    about = request.session, request.member, reply_id
    made, _notification = await replying.answer(*about, request.incoming.text, first, now=request.now)
    for other in others:
        await replying.answer(*about, "", other, now=request.now)
    return replace(_sent(made), to_message=True)


def _check_not_own(request: Request, post: Post) -> None:
    replying.check_not_own(request.member, post)


@router.form(
    "reply_to_post",
    _("Write to the author"),
    saves=replying.reply,
    about=POST,
    opened_by="reply",
    check=_check_not_own,
    save=_("Send"),
    adds=True,
)
class ReplyForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What would you like to write?"),
            hint=_("Its author alone gets it."),
            label=_("Text"),
            limit=LONGEST_REPLY,
        ),
    ]

    @classmethod
    async def load(cls, request: Request, post: Post) -> Text | None:
        """What the writer is told before sending: comments are closed, so the text goes to the author alone."""
        if post.comments_by is None or takes_comments(post, today=request.today):
            return None
        day = format_day(post.comments_by, locale=request.locale)
        return _("Comments were taken until {day}; it goes to the author all the same.").with_(day=day)

    @classmethod
    def surround(cls, loaded: Text | None, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, note=loaded)

    async def save(self, request: Request, post: Post) -> Reply:
        about = request.session, request.member, post.id, self.text
        made, _notification = await replying.reply(*about, late=True, now=request.now)
        return _sent(made)


@router.form(
    "answer_reply",
    _("Write back"),
    saves=replying.answer,
    about=REPLY,
    opened_by="answer",
    save=_("Send"),
    adds=True,
)
class AnswerForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What would you like to answer?"),
            hint=_("Who wrote to you gets it, and nobody else."),
            label=_("Text"),
            limit=LONGEST_REPLY,
        ),
    ]

    async def save(self, request: Request, about: PostReply) -> Reply:
        made, _notification = await replying.answer(
            request.session, request.member, about.id, self.text, now=request.now
        )
        return _sent(made)


@router.button("open_reply", subject=PostReply, opens=True)
async def open_reply(request: Request, reply_id: int) -> Reply:
    reply = await replying.access_reply(request.session, request.member, reply_id)
    return Reply(replied(reply, request.member.member))
