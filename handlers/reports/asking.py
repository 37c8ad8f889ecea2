"""What people ask of reports in plain words: to make, sign or amend one, and who has signed (J6, R3, U2)."""

from contextlib import suppress
from dataclasses import replace

from handlers import general
from handlers.requests.in_words import ask_in_words
from handlers.routing.questions import Asked, of_each
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from messages import reports as messages
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, button, rows
from messages.rendering.texts import _
from messages.reports import tracked as tracked_messages
from storage.core.notifications import Notification
from storage.reports import ReportSnapshot, SnapshotState
from storage.requests import RequestKind
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.language.asked import Wanted, agrees, is_aside
from twg.language.questions import Topic
from twg.language.wishes import read_wish
from twg.reports import reading, signing, snapshots, tracking
from twg.reports.standing import Standing, check_askable, read_standing

router = Router("reports")

#: What is offered where the words name no round that there is: pressed, it says so.
_MAKE = button(_("JMI report, as Word and Excel"), "reports:make_as")
_TRACK = button(_("What the TWGs have sent"), "general:only", "tracker")


@router.wish("make_report", permission=Permission.SEE)
async def make(_request: Request, _text: str) -> list[Button]:
    return [_MAKE]


@router.wish(
    "sign_report",
    permission=Permission.REPORT_SIGN,
    firm=True,
    nothing=Content("reports/nothing_to_sign", {}, ((_MAKE,),)),
)
async def sign(request: Request, text: str) -> list[Button]:
    """What waits for the Chair's signature; none where nothing does, which is said."""
    found = await _standing(request, text)
    if found is None or found[1].waiting is None:
        return []
    waiting = found[1].waiting
    see = button(_("See it, as Word and Excel"), "reports:show", waiting.id)
    return [button(_("Sign…"), "reports:sign", waiting.id), see]


@router.reply_to(signing.TO_SIGN, label=_("A report to sign"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """What the Chair answers to the request to sign goes to the secretariat; a yes gets the button that signs."""
    text = request.incoming.text.strip()
    within = await request.within_twg_of(ReportSnapshot, about[-1].subject_id)
    snapshot = await snapshots.access_snapshot(within.session, within.member, about[-1].subject_id)
    if snapshot.state is SnapshotState.ASKED and (agrees(text) or read_wish(text) == "sign_report"):
        sign_it = button(_("Sign…"), "reports:sign", snapshot.id)
        return replace(say("general/wished", keyboard=rows([sign_it])), to_message=True)
    if not text or is_aside(text, wanted=Wanted.QUESTION):
        return await general.offer(request)
    words = f"{snapshot.round.title}: {text}"
    return await ask_in_words(within, None, RequestKind.QUESTION.value, words, request.incoming.file)


@router.wish("ask_sign_off", permission=Permission.REPORT_PREPARE, firm=True)
async def ask_sign_off(request: Request, text: str) -> list[Button]:
    found = await _standing(request, text)
    if found is None:
        return [_MAKE]
    round_id, standing = found
    if standing.signed is None and (standing.askable or standing.waiting is None):
        await check_askable(request.session, request.member, round_id, now=request.now)
    elif not standing.askable and standing.waiting is None:
        await signing.check_amendable(request.session, request.member, round_id)
    shown = [button(_("What waits for the signature"), "reports:show", standing.waiting.id)] if standing.waiting else []
    return [*messages.asking(standing, round_id), *shown]


@router.wish("amend_report", permission=Permission.REPORT_PREPARE, firm=True)
async def amend(request: Request, text: str) -> list[Button]:
    """The form; where nothing was signed yet, what can be amended without one: the report itself."""
    found = await _standing(request, text)
    if found is None or found[1].signed is None:
        return [_MAKE]
    await signing.check_amendable(request.session, request.member, found[0])
    return messages.asking(found[1], found[0]) or [_MAKE]


@router.wish("see_signed", permission=Permission.SEE)
async def see_signed(request: Request, text: str) -> list[Button]:
    found = await _standing(request, text)
    if found is None or found[1].signed is None:
        return [_MAKE]
    return [button(_("What was signed"), "reports:show", found[1].signed.snapshot.id)]


@router.wish("chase_reports", permission=Permission.REPORT_CONSOLIDATE, firm=True)
async def chase(request: Request, _text: str) -> list[Button]:
    """The secretariats that can be reminded now, and how far all TWGs are."""
    with suppress(Refusal):
        found = await tracking.track(request.session, request.member)
        return [*tracked_messages.chasing(found, now=request.now), _TRACK]
    return [_TRACK]


@router.wish("track_reports", permission=Permission.REPORT_CONSOLIDATE, firm=True)
async def track(_request: Request, _text: str) -> list[Button]:
    return [_TRACK, button(_("Consolidated report"), "reports:consolidate")]


async def _standing(request: Request, text: str) -> tuple[int, Standing] | None:
    """The round that the words name, else the newest one, and how far its report is; None where there is none."""
    with suppress(Refusal):
        found = await reading.find_round(request.session, request.member, text, strict=False)
        return found.id, await read_standing(request.session, request.member, found.id)
    return None


@router.answer
async def answer(request: Request, asked: Asked) -> list[Content]:
    """Who has signed: of all TWGs for CRDB/CDC, else whether the report of the round is signed."""
    if not asked.asks(Topic.SIGNED):
        return []
    contents = []
    for within in request.of_each_twg():
        with suppress(Refusal):
            if within.member.may(Permission.REPORT_CONSOLIDATE):
                found = await tracking.track(within.session, within.member)
                return [tracked_messages.tracker(found, now=within.now)]
            round_ = await reading.find_round(within.session, within.member, asked.question.text, strict=False)
            standing = await read_standing(within.session, within.member, round_.id)
            contents.append(of_each(within, messages.how_far(within.member, round_, standing)))
    return contents
