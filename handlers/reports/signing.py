"""The secretariat asks the Chair to sign a report; the Chair signs that version, and later changes need a reason."""

from typing import Annotated, Any

from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import reports as messages
from messages.rendering.texts import LOCALES, _
from storage.indicators import Round
from storage.reports import ReportSnapshot
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.indicators.rounds import access_round
from twg.language.explaining import hardly_tells_why
from twg.language.tasks import Deed
from twg.reports import overtaking, signing
from twg.reports.outstanding import read_outstanding
from twg.reports.reading import JmiReport

router = Router("reports")


@router.button("ask_sign_off", subject=Round, permission=Permission.REPORT_PREPARE)
async def ask_sign_off(request: Request, round_id: int) -> Reply:
    """Put the report to the Chair as it is now."""
    args = signing.SignOff()
    edition = await signing.ask_sign_off(request.session, request.member, round_id, args, now=request.now)
    return Reply(messages.asked(edition))


@router.button("show", subject=ReportSnapshot, permission=Permission.SEE)
async def show_edition(request: Request, snapshot_id: int, locale: str = "") -> Reply:
    """An edition with its files. Args: `locale`: the language of these; empty for that of the reader."""
    if locale not in ("", *LOCALES):
        raise NotFound
    edition = await signing.read_edition(request.session, request.member, snapshot_id)
    amendments = await signing.list_amendments(request.session, request.member, snapshot_id)
    outstanding = await read_outstanding(request.session, request.member, edition.snapshot)
    about = request.member, edition, amendments, request.settings.archive
    report = JmiReport(edition.contents, is_open=False)
    return Reply(
        messages.shown(*about, locale or request.locale, outstanding),
        while_made=messages.being_made(report),
        announced=True,
    )


@router.button("sign", subject=ReportSnapshot, permission=Permission.REPORT_SIGN)
async def ask_sign(request: Request, snapshot_id: int) -> Reply:
    """Ask before it is signed: nobody can take it back. Raises: what would prevent it."""
    try:
        edition = await signing.check_signable(request.session, request.member, snapshot_id)
    except signing.ContentsChanged as refusal:
        return await _not_signed(request, snapshot_id, refusal)
    outstanding = await read_outstanding(request.session, request.member, edition.snapshot)
    return Reply(messages.ask_sign(edition, outstanding))


@router.button("sign_now", subject=ReportSnapshot, permission=Permission.REPORT_SIGN)
async def sign(request: Request, snapshot_id: int) -> Reply:
    try:
        edition = await signing.sign(request.session, request.member, snapshot_id, now=request.now)
    except signing.ContentsChanged as refusal:
        return await _not_signed(request, snapshot_id, refusal)
    return Reply(messages.signed(edition), edit=True)


async def _not_signed(request: Request, snapshot_id: int, refusal: signing.ContentsChanged) -> Reply:
    """The refusal; the secretariat, who can ask again, is told."""
    await overtaking.tell_not_signed(request.session, request.member, snapshot_id, now=request.now)
    return Reply(refusal=refusal)


@router.form(
    "amend_report",
    _("Amend what was signed"),
    saves=signing.ask_sign_off,
    about=about_row(Round, access_round, lambda round_: round_.title),
    opened_by="amend",
    save=_("Ask the Chair to sign"),
    adds=True,
)
class AmendForm(Form):
    reason: Annotated[
        str,
        Field(
            question=_("Why is what was signed amended?"),
            hint=_("For example: the ministry has corrected the figure of 2008-4."),
            label=_("Reason"),
            limit=signing.LONGEST_REASON,
            unlike=hardly_tells_why,
        ),
    ]

    @classmethod
    async def load(cls, request: Request, about: Round) -> Any:
        """What would be amended. Raises: NothingToAmend."""
        return await signing.check_amendable(request.session, request.member, about.id)

    async def save(self, request: Request, about: Round) -> Reply:
        args = signing.SignOff(reason=self.reason)
        edition = await signing.ask_sign_off(request.session, request.member, about.id, args, now=request.now)
        return Reply(messages.asked(edition))


router.explain(
    Howto(
        _("Have the JMI report signed by the Chair"),
        _("/report, then “Ask the Chair to sign”: the Chair signs exactly that, and it is locked."),
        Deed(("sign",), ("jmi_report", "report")),
        "report",
        Permission.ROUND_SEE,
    ),
)
