"""Requests as a sheet of the export (R4)."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.requests import MemberRequest, list_requests
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.subjects import MOST_ROWS, Sheet
from twg.members.directory import institution_name
from twg.requests.access import find_subject, title_of, visible_requests


async def _requests(session: AsyncSession, actor: Actor) -> list[tuple[Any, ...]]:
    criteria = MemberRequest.twg_id == actor.twg.id, visible_requests(Reader.of(actor))
    found = await list_requests(session, *criteria, limit=MOST_ROWS)
    titles: dict[tuple[str, int], str] = {}
    for request in found:
        about = request.subject_type, request.subject_id
        if about not in titles:
            titles[about] = title_of(await find_subject(session, actor, request))
    return [_row(request, titles[request.subject_type, request.subject_id]) for request in found]


def _row(request: MemberRequest, title: str) -> tuple[Any, ...]:
    return (
        request.id,
        request.kind,
        title,
        request.asked_by.name,
        institution_name(request.asked_by),
        request.asked_at,
        request.text,
        request.until,
        request.named.name if request.named else "",
        request.state,
        request.decided_by.name if request.decided_by else "",
        request.decided_at,
        request.answer,
    )


SHEETS = (
    Sheet(
        "requests",
        N_("Requests"),
        {
            "number": N_("Number"),
            "kind": N_("Request"),
            "subject": N_("About"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "asked_at": N_("Asked"),
            "text": N_("In words"),
            "until": N_("Until"),
            "named": N_("To whom"),
            "state": N_("State"),
            "decided_by": N_("Decided by"),
            "decided_at": N_("Decided"),
            "answer": N_("Answer"),
        },
        _requests,
        order=85,
    ),
)
