"""Reporting on joint monitoring indicators (J3).

IndicatorRefusal
├── ValueExpected           a numeric indicator was reported without a number
├── UnknownStep             the milestone has no such step
└── AlreadyReported         nothing is awaited any more from the person who was asked
"""

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.indicators import (
    Indicator,
    ReportRequest,
    Round,
    RoundState,
    Submission,
    SubmissionState,
    find_open_round,
    list_requests,
    list_submissions,
    next_version,
)
from storage.members import Membership, Person
from storage.requests import list_granted_time
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, to_plain, values_of
from twg.core.files import SentFile, keep_file
from twg.core.notices import Cause, Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import ORGANISERS, Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domains
from twg.indicators.defining import access_indicator, check_reported_on, make_findable
from twg.indicators.facts import IndicatorRefusal
from twg.indicators.round_progress import show_anew
from twg.indicators.rounds import RoundOver
from twg.indicators.splitting import check_parts, told_parts
from twg.indicators.steps import find_step
from twg.language.periods import LONGEST_PERIOD

#: Columns of a report that the audit keeps.
_REPORTED = (
    "indicator_id",
    "round_id",
    "version",
    "value",
    "note",
    "constraints",
    "next_steps",
    "state",
)
#: Columns that the audit keeps where they say something.
_REMARKABLE = ("period", "step", "reached_on", "late", "elsewhere")


class ValueExpected(IndicatorRefusal):
    """data: `indicator`, `text`."""

    key = "indicators#value_expected"


class AlreadyReported(IndicatorRefusal):
    """data: `indicator`."""

    key = "indicators#already_reported"


class UnknownStep(IndicatorRefusal):
    """data: `indicator`."""

    key = "indicators#unknown_step"


async def secretariat_but_sender(cause: Cause) -> list[Membership]:
    """The secretariat, apart from the person who reported."""
    submission: Submission = cause.subject
    return excluding(await secretariat(cause), submission.submitted_by_id)


REPORTED = Notice(
    name="indicator_reported",
    subject=Submission,
    recipients=secretariat_but_sender,
    permission=Permission.SUBMISSION_REVIEW,
)


class Report(BaseModel):
    """`value` in the indicator's unit; empty for a milestone only. `evidence` with all files of its album.

    `period` is of when the value is, without one that of the round. `parts` has values by split and part. `step_id` is
    of a step of the milestone that was reached on `reached_on`, a local day; without a day on the one of the report.
    """

    indicator_id: int
    value: Decimal | None = None
    period: str = Field(default="", max_length=LONGEST_PERIOD)
    parts: dict[str, dict[str, Decimal]] = {}
    step_id: int | None = None
    reached_on: date | None = None
    note: str = Field(default="", max_length=1000)
    constraints: str = Field(default="", max_length=1000)
    next_steps: str = Field(default="", max_length=1000)
    evidence: SentFile | None = None


async def access_report_request(session: AsyncSession, actor: Actor, request_id: int) -> ReportRequest:
    """What a person was asked in a round, for that person and for those who run rounds. Raises: NotFound."""
    actor.check_covers("indicators")
    found = await list_requests(session, ReportRequest.id == request_id, ReportRequest.twg_id == actor.twg.id)
    if not found or not (found[0].person_id == actor.person.id or actor.role in ORGANISERS):
        raise NotFound
    return found[0]


async def check_awaited(session: AsyncSession, request: ReportRequest) -> None:
    """Raises: RoundOver, AlreadyReported."""
    round_ = await session.get_one(Round, request.round_id)
    if round_.state is not RoundState.OPEN:
        raise RoundOver(round=round_)
    if request.reported_at is not None:
        raise AlreadyReported(indicator=request.indicator)


@operation(Permission.INDICATOR_REPORT)
async def list_asked(session: AsyncSession, actor: Actor, round_id: int) -> list[ReportRequest]:
    """The requests to the actor in a round, answered or not."""
    return await list_requests(
        session,
        ReportRequest.round_id == round_id,
        ReportRequest.twg_id == actor.twg.id,
        ReportRequest.person_id == actor.person.id,
    )


@operation(Permission.INDICATOR_REPORT)
async def list_owed(session: AsyncSession, actor: Actor) -> list[ReportRequest]:
    """What the actor was asked for in the open round and nobody has reported."""
    current = await find_open_round(session, actor.twg.id)
    if current is None:
        return []
    return [asked for asked in await list_asked(session, actor, current.id) if asked.reported_at is None]


