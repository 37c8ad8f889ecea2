"""Taking the shared store out: /export."""

from functools import partial

from handlers.registry import command
from handlers.request import Reply, Request
from messages.content import Attachment, Content
from messages.texts import _
from messages.workbook import build_workbook
from twg import export
from twg.permissions import Permission


@command("export", _("The shared store as an Excel file"), permission=Permission.EXPORT)
async def export_(request: Request, _rest: str) -> Reply:
    tables = await export.export_store(request.session, request.member)
    day = request.now.astimezone(request.zone).date()
    file = Attachment(
        f"{request.member.twg.code}-TWG-{day.isoformat()}.xlsx",
        partial(build_workbook, tables, request.locale, request.zone),
        captioned=True,
    )
    return Reply(Content("general/export", {"twg": request.member.twg, "tables": tables, "day": day}, (), (file,)))
