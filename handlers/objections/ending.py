"""Confirming and withdrawing what is asked between meetings, in the chat (G16)."""

from typing import Annotated

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.objections.answering import show_objection
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import _
from storage.core.shortening import first_line
from storage.objections import LONGEST_REASON, NoObjection
from twg.core.permissions import Permission
from twg.objections import access, ending
from twg.objections.answering import read_standing

router = Router("objections")

_CONFIRMED = about_row(NoObjection, access.access_confirmable, lambda each: first_line(each.text))
_WITHDRAWN = about_row(NoObjection, access.access_withdrawable, lambda each: first_line(each.text))


@router.button("confirm", subject=NoObjection, permission=Permission.OBJECTION_CONFIRM)
async def confirm(request: Request, objection_id: int) -> Reply:
    """Confirm what nobody objects to; despite objections a reason is asked."""
    found = await read_standing(request.session, request.member, objection_id)
    ending.check_due(request.member, found, now=request.now)
    if found.objecting:
        return await open_form(request, DecideForm, context=_CONFIRMED.context_of(objection_id))
    await ending.confirm(request.session, request.member, objection_id, now=request.now)
    return await show_objection(request, objection_id)


@router.form(
    "decide_despite_objections",
    _("Decide despite objections"),
    saves=ending.confirm,
    about=_CONFIRMED,
    opened_by="decide",
)
class DecideForm(Form):
    reason: Annotated[
        str, Field(question=_("Why is it decided despite objections?"), label=_("Reason"), limit=LONGEST_REASON)
    ]

    async def save(self, request: Request, objection: NoObjection) -> Reply:
        await ending.confirm(request.session, request.member, objection.id, self.reason, now=request.now)
        return await show_objection(request, objection.id)


@router.form(
    "withdraw_no_objection",
    _("Withdraw"),
    saves=ending.withdraw,
    about=_WITHDRAWN,
    opened_by="withdraw",
    save=_("Withdraw"),
)
class WithdrawForm(Form):
    reason: Annotated[str, Field(question=_("Why is it not asked any more?"), label=_("Reason"), limit=LONGEST_REASON)]

    async def save(self, request: Request, objection: NoObjection) -> Reply:
        await ending.withdraw(request.session, request.member, objection.id, self.reason, now=request.now)
        return await show_objection(request, objection.id)
