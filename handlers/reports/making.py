"""The JMI report of a reporting round as files: /report, «JMI report for Q3», a button below the round (J6)."""

from handlers.reports.signing import show_edition
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages import reports as messages
from messages.rendering.texts import LOCALES, _
from storage.indicators import Round
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.tasks import Deed
from twg.reports import reading
from twg.reports.standing import read_standing

router = Router("reports")


@router.command(
    "report",
    _("The JMI report of a reporting round, as Word and Excel"),
    permission=Permission.SEE,
    group=Group.WORK,
)
async def report(request: Request, words: str) -> Reply:
    """`/report` the newest round, `/report Q3` the one of that period."""
    found = await reading.find_round(request.session, request.member, words)
    return await make(request, found.id)


@router.button("make", subject=Round, permission=Permission.SEE)
async def make(request: Request, round_id: int, locale: str = "") -> Reply:
    """Show the report of a round: the version that the Chair signed, or the present one where none is signed.

    Args:
        locale: the language of its files; empty for that of the reader.
    """
    standing = await read_standing(request.session, request.member, round_id)
    if standing.signed is None:
        return await draft(request, round_id, locale)
    return await show_edition(request, standing.signed.snapshot.id, locale)


@router.button("draft", subject=Round, permission=Permission.SEE)
async def draft(request: Request, round_id: int, locale: str = "") -> Reply:
    """The report of a round as it is now; where it was signed, for who follows rounds."""
    if locale not in ("", *LOCALES):
        raise NotFound
    standing = await read_standing(request.session, request.member, round_id)
    if standing.signed is not None and not request.member.may(Permission.ROUND_SEE):
        raise NotFound
    made = await reading.read_report(request.session, request.member, round_id, now=request.now)
    content = messages.made(made, standing, locale or request.locale)
    return Reply(content, while_made=messages.being_made(made), announced=True)


@router.button("make_as", permission=Permission.SEE)
async def make_as(request: Request) -> Reply:
    """The report of the round that the message names."""
    found = await reading.find_round(request.session, request.member, wished(request), strict=False)
    return await make(request, found.id)


router.explain(
    Howto(
        _("Get the JMI report"),
        _("/report sends the JMI report of the newest reporting round as Word and Excel; /report Q3 that of a period."),
        Deed(("create", "export", "see", "send"), ("jmi_report",)),
        "report",
        Permission.SEE,
    ),
)
