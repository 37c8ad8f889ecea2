"""A report beside those that came before it and beside it: what changed, and what other bodies say (J4)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import Submission, SubmissionState, list_submissions
from twg.indicators.reporting import from_same_institution
from twg.language.periods import is_same_period

#: What a report says, in the order in which it is shown.
_SAID = ("value", "period", "parts", "step", "reached_on", "note", "constraints", "next_steps")


@dataclass(frozen=True)
class Difference:
    """A part of a report that is another one than in the version before; None or empty where there was nothing."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Comparison:
    """A report beside others on the same indicator.

    Attributes:
        previous: the version before it of the same institution, of a step the one on that step; None without.
        differences: what this report says otherwise than that one; of the evidence the names of the files.
        others: the newest report of each other body for the same period that awaits review or was accepted.
    """

    previous: Submission | None
    differences: list[Difference]
    others: list[Submission]

    @property
    def conflicts(self) -> bool:
        """Whether another body reports something else."""
        return bool(self.others)


async def compare(session: AsyncSession, submission: Submission) -> Comparison:
    """What a report looks like beside the others."""
    same = Submission.indicator_id == submission.indicator_id, Submission.id != submission.id
    rest = await list_submissions(session, *same)
    own = [one for one in rest if from_same_institution(one.submitted_by, submission.submitted_by)]
    before = [one for one in own if one.version < submission.version and not _on_another_step(one, submission)]
    previous = before[0] if before else None
    others: dict[int, Submission] = {}
    for one in rest:
        if one in own or one.state not in (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED):
            continue
        if _is_of_same_time(one, submission) and _says(one) != _says(submission):
            body = one.submitted_by.institution_id or -one.submitted_by_id
            others.setdefault(body, one)
    return Comparison(previous, [] if previous is None else _differences(previous, submission), list(others.values()))


def _on_another_step(one: Submission, other: Submission) -> bool:
    """Whether two reports on a milestone say that different steps were reached: neither is a version of the other."""
    return bool(one.step and other.step) and not other.is_on_step_of(one)


def _is_of_same_time(one: Submission, other: Submission) -> bool:
    """Whether two reports are of the same period; where that was not said, of the same round."""
    if one.period and other.period:
        return is_same_period(one.period, other.period)
    return one.round_id == other.round_id


def _says(submission: Submission) -> object:
    """What is held against another report: the value, of a milestone the step or the words."""
    if submission.value is None and not submission.step:
        return submission.note
    return submission.value, submission.step_id or submission.step


def _differences(previous: Submission, submission: Submission) -> list[Difference]:
    said = [name for name in _SAID if name != "step" or not submission.is_on_step_of(previous)]
    found = [Difference(name, getattr(previous, name), getattr(submission, name)) for name in said]
    files = [[file.name for file in one.evidence] for one in (previous, submission)]
    found.append(Difference("evidence", files[0], files[1]))
    return [one for one in found if (one.before or None) != (one.after or None)]
