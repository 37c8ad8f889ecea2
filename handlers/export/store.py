"""Exporting the shared store: /export, and the buttons below what it sends (R4)."""

from datetime import date, datetime
from functools import partial

from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.export.csv_files import build_tables
from messages.export.files import build_part
from messages.export.workbook import build_workbook
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button
from messages.rendering.texts import Text, _
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.permissions import GRANTS, Permission
from twg.core.refusals import NotFound
from twg.export import files, store
from twg.export.files import FilesExport, FileState
from twg.export.store import ExportFormat
from twg.language.due_periods import Period
from twg.language.export_words import ExportWords, find_format, find_period, read_export_words
from twg.language.tasks import Deed

router = Router("export")

_MB = 1_000_000
#: What buttons carry for no period, and for all TWGs of the person.
_ALWAYS, _EVERY_TWG = "all", "every"


@router.command(
    "export", _("The shared store as an Excel file"), permission=Permission.STORE_EXPORT, group=Group.PAPERS
)
async def export_(request: Request, words: str) -> Reply:
    """`/export`, `/export Q3 2026`, `/export csv 2026`, `/export files 2026`, `/export all`."""
    asked = read_export_words(words, today=request.today)
    return await _give(request, _format(asked), asked.period, every_twg=asked.every_twg)


def _format(asked: ExportWords) -> ExportFormat:
    return {asked.tables: ExportFormat.TABLES, asked.files: ExportFormat.FILES}.get(True, ExportFormat.WORKBOOK)


@router.button("make", permission=Permission.STORE_EXPORT)
async def make(request: Request, what: ExportFormat, days: str = _ALWAYS, of: str = "") -> Reply:
    """Args: `days` are the first and the last, "20260101-20261231"; `of`: `_EVERY_TWG` for all of the person's."""
    return await _give(request, what, _read_days(days), every_twg=of == _EVERY_TWG)


def _days(period: Period | None) -> str:
    """A period as buttons carry it."""
    return _ALWAYS if period is None else f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"


def _read_days(days: str) -> Period | None:
    """Raises: NotFound for what the program did not write."""
    if days == _ALWAYS:
        return None
    try:
        first, last = (datetime.strptime(day, "%Y%m%d").date() for day in days.split("-"))  # noqa: DTZ007 - local days
    except ValueError:
        raise NotFound from None
    if first > last:
        raise NotFound
    return Period(first, last, "")


async def _give(request: Request, what: ExportFormat, period: Period | None, *, every_twg: bool) -> Reply:
    others = _others(request) if every_twg else []
    twgs = [request.member.twg, *(each.twg for each in others)]
    being_made = Content("export/being_made", {"twgs": twgs})
    asked = request.session, request.member, request.domains
    if what is ExportFormat.FILES:
        archive, now = request.settings.archive, request.now
        plan = await files.export_files(*asked, archive, others=others, period=period, now=now)
        return Reply(_files_content(request, plan, twgs), while_made=being_made if plan.parts else None)
    wanted = await store.export_store(*asked, what, others=others, period=period, now=request.now)
    build, ending = (build_tables, "zip") if what is ExportFormat.TABLES else (build_workbook, "xlsx")
    name = f"{_name(request, twgs, period)}.{ending}"
    file = Attachment(name, partial(build, wanted, request.locale, request.zone), captioned=True)
    context = {"twgs": twgs, "day": request.today, "period": period}
    keyboard = _keyboard(request, what, period, every_twg=every_twg)
    return Reply(Content("export/made", context, keyboard, (file,)), while_made=being_made)


def _others(request: Request) -> list[Actor]:
    """The person in their other TWGs that they may export."""
    may = GRANTS[Permission.STORE_EXPORT]
    return [request.within(each.twg_id).member for each in request.other_memberships if each.role in may]


def _name(request: Request, twgs: list[Twg], period: Period | None) -> str:
    """What a file is called, without its ending: "HLT-TWG-2026-11-23", "HLT-TWG-2026-07-01-to-2026-09-30"."""
    of = f"{twgs[0].code}-TWG" if len(twgs) == 1 else "TWGs"
    return f"{of}-{request.today}" if period is None else f"{of}-{period.first}-to-{period.last}"


def _files_content(request: Request, plan: FilesExport, twgs: list[Twg]) -> Content:
    included = [item for item in plan.items if item.state is FileState.INCLUDED]
    context = {
        "twgs": twgs,
        "count": len(plan.items),
        "size_mb": -(-sum(item.size_bytes for item in included) // _MB),
        "parts": len(plan.parts),
        "absent": len(plan.items) - len(included),
        "not_sent": plan.not_sent,
        "period": plan.period,
    }
    name, count = _name(request, twgs, plan.period), len(plan.parts)
    parts = tuple(
        Attachment(f"{name}-files-{place + 1}-of-{count}.zip", _part(request, plan, place)) for place in range(count)
    )
    return Content("export/files", context, (), parts)


def _part(request: Request, plan: FilesExport, place: int) -> partial[bytes]:
    return partial(build_part, plan, place, request.locale, request.zone)


def _keyboard(request: Request, what: ExportFormat, period: Period | None, *, every_twg: bool) -> Keyboard:
    """What else can be had: a shorter period, another format, all TWGs of the person."""
    today = request.today
    quarter = (today.month - 1) // 3
    begun, ended = (
        date(today.year, 3 * quarter + 1, 1),
        date(today.year, 3 * quarter + 3, 31 if quarter in (0, 3) else 30),
    )
    year = Period(date(today.year, 1, 1), date(today.year, 12, 31), "")
    spans = [
        (_("Year {year}").with_(year=today.year), year),
        (_("Quarter {quarter}, {year}").with_(quarter=quarter + 1, year=today.year), Period(begun, ended, "")),
    ]

    def choice(label: Text, chosen: ExportFormat, of: Period | None, every: bool) -> Button:
        return button(label, "export:make", chosen.value, _days(of), *([_EVERY_TWG] if every else []))

    shorter = tuple(choice(label, what, span, every_twg) for label, span in spans if period is None)
    others = [each for each in ExportFormat if each is not what]
    formats = tuple(choice(Text(each.label), each, period, every_twg) for each in others)
    every = (choice(_("All my TWGs"), what, period, True),) if not every_twg and _others(request) else ()
    return tuple(row for row in (shorter, formats, every) if row)


@router.wish("exporting", permission=Permission.STORE_EXPORT)
@router.wish("export", permission=Permission.STORE_EXPORT, firm=True)
async def wished(request: Request, text: str) -> list[Button]:
    """The store in the format that the words name, of the period with which they end."""
    period = find_period(text, today=request.today)
    what = _format(find_format(text))
    if what is ExportFormat.WORKBOOK:
        everything = button(_("Get everything as an Excel file"), "general:only", "export")
    else:
        everything = button(Text(what.label), "export:make", what.value, _ALWAYS)
    if period is None:
        return [everything]
    label = _("Only {period}").with_(period=period.words)
    return [button(label, "export:make", what.value, _days(period)), everything]


router.explain(
    Howto(
        _("Get everything as an Excel file"),
        _("/export sends the shared store: members, meetings, documents, actions, indicators; /export 2026 a year."),
        Deed(("export", "see", "send"), ("store",)),
        "export",
        Permission.STORE_EXPORT,
    ),
)
