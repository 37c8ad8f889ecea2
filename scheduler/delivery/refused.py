"""The results of deliveries that did not leave: put off by pacing, refused by Telegram, or failed on the way."""

import logging
from datetime import datetime, timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from scheduler.delivery.claimed import Prepared, Result
from scheduler.delivery.loop_guard import LoopStopped
from scheduler.delivery.pacing import ChatBusy, ChatPaused
from scheduler.delivery.sender import Withheld, may_have_arrived, seconds
from scheduler.leadership.lease import NotLeading
from storage.core.notifications import PACED, PACED_TOGETHER, TAKEN_BACK, Delivery, DeliveryState
from storage.groups import GroupPost
from twg.deliveries import RETURNED

log = logging.getLogger(__name__)

#: Waits between tries after network errors; the last one is used for all further tries.
BACKOFF = tuple(timedelta(seconds=wait) for wait in (1, 2, 5, 15, 60, 300, 900))
#: How often a delivery is tried: for about a day with these waits. Tries are counted instead of hours, so that
#: a delivery is not given up after an outage in which it could not be tried.
MOST_ATTEMPTS = 100


def queues_for(item: Prepared) -> int:
    """For how many turns of its chat a delivery queues if it is put off: one for each part of its notification.

    Nothing that is urgent, follows a part that was sent, or has queued before queues: it asks again at the next turn.
    """
    delivery = item.delivery
    if delivery.urgent or delivery.part > 0 or delivery.error in {PACED, PACED_TOGETHER}:
        return 0
    return max(item.parts, delivery.notification.parts)


def put_off(delivery: Delivery, busy: ChatBusy, *, together: bool, now: datetime) -> Result:
    """The result for a delivery that its chat's limit does not let leave now; others go on meanwhile.

    Args:
        together: it may share the next message to the chat with others.
    """
    waits = RETURNED if delivery.error == RETURNED else PACED_TOGETHER if together else PACED
    return Result(DeliveryState.PENDING, waits, not_before=now + timedelta(seconds=busy.seconds))


def put_off_until(busy: ChatBusy, *, now: datetime) -> Result:
    """The result for what a group's limit does not let leave now."""
    return Result(DeliveryState.PENDING, PACED, not_before=now + timedelta(seconds=busy.seconds))


def failure(delivery: Delivery | GroupPost, error: Exception, *, now: datetime) -> Result:
    """The result for a delivery whose sending raised an error: try again, unreachable, or failed."""
    match error:
        case ChatPaused():
            return Result(DeliveryState.PENDING, "429", not_before=now + timedelta(seconds=error.seconds))
        case Withheld():
            return Result(DeliveryState.VOID, TAKEN_BACK)
        case NotLeading():
            return Result(DeliveryState.PENDING, "left to the next leader", not_before=now)
        case LoopStopped():  # the guard has logged it
            return Result(DeliveryState.FAILED, str(error))
        case RetryAfter():
            return Result(DeliveryState.PENDING, "429", not_before=now + timedelta(seconds=seconds(error)))
        case ChatMigrated():
            return Result(DeliveryState.PENDING, "migrated", not_before=now, chat_id=error.new_chat_id)
        case Forbidden():
            return Result(DeliveryState.UNREACHABLE, error.message)
        case BadRequest() if "chat not found" in error.message.casefold():
            return Result(DeliveryState.UNREACHABLE, error.message)
        case NetworkError() if not isinstance(error, BadRequest):
            return _retry_later(delivery, error, now=now)
        case InvalidToken():  # the token was revoked while running; send it when the new one is configured
            return _retry_later(delivery, error, now=now)
        case TelegramError():
            log.error("delivery %s refused: %s", delivery.id, error.message)
            return Result(DeliveryState.FAILED, error.message)
        case _:
            log.error("delivery %s cannot be made", delivery.id, exc_info=error)
            return Result(DeliveryState.FAILED, repr(error))


def _retry_later(delivery: Delivery | GroupPost, error: TelegramError, *, now: datetime) -> Result:
    """Try again after a wait; failed when this was the last of `MOST_ATTEMPTS` tries."""
    if delivery.attempts + 1 >= MOST_ATTEMPTS:
        return Result(DeliveryState.FAILED, error.message, attempt=True)
    wait = BACKOFF[min(delivery.attempts, len(BACKOFF) - 1)]
    return Result(
        DeliveryState.PENDING,
        error.message,
        not_before=now + wait,
        attempt=True,
        may_have_arrived=may_have_arrived(error),
    )
