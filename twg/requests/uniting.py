"""Two requests of one person for the same, which wait to be decided (M10)."""

from storage.requests import UNLIMITED, MemberRequest, RequestState
from twg.core.uniting import Uniting

TWO_REQUESTS = Uniting(
    table=MemberRequest,
    column="asked_by_id",
    same=("kind", "subject_type", "subject_id"),
    counts=lambda request: request.state is RequestState.WAITING and request.kind not in UNLIMITED,
    ends=lambda now: {"state": RequestState.WITHDRAWN, "decided_at": now},
)
UNITINGS = (TWO_REQUESTS,)
