"""Reports whose messages were edited (U2, J4)."""

from typing import Any

from handlers.forms.conversation import open_form
from handlers.indicators.report_form import ReportForm
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from storage.core.files import StoredFile
from storage.indicators import Submission
from twg.core.files import SentFile
from twg.indicators import reviewing

router = Router("indicators")


@router.edit_of(Submission)
async def report_again(request: Request, submission_id: int, field: str, text: str) -> Reply:
    """Open the report again with what the edited message says now; saving it makes a new version."""
    if not field:  # a report in one line, or by a reply: read again as it was read first
        return await request.route(request)
    made = await reviewing.access_submission(request.session, request.member, submission_id)
    texts = {name: getattr(made, name) or None for name in ("note", "constraints", "next_steps")}
    value = {} if made.value is None else {"value": str(made.value)}
    evidence = None if made.evidence is None else _raw(made.evidence)
    answers = {"indicator": str(made.indicator_id), **value, **texts, "evidence": evidence}
    context = {"indicator_id": made.indicator_id}
    return await open_form(request, ReportForm, context=context, typed={field: text}, answers=answers)


def _raw(file: StoredFile) -> dict[str, Any]:
    """The raw answer with which a file that is kept was sent."""
    sent = SentFile(
        handle=file.handle, kind=file.kind, name=file.name, mime_type=file.mime_type, size_bytes=file.size_bytes
    )
    return sent.model_dump(mode="json")
