"""Joint monitoring indicators: defining, reporting, reviewing (J1, J3, J4).

IndicatorRefusal
├── UnknownIndicator        no such number in this TWG, wherever else it may exist
├── DuplicateIndicator
├── ValueExpected           a numeric indicator was reported without a number
├── AlreadyReviewed
└── ReportReplaced          a later version is to be reviewed instead
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.engine.database import hold
from storage.indicators import (
    Indicator,
    ReportRequest,
    Responsible,
    Round,
    Submission,
    SubmissionState,
    TargetRevision,
    find_indicator,
    find_open_round,
    find_submission,
    list_indicators,
    list_requests,
    list_submissions,
    next_version,
)
from storage.members import Membership, Person, Role, access_institution, list_members
from twg.core.actors import Actor
from twg.core.audiences import Audience, to_column
from twg.core.audit import record
from twg.core.files import SentFile, keep_file
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.language.parsing import parse_indicator_number


class IndicatorRefusal(Refusal):
    key = "indicators/refused"


class UnknownIndicator(IndicatorRefusal):
    """data: `number`, `known` (the numbers there are)."""

    key = "indicators/unknown"


class DuplicateIndicator(IndicatorRefusal):
    """data: `number`."""

    key = "indicators/duplicate"


class ValueExpected(IndicatorRefusal):
    """data: `indicator`, `text`."""

    key = "indicators/value_expected"


class AlreadyReviewed(IndicatorRefusal):
    """data: `submission`."""

    key = "indicators/already_reviewed"


class ReportReplaced(IndicatorRefusal):
    key = "indicators/report_replaced"


class NewIndicator(BaseModel):
    """`responsible` names institutions; the first one leads."""

    number: str = Field(max_length=20)
    statement: str = Field(max_length=300)
    unit: str = Field(default="", max_length=20)
    milestone: bool = False
    baseline: Decimal | None = None
    baseline_period: str = Field(default="", max_length=40)
    target: Decimal | None = None
    target_period: str = Field(default="", max_length=40)
    lower_is_better: bool = False
    responsible: list[str] = []


class Report(BaseModel):
    """`value` in the indicator's unit; empty for a milestone only."""

    indicator_id: int
    value: Decimal | None = None
    note: str = Field(default="", max_length=1000)
    constraints: str = Field(default="", max_length=1000)
    next_steps: str = Field(default="", max_length=1000)
    evidence: SentFile | None = None


@dataclass(frozen=True)
class Standing:
    """What is known of an indicator: the newest accepted report, and the newest one since that awaits review."""

    accepted: Submission | None = None
    waiting: Submission | None = None

    @classmethod
    def of(cls, submissions: Iterable[Submission]) -> "Standing":
        """What reports on one indicator, the newest first, amount to. A report that nobody reviewed hides nothing."""
        waiting = None
        for submission in submissions:
            if submission.state is SubmissionState.ACCEPTED:
                return cls(submission, waiting)
            if submission.state is SubmissionState.SUBMITTED:
                waiting = waiting or submission
        return cls(None, waiting)


async def access_indicator(session: AsyncSession, actor: Actor, indicator_id: int) -> Indicator:
    """The indicator, if it is the actor's TWG's. Raises: NotFound."""
    indicator = await find_indicator(session, Indicator.id == indicator_id, Indicator.twg_id == actor.twg.id)
    if indicator is None:
        raise NotFound
    return indicator


async def access_indicator_by_number(session: AsyncSession, actor: Actor, number: str) -> Indicator:
    """The indicator that people call by this number. Raises: UnknownIndicator."""
    indicators = await list_indicators(session, actor.twg.id)
    indicator = find_by_number(indicators, number)
    if indicator is None:
        raise UnknownIndicator(number=number[:20], known=[indicator.number for indicator in indicators])
    return indicator


def find_by_number(indicators: Iterable[Indicator], number: str) -> Indicator | None:
    """The indicator with this number, however its letters and digits are written."""
    wanted = parse_indicator_number(number).casefold()
    return next((indicator for indicator in indicators if indicator.number.casefold() == wanted), None)


