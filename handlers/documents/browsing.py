"""Browsing the library in the chat: /documents, and narrowing its list (D2)."""

from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.documents.library import choices, decode, listing
from messages.rendering.texts import _
from storage.documents import Document
from twg.core.refusals import NotFound
from twg.documents import library
from twg.documents.library import Browsed, Side

router = Router("documents")


@router.command("documents", _("Documents circulated to you"), lists=True, group=Group.PAPERS, among=Document)
async def list_(request: Request) -> Reply:
    page = await library.browse(request.session, request.member, Browsed())
    return Reply(listing(request.member, page, request.locale))


@router.button("browse")
async def browse(request: Request, page: int, code: str = "-") -> Reply:
    found = await library.browse(request.session, request.member, _read(code), page)
    return Reply(listing(request.member, found, request.locale), edit=True)


@router.button("sides")
async def sides(request: Request, side: Side, code: str = "-") -> Reply:
    """The values of one side to choose from."""
    browsed = _read(code)
    found = await library.list_choices(request.session, request.member, browsed, side, now=request.now)
    page = await library.browse(request.session, request.member, browsed)
    return Reply(choices(request.member.twg, page, found), edit=True)


def _read(code: str) -> Browsed:
    """Raises: NotFound for data that the program did not write."""
    browsed = decode(code)
    if browsed is None:
        raise NotFound
    return browsed
