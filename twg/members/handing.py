"""What a member leaves open, and who takes it over: actions, reports, requests, drafts of meetings (M10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, find_action
from storage.indicators import ReportRequest, Round, RoundState
from storage.meetings import Meeting, MeetingState
from storage.members import Membership
from storage.requests import MemberRequest, RequestState, find_waiting_request
from twg.actions.finding import make_findable
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.indicators.rounds import may_report

#: Ids of rows by what they are: "actions", "reports", "requests", "named", "drafts".
Handed = dict[str, list[int]]


@dataclass(frozen=True)
class LeftOpen:
    """What is open in a member's name in one TWG, as ids.

    Attributes:
        reports: asked for in the open round and not given.
        requests: of the member, which wait to be decided.
        named: requests of others to hand something over to the member, which wait.
        drafts: meetings that the member has planned and not announced.
    """

    actions: list[int]
    reports: list[int]
    requests: list[int]
    named: list[int]
    drafts: list[int]

    @property
    def counts(self) -> dict[str, int]:
        """How many tasks there are of each kind that people know: "actions", "reports", "requests"."""
        return {"actions": len(self.actions), "reports": len(self.reports), "requests": len(self.requests)}


async def find_left_open(session: AsyncSession, twg_id: int, person_id: int) -> LeftOpen:
    """What is open in the name of a person in a TWG."""
    open_rounds = select(Round.id).where(Round.twg_id == twg_id, Round.state == RoundState.OPEN)
    waiting = MemberRequest.twg_id == twg_id, MemberRequest.state == RequestState.WAITING
    queries = {
        "actions": select(Action.id).where(
            Action.twg_id == twg_id, Action.owner_id == person_id, Action.state == ActionState.OPEN
        ),
        "reports": select(ReportRequest.id).where(
            ReportRequest.person_id == person_id,
            ReportRequest.reported_at.is_(None),
            ReportRequest.round_id.in_(open_rounds),
        ),
        "requests": select(MemberRequest.id).where(*waiting, MemberRequest.asked_by_id == person_id),
        "named": select(MemberRequest.id).where(*waiting, MemberRequest.named_id == person_id),
        "drafts": select(Meeting.id).where(
            Meeting.twg_id == twg_id, Meeting.created_by_id == person_id, Meeting.state == MeetingState.DRAFT
        ),
    }
    return LeftOpen(**{kind: sorted(await session.scalars(query)) for kind, query in queries.items()})


async def hand_over(session: AsyncSession, actor: Actor, from_id: int, to: Membership, *, now: datetime) -> Handed:
    """Give everything that is open in a person's name to their successor.

    What the successor cannot have stays where it is: a report that their role does not give, or that they are asked
    for already; a request that they have made themselves.

    Returns: what was given.
    """
    opened = await find_left_open(session, actor.twg.id, from_id)
    return {
        "actions": [await _give(session, actor, action_id, to, now=now) for action_id in opened.actions],
        "reports": await _give_reports(session, opened.reports, to),
        "requests": await _give_requests(session, opened.requests, to),
        "named": await _give_all(session, MemberRequest.named_id, opened.named, to.person_id),
        "drafts": await _give_all(session, Meeting.created_by_id, opened.drafts, to.person_id),
    }


async def _give(session: AsyncSession, actor: Actor, action_id: int, to: Membership, *, now: datetime) -> int:
    action = await find_action(session, action_id)
    assert action is not None  # noqa: S101 - found a moment ago in this transaction
    before = values_of(action, "owner_id", "institution_id")
    action.owner, action.institution = to.person, to.person.institution
    await session.flush()
    after = values_of(action, *before)
    await record(session, actor, "members.hand_over", action, now=now, before=before, after=after)
    await make_findable(session, action)
    return action.id


async def _give_reports(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    if not may_report(to):
        return []
    rows = await session.scalars(select(ReportRequest).where(ReportRequest.id.in_(ids)))
    mine = select(ReportRequest.round_id, ReportRequest.indicator_id).where(ReportRequest.person_id == to.person_id)
    asked = {tuple(row) for row in await session.execute(mine)}
    free = [row.id for row in rows if (row.round_id, row.indicator_id) not in asked]
    return await _give_all(session, ReportRequest.person_id, free, to.person_id)


async def _give_requests(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    rows = list(await session.scalars(select(MemberRequest).where(MemberRequest.id.in_(ids))))
    free = [
        row.id
        for row in rows
        if await find_waiting_request(session, to.person_id, row.kind, row.subject_type, row.subject_id) is None
    ]
    return await _give_all(session, MemberRequest.asked_by_id, free, to.person_id)


async def _give_all(session: AsyncSession, column: Any, ids: list[int], person_id: int) -> list[int]:
    table = column.class_
    if ids:
        await session.execute(update(table).where(table.id.in_(ids)).values({column.key: person_id}))
    return ids


async def hand_back(
    session: AsyncSession, actor: Actor, handed: Mapping[str, list[int]], from_id: int, to: Membership, *, now: datetime
) -> None:
    """Give back what `hand_over` gave, as far as it is still open and theirs who got it.

    Args:
        from_id: the person who got it.
        to: the member who had it.
    """
    opened = await find_left_open(session, actor.twg.id, from_id)
    for action_id in sorted({*handed["actions"]} & {*opened.actions}):
        await _give(session, actor, action_id, to, now=now)
    for kind, column in _COLUMNS.items():
        still = sorted({*handed[kind]} & {*getattr(opened, kind)})
        await _give_all(session, column, still, to.person_id)


#: The column that says whose each row is, apart from those of actions.
_COLUMNS = {
    "reports": ReportRequest.person_id,
    "requests": MemberRequest.asked_by_id,
    "named": MemberRequest.named_id,
    "drafts": Meeting.created_by_id,
}
