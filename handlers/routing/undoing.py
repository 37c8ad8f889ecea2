"""Taking back a change within a few minutes: [Undo] below its answer, or words such as "not finished yet" (A3, U2)."""

from contextlib import suppress
from dataclasses import replace

from handlers.routing.otherwise import OTHERS
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.statements import is_own_statement
from messages.rendering.keyboards import Keyboard, button, rows
from messages.rendering.texts import Text, _
from storage.core.audit import AuditRow, find_last_change
from storage.engine.database import Base, identity
from twg import general
from twg.core.refusals import NotFound
from twg.core.undoing import UndoRefusal
from twg.language.taking_back import TakingBack, read_taking_back, says_only_not_done

router = Router("general")

#: Label of the button that takes back what was just done.
UNDO = _("Undo")


async def undo_keyboard(request: Request, row: Base) -> Keyboard:
    """[Undo] for the change that this person has just made to a row; empty where it cannot be taken back."""
    change = await find_last_change(request.session, row.__tablename__, identity(row))
    if change is None or change.action not in request.domains.undos or change.actor_id != request.member.person.id:
        return ()
    return ((button(UNDO, "general:undo", change.id),),)


async def take_back_in_words(
    request: Request, change_id: int | None = None, *, surely: TakingBack = TakingBack.PERHAPS
) -> Reply | None:
    """Take back what the person did last, where the message says nothing else; ask, where it says more.

    None where the message takes nothing back, or the last thing that they did cannot be taken back any more.

    Args:
        change_id: of the change below whose message the words stand; None for the last one of the person.
        surely: with `WHOLLY`, nothing is asked.
    """
    back = read_taking_back(request.incoming.text) if is_own_statement(request.incoming) else None
    if request.actor is None or back not in {TakingBack.WHOLLY, surely}:
        return None
    change = await find_undoable(request, change_id)
    if change is None or not _is_meant(request, change):
        return None
    if back is TakingBack.WHOLLY:
        shown = await undo(request, change.id)
        told = show("general/taken_back", outcome=shown.toast)
        return replace(told, edit=False, to_message=True, refusal=shown.refusal, also=(replace(shown, edit=False),))
    keyboard = ((button(UNDO, "general:undo", change.id),), *rows(OTHERS))
    return replace(show("general/undo_it", keyboard=keyboard), edit=False, to_message=True)


async def find_undoable(request: Request, change_id: int | None = None) -> AuditRow | None:
    """As `general.access_undoable`; None where there is none."""
    with suppress(NotFound):
        return await general.access_undoable(
            request.session, request.member, request.domains, change_id, now=request.now
        )
    return None


def _is_meant(request: Request, change: AuditRow) -> bool:
    """Whether words may take back this change: "not yet" only one that said that something is done."""
    return not says_only_not_done(request.incoming.text) or request.domains.undos[change.action].ends


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
    opener = request.routes.openers.get(change.subject_type)
    shown: Reply | None = None
    with suppress(NotFound):  # it was made by the change, and is gone with it
        shown = None if opener is None else await request.routes.buttons[opener].handler(request, change.subject_id)
    if shown is None:
        if refusal is not None:
            raise refusal
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
