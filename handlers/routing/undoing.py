"""[Undo] below the answer to a change that can be taken back for a few minutes (A3, U2)."""

from dataclasses import replace

from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import Text, _
from storage.core.audit import AuditRow, find_last_change
from storage.engine.database import Base, identity
from twg import general
from twg.core.refusals import NotFound
from twg.core.undoing import UndoRefusal

router = Router("general")

#: Label of the button that takes back what was just done.
UNDO = _("Undo")


async def undo_keyboard(request: Request, row: Base) -> Keyboard:
    """[Undo] for the change that this person has just made to a row; empty where it cannot be taken back."""
    change = await find_last_change(request.session, row.__tablename__, identity(row))
    if change is None or change.action not in request.domains.undos or change.actor_id != request.member.person.id:
        return ()
    return ((button(UNDO, "general:undo", change.id),),)


@router.button("undo")
async def undo(request: Request, change_id: int) -> Reply:
    """Take back a change and show the row as it is then; where that is too late, the row has its ordinary buttons."""
    request = await request.within_twg_of(AuditRow, change_id)
    change = await general.access_change(request.session, request.member, change_id)
    refusal = None
    try:
        async with request.session.begin_nested():  # what a refused undo has written does not stay
            undone = await general.undo(request.session, request.member, change_id, request.domains, now=request.now)
    except UndoRefusal as error:
        refusal = error
    opener = request.routes.buttons[request.routes.openers[change.subject_type]]
    try:
        shown: Reply = await opener.handler(request, change.subject_id)
    except NotFound:  # it was made by the change, and is gone with it
        if refusal is not None:
            raise refusal from None
        return show("general/undone")
    if shown.content is not None:
        shown = replace(shown, content=replace(shown.content, files=()))
    if refusal is not None:
        return replace(shown, edit=True, refusal=refusal)
    return replace(shown, edit=True, toast=_toast(undone))


def _toast(undone: general.Undone) -> Text:
    """Who has learnt of what was undone."""
    if undone.told:
        return _("Undone; those who were told already are told.")
    if undone.shows_again:
        return _("Undone; messages that were changed show it again, nobody was told otherwise.")
    return _("Undone; nobody was told.")
