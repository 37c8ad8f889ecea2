"""What becomes of rows that are about a row of another capability, when that row is over (A3, J2).

For example nobody could decide a request about an action that was closed. A capability with such rows declares an
`Endings`; the operation that closes a row reaches all of them by `Domains`, and so imports no other capability.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Endings:
    """How a capability ends its rows about a row of another one. Each is given a session, who acts, and a table's name.

    Attributes:
        end: ends the rows about these rows (their ids), and returns the ids of the notifications that it wrote.
        undo_end: undoes that about a row that was over at a moment (UTC) and is open again.
        end_agreed: ends what was agreed about a row (its id), and returns whether anything was.
    """

    end: Callable[..., Awaitable[list[int]]]
    undo_end: Callable[..., Awaitable[None]]
    end_agreed: Callable[..., Awaitable[bool]]
