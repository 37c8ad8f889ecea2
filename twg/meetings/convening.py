"""Who convenes which kinds of meetings, and whom they may invite to them (G1).

BadInput
├── NotConvened         somebody else convenes meetings of this kind
└── OnlyForThose        a closed meeting is for those of its kind alone

Source: Guideline 2016, Part Three (c)(iv), (d).
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, MeetingKind
from storage.members import Role
from twg.core.actors import Actor
from twg.core.addressing import access_audience, may_run
from twg.core.audiences import parse_audience, split_tokens
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, Missing, NotAllowed
from twg.meetings.kinds import KINDS


class NotConvened(BadInput):
    """data: `kind`, `roles`, those who convene it."""

    key = "meetings#not_convened"


class OnlyForThose(BadInput):
    """data: `kind`, `audience`, whom alone it is for."""

    key = "meetings#only_for_those"


def convenes(actor: Actor, kind: MeetingKind) -> bool:
    """Whether the actor may plan meetings of this kind for anybody: by their role, or as one who leads a sub-group."""
    rules = KINDS[kind]
    return actor.role in rules.conveners or (rules.led and bool(actor.member.led))


def list_kinds(actor: Actor) -> tuple[MeetingKind, ...]:
    """The kinds that the actor convenes, in the order in which people choose."""
    return tuple(kind for kind in KINDS if convenes(actor, kind))


def may_organise(actor: Actor, kind: MeetingKind, audience: str) -> bool:
    """Whether the actor may change a meeting of this kind that is for this stored audience.

    By their role, where that convenes meetings of this kind; as chair or secretary of a sub-group, what is for that
    alone.
    """
    if not may_run(actor, Permission.MEETING_ORGANISE, audience):
        return False
    rules, tokens = KINDS[kind], parse_audience(audience)
    return actor.role in rules.conveners or (not rules.closed and bool(tokens) and tokens <= actor.member.led)


def check_organises(actor: Actor, meeting: Meeting) -> None:
    """Raises: NotAllowed."""
    if not may_organise(actor, meeting.kind, meeting.audience):
        raise NotAllowed


def token_for(kind: MeetingKind, token: str | None) -> str:
    """The tokens of who is invited to a meeting, as `join_tokens` joins them: those chosen, else that of its kind.

    Raises: Missing, OnlyForThose.
    """
    rules = KINDS[kind]
    chosen = token or rules.audience
    if chosen is None:
        raise Missing(field="audience")
    if rules.closed and chosen != rules.audience:
        raise OnlyForThose(field="audience", kind=kind, audience=rules.audience)
    return chosen


async def access_invited(
    session: AsyncSession, actor: Actor, kind: MeetingKind, token: str | None, *, now: datetime
) -> str:
    """The audience of a meeting of a kind that the actor plans, to be stored.

    Args:
        token: whom the actor chose; None for those of the kind.
    Raises: NotAChoice, GroupEnded, NotAllowed, Missing (the audience); NotConvened, OnlyForThose (the kind).
    """
    token = token_for(kind, token)
    column = await access_audience(session, actor, token, Permission.MEETING_ORGANISE, now=now)
    check_convenes(actor, kind, token)
    return column


def check_convenes(actor: Actor, kind: MeetingKind, token: str) -> None:
    """Raises: NotConvened where the actor plans no meetings of this kind for whom these tokens stand."""
    rules, tokens = KINDS[kind], split_tokens(token)
    if actor.role in rules.conveners or (rules.led and bool(tokens) and tokens <= actor.member.led):
        return
    raise refuse_kind(kind)


def refuse_kind(kind: MeetingKind) -> NotConvened:
    """The refusal of a kind that somebody else convenes."""
    return NotConvened(field="kind", kind=kind, roles=[role for role in Role if role in KINDS[kind].conveners])
