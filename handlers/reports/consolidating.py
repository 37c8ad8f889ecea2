"""CRDB/CDC sees what all TWGs have sent and signed, reminds the others, and gets the consolidated report (J6, R3)."""

from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import LOCALES, _
from messages.reports import tracked as messages
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.tasks import Deed
from twg.reports import consolidating, tracking

router = Router("reports")


@router.command(
    "tracker",
    _("What all TWGs have reported and signed"),
    permission=Permission.REPORT_CONSOLIDATE,
    group=Group.WORK,
)
async def tracker(request: Request, words: str) -> Reply:
    """`/tracker` of the usual period, `/tracker Q3` of that one."""
    found = await tracking.track(request.session, request.member, words)
    return Reply(messages.tracker(found, now=request.now))


@router.button("track", permission=Permission.REPORT_CONSOLIDATE)
async def track(request: Request, like: int) -> Reply:
    """The same, of the period of a round."""
    found = await tracking.track(request.session, request.member, like=like)
    return Reply(messages.tracker(found, now=request.now))


@router.button("chase", permission=Permission.REPORT_CONSOLIDATE)
async def chase(request: Request, like: int) -> Reply:
    """Remind the secretariats of the TWGs that have not signed."""
    told = await tracking.chase(request.session, request.member, like, now=request.now)
    found = await tracking.track(request.session, request.member, like=like)
    return Reply(messages.reminding(found, told, now=request.now), edit=True)


@router.button("consolidate", permission=Permission.REPORT_CONSOLIDATE)
async def consolidate(request: Request, like: int = 0, locale: str = "") -> Reply:
    """The reports of all TWGs together. Args: `locale`: the language of the files; empty for that of the reader."""
    if locale not in ("", *LOCALES):
        raise NotFound
    about = request.session, request.member
    found, wanted = await consolidating.consolidate(*about, like=like, now=request.now)
    content = messages.consolidated(found, wanted, locale or request.locale)
    return Reply(content, while_made=messages.consolidating(found), announced=True)


router.explain(
    Howto(
        _("See which TWGs have reported, and get the consolidated report"),
        _("/tracker lists all TWGs, with buttons to remind the others and for the consolidated report."),
        Deed(("see", "create", "export"), ("all_twgs",)),
        "tracker",
        Permission.REPORT_CONSOLIDATE,
    ),
)
