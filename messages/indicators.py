"""What is said of indicators, rounds and reports."""

from decimal import Decimal

from messages.content import Content
from messages.documents import attach
from messages.keyboards import Keyboard, button
from messages.rendering import format_amount
from messages.texts import _
from storage.indicators import Indicator, ReportRequest, Round, Submission, SubmissionState
from storage.members import Twg


def with_unit(value: Decimal, unit: str, locale: str) -> str:
    """58 %, 43,500,974 m²."""
    return f"{format_amount(value, locale=locale)} {unit}".strip()


def requested(request: ReportRequest, round_: Round, twg: Twg) -> Content:
    """What is asked of one person: replying to it reports."""
    keyboard = ((button(_("Report by form"), "indicators/report", request.indicator_id),),)
    context = {"indicator": request.indicator, "round": round_, "twg": twg}
    return Content("indicators/request", context, keyboard)


def reminder(requests: list[ReportRequest], round_: Round, twg: Twg, *, now: object) -> Content:
    """Everything one person still owes in a round, in one message."""
    buttons = tuple(
        (
            button(
                _("Report on {number}").with_(number=request.indicator.number),
                "indicators/report",
                request.indicator_id,
            ),
        )
        for request in requests
    )
    context = {"requests": requests, "round": round_, "twg": twg, "now": now}
    return Content("indicators/reminder", context, buttons, grouped=buttons)


def review_keyboard(submission: Submission) -> Keyboard:
    """Accept or return, while it waits for that."""
    if submission.state is not SubmissionState.SUBMITTED:
        return ()
    accept = button(_("Accept"), "indicators/accept", submission.id)
    return ((accept, button(_("Return with a comment"), "indicators/return", submission.id)),)


def submitted(submission: Submission, *, heading: str = "", keyboard: Keyboard = ()) -> Content:
    """A report as it was sent.

    Args:
        heading: "" on demand, "reported" to the secretariat, "reviewed" to its sender.
    """
    context = {"submission": submission, "indicator": submission.indicator, "heading": heading}
    files = () if submission.evidence is None or heading == "reviewed" else (attach(submission.evidence),)
    return Content("indicators/submission", context, keyboard, files)


def overview(indicator: Indicator, latest: Submission | None, *, keyboard: Keyboard = ()) -> Content:
    """An indicator with baseline, target and its latest report."""
    return Content("indicators/indicator", {"indicator": indicator, "latest": latest}, keyboard)
