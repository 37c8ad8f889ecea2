"""What became of an update."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.routing.incoming import Incoming
from handlers.routing.menus import MenuEntry
from handlers.routing.request import Reply
from storage.core.inbox import Acceptance


@dataclass(frozen=True)
class Handled:
    """A committed update, and what is needed to send its reply.

    Attributes:
        account_id: the sender's account; `None` where they are not registered.
        menu: the command menu to set in Telegram for the sender; empty when Telegram shows it already.
        due: whether the transaction left something to deliver to others.
        withheld: notifications of which nothing more is to be sent, and those that are sent after all, by id.
    """

    incoming: Incoming
    reply: Reply
    locale: str
    zone: ZoneInfo
    account_id: int | None = None
    menu: tuple[MenuEntry, ...] = ()
    due: bool = False
    withheld: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """An update that waits in the database for the other parts of its act, or behind such.

    Attributes:
        whole: no further part can come.
    """

    whole: bool


#: `BEHIND` where earlier updates of the chat wait, so that nothing was done; `None` where it was handled before.
Attempted = Handled | Literal[Acceptance.BEHIND] | None
