"""Running a search for a date in the chat: choosing one, or closing it (G14)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.dates.answering import show_poll
from handlers.dates.planned import drop_planned, give_back, list_kept_answers
from handlers.forms.conversation import open_form
from handlers.forms.form import about_row
from handlers.meetings.planning import NewMeetingForm, preview
from handlers.meetings.surrounding import Loaded
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import _
from storage.dates import DatePoll
from twg.core.audiences import chosen_value
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.dates import access, ending
from twg.dates.access import DatesEnded
from twg.meetings.planning import StartInPast

router = Router("dates")


@router.button("choose", subject=DatePoll, permission=Permission.MEETING_ORGANISE)
async def choose(request: Request, poll_id: int, option_id: int) -> Reply:
    """Choose a date; the form that plans the meeting opens with it."""
    refusal, poll = await _try(ending.choose, request, poll_id, option_id)
    shown = await show_poll(request, poll_id)
    if poll is None:
        return replace(shown, edit=True, refusal=refusal)
    form = await open_form(request, PlanFoundForm, context=_POLL.context_of(poll.id))
    told = _("Chosen. In ten minutes, those who were asked are told.")
    return replace(shown, edit=True, toast=told, also=(form,))


@router.button("close", subject=DatePoll, permission=Permission.MEETING_ORGANISE)
async def close(request: Request, poll_id: int) -> Reply:
    """Close the search without a date."""
    refusal, poll = await _try(ending.close, request, poll_id)
    told = None if poll is None else _("Closed. In ten minutes, those who were asked are told.")
    back = () if poll is None else await give_back(request, poll)
    return replace(await show_poll(request, poll_id), edit=True, refusal=refusal, toast=told, also=back)


async def _try(
    change: Callable[..., Awaitable[DatePoll]], request: Request, *args: Any
) -> tuple[Refusal | None, DatePoll | None]:
    """Make a change; where somebody was quicker, or the date is past, the refusal, so that it is shown as it is."""
    try:
        async with request.session.begin_nested():
            return None, await change(request.session, request.member, *args, now=request.now)
    except (DatesEnded, StartInPast) as refusal:
        return refusal, None


def _check_plannable(request: Request, poll: DatePoll) -> None:
    access.check_plannable(request.member, poll)


_POLL = about_row(DatePoll, access.access_run, lambda _poll: "")


@router.form(
    "plan_found_meeting",
    _("New meeting"),
    saves=ending.plan,
    about=_POLL,
    opened_by="plan",
    check=_check_plannable,
    adds=True,
)
class PlanFoundForm(NewMeetingForm):
    """The questions of a new meeting whose date was found. What the search says of it is answered, and what was
    answered before the date was looked for."""

    seeks_date = False

    @classmethod
    async def initial(cls, request: Request, poll: DatePoll) -> Mapping[str, Any]:
        return {**await list_kept_answers(request, poll), **_answers_of(request, poll)}

    @classmethod
    async def load(cls, request: Request, _about: Any) -> Loaded:
        return await super().load(request, None)

    async def save(self, request: Request, poll: DatePoll) -> Reply:
        meeting = await ending.plan(request.session, request.member, poll.id, self.facts(), now=request.now)
        await drop_planned(request, poll)
        return await preview(request, meeting.id)


def _answers_of(request: Request, poll: DatePoll) -> dict[str, Any]:
    """What is known of the meeting, as answers to the form that plans it."""
    assert poll.chosen is not None  # noqa: S101 - `_check_plannable` has looked
    starts_at = poll.chosen.starts_at.astimezone(request.zone)
    answers = {
        "title": poll.title,
        "kind": poll.kind.value,
        "day": starts_at.date().isoformat(),
        "at": f"{starts_at:%H:%M}",
        "duration": str(poll.duration_min),
        "audience": chosen_value(poll.audience),
    }
    return {name: answer for name, answer in answers.items() if answer is not None}
