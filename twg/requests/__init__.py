"""Requests of members: asking, deciding, and reminding those who decide."""

from datetime import datetime

from storage.engine.labels import N_
from storage.requests import MemberRequest, find_request
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.requests import access, asking, deciding, ending, handing, notices, reminding, uniting
from twg.requests.sheets import SHEETS


def _still_calls(request: MemberRequest, _now: datetime) -> None:
    notices.check_reminded(request)


DOMAIN = Domain(
    operations=operations_of(asking, deciding),
    subjects=(
        Subject(
            table=MemberRequest,
            label=N_("Request"),
            access=access.access_request,
            title=lambda request: request.title or request.asked_by.name,
            find=find_request,
            still_calls=_still_calls,
            reschedule=reminding.reschedule,
            sheets=SHEETS,
        ),
    ),
    notices=(
        notices.MADE,
        notices.WITHDRAWN,
        notices.DECIDED,
        notices.UNDECIDED,
        notices.OVER,
        notices.REMINDER,
        notices.TIME_ENDS,
    ),
    rules=notices.RULES,
    undos=(*asking.UNDOS, *deciding.UNDOS),
    endings=ending.ENDINGS,
    handings=handing.HANDINGS,
    unitings=uniting.UNITINGS,
)

__all__ = ["DOMAIN", "access", "asking", "deciding", "notices"]
