"""Two requests of one person to join the same TWG (M10)."""

from storage.joining import JoinRequest, JoinState
from twg.core.uniting import Uniting

UNITINGS = (
    Uniting(
        table=JoinRequest,
        same=("twg_id",),
        counts=lambda request: request.is_open,
        ends=lambda now: {"state": JoinState.WITHDRAWN, "decided_at": now, "details": {}},
        undone=False,  # what was entered is forgotten with it
    ),
)
