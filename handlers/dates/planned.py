"""Keeping the form of a meeting while members are asked for its date (G14, U2).

An organiser answers some questions of /newmeeting and then asks the members for a date. The form is put aside under the
id of the date poll. Who chooses the date goes on with its answers; where the poll is closed without a date, the
organiser gets the form back.
"""

from typing import Any

from handlers.forms.opened import KEPT_FOR, REPLACED
from handlers.forms.waiting import open_forms, remind_of
from handlers.meetings.planning import NewMeetingForm
from handlers.routing.request import Reply, Request
from storage.core.forms import OpenForm, delete_form, find_form_kept_for
from storage.dates import DatePoll

#: Questions that the search has answered.
_ANSWERED = frozenset({"title", "kind", "day", "at", "duration", "audience"})


async def find_planned(request: Request) -> OpenForm | None:
    """The open form of a meeting in which this person is."""
    name = NewMeetingForm.definition.name
    return next((row for row in await open_forms(request) if row.name == name), None)


async def keep_planned(request: Request, form_id: int | None, poll: DatePoll) -> None:
    """Put the form of a meeting aside until the date is found that the members are asked for."""
    row = next((row for row in await open_forms(request) if row.id == form_id), None)
    if row is not None:
        row.context = {**row.context, REPLACED: True, KEPT_FOR: poll.id}


async def list_kept_answers(request: Request, poll: DatePoll) -> dict[str, Any]:
    """What the form that is kept for a search answers beside what the search says, raw."""
    row = await _find_kept(request, poll)
    answers = {} if row is None else row.answers
    return {name: raw for name, raw in answers.items() if name not in _ANSWERED}


async def drop_planned(request: Request, poll: DatePoll) -> None:
    """Delete the form that is kept for a search: its meeting is planned."""
    row = await _find_kept(request, poll)
    if row is not None:
        await delete_form(request.session, row)


async def give_back(request: Request, poll: DatePoll) -> tuple[Reply, ...]:
    """Open the form again that is kept for a search which found no date; a reminder of it, to the person whose it is.

    It stays bound to the search, which may be taken up again.
    """
    row = await _find_kept(request, poll)
    if row is None:
        return ()
    row.context = {name: kept for name, kept in row.context.items() if name != REPLACED}
    is_own = row.user_id == request.incoming.sender.user_id and row.chat_id == request.incoming.chat_id
    return (await remind_of(request, row),) if is_own else ()


async def _find_kept(request: Request, poll: DatePoll) -> OpenForm | None:
    row = await find_form_kept_for(request.session, NewMeetingForm.definition.name, poll.id)
    return row if row is not None and row.twg_id == poll.twg_id else None