@operation(Permission.INDICATOR_DEFINE)
async def define(session: AsyncSession, actor: Actor, args: NewIndicator, *, now: datetime) -> Indicator:
    """Add an indicator with its baseline, first target and the institutions that report on it.

    Raises: DuplicateIndicator.
    Source: Guideline, Part Two, introduction and (6)(i)-(ii).
    """
    await hold(session, actor.twg)
    if find_by_number(await list_indicators(session, actor.twg.id), args.number) is not None:
        raise DuplicateIndicator(field="number", number=args.number)
    institutions = [await access_institution(session, name) for name in dict.fromkeys(args.responsible)]
    indicator = Indicator(
        **args.model_dump(include={"number", "statement", "unit", "milestone", "baseline", "baseline_period"}),
        lower_is_better=args.lower_is_better,
        twg_id=actor.twg.id,
        created_at=now,
        targets=[TargetRevision(value=args.target, period=args.target_period, set_at=now)],
        responsible=[
            Responsible(institution=institution, lead=place == 0)
            for place, institution in enumerate(dict.fromkeys(institutions))
        ],
    )
    session.add(indicator)
    await record(session, actor, "indicators.define", indicator, now=now, number=args.number)
    await search.put_entry(
        session,
        search.Entry(
            subject_type=search.Subject.INDICATOR,
            subject_id=indicator.id,
            twg_id=indicator.twg_id,
            audience=to_column(Audience.ALL),
            author_id=actor.person_id,
            title=f"{indicator.number} {indicator.statement}",
            body=" ".join(institution.name for institution in institutions),
            dated=now,
        ),
    )
    return indicator


@operation(Permission.SEE)
async def list_all(session: AsyncSession, actor: Actor) -> list[tuple[Indicator, Standing]]:
    """Every indicator of the actor's TWG with what is known of it."""
    reports: dict[int, list[Submission]] = defaultdict(list)
    for submission in await list_submissions(session, Submission.twg_id == actor.twg.id):
        reports[submission.indicator_id].append(submission)
    return [
        (indicator, Standing.of(reports[indicator.id])) for indicator in await list_indicators(session, actor.twg.id)
    ]


@operation(Permission.SEE)
async def find_standing(session: AsyncSession, actor: Actor, indicator: Indicator) -> Standing:
    """What is known of one of them."""
    mine = (Submission.indicator_id == indicator.id, Submission.twg_id == actor.twg.id)
    return Standing.of(await list_submissions(session, *mine))


@operation(Permission.INDICATOR_REPORT)
async def list_asked(session: AsyncSession, actor: Actor, round_id: int) -> list[ReportRequest]:
    """What the actor was asked in a round, reported on or not."""
    return await list_requests(
        session,
        ReportRequest.round_id == round_id,
        ReportRequest.twg_id == actor.twg.id,
        ReportRequest.person_id == actor.person.id,
    )


@operation(Permission.INDICATOR_REPORT)
async def report(session: AsyncSession, actor: Actor, args: Report, *, now: datetime) -> Submission:
    """Report on an indicator; an earlier report stays as the version before, and is not reviewed any more.

    Answers the open round's requests to the actor's institution for that indicator, and tells the secretariat.

    Raises: NotFound, ValueExpected.
    Source: Guideline, Part Two (6)(ii).
    """
    indicator = await access_indicator(session, actor, args.indicator_id)
    if args.value is None and not indicator.milestone:
        raise ValueExpected(field="value", indicator=indicator, text="")
    evidence = await keep_file(session, actor, args.evidence, now=now) if args.evidence is not None else None
    await hold(session, indicator)  # its versions are counted
    current = await find_open_round(session, actor.twg.id)
    submission = Submission(
        twg_id=actor.twg.id,
        indicator_id=indicator.id,
        round_id=None if current is None else current.id,
        version=await next_version(session, indicator.id),
        value=args.value,
        note=args.note,
        constraints=args.constraints,
        next_steps=args.next_steps,
        evidence_id=None if evidence is None else evidence.id,
        state=SubmissionState.SUBMITTED,
        submitted_by_id=actor.person.id,
        submitted_at=now,
    )
    submission.indicator, submission.submitted_by, submission.evidence = indicator, actor.person, evidence
    for earlier in await _list_waiting_before(session, submission):
        if _same_house(earlier.submitted_by, actor.person):
            earlier.state = SubmissionState.REPLACED
    session.add(submission)
    await record(
        session, actor, "indicators.report", submission, now=now, value=None if args.value is None else str(args.value)
    )
    if current is not None:
        await _answer_requests(session, actor, current, indicator, now=now)
    secretariat = await list_members(session, actor.twg.id, Membership.role == Role.SECRETARIAT)
    await notify(
        session,
        "indicators/reported",
        subject=submission,
        to=[member for member in secretariat if member.person_id != actor.person_id],
        now=now,
        by=actor,
        parts=1 if evidence is None else 2,
    )
    return submission


