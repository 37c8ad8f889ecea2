"""Reports whose messages were edited (U2, J4)."""

from dataclasses import replace

from handlers.forms.conversation import open_form
from handlers.indicators.evidence import raw_evidence
from handlers.indicators.report_form import ReportForm
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from storage.indicators import Submission
from twg.core.files import as_sent, with_the_others
from twg.indicators import reviewing

router = Router("indicators")


@router.edit_of(Submission)
async def report_again(request: Request, submission_id: int, field: str, text: str) -> Reply:
    """Open the report again with what the edited message says now; saving it makes a new version."""
    made = await reviewing.access_submission(request.session, request.member, submission_id)
    if not field:  # a report in one line, or by a reply: read again as it was read first
        incoming, evidence = request.incoming, [*map(as_sent, made.evidence)]
        if incoming.file is not None:
            incoming = replace(incoming, file=with_the_others(incoming.file, evidence))
        return await request.route(replace(request, incoming=incoming))
    texts = {name: getattr(made, name) or None for name in ("note", "constraints", "next_steps")}
    value = {} if made.value is None else {"value": str(made.value)}
    answers = {"indicator": str(made.indicator_id), **value, **texts, "evidence": raw_evidence(made)}
    context = {"indicator_id": made.indicator_id}
    return await open_form(request, ReportForm, context=context, typed={field: text}, answers=answers)
