"""Lists of members in the chat: a file sent to the assistant or /import, what it comes to, and the sheet of links."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.file_field import FileField, check_file
from handlers.forms.form import Form
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button
from messages.rendering.texts import _
from messages.rosters.remarks import render_remarks
from messages.rosters.sheet import build_sheet
from storage.rosters import RosterFile
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.language.tasks import Deed
from twg.members.caps import find_above
from twg.members.invites import link_to
from twg.rosters import importing, links, sending
from twg.rosters.importing import Plan

router = Router("rosters")

#: Remarks in the message; with more, all are in a file too.
MOST_SHOWN = 8
_ENDINGS = (".xlsx", ".xlsm", ".csv", ".tsv", ".xls")


@router.form(
    "import_roster", _("Import the list of members"), saves=sending.keep_roster, opened_by="new", confirm=False
)
class ImportForm(Form):
    file: Annotated[
        SentFile,
        FileField(
            question=_("Please send the list of members as an Excel (.xlsx) or CSV file."),
            hint=_("Nothing is changed before you have seen the result."),
            label=_("File"),
        ),
    ]

    async def save(self, request: Request, _about: Any) -> Reply:
        return await _keep(request, self.file)


async def _keep(request: Request, file: SentFile) -> Reply:
    kept = await sending.keep_roster(request.session, request.member, file, now=request.now)
    keyboard = ((button(_("See what would change"), "rosters:look", kept.id),),)
    return show("rosters/kept", keyboard=keyboard, name=file.name)


@router.command("import", _("Import the list of members"), permission=Permission.MEMBER_INVITE, group=Group.MEMBERS)
async def import_(request: Request) -> Reply:
    return await open_form(request, ImportForm)


@router.button("take", permission=Permission.MEMBER_INVITE)
async def take(request: Request) -> Reply:
    """Take the file in the message to which the buttons were offered."""
    file = request.incoming.replied_file
    if file is None:
        return await open_form(request, ImportForm)
    check_file(file, request.settings.max_file_mb)
    return await _keep(request, file)


@router.button("look", subject=RosterFile)
async def look(request: Request, roster_file_id: int) -> Reply:
    """What importing the list would change."""
    kept = await sending.access_roster(request.session, request.member, roster_file_id)
    roster = await sending.access_reading(request.session, request.member, roster_file_id)
    plan = await importing.plan_import(request.session, request.member, roster)
    keyboard = ((button(_("Import it"), "rosters:apply", kept.id),),) if kept.applied_at is None else ()
    return await _summary(request, "rosters/planned", plan, keyboard)


@router.button("apply", subject=RosterFile)
async def apply(request: Request, roster_file_id: int) -> Reply:
    roster = await sending.access_reading(request.session, request.member, roster_file_id)
    await sending.mark_imported(request.session, request.member, roster_file_id, now=request.now)
    plan = await importing.import_roster(request.session, request.member, roster, now=request.now)
    keyboard = ((button(_("Sheet of personal links"), "rosters:links"),),)
    return replace(await _summary(request, "rosters/imported", plan, keyboard), edit=True)


@router.button("links", permission=Permission.MEMBER_INVITE)
async def make_links(request: Request) -> Reply:
    """A Word file with a link and QR code for everybody in the lists who has not registered."""
    made = await links.invite_each(request.session, request.member, now=request.now)
    if not made:
        return say("rosters/nobody_to_invite")
    addressed = [(link.entry, link_to(request.settings.bot_username, link.token)) for link in made]
    twg, ends_at = request.member.twg, made[0].expires_at.astimezone(request.zone)
    make = partial(build_sheet, twg, addressed, ends_at.date(), request.locale)
    file = Attachment(f"{twg.code}-TWG-links.docx", make, captioned=True)
    return Reply(Content("rosters/links", {"twg": twg, "count": len(made), "ends_at": ends_at}, (), (file,)))


async def _summary(request: Request, template: str, plan: Plan, keyboard: Keyboard) -> Reply:
    """What an import comes to, with the first remarks, and with a file of all where there are more.

    It warns where those who have not registered yet would be more members than were agreed on.
    """
    above = await find_above(request.session, request.member.twg.id, adding=plan.joining)
    remarks = sorted(plan.roster.remarks, key=lambda remark: not remark.what.error)
    context: dict[str, Any] = {"plan": plan, "remarks": remarks[:MOST_SHOWN], "more": len(remarks[MOST_SHOWN:])}
    context["above"] = above
    if not context["more"]:
        return show(template, keyboard=keyboard, **context)
    make = partial(render_remarks, remarks, request.locale, request.zone)
    file = Attachment(f"{request.member.twg.code}-TWG-list.txt", make)
    return Reply(Content(template, context, keyboard, (file,)))


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to import a file that may be a list of members."""
    file = request.incoming.file
    if file is None or not request.member.may(Permission.MEMBER_INVITE) or not file.name.lower().endswith(_ENDINGS):
        return []
    return [Offer(20, button(_("Import it as the list of members"), "rosters:take"))]


@router.wish("import_members", permission=Permission.MEMBER_INVITE)
async def wished(_request: Request, _text: str) -> list[Button]:
    return [button(_("Import the list of members"), "general:only", "import")]


router.explain(
    Howto(
        _("Import the list of members"),
        _("/import asks for the Excel or CSV file and shows what would change; or send me the file."),
        Deed(("import",), ("member_list", "member", "store")),
        "import",
        Permission.MEMBER_INVITE,
    ),
)