async def _answer_requests(
    session: AsyncSession, actor: Actor, current: Round, indicator: Indicator, *, now: datetime
) -> None:
    """One report speaks for the institution: colleagues who were asked too need not be chased."""
    requests = await list_requests(
        session, ReportRequest.round_id == current.id, ReportRequest.indicator_id == indicator.id
    )
    for request in requests:
        if request.reported_at is None and _same_house(request.person, actor.person):
            request.reported_at = now


def _same_house(one: Person, other: Person) -> bool:
    return one.id == other.id or (one.institution_id is not None and one.institution_id == other.institution_id)


async def _list_waiting_before(session: AsyncSession, submission: Submission) -> list[Submission]:
    """Earlier versions that still await review."""
    return await list_submissions(
        session,
        Submission.indicator_id == submission.indicator_id,
        Submission.version < submission.version,
        Submission.state == SubmissionState.SUBMITTED,
    )


@operation(Permission.SUBMISSION_REVIEW)
async def accept(session: AsyncSession, actor: Actor, submission_id: int, *, now: datetime) -> Submission:
    """Take a report as it is; those before it are out of date, and their senders are told.

    Raises: NotFound, AlreadyReviewed, ReportReplaced.
    """
    submission = await _review(session, actor, submission_id, SubmissionState.ACCEPTED, "", now=now)
    for earlier in await _list_waiting_before(session, submission):
        earlier.state = SubmissionState.REPLACED
        await _tell_sender(session, actor, earlier, now=now)
    return submission


@operation(Permission.SUBMISSION_REVIEW)
async def send_back(
    session: AsyncSession, actor: Actor, submission_id: int, comment: str, *, now: datetime
) -> Submission:
    """Return a report with a comment; its sender is told and is expected to report again.

    Raises: NotFound, AlreadyReviewed, ReportReplaced.
    """
    submission = await _review(session, actor, submission_id, SubmissionState.RETURNED, comment, now=now)
    await _ask_again(session, submission)
    return submission


async def _ask_again(session: AsyncSession, submission: Submission) -> None:
    """Reopen what the report had answered: its sender's request, or the colleagues' where the sender had none."""
    requests = await list_requests(
        session,
        ReportRequest.round_id == submission.round_id,
        ReportRequest.indicator_id == submission.indicator_id,
    )
    own = [request for request in requests if request.person_id == submission.submitted_by_id]
    house = [request for request in requests if _same_house(request.person, submission.submitted_by)]
    for request in own or house:
        request.reported_at = None


async def _review(
    session: AsyncSession, actor: Actor, submission_id: int, state: SubmissionState, comment: str, *, now: datetime
) -> Submission:
    submission = await access_submission(session, actor, submission_id)
    await hold(session, submission.indicator, submission)
    check_reviewable(submission)
    submission.state, submission.review_comment = state, comment
    submission.reviewed_by_id, submission.reviewed_at = actor.person.id, now
    await record(session, actor, "indicators.review", submission, now=now, state=state)
    await _tell_sender(session, actor, submission, now=now)
    return submission


def check_reviewable(submission: Submission) -> None:
    """Raises: AlreadyReviewed, ReportReplaced."""
    if submission.state is SubmissionState.REPLACED:
        raise ReportReplaced
    if submission.state is not SubmissionState.SUBMITTED:
        raise AlreadyReviewed(submission=submission)


async def _tell_sender(session: AsyncSession, actor: Actor, submission: Submission, *, now: datetime) -> None:
    sender = await list_members(session, actor.twg.id, Membership.person_id == submission.submitted_by_id)
    await notify(session, "indicators/reviewed", subject=submission, to=sender, now=now, by=actor)


async def access_submission(session: AsyncSession, actor: Actor, submission_id: int) -> Submission:
    """The report, if it is the actor's TWG's. Raises: NotFound."""
    submission = await find_submission(session, submission_id)
    if submission is None or submission.twg_id != actor.twg.id:
        raise NotFound
    return submission
