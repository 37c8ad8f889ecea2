"""The buttons below the progress of a notification: send again, send now."""

from dataclasses import replace

from handlers.routing.replies import is_shared
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.deliveries import progress
from messages.rendering.texts import Text, _
from storage.core.notifications import Notification
from twg import deliveries

router = Router("deliveries")


async def progress_reply(request: Request, notification: Notification) -> Reply:
    """A message that shows the progress of a notification and is updated until all its deliveries have ended.

    The chat is stored in the transaction of the notification: if this reply is lost, the sender still gets the outcome.
    """
    notification.progress_chat_id = request.incoming.chat_id
    outcome = await deliveries.find_outcome(request.session, notification, now=request.now)
    return Reply(progress(outcome), follows=notification.id)


async def followed(request: Request, reply: Reply, notification: Notification | None) -> Reply:
    """The reply with the progress of the notification; the reply alone where there is none.

    The progress takes the place of the message whose button was pressed: its id is stored with the notification, so
    that another process finds the message even if this one ends before it has sent anything.
    """
    if notification is None:
        return reply
    progress = await progress_reply(request, notification)
    incoming = request.incoming
    if not incoming.button or incoming.below_file is not None or await is_shared(request, incoming.message_id):
        return replace(reply, also=(*reply.also, progress))
    notification.progress_message_id = incoming.message_id
    others = (replace(reply, edit=False, toast=None, also=()), *reply.also)
    return replace(progress, edit=True, toast=reply.toast, also=others)


async def _shown_again(request: Request, notification: Notification, toast: Text) -> Reply:
    reply = await progress_reply(request, notification)
    return replace(reply, edit=True, toast=toast)


@router.button("again", subject=Notification)
async def again(request: Request, notification_id: int) -> Reply:
    notification = await deliveries.resend(request.session, request.member, notification_id, now=request.now)
    return await _shown_again(request, notification, _("It is sent again to those who did not get it."))


@router.button("now", subject=Notification)
async def now(request: Request, notification_id: int) -> Reply:
    """Send at once what one change has caused and quiet hours hold."""
    notification = await deliveries.send_now(request.session, request.member, notification_id, now=request.now)
    return await _shown_again(request, notification, _("It goes out now."))
