"""The actions of a record become agreed actions: the form of a new action, filled in with a line (G6)."""

from handlers.actions.recording import RecordForm
from handlers.forms.conversation import open_form
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from storage.records import LineKind, RecordLine
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.records import keeping

router = Router("records")


@router.button("as_action", subject=RecordLine, permission=Permission.ACTION_RECORD)
async def record_action(request: Request, line_id: int) -> Reply:
    """Ask for what the line does not say, and for who may see it where the meeting does not tell that."""
    line, _record, meeting = await keeping.read_line(request.session, request.member, line_id)
    if line.kind is not LineKind.ACTION or line.removed_at is not None:
        raise NotFound
    due = line.due if line.due_on is None else f"{line.due_on:%d/%m/%Y}"
    typed = {"text": line.text, "owner": line.owners, "due_on": due}
    known = {name: words for name, words in typed.items() if words}
    return await open_form(request, RecordForm, typed=known, answers={"meeting": str(meeting.id)})
