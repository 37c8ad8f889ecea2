"""Tables of indicators in the chat: a file is sent, what it comes to is shown, and taken once confirmed (J1)."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.file_field import FileField, check_file
from handlers.forms.form import Form
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.indicators.sheets import planned, render_remarks
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import _
from storage.indicators import IndicatorFile
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.indicators import workbooks
from twg.language.tasks import Deed

router = Router("indicators")

_ENDINGS = (".xlsx", ".xlsm", ".csv", ".tsv")


@router.form(
    "import_indicators",
    _("Import indicators"),
    saves=workbooks.keep_workbook,
    opened_by="import",
    confirm=False,
)
class ImportForm(Form):
    file: Annotated[
        SentFile,
        FileField(
            question=_("Please send the table of indicators as an Excel (.xlsx) or CSV file."),
            hint=_("Nothing is changed before you have seen the result."),
            label=_("File"),
        ),
    ]

    async def save(self, request: Request, _about: Any) -> Reply:
        return await _keep(request, self.file)


async def _keep(request: Request, file: SentFile) -> Reply:
    kept = await workbooks.keep_workbook(request.session, request.member, file, now=request.now)
    keyboard = ((button(_("See what would change"), "indicators:look", kept.id),),)
    return show("indicators/kept", keyboard=keyboard, name=file.name)


@router.button("take_table", permission=Permission.INDICATOR_DEFINE)
async def take(request: Request) -> Reply:
    """Take the file in the message to which the buttons were offered."""
    file = request.incoming.replied_file
    if file is None:
        return await open_form(request, ImportForm)
    check_file(file, request.settings.max_file_mb)
    return await _keep(request, file)


@router.button("look", subject=IndicatorFile)
async def look(request: Request, file_id: int) -> Reply:
    """What taking the table would change."""
    kept = await workbooks.access_workbook(request.session, request.member, file_id)
    sheet = await workbooks.access_sheet(request.session, request.member, file_id)
    plan = await workbooks.plan_indicators(request.session, request.member, sheet)
    may_apply = kept.applied_at is None and (plan.new or plan.changed)
    keyboard = ((button(_("Import them"), "indicators:apply", kept.id),),) if may_apply else ()
    return _summary(request, "indicators/planned", plan, keyboard)


@router.button("apply", subject=IndicatorFile)
async def apply(request: Request, file_id: int) -> Reply:
    plan = await workbooks.import_indicators(request.session, request.member, file_id, now=request.now)
    return replace(_summary(request, "indicators/imported", plan, ()), edit=True)


def _summary(request: Request, template: str, plan: workbooks.Plan, keyboard: Keyboard) -> Reply:
    """What a table comes to, with the first remarks, and with a file of all where there are more."""
    context = planned(plan)
    if not context["more"]:
        return show(template, keyboard=keyboard, **context)
    make = partial(render_remarks, plan.sheet, request.locale, request.zone)
    file = Attachment(f"{request.member.twg.code}-JMI.txt", make)
    return Reply(Content(template, context, keyboard, (file,)))


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to import a file that may be a table of indicators."""
    file = request.incoming.file
    if file is None or not request.member.may(Permission.INDICATOR_DEFINE):
        return []
    if not file.name.lower().endswith(_ENDINGS):
        return []
    return [Offer(25, button(_("Import it as indicators"), "indicators:take_table"))]


router.explain(
    Howto(
        _("Import indicators from a workbook"),
        _("“Import indicators” below /jmi asks for the Excel or CSV file and shows what would change."),
        Deed(("import",), ("indicator",)),
        "jmi",
        Permission.INDICATOR_DEFINE,
    ),
)
