"""Reports by a sheet: sent out, filled in elsewhere, sent back; what would change is shown, and saved once (J7)."""

from dataclasses import replace
from functools import partial

from handlers.forms.file_field import check_file
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.indicators import SHEET_BUTTON
from messages.indicators.report_sheet import build_report_sheet
from messages.indicators.returned_sheet import planned_reports
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.texts import _
from storage.indicators import ReportRequest, ReportSheet
from storage.requests import RequestKind
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.indicators import report_sheets, reporting
from twg.language.tasks import Deed
from twg.requests import asking

router = Router("indicators")

_ENDINGS = (".xlsx", ".xlsm")
#: Of a sheet saved as something else, which is refused in words.
_OTHER_ENDINGS = (".xls", ".xlsb", ".ods", ".csv")
#: In the names of the sheets that are sent out, by which a returned one is known.
_NAMED = "-JMI-reports"
#: Characters of a file's name on its button.
_LONGEST = 30


@router.button("sheet", permission=Permission.INDICATOR_REPORT)
async def send(request: Request) -> Reply:
    """The sheet of the open round, or of the TWG, with what is the actor's to report."""
    contents = await report_sheets.read_contents(request.session, request.member)
    twg, day = request.member.twg, request.today.isoformat()
    make = partial(build_report_sheet, contents, twg, request.locale, request.zone)
    file = Attachment(f"{twg.code}{_NAMED}-{day}.xlsx", make, captioned=True)
    context = {"twg": twg, "round": contents.round, "total": len(contents.listed)}
    return Reply(Content("indicators/report_sheet", context, (), (file,)))


@router.button("take_sheet", permission=Permission.INDICATOR_REPORT)
async def take(request: Request) -> Reply:
    """Keep the files in the message to which the buttons were offered, each as a sheet of its own."""
    sheets = _sheets_in(request.incoming.replied_file)
    if not sheets:
        raise NotFound
    buttons = []
    for file in sheets:
        check_file(file, request.settings.max_file_mb)
        kept = await report_sheets.keep_report_sheet(request.session, request.member, file, now=request.now)
        label = _("See what it says") if len(sheets) == 1 else _("See {name}").with_(name=shorten(file.name, _LONGEST))
        buttons.append(button(label, "indicators:look_sheet", kept.id))
    return show("indicators/kept_sheet", keyboard=rows(buttons), name=", ".join(file.name for file in sheets))


def _sheets_in(sent: SentFile | None) -> list[SentFile]:
    """The files that may be sheets with reports."""
    return [] if sent is None else [file for file in sent.all if _may_be_sheet(file.name)]


def _may_be_sheet(name: str) -> bool:
    """Whether a file is a workbook, or by its name a sheet that was sent out."""
    return name.lower().endswith(_ENDINGS) or (_is_named_so(name) and name.lower().endswith(_OTHER_ENDINGS))


def _is_named_so(name: str) -> bool:
    return _NAMED.lower() in name.lower()


@router.button("look_sheet", subject=ReportSheet, permission=Permission.INDICATOR_REPORT)
async def look(request: Request, sheet_id: int) -> Reply:
    """What taking the sheet would report."""
    kept = await report_sheets.access_report_sheet(request.session, request.member, sheet_id)
    plan = await report_sheets.plan_reports(request.session, request.member, sheet_id, now=request.now)
    return Reply(planned_reports(plan, kept, request.locale, is_taken=kept.applied_at is not None))


@router.button("choose_reading", subject=ReportSheet, permission=Permission.INDICATOR_REPORT)
async def choose_reading(request: Request, sheet_id: int, indicator_id: int, reading: str = "") -> Reply:
    """Take a doubted value as it is meant, or leave its report out."""
    plan = await report_sheets.choose_reading(
        request.session, request.member, sheet_id, indicator_id, reading, now=request.now
    )
    kept = await report_sheets.access_report_sheet(request.session, request.member, sheet_id)
    return replace(Reply(planned_reports(plan, kept, request.locale)), edit=True)


@router.button("save_sheet", subject=ReportSheet, permission=Permission.INDICATOR_REPORT)
async def save(request: Request, sheet_id: int) -> Reply:
    """Report what the sheet says; where it says that there is no data, tell so those who asked."""
    plan, made = await report_sheets.take_reports(
        request.session, request.member, sheet_id, request.domains, now=request.now
    )
    for one in plan.no_data:
        asked_id = None if one.indicator is None else plan.requests.get(one.indicator.id)
        if asked_id is not None:
            args = asking.NewRequest(
                kind=RequestKind.NO_DATA,
                subject_type=ReportRequest.__tablename__,
                subject_id=asked_id,
                text=one.no_data,
            )
            await asking.ask(request.session, request.member, args, now=request.now)
    label = _("Change {number}…")
    buttons = [button(label.with_(number=one.indicator.number), "indicators:change", one.id) for one in made]
    said = [one.number for one in plan.no_data]
    context = {"submissions": made, "no_data": said, "left_out": [one.number for one in plan.left_out]}
    content = Content("indicators/saved_sheet", context, rows(buttons, per_row=2))
    return replace(Reply(content), edit=True)


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to take a file that may be a sheet with reports; first of all from who owes reports, or by its name."""
    file = request.incoming.file
    sheets = _sheets_in(file)
    if file is None or not sheets or not request.member.may(Permission.INDICATOR_REPORT):
        return []
    is_named = any(_is_named_so(file.name) for file in sheets)
    is_likely = is_named or await reporting.list_owed(request.session, request.member)
    if file.more and not is_likely:  # papers, among which a workbook
        return []
    return [Offer(5 if is_likely else 27, button(_("Take the reports in it"), "indicators:take_sheet"))]


async def _begin(_request: Request) -> list[Button]:
    return [SHEET_BUTTON]


router.explain(
    Howto(
        _("Report by an Excel sheet"),
        _("“Sheet to fill in” below /jmi sends an Excel file; fill in its yellow cells and send it back here."),
        Deed(("report", "send", "see"), ("report_sheet",)),
        "jmi",
        Permission.INDICATOR_REPORT,
        _begin,
    ),
)
