"""What has happened, in the chat: /history, and the button on the card of a person, meeting, document … (T5)."""

from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import history as messages
from messages.rendering.texts import _
from storage.members import Membership
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.history import reading
from twg.language.tasks import Deed
from twg.members.directory import list_directory, matching
from twg.search import search_store

router = Router("history")

#: Longest words that are searched for.
LONGEST_QUERY = 100


@router.command("history", _("What has happened, and who did it"), permission=Permission.AUDIT_SEE, group=Group.TWG)
async def history(request: Request, rest: str) -> Reply:
    """`/history` shows the newest changes, `/history Sokha` those of a person, a meeting, a document …"""
    if rest:
        return await _of_named(request, rest[:LONGEST_QUERY])
    return await _newest(request, 1)


@router.button("newest", permission=Permission.AUDIT_SEE)
async def newest(request: Request, twg_id: int, page: int) -> Reply:
    return await _newest(request.within(twg_id), page, edit=True)


async def _newest(request: Request, page: int, *, edit: bool = False) -> Reply:
    found = await reading.read_newest(request.session, request.member, request.domains, page=page)
    keyboard = messages.pages(found, "history:newest", request.member.twg.id)
    return Reply(messages.listing(found, keyboard, request.member, request.domains), edit=edit)


async def _of_named(request: Request, words: str) -> Reply:
    """What has happened to the only thing of this name; buttons where there are several."""
    members = matching(await list_directory(request.session, request.member), words)
    searched = await search_store(request.session, request.member, words, request.domains)
    found = [(member.person.name, Membership.__tablename__, member.id) for member in members]
    entries = [hit.entry for hit in searched.hits]
    found += [(entry.title, entry.subject_type, entry.subject_id) for entry in entries]
    if len(found) == 1:
        _title, table, row_id = found[0]
        return await _show(request, table, row_id, 1)
    return Reply(messages.choices(found))


@router.button("show", permission=Permission.AUDIT_SEE)
async def show(request: Request, subject_type: str, subject_id: int, page: int | None = None) -> Reply:
    about = request.domains.subjects.get(subject_type)
    if about is None:
        raise NotFound
    request = await request.within_twg_of(about.table, subject_id)
    return await _show(request, subject_type, subject_id, page or 1, edit=page is not None)


async def _show(request: Request, subject_type: str, subject_id: int, page: int, *, edit: bool = False) -> Reply:
    found = await reading.read_history(
        request.session, request.member, subject_type, subject_id, request.domains, page=page
    )
    keyboard = messages.pages(found, "history:show", subject_type, subject_id)
    opener = request.routes.openers.get(subject_type)
    if opener is not None:
        keyboard = (*keyboard, (messages.back(opener, subject_id),))
    return Reply(messages.listing(found, keyboard, request.member, request.domains), edit=edit)


router.explain(
    Howto(
        _("See what has happened, and who did it"),
        _("/history shows every change, the newest first; cards have a button for their own."),
        Deed((), ("history",)),
        "history",
        Permission.AUDIT_SEE,
    ),
)
