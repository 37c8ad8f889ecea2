"""The right value of a report that was just sent, saved at once as its next version (U2, J3)."""

from dataclasses import replace
from decimal import Decimal

from handlers.forms.effects import note_written
from handlers.indicators.known import load_known
from handlers.indicators.report_form import show_recorded
from handlers.routing.request import Reply, Request
from storage.indicators import Submission
from twg.core.files import as_sent, of_album
from twg.indicators import reporting

#: What a report says besides its value and its parts.
_KEPT = ("period", "step_id", "reached_on", "note", "constraints", "next_steps")


async def correct_value(request: Request, made: Submission, value: Decimal) -> Reply:
    """Save a report that was just sent with another value, as its next version, with [Undo].

    Raises: BelowLowest, AboveHighest, Implausible; as `twg.indicators.reporting.report`.
    """
    measure = (await load_known(request)).measure_of(made.indicator, request.today)
    measure.check(value)
    measure.check_plausible(value)
    args = reporting.Report(
        indicator_id=made.indicator_id,
        value=value,
        parts={split: {part: Decimal(one) for part, one in parts.items()} for split, parts in made.parts.items()},
        evidence=of_album([*map(as_sent, made.evidence)]),
        **{name: getattr(made, name) for name in _KEPT},
    )
    submission = await reporting.report(request.session, request.member, args, request.domains, now=request.now)
    await note_written(request, Submission.__tablename__, submission.id)
    return replace(await show_recorded(request, submission, corrected=made), edit=False, to_message=True)
