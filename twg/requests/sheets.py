"""Requests as a sheet of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.requests import MemberRequest, read_requests
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.permissions import Permission
from twg.core.sheets import Sheet
from twg.requests.access import find_subject, title_of, visible_requests


async def _requests(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    criteria = MemberRequest.twg_id == actor.twg.id, visible_requests(Reader.of(actor))
    async for requests in read_requests(session, *criteria):
        for request in requests:
            yield _row(request, title_of(await find_subject(session, actor.member, request)))


def _row(request: MemberRequest, title: str) -> tuple[Any, ...]:
    return (
        request.id,
        request.id,
        request.kind,
        title,
        request.asked_by.name,
        request.asked_by.institution,
        request.asked_at,
        request.text,
        request.until,
        request.named.name if request.named else "",
        request.state,
        request.decided_by.name if request.decided_by else "",
        request.decided_at,
        request.answer,
    )


def _requests_left_out(actor: Actor) -> str:
    return "" if actor.may(Permission.REQUEST_DECIDE) else N_("requests of others to the secretariat")


SHEETS = (
    Sheet(
        "requests",
        N_("Requests"),
        {
            "number": N_("Number"),
            "request": N_("Request"),
            "subject": N_("About"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "asked_at": N_("Asked"),
            "words": N_("In words"),
            "until": N_("Until"),
            "named": N_("To whom"),
            "state": N_("State"),
            "decided_by": N_("Decided by"),
            "decided_at": N_("Decided"),
            "answer": N_("Answer"),
        },
        _requests,
        order=85,
        dated_by=("asked_at", "decided_at"),
        left_out=_requests_left_out,
    ),
)
