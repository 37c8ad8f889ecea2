"""Replies to messages that delivered notifications: each acts on the subject of its notification (U2)."""

from dataclasses import replace

from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import button, rows
from storage.core.notifications import Notification, find_message_of, list_notifications_of
from twg.core.refusals import NotFound

router = Router("general")


async def find_replyable(request: Request) -> list[Notification]:
    """The notifications delivered by the message replied to, of kinds for which a reply is declared."""
    incoming = request.incoming
    if incoming.replied_to is None or request.actor is None:
        return []
    about = await list_notifications_of(request.session, incoming.chat_id, incoming.replied_to)
    return [notification for notification in about if notification.kind in request.routes.replies]


async def act_on_reply(request: Request, about: list[Notification]) -> Reply:
    """Hand the reply to the capability of its message; where there are several, ask which is meant."""
    replies = request.routes.replies
    first = {replies[notification.kind].router: notification for notification in reversed(about)}
    if len(first) == 1:
        return await _hand_over(request, about)
    named = [(replies[notification.kind].label, notification) for _router, notification in sorted(first.items())]
    buttons = [button(label, "general:about", notification.id) for label, notification in named]
    return replace(show("general/which", keyboard=rows(buttons)), to_message=True)


async def _hand_over(request: Request, about: list[Notification]) -> Reply:
    reply: Reply = await request.routes.replies[about[0].kind].handler(request, about)
    return reply


@router.button("about", subject=Notification)
async def choose(request: Request, notification_id: int) -> Reply:
    """Handle the earlier reply as a reply to the notification that was chosen."""
    meant = await request.session.get_one(Notification, notification_id)
    message_id = await find_message_of(request.session, notification_id, request.member.person.id)
    if message_id is None or meant.kind not in request.routes.replies:
        raise NotFound
    incoming = request.incoming
    replied = replace(incoming, text=incoming.replied_text, file=incoming.replied_file, replied_to=message_id)
    request = replace(request, incoming=replied)
    replies = request.routes.replies
    wanted = replies[meant.kind].router
    about = [found for found in await find_replyable(request) if replies[found.kind].router == wanted]
    if not about:
        raise NotFound
    return replace(await _hand_over(request, about), edit=True)  # without buttons to press again
