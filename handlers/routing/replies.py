"""A reply to a message that was sent: it acts on what that was about (U2)."""

from dataclasses import replace

from handlers.routing.request import Reply, Request, show
from handlers.routing.router import REPLIES, action
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import Text, _
from storage.core.notifications import Notification, find_message_of, list_notifications_of
from twg.core.refusals import NotFound

#: What a reply may be about, by the capability in whose hands it then is.
SUBJECTS: dict[str, Text] = {
    "actions": _("An action"),
    "indicators": _("A report on an indicator"),
}


async def find_replyable(request: Request) -> list[Notification]:
    """What the message replied to was about, as far as a reply acts on it."""
    incoming = request.incoming
    if incoming.replied_to is None or request.actor is None:
        return []
    about = await list_notifications_of(request.session, incoming.chat_id, incoming.replied_to)
    return [notification for notification in about if notification.kind in REPLIES]


async def act_on_reply(request: Request, about: list[Notification]) -> Reply:
    """One message may remind of actions and of reports: then it is asked which of them is meant."""
    first = {_capability(notification): notification for notification in reversed(about)}
    if len(first) == 1:
        return await _hand_over(request, about)
    buttons = [button(SUBJECTS[name], "general/about", first[name].id) for name in sorted(first)]
    return replace(show("general/which", keyboard=rows(buttons)), to_message=True)


def _capability(notification: Notification) -> str:
    return notification.kind.partition("/")[0]


async def _hand_over(request: Request, about: list[Notification]) -> Reply:
    return await REPLIES[about[0].kind](request, about)


@action("general/about", subject=Notification)
async def choose(request: Request, notification_id: int) -> Reply:
    """What was replied, handled as if it had been clear at once."""
    meant = await request.session.get_one(Notification, notification_id)
    message_id = await find_message_of(request.session, notification_id, request.member.person.id)
    if message_id is None:
        raise NotFound
    incoming = request.incoming
    replied = replace(incoming, text=incoming.replied_text, file=incoming.replied_file, replied_to=message_id)
    request = replace(request, incoming=replied)
    about = [found for found in await find_replyable(request) if _capability(found) == _capability(meant)]
    if not about:
        raise NotFound
    return replace(await _hand_over(request, about), edit=True)  # a second press finds no button
