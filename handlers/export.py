"""Exporting the shared store as an Excel file: /export."""

from functools import partial

from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.export import build_workbook
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, button
from messages.rendering.texts import _
from twg import export
from twg.core.permissions import Permission
from twg.language.tasks import Deed

router = Router("export")


@router.command(
    "export", _("The shared store as an Excel file"), permission=Permission.STORE_EXPORT, group=Group.PAPERS
)
async def export_(request: Request) -> Reply:
    wanted = await export.export_store(request.session, request.member, request.domains, now=request.now)
    day = request.now.astimezone(request.zone).date()
    file = Attachment(
        f"{request.member.twg.code}-TWG-{day.isoformat()}.xlsx",
        partial(build_workbook, wanted, request.locale, request.zone),
        captioned=True,
    )
    return Reply(
        Content("general/export", {"twg": request.member.twg, "day": day}, (), (file,)),
        while_made=Content("general/export_being_made", {"twg": request.member.twg}),
    )


@router.wish("export", permission=Permission.STORE_EXPORT)
async def wished(_request: Request, _text: str) -> list[Button]:
    return [button(_("Get everything as an Excel file"), "general:only", "export")]


router.explain(
    Howto(
        _("Get everything as an Excel file"),
        _("/export sends the shared store: members, meetings, documents, actions, indicators."),
        Deed(("export", "see", "send"), ("store",)),
        "export",
        Permission.STORE_EXPORT,
    ),
)
