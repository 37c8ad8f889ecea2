"""The dated steps of a milestone: which one a report says was reached, and when it counts as reached (J3, J4)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import Indicator, IndicatorStep, Submission, SubmissionState, list_submissions
from twg.core.actors import Actor
from twg.core.audit import record, to_plain


def find_step(indicator: Indicator, step_id: int | None) -> IndicatorStep | None:
    """The step with this id; None for none of the indicator."""
    return next((step for step in indicator.steps if step.id == step_id), None)


async def note_steps(session: AsyncSession, actor: Actor, submission: Submission, *, now: datetime) -> None:
    """Let the step that a report names be reached on the day of the newest report on it that stands, if any."""
    step = find_step(submission.indicator, submission.step_id)
    if step is None:
        return
    accepted = await list_submissions(
        session,
        Submission.indicator_id == submission.indicator_id,
        Submission.step_id == step.id,
        Submission.state == SubmissionState.ACCEPTED,
    )
    newest = next((one for one in accepted if one.stands), None)
    reached_on = None if newest is None else newest.reached_on
    if reached_on == step.reached_on:
        return
    before, step.reached_on = step.reached_on, reached_on
    values = [{"step": step.text, "reached_on": to_plain(day)} for day in (before, reached_on)]
    indicator = submission.indicator
    await record(session, actor, "indicators.reach_step", indicator, now=now, before=values[0], after=values[1])
