"""The register: decisions arise from the record of a meeting, or are entered afterwards; they are corrected (G16)."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.shortening import first_line
from storage.core.spelling import is_visible
from storage.decisions import (
    LONGEST_DECISION,
    Decision,
    find_decision,
    find_next_number,
    list_decisions,
    list_from_lines,
)
from storage.engine.database import hold
from storage.meetings import Meeting
from storage.records import LineKind, RecordLine
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotAllowed, TooLong
from twg.decisions.access import Withdrawn, access_decision, check_held, visible_decisions
from twg.meetings.access import access_meeting
from twg.meetings.convening import check_organises, may_organise
from twg.meetings.kinds import CLOSED
from twg.meetings.minuted import check_not_adopted
from twg.records.access import access_record

#: Decisions on a page.
ON_PAGE = 8
_REGISTERED = ("year", "number", "text", "decided_on", "meeting_id", "item", "audience")


class NewDecision(BaseModel):
    """A decision that is entered afterwards. `item`: the title of its agenda item, where it is known."""

    meeting_id: int
    text: str
    item: str = Field(default="", max_length=300)


@operation(Permission.SEE)
async def list_register(
    session: AsyncSession, actor: Actor, *, page: int = 1, meeting_id: int | None = None
) -> tuple[list[Decision], bool]:
    """A page of the decisions that the actor may see, newest first, and whether there is a next one.

    Args:
        meeting_id: of a meeting, for its decisions only.
    """
    actor.check_covers("decisions")
    criteria = [Decision.twg_id == actor.twg.id, visible_decisions(Reader.of(actor))]
    criteria += [] if meeting_id is None else [Decision.meeting_id == meeting_id]
    found = await list_decisions(session, *criteria, limit=ON_PAGE + 1, skipped=ON_PAGE * (max(page, 1) - 1))
    return found[:ON_PAGE], len(found) > ON_PAGE


@operation(Permission.RECORD_KEEP)
async def register_lines(session: AsyncSession, actor: Actor, record_id: int, *, now: datetime) -> list[Decision]:
    """Register the decisions in the record of a meeting; it is called when the record is closed.

    Of one that is registered the words follow its line; it is withdrawn where its line was taken back, and stands
    again with the line.

    Returns: those that are new, in the order of the record.
    Raises: NotFound, NotAllowed.
    """
    kept, meeting = await access_record(session, actor, record_id)
    await hold(session, actor.twg)  # numbers are given one after another
    lines = [line for line in kept.lines if line.kind is LineKind.DECISION]
    order = {item.token: place for place, item in enumerate(meeting.agenda)}
    lines.sort(key=lambda line: (order.get(line.item_token, -1), line.id))
    known = await list_from_lines(session, [line.id for line in lines])
    titles = {item.token: item.title for item in meeting.agenda}
    new = []
    for line in lines:
        decision = known.get(line.id)
        if decision is None:
            new.append(
                await _register(session, actor, meeting, line.text, titles.get(line.item_token, ""), line, now=now)
            )
        else:
            await _follow(session, actor, decision, line, now=now)
    await _withdraw_others(session, actor, meeting, lines, now=now)
    return new


async def _register(
    session: AsyncSession,
    actor: Actor,
    meeting: Meeting | None,
    text: str,
    item: str,
    line: RecordLine | None = None,
    *,
    audience: str = "",
    now: datetime,
) -> Decision:
    """Args: `audience`: who sees a decision without a meeting, as it is stored."""
    day = (now if meeting is None else meeting.starts_at).astimezone(actor.zone).date()
    decision = Decision(
        twg_id=actor.twg.id,
        year=day.year,
        number=await find_next_number(session, actor.twg.id, day.year),
        text=text.strip(),
        decided_on=day,
        meeting_id=None if meeting is None else meeting.id,
        item=item,
        audience=audience if meeting is None else meeting.audience,
        line_id=None if line is None else line.id,
        created_at=now,
        created_by_id=actor.person.id,
    )
    session.add(decision)
    after = values_of(decision, *_REGISTERED)
    await record(session, actor, "decisions.register", decision, now=now, after=after)
    await _make_findable(session, decision, meeting)
    return decision


async def register_confirmed(
    session: AsyncSession, actor: Actor, text: str, audience: str, *, now: datetime
) -> Decision:
    """Register what was confirmed between meetings. Args: `audience`: of those who were asked, as it is stored."""
    await hold(session, actor.twg)
    return await _register(session, actor, None, text, "", audience=audience, now=now)


async def _follow(session: AsyncSession, actor: Actor, decision: Decision, line: RecordLine, *, now: datetime) -> None:
    """Let a registered decision say what its line says, and stand again."""
    if decision.withdrawn_at is not None:
        before = {"withdrawn_at": decision.withdrawn_at}
        decision.withdrawn_at, decision.withdrawn_why = None, ""
        after = {"withdrawn_at": None}
        await record(session, actor, "decisions.restore", decision, now=now, before=before, after=after)
    if decision.corrected_at is None and decision.text != line.text.strip():
        await _put_text(session, actor, decision, line.text, "decisions.register", now=now)


async def _withdraw_others(
    session: AsyncSession, actor: Actor, meeting: Meeting, lines: Sequence[RecordLine], *, now: datetime
) -> None:
    """Withdraw the decisions of a meeting whose lines were taken back."""
    standing = {line.id for line in lines}
    of_lines = Decision.meeting_id == meeting.id, Decision.line_id.is_not(None), Decision.withdrawn_at.is_(None)
    for decision in await list_decisions(session, *of_lines, limit=1000):
        if decision.line_id not in standing:
            await _withdraw(session, actor, decision, "", now=now)


@operation(Permission.MEETING_ORGANISE)
async def enter(session: AsyncSession, actor: Actor, args: NewDecision, *, now: datetime) -> Decision:
    """Enter a decision of a meeting that was held.

    Raises: NotFound, NotAllowed, NotDecided, MinutesFixed; Missing, TooLong (the text).
    """
    meeting = await access_meeting(session, actor, args.meeting_id)
    check_organises(actor, meeting)
    await check_held(session, meeting, now=now)
    await check_not_adopted(session, meeting)
    _check_text(args.text)
    await hold(session, actor.twg)
    return await _register(session, actor, meeting, args.text, args.item, now=now)


def _check_text(text: str) -> None:
    if not is_visible(text):
        raise Missing(field="text")
    if len(text) > LONGEST_DECISION:
        raise TooLong(field="text", limit=LONGEST_DECISION, length=len(text))


def may_keep(actor: Actor, decision: Decision) -> bool:
    """Whether the actor may correct a decision: who organises its meeting, or confirms without one."""
    if decision.meeting is None:
        return actor.may(Permission.OBJECTION_CONFIRM)
    return may_organise(actor, decision.meeting.kind, decision.meeting.audience)


async def access_kept(session: AsyncSession, actor: Actor, decision_id: int) -> Decision:
    """A decision that stands, for who organises its meeting. Raises: NotFound, NotAllowed, Withdrawn."""
    decision = await access_decision(session, actor, decision_id)
    if not may_keep(actor, decision):
        raise NotAllowed
    if decision.withdrawn_at is not None:
        raise Withdrawn(reference=decision.reference)
    return decision


async def access_correctable(session: AsyncSession, actor: Actor, decision_id: int) -> Decision:
    """The same, while no minutes that were adopted say it. Raises: as `access_kept`; MinutesFixed."""
    decision = await access_kept(session, actor, decision_id)
    if decision.meeting is not None:
        await check_not_adopted(session, decision.meeting)
    return decision


@operation(Permission.MEETING_ORGANISE)
async def correct(session: AsyncSession, actor: Actor, decision_id: int, text: str, *, now: datetime) -> Decision:
    """Give a decision other words; the audit keeps those before. Raises: as `access_correctable`; Missing, TooLong."""
    decision = await access_correctable(session, actor, decision_id)
    await hold(session, decision)
    _check_text(text)
    decision.corrected_at = now
    await _put_text(session, actor, decision, text, "decisions.correct", now=now)
    return decision


async def follow_minutes(session: AsyncSession, actor: Actor, decision: Decision, text: str, *, now: datetime) -> None:
    """Let a decision say what the minutes say once a correction of them was accepted."""
    await hold(session, decision)
    decision.corrected_at = now
    await _put_text(session, actor, decision, text, "decisions.correct", now=now)


async def _put_text(
    session: AsyncSession, actor: Actor, decision: Decision, text: str, change: str, *, now: datetime
) -> None:
    before = values_of(decision, "text")
    decision.text = text.strip()
    await record(session, actor, change, decision, now=now, before=before, after=values_of(decision, "text"))
    whole = await find_decision(session, decision.id)
    assert whole is not None  # noqa: S101 - it is being changed
    await _make_findable(session, whole, whole.meeting)


@operation(Permission.MEETING_ORGANISE)
async def withdraw(session: AsyncSession, actor: Actor, decision_id: int, why: str, *, now: datetime) -> Decision:
    """Take a decision out of the register with a reason; its number is not given again.

    Raises: as `access_kept`; Missing (the reason).
    """
    decision = await access_kept(session, actor, decision_id)
    if not is_visible(why):
        raise Missing(field="why")
    await _withdraw(session, actor, decision, why.strip(), now=now)
    return decision


async def _withdraw(session: AsyncSession, actor: Actor, decision: Decision, why: str, *, now: datetime) -> None:
    before = {"withdrawn_at": None, "withdrawn_why": ""}
    decision.withdrawn_at, decision.withdrawn_why = now, why
    after = {"withdrawn_at": now, "withdrawn_why": why}
    await record(session, actor, "decisions.withdraw", decision, now=now, before=before, after=after)


async def _make_findable(session: AsyncSession, decision: Decision, meeting: Meeting | None) -> None:
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Decision.__tablename__,
            subject_id=decision.id,
            twg_id=decision.twg_id,
            audience=decision.audience,
            author_id=None if meeting is not None and meeting.kind in CLOSED else decision.created_by_id,
            title=f"{decision.reference} {first_line(decision.text)}",
            body=" ".join(filter(None, [decision.text, decision.item])),
            dated=decision.created_at if meeting is None else meeting.starts_at,
            about=None if meeting is None else (Meeting.__tablename__, meeting.id),
        ),
    )


async def access_meeting_to_enter(session: AsyncSession, actor: Actor, meeting_id: int) -> Meeting:
    """A meeting of which the actor may enter decisions. Raises: NotFound, NotAllowed."""
    meeting = await access_meeting(session, actor, meeting_id)
    check_organises(actor, meeting)
    return meeting
