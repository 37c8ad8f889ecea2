"""Minutes that circulate in the chat: the list, how they stand, their paragraphs, and their adoption (G6)."""

from dataclasses import replace

from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.minutes import versions as messages
from messages.minutes.carrying import to_pass_on
from messages.rendering.texts import LOCALES, _
from storage.meetings import Meeting
from storage.members import Adoption
from storage.minutes import MinutesVersion
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.tasks import Deed
from twg.minutes import adopting, carrying, listing

router = Router("minutes")


@router.command("minutes", _("Minutes of meetings, and corrections of them"), lists=True, group=Group.WORK)
async def list_(request: Request) -> Reply:
    return await _list(request, edit=False)


@router.button("page")
async def turn(request: Request, page: int) -> Reply:
    return await _list(request, page=page)


async def _list(request: Request, *, page: int = 1, edit: bool = True) -> Reply:
    found = await listing.list_minutes(request.session, request.member, page=page, now=request.now)
    return Reply(messages.listing(request.member, found, request.locale), edit=edit)


@router.button("show", subject=MinutesVersion, opens=True)
async def show(request: Request, version_id: int) -> Reply:
    return await show_version(request, version_id)


async def show_version(request: Request, version_id: int) -> Reply:
    """How the minutes stand, by the id of any of their versions."""
    card = await listing.read_card(request.session, request.member, version_id, now=request.now)
    content = messages.version_card(request.member, card, now=request.now)
    return Reply(content, edit=True)


@router.button("text", subject=MinutesVersion)
async def read(request: Request, version_id: int, page: int = 1) -> Reply:
    """A page of the paragraphs."""
    return await _text(request, version_id, page=page, choosing=False)


@router.button("choose", subject=Meeting)
async def choose(request: Request, meeting_id: int, page: int = 0) -> Reply:
    """The paragraphs, to choose one that should read otherwise. Args: `page`: 0 below a message of another kind."""
    version = await listing.read_newest(request.session, request.member, meeting_id)
    reply = await _text(request, version.id, page=max(page, 1), choosing=True)
    return replace(reply, edit=page > 0)


async def _text(request: Request, version_id: int, *, page: int, choosing: bool) -> Reply:
    card = await listing.read_card(request.session, request.member, version_id, now=request.now)
    content = messages.version_text(request.member, card.minutes, page=page, now=request.now, choosing=choosing)
    return Reply(content, edit=True)


@router.button("adopting", subject=MinutesVersion)
async def ask_to_adopt(request: Request, version_id: int, how: Adoption) -> Reply:
    """Ask before everybody invited is told that the minutes are adopted. Args: `how`: by the Chair, or at a meeting."""
    card = await listing.read_card(request.session, request.member, version_id, now=request.now)
    if card.version.adopted_at is not None:
        return await show_version(request, version_id)
    return Reply(messages.ask_to_adopt(request.member, card, how), edit=True)


@router.button("adopt", subject=MinutesVersion)
async def ask_in_old_message(request: Request, version_id: int) -> Reply:
    """The button of messages from before adopting was asked about."""
    return await ask_to_adopt(request, version_id, Adoption.CHAIR)


@router.button("adopted_there", subject=MinutesVersion)
async def ask_of_meeting_in_old_message(request: Request, version_id: int) -> Reply:
    """The button of messages from before adopting was asked about."""
    return await ask_to_adopt(request, version_id, Adoption.NEXT_MEETING)


@router.button("adopt_now", subject=MinutesVersion, permission=Permission.MINUTES_ADOPT)
async def adopt(request: Request, version_id: int) -> Reply:
    await adopting.adopt(request.session, request.member, version_id, now=request.now)
    return replace(await show_version(request, version_id), toast=_("The minutes are adopted."))


@router.button("adopted_then", subject=MinutesVersion, permission=Permission.MEETING_ORGANISE)
async def adopted_then(request: Request, version_id: int) -> Reply:
    """Note that the last meeting of the series has adopted them."""
    await adopting.adopt_at_meeting(request.session, request.member, version_id, now=request.now)
    return replace(await show_version(request, version_id), toast=_("The minutes are adopted."))


@router.button("pass_on", subject=MinutesVersion)
async def pass_on(request: Request, version_id: int, locale: str = "") -> Reply:
    """What was agreed, as a message of its own to forward. Args: `locale`: its language; empty for the reader's."""
    if locale not in ("", *LOCALES):
        raise NotFound
    note = await carrying.read_note(request.session, request.member, version_id)
    written = locale or request.locale
    return Reply(to_pass_on(request.member, note, written), locale=written)


router.explain(
    Howto(
        _("See minutes"),
        _("/minutes lists the minutes of meetings with how they stand; /search finds their words."),
        Deed(("see", "search"), ("minutes",)),
        "minutes",
    ),
    Howto(
        _("Correct the minutes"),
        _(
            "Press “Propose a correction” below the minutes and choose the paragraph, or reply to them:"
            " 4: old words → new words"
        ),
        Deed(("change",), ("minutes",)),
        "minutes",
    ),
)
