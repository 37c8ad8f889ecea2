"""Asking to join a TWG, with a link that does not admit at once or without one; who decides it (M1, M2)."""

from storage.engine.labels import N_
from storage.joining import JoinRequest
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.joining import asking, deciding, details, entering, notices, recognising, screening, uniting

DOMAIN = Domain(
    operations=operations_of(asking, details, entering, recognising, screening),
    subjects=(
        Subject(
            table=JoinRequest,
            label=N_("Request to join"),
            access=deciding.access_request,
            title=lambda request: request.name,
            exported=False,
        ),
    ),
    notices=(
        notices.ASKED,
        notices.PASSED_ON,
        notices.CONSULTED,
        notices.ADVISED,
        notices.QUESTION,
        notices.ANSWERED,
        notices.DECIDED,
        notices.ADMISSION_UNDONE,
        notices.CHAIR_DECLINED,
    ),
    undos=(*screening.UNDOS, *recognising.UNDOS),
    forgets=details.forget,
    unitings=uniting.UNITINGS,
)

__all__ = ["DOMAIN", "asking", "deciding", "entering", "notices", "recognising", "screening"]
