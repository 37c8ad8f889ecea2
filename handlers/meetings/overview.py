"""Who comes to a meeting, in the chat: a message that changes as answers come, and the names (G2)."""

from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.meetings import answers as messages
from storage.core.bound_messages import unbind
from storage.meetings import Meeting, Rsvp
from twg.core.refusals import NotFound
from twg.meetings import overview

router = Router("meetings")


@router.button("answers", subject=Meeting)
async def list_(request: Request, meeting_id: int, again: int = 0) -> Reply:
    """How many come, with the names a tap away; the message is changed as answers come.

    Args:
        again: 1 where the message with the button shows it instead of what it shows.
    """
    listed = await overview.list_answers(request.session, request.member, meeting_id)
    return Reply(messages.answers(listed, request.member.twg), edit=again == 1, live=listed.meeting)


@router.button("who", subject=Meeting)
async def who(request: Request, meeting_id: int, code: str, page: int = 1) -> Reply:
    """A page of the names of those with one answer, or with none, in place of how many come."""
    listed = await overview.list_answers(request.session, request.member, meeting_id)
    answer = next((each for each in Rsvp if each.value == code), None)
    if answer is None and code != messages.SILENT:
        raise NotFound
    await shows_no_answers(request)
    return Reply(messages.answered(listed, answer, page=page), edit=True)


async def shows_no_answers(request: Request) -> None:
    """Let the message whose button was pressed be changed no more as answers come: it shows something else."""
    await unbind(request.session, Meeting.__tablename__, request.incoming.chat_id, request.incoming.message_id)
