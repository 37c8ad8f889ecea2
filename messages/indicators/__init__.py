"""Messages about indicators, reporting rounds and reports."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from messages.documents import attach
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten, told_apart
from messages.rendering.labels import stated
from messages.rendering.templating import format_amount
from messages.rendering.texts import Text, _
from storage.indicators import Indicator, ReportRequest, Round, RoundState, Submission, SubmissionState
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.history.fields import FIELDS
from twg.indicators.comparing import Comparison
from twg.indicators.defining import Standing
from twg.indicators.ratings import Rated
from twg.indicators.round_progress import RoundProgress

#: Reports listed in one message at most, each with a button.
MOST_LISTED = 10
#: Under what the audit has a part of a report, where that is another name.
_FIELD_OF = {"evidence": "evidence_ids"}

#: Asks for the sheet in which reports are filled in outside of the chat.
SHEET_BUTTON = button(_("Sheet to fill in"), "indicators:sheet")
#: The buttons to follow a reporting round, to change it and to close it.
ROUND_KEYBOARD: Keyboard = (
    (button(_("Who has not reported"), "indicators:round"),),
    (button(_("Another last day"), "indicators:move_round"), button(_("Add indicators"), "indicators:addable")),
    (SHEET_BUTTON, button(_("Close the round"), "indicators:ask_close")),
)


def with_unit(value: Decimal, unit: str, locale: str) -> str:
    """A figure with its unit: "58 %" or "43,500,974 m²"."""
    return f"{format_amount(value, locale=locale)} {unit}".strip()


def title_of(indicator: Indicator, locale: str) -> str:
    """Number and statement of an indicator in the reader's language."""
    return f"{indicator.number} {stated(indicator).render(locale)}"


def requested(
    requests: list[ReportRequest], round_: Round, twg: Twg, standing: Mapping[int, Standing] = MappingProxyType({})
) -> Content:
    """All reports that a round asks of one person, in one message; a reply to it is a report.

    Args:
        standing: the latest report of each indicator, by its id.
    """
    grouped = tuple(_report_row(request) for request in requests)
    context: dict[str, object] = {"round": round_, "twg": twg, "standing": standing}
    if len(requests) > 1:
        keyboard = (*grouped, (SHEET_BUTTON,), _obstacle_row(round_))
        return Content("indicators/requests", {**context, "requests": requests}, keyboard, grouped=grouped)
    indicator = requests[0].indicator
    keyboard = (*report_keyboard(indicator.id), _obstacle_row(round_))
    return Content("indicators/request", {**context, "indicator": indicator}, keyboard, grouped=grouped)


def report_keyboard(indicator_id: int) -> Keyboard:
    """The button that opens the form to report on an indicator."""
    return ((button(_("Report by form"), "indicators:report", indicator_id),),)


def _report_row(request: ReportRequest) -> tuple[Button, ...]:
    label = _("Report on {number}").with_(number=request.indicator.number)
    return (button(label, "indicators:report", request.indicator_id),)


def report_buttons(requests: Sequence[ReportRequest]) -> list[Button]:
    """A button for each report that is awaited."""
    return [each for request in requests for each in _report_row(request)]


def _obstacle_row(round_: Round) -> tuple[Button, ...]:
    """The button that offers what can be asked about a report that is awaited."""
    return (button(_("Something in the way?"), "requests:round", round_.id),)


def reminder(
    requests: list[ReportRequest], round_: Round, twg: Twg, *, now: datetime, of_house: bool = False
) -> Content:
    """All reports that one person still owes in a round, in one message.

    Args:
        of_house: others of their institution were asked for them.
    """
    buttons = tuple(_report_row(request) for request in requests)
    context = {"requests": requests, "round": round_, "twg": twg, "now": now, "of_house": of_house}
    keyboard = buttons if of_house else (*buttons, _obstacle_row(round_))
    return Content("indicators/reminder", context, keyboard, grouped=buttons)


def moved(requests: list[ReportRequest], round_: Round, twg: Twg, reason: str) -> Content:
    """Tell a person who owes reports that they are due on another day."""
    buttons = tuple(_report_row(request) for request in requests)
    context = {"requests": requests, "round": round_, "twg": twg, "reason": reason}
    return Content("indicators/moved", context, (*buttons, _obstacle_row(round_)), grouped=buttons)


def closed_without(requests: list[ReportRequest], round_: Round, twg: Twg) -> Content:
    """Tell a person that a round was closed without their reports, which are still taken."""
    buttons = tuple(_report_row(request) for request in requests)
    context = {"requests": requests, "round": round_, "twg": twg}
    return Content("indicators/closed_without", context, buttons, grouped=buttons)


def closed_summary(progress: RoundProgress, twg: Twg) -> Content:
    """Tell the Chair and CRDB that a round was closed, and what is missing."""
    return Content("indicators/closed_summary", {"progress": progress, "twg": twg})


def standing_of(progress: RoundProgress, reader: Actor, *, now: datetime) -> Content:
    """How a round stands, with the buttons that the reader may use."""
    is_open = progress.round.state is RoundState.OPEN
    keyboard = ROUND_KEYBOARD[1:] if is_open and reader.may(Permission.ROUND_RUN) else ()
    come = any(each.reported_at is not None for each in progress.requests)
    report = [button(_("JMI report"), "reports:make", progress.round.id)] if come else []
    keyboard = (*keyboard, (*report, button(_("On time, by institution"), "indicators:on_time")))
    return Content("indicators/round", {"progress": progress, "now": now, "twg": reader.twg}, keyboard)


