"""Messages kept with an open form until their sender says whether they answer its question.

They are stored whole in the form's context, so that a restart, a long text or a file loses nothing.
"""

from datetime import datetime, timedelta

from pydantic import TypeAdapter

from handlers.forms.opened import ASKED_BACK, DOUBTED, HELD, SET_ASIDE
from handlers.routing.incoming import Incoming
from storage.core.forms import OpenForm

#: How long a typed "yes" or "no" answers "Is this your answer?"; later it may be meant for anything.
ANSWERED_WITHIN = timedelta(minutes=10)
_STORED = TypeAdapter(Incoming)


def hold(row: OpenForm, incoming: Incoming, *, asked_at: datetime | None = None) -> None:
    """Keep a message until its sender says what it is.

    Args:
        asked_at: now (UTC), where the sender is asked whether it is an answer, which "yes" or "no" may answer.
    """
    stored = _STORED.dump_python(incoming, mode="json", exclude_defaults=True)
    held = {**row.context.get(HELD, {}), str(incoming.message_id): stored}
    row.context = {**row.context, HELD: held}
    if asked_at is not None:
        asked = {"message_id": incoming.message_id, "at": asked_at.isoformat()}
        row.context = {**row.context, ASKED_BACK: asked}


def take_out(row: OpenForm, message_id: int) -> Incoming | None:
    """Remove a kept message and return it as it came; `None` where it is not kept any more."""
    held = dict(row.context.get(HELD, {}))
    stored = held.pop(str(message_id), None)
    if stored is None:
        return None
    row.context = {name: value for name, value in {**row.context, HELD: held}.items() if name != ASKED_BACK}
    return _STORED.validate_python(stored)


def set_aside(row: OpenForm, message_id: int) -> bool:
    """Offer a kept message for the questions to come, of which it may be the answer. Returns: whether it is kept."""
    if str(message_id) not in row.context.get(HELD, {}):
        return False
    aside = [*row.context.get(SET_ASIDE, []), message_id]
    row.context = {name: value for name, value in {**row.context, SET_ASIDE: aside}.items() if name != ASKED_BACK}
    return True


def list_set_aside(row: OpenForm) -> list[tuple[int, str]]:
    """The messages that were set aside and not taken since: the id and the words of each.

    Of a registration, where nothing else is possible yet, also those about which an earlier question was in doubt.
    """
    held = row.context.get(HELD, {})
    aside = row.context.get(SET_ASIDE, [])
    if row.twg_id is None and row.context.get(DOUBTED) != row.revision:
        aside = [int(message_id) for message_id in held]
    kept = [(message_id, held.get(str(message_id))) for message_id in aside]
    return [(message_id, str(message.get("text", ""))) for message_id, message in kept if message is not None]


def asked_back(row: OpenForm, *, now: datetime) -> int | None:
    """The id of the message about which the sender was asked just now; `None` where nothing is asked about one."""
    asked = row.context.get(ASKED_BACK)
    if asked is None or now - datetime.fromisoformat(asked["at"]) > ANSWERED_WITHIN:
        return None
    return int(asked["message_id"])
