"""Corrections of minutes in the chat: accepted or not by who organises the meeting, withdrawn by who proposed (G6)."""

from dataclasses import replace
from typing import Annotated

from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.minutes import corrections as messages
from messages.rendering.texts import _
from storage.core.shortening import shorten
from storage.minutes import LONGEST_WHY, MinutesCorrection, MinutesVersion
from twg.core.permissions import Permission
from twg.minutes import access, correcting

router = Router("minutes")


@router.button("correction", subject=MinutesCorrection, opens=True)
async def open_(request: Request, correction_id: int) -> Reply:
    return await _show(request, correction_id)


async def _show(request: Request, correction_id: int) -> Reply:
    correction = await access.access_correction(request.session, request.member, correction_id)
    return Reply(messages.card(request.member, correction))


@router.button("corrections", subject=MinutesVersion)
async def list_(request: Request, version_id: int, page: int = 1) -> Reply:
    version, corrections = await correcting.list_proposed(request.session, request.member, version_id)
    return Reply(messages.listing(request.member, version, corrections, page=page), edit=True)


@router.button("withdraw", subject=MinutesCorrection)
async def withdraw(request: Request, correction_id: int) -> Reply:
    await correcting.withdraw(request.session, request.member, correction_id, now=request.now)
    return replace(await _show(request, correction_id), edit=True, toast=_("It is withdrawn."))


@router.button("accept", subject=MinutesCorrection, permission=Permission.MEETING_ORGANISE)
async def accept(request: Request, correction_id: int) -> Reply:
    correction = await correcting.accept(request.session, request.member, correction_id, now=request.now)
    return replace(await _decided(request, correction), toast=_("It is in the minutes now."))


async def _decided(request: Request, correction: MinutesCorrection) -> Reply:
    """The corrections after one was decided: those that are open come first."""
    return await list_(request, correction.version_id)


@router.form(
    "refuse_correction",
    _("Do not accept the correction"),
    saves=correcting.refuse,
    about=about_row(
        MinutesCorrection,
        access.access_undecided,
        lambda each: f"[{each.number}] {shorten(each.old, 200)} → {shorten(each.new, 200) or '—'}",
    ),
    opened_by="refuse",
    confirm=False,
)
class RefuseForm(Form):
    why: Annotated[
        str,
        Field(
            question=_("Why is it not accepted?"),
            hint=_("Who proposed it is told."),
            label=_("Reason"),
            limit=LONGEST_WHY,
        ),
    ]

    async def save(self, request: Request, correction: MinutesCorrection) -> Reply:
        await correcting.refuse(request.session, request.member, correction.id, self.why, now=request.now)
        return replace(await _decided(request, correction), edit=False)