@operation(Permission.INDICATOR_REPORT)
async def report(session: AsyncSession, actor: Actor, args: Report, domains: Domains, *, now: datetime) -> Submission:
    """Report on an indicator. An earlier report is kept as a previous version and is not reviewed any more.

    Answers the open round's requests to the actor's institution for that indicator, and tells the secretariat.

    Raises: NotFound, ValueExpected, IndicatorEnded, UnknownStep, PartsDiffer; NotAChoice for a part of no split.
    Source: Guideline, Part Two (6)(ii).
    """
    indicator = await access_indicator(session, actor, args.indicator_id)
    check_reported_on(indicator)
    if args.value is None and not indicator.milestone:
        raise ValueExpected(field="value", indicator=indicator, text="")
    check_parts(indicator, args.value, args.parts)
    step = find_step(indicator, args.step_id)
    if args.step_id is not None and step is None:
        raise UnknownStep(field="step", indicator=indicator)
    sent = () if args.evidence is None else args.evidence.all
    evidence = [await keep_file(session, actor, file, now=now) for file in sent]
    await hold(session, indicator)  # so that two reports do not get the same version number
    current = await find_open_round(session, actor.twg.id)
    submission = Submission(
        twg_id=actor.twg.id,
        indicator_id=indicator.id,
        round_id=None if current is None else current.id,
        version=await next_version(session, indicator.id),
        value=args.value,
        period=args.period or ("" if current is None else current.period),
        parts=to_plain(args.parts),
        step="" if step is None else step.text,
        step_id=args.step_id,
        reached_on=None if step is None else args.reached_on or now.astimezone(actor.zone).date(),
        note=args.note,
        constraints=args.constraints,
        next_steps=args.next_steps,
        state=SubmissionState.SUBMITTED,
        submitted_by_id=actor.person.id,
        submitted_at=now,
        late=current is not None and await _is_late(session, actor, current, indicator, now=now),
        elsewhere=not indicator.is_reported_by(actor.person),
        standing_reason="",
    )
    submission.indicator, submission.submitted_by, submission.evidence = indicator, actor.person, evidence
    for earlier in await list_waiting_before(session, submission):
        if from_same_institution(earlier.submitted_by, actor.person):
            await replace_report(session, actor, earlier, now=now)
    session.add(submission)
    await make_findable(session, indicator)
    if current is not None:
        await _answer_requests(session, actor, current, indicator, domains, now=now)
        await show_anew(session, current, now=now)
    told = await notify(session, REPORTED, subject=submission, now=now, by=actor, parts=1 + len(evidence))
    after = {**values_of(submission, *_REPORTED), "evidence_ids": [file.id for file in evidence]}
    after |= {"parts": told_parts(submission.parts)} if submission.parts else {}
    after |= {name: getattr(submission, name) for name in _REMARKABLE if getattr(submission, name)}
    await record(session, actor, "indicators.report", submission, now=now, after=after, notices=[told.id])
    return submission


async def _is_late(session: AsyncSession, actor: Actor, current: Round, indicator: Indicator, *, now: datetime) -> bool:
    """Whether a report comes after it was due, with the time that was agreed for it since."""
    if now <= current.due_at:
        return False
    asked = ReportRequest.round_id == current.id, ReportRequest.indicator_id == indicator.id
    for request in await list_requests(session, *asked):
        if from_same_institution(request.person, actor.person):
            agreed = await list_granted_time(session, request.person_id, ReportRequest.__tablename__, request.id)
            if any(one.until is not None and now.astimezone(actor.zone).date() <= one.until for one in agreed):
                return False
    return True


async def _answer_requests(
    session: AsyncSession, actor: Actor, current: Round, indicator: Indicator, domains: Domains, *, now: datetime
) -> None:
    """Mark the requests to all members of the institution as answered: one report answers for the institution.

    What they asked about their reports, for example more time, is over with that.
    """
    requests = await list_requests(
        session, ReportRequest.round_id == current.id, ReportRequest.indicator_id == indicator.id
    )
    await hold(session, *requests)  # one may be given to another member at this moment
    for request in requests:
        await session.refresh(request, ["person"])
        if request.reported_at is None and from_same_institution(request.person, actor.person):
            before = values_of(request, "reported_at")
            request.reported_at = now
            after = values_of(request, *before)
            await record(session, actor, "indicators.answer_request", request, now=now, before=before, after=after)
            await domains.end_about(session, actor, ReportRequest.__tablename__, [request.id], now=now)


async def replace_report(session: AsyncSession, actor: Actor, earlier: Submission, *, now: datetime) -> None:
    """Mark a report that awaits review as replaced by a later version."""
    before = values_of(earlier, "state")
    earlier.state = SubmissionState.REPLACED
    after = values_of(earlier, *before)
    await record(session, actor, "indicators.replace_report", earlier, now=now, before=before, after=after)


def from_same_institution(one: Person, other: Person) -> bool:
    return one.id == other.id or (one.institution_id is not None and one.institution_id == other.institution_id)


async def list_waiting_before(session: AsyncSession, submission: Submission) -> list[Submission]:
    """Earlier versions that still await review; none that says that another step of the milestone was reached."""
    earlier = await list_submissions(
        session,
        Submission.indicator_id == submission.indicator_id,
        Submission.version < submission.version,
        Submission.state == SubmissionState.SUBMITTED,
    )
    return [one for one in earlier if not (one.step and submission.step) or one.is_on_step_of(submission)]