def review_keyboard(submission: Submission) -> Keyboard:
    """The buttons to accept or return a report; none unless it awaits review."""
    if submission.state is not SubmissionState.SUBMITTED:
        return ()
    back = button(_("Return with a comment"), "indicators:return", submission.id)
    if submission.elsewhere:
        beside = button(_("Accept beside theirs"), "indicators:accept", submission.id)
        return (beside, button(_("Let it stand…"), "indicators:let_stand", submission.id)), (back,)
    return ((button(_("Accept"), "indicators:accept", submission.id), back),)


def submitted(
    submission: Submission, *, heading: str = "", keyboard: Keyboard = (), compared: Comparison | None = None
) -> Content:
    """A report as it was submitted, with its evidence.

    Args:
        compared: with the others, for those who review.
        heading: "" on demand, "reported" to the secretariat, "reviewed" to its sender, then without the evidence.
    """
    differences = [] if compared is None else compared.differences
    context = {
        "submission": submission,
        "indicator": submission.indicator,
        "heading": heading,
        "compared": compared,
        "labels": {one.name: Text(FIELDS[_FIELD_OF.get(one.name, one.name)].label) for one in differences},
    }
    files = () if heading == "reviewed" else tuple(map(attach, submission.evidence))
    if heading == "reviewed" and submission.state is SubmissionState.RETURNED:
        keyboard = report_keyboard(submission.indicator_id)
    if heading == "reported":
        opener = _review_button(submission.indicator.number, submission)
    else:
        opener = button(shorten(submission.indicator.number), "indicators:open", submission.indicator_id)
    return Content("indicators/submission", context, keyboard, files, grouped=((opener,),))


def side_by_side(submissions: Sequence[Submission], locale: str) -> Content:
    """Reports of several bodies on one indicator beside one another, each with a button to accept it."""
    indicator = submissions[0].indicator
    buttons = [_accept_button(one, locale) for one in submissions]
    back = button(_("Return all with a comment"), "indicators:return_all", indicator.id)
    context = {"indicator": indicator, "submissions": submissions}
    return Content("indicators/side_by_side", context, rows([*buttons, back]))


def _accept_button(submission: Submission, locale: str) -> Button:
    """The button that accepts a report of those responsible; one from elsewhere needs a reason, so it is opened."""
    words = shorten(submission.step or submission.note, 20)
    value = words if submission.value is None else with_unit(submission.value, submission.indicator.unit, locale)
    named = {"value": value, "name": shorten(submission.submitted_by.name, 24)}
    if submission.elsewhere:
        return button(_("Look at {value} – {name}").with_(**named), "indicators:submission", submission.id)
    return button(_("Accept {value} – {name}").with_(**named), "indicators:accept", submission.id)


def submitted_together(contents: Sequence[Content], twg: Twg) -> Content:
    """Several reports that arrived, from the contents that show each, with a button to review each."""
    listed = contents[:MOST_LISTED]
    context: dict[str, Any] = {
        "twg": twg,
        "total": len(contents),
        "submissions": [content.context["submission"] for content in listed],
        "others": len(contents) - len(listed),
    }
    reports: list[Submission] = context["submissions"]
    labels = told_apart([each.indicator.number for each in reports], [each.submitted_by.name for each in reports])
    buttons = [_review_button(label, each) for label, each in zip(labels, reports, strict=True)]
    return Content("indicators/submissions", context, rows(buttons))


def _review_button(name: str, submission: Submission) -> Button:
    return button(_("Review {number}").with_(number=name), "indicators:submission", submission.id)


def overview(
    indicator: Indicator, standing: Standing, rated: Rated, parts: Sequence[Indicator] = (), *, keyboard: Keyboard = ()
) -> Content:
    """An indicator with what it says of itself, the latest report, how it stands, and the indicators that are parts."""
    opening = rows([button(part.number, "indicators:open", part.id) for part in parts], per_row=3)
    context = {"indicator": indicator, "standing": standing, "rated": rated, "parts": parts}
    return Content("indicators/indicator", context, (*keyboard, *opening))


def taken_back(indicator: Indicator, twg: Twg, name: str) -> Content:
    """That somebody has taken back a report of which the secretariat was told. Args: `name`: theirs."""
    opener = button(shorten(indicator.number), "indicators:open", indicator.id)
    return Content("indicators/taken_back", {"indicator": indicator, "twg": twg, "name": name}, grouped=((opener,),))


def review_taken_back(submission: Submission, twg: Twg) -> Content:
    """That a report of which the outcome was told awaits review again, or a later one in its place."""
    opener = button(shorten(submission.indicator.number), "indicators:open", submission.indicator_id)
    context = {"indicator": submission.indicator, "twg": twg, "submission": submission}
    return Content("indicators/review_taken_back", context, grouped=((opener,),))


def overdue(progress: RoundProgress, twg: Twg) -> Content:
    """Tell those who may close a round that it is still open after its last day."""
    grouped = button(shorten(progress.round.title), "indicators:round")
    context = {"progress": progress, "twg": twg}
    return Content("indicators/overdue", context, ROUND_KEYBOARD, grouped=((grouped,),))
