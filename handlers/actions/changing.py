"""What those who record actions change in the chat: the date, the owners, dropping one (A3)."""

from collections.abc import Mapping
from typing import Annotated, Any

from handlers.actions.due_field import DueField
from handlers.actions.owners_field import OwnersField
from handlers.actions.progress import ACTION, show_changed, show_ended
from handlers.forms.audience_field import load_audiences, with_audiences
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.surroundings import Surroundings
from handlers.forms.task_fields import WHY_DROPPED
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import _
from storage.actions import Action
from twg.actions import access, owners, progress
from twg.actions.noting import LONGEST_NOTE
from twg.core.addressing import Addressable
from twg.core.permissions import Permission
from twg.language.dues import Due, is_left_open

router = Router("actions")


def _check_changeable(request: Request, agreed: Action) -> None:
    access.check_changeable(request.member, agreed)


#: Why an action is moved or given to somebody else, told to those concerned; it can be typed at the summary.
REASON = Field(
    question=_("If there is a reason to be told, please type it now."),
    label=_("Reason"),
    limit=LONGEST_NOTE,
    at_summary=True,
)


@router.form(
    "move_action",
    _("Move the date"),
    saves=progress.move,
    about=ACTION,
    opened_by="move",
    check=_check_changeable,
    save=_("Move the date"),
)
class MoveForm(Form):
    due_on: Annotated[
        Due,
        DueField(
            question=_("To which day should it be moved?"),
            label=_("New day"),
            like=is_left_open,
        ),
    ]
    reason: Annotated[str, REASON] = ""

    async def save(self, request: Request, agreed: Action) -> Reply:
        moved = await progress.move(
            request.session, request.member, agreed.id, self.due_on, self.reason, now=request.now
        )
        others = await owners.list_responsible(request.session, moved)
        told = any(each.person_id != request.member.person.id for each in others)
        toast = _("Moved; its owners are told.") if told else _("Moved.")
        return show_changed(request, moved, toast=toast)


@router.form(
    "drop_action",
    _("Drop an action"),
    saves=progress.drop,
    about=ACTION,
    opened_by="drop",
    check=_check_changeable,
    save=_("Drop the action"),
)
class DropForm(Form):
    reason: Annotated[str, WHY_DROPPED]

    async def save(self, request: Request, agreed: Action) -> Reply:
        dropped = await progress.drop(
            request.session, request.member, agreed.id, self.reason, request.domains, now=request.now
        )
        return await show_ended(request, dropped)


@router.form(
    "give_action",
    _("Change the owner"),
    saves=progress.give,
    about=ACTION,
    opened_by="give",
    check=_check_changeable,
    save=_("Change the owner"),
)
class GiveForm(Form):
    owner: Annotated[str, OwnersField(question=_("Who will do it from now on?"), label=_("Owner"))]
    reason: Annotated[str, REASON] = ""

    @classmethod
    async def load(cls, request: Request, _agreed: Action) -> Addressable:
        return await load_audiences(request, Permission.ACTION_RECORD)

    @classmethod
    def surround(cls, loaded: Addressable, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return with_audiences(base, loaded)

    async def save(self, request: Request, agreed: Action) -> Reply:
        named = self.owner.split("|")
        given = await progress.give(request.session, request.member, agreed.id, named, self.reason, now=request.now)
        return show_changed(request, given, toast=_("Its new owners are told."))
