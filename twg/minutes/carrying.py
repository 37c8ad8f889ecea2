"""What adopted minutes hold for one side of the TWG, as a note that its members pass on beyond the TWG (G6).

Government members bring decisions and required actions back to their ministry or agency, NGOs to the community that
they speak for, each those of its own institution. To the development partners it is the lead facilitators who pass
them on, those of every partner. A note is read by people who were not invited, so it holds only what everybody of that
side may see; of a meeting that is not for the whole of a side, such as that of a sub-group, it has none.
Source: Guideline 2016, Part Three (a)(ii), (iv), (v), (ix).
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, list_actions
from storage.core.audiences import pack
from storage.meetings import Meeting
from storage.members import Institution, Membership, Role, list_members
from storage.minutes import MinutesParagraph, MinutesVersion, find_version, list_all_versions
from storage.records import LineKind
from twg.actions.owners import is_responsible
from twg.core.actors import Actor
from twg.core.audiences import Audience, reaches_all_of, tokens_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.minutes.access import NothingToPassOn, access_version

#: Actions of one meeting that are read.
_MOST = 500


class Side(enum.StrEnum):
    """A side of the TWG, by the token that its members hold."""

    GOVERNMENT = Audience.GOVERNMENT
    PARTNERS = Audience.PARTNERS
    CIVIL_SOCIETY = f"role:{Role.CIVIL_SOCIETY}"


#: Whose task it is to pass on what was agreed.
_CARRIERS = {Role.GOVERNMENT, Role.FOCAL_POINT, Role.LEAD_FACILITATOR, Role.CIVIL_SOCIETY}


@dataclass(frozen=True)
class Note:
    """What a member passes on.

    Attributes:
        decisions: paragraphs, those that stand in the register.
        actions: each paragraph with the action as it is now; those that were dropped are left out.
        institution: whose actions they are; None for a member without one, and for all partners.
        of_partners: whether they are those of all development partners.
    """

    version: MinutesVersion
    decisions: tuple[MinutesParagraph, ...]
    actions: tuple[tuple[MinutesParagraph, Action], ...]
    institution: Institution | None
    of_partners: bool

    @property
    def is_empty(self) -> bool:
        return not (self.decisions or self.actions)


@dataclass(frozen=True)
class Agreed:
    """What the notes of a version are made of. Attributes: `members`: of the TWG, as of now."""

    version: MinutesVersion
    decisions: tuple[MinutesParagraph, ...]
    actions: tuple[tuple[MinutesParagraph, Action], ...]
    members: Sequence[Membership]


def side_of(member: Membership) -> Side | None:
    """The side of a member; None for technical advisers and the private sector, who speak for none."""
    held = tokens_of(member)
    return next((side for side in Side if side in held), None)


def may_pass_on(member: Membership, meeting: Meeting) -> bool:
    """Whether there is a note for a member: where everybody of their side was invited to the meeting."""
    side = side_of(member)
    return side is not None and reaches_all_of(meeting.audience, pack({side}))


def is_to_pass_on(member: Membership, meeting: Meeting) -> bool:
    """Whether a member is sent the note: it is their task, and there is one."""
    return member.role in _CARRIERS and may_pass_on(member, meeting)


async def gather(session: AsyncSession, version: MinutesVersion) -> Agreed:
    """Decisions and actions of a version, with the members whose actions they may be."""
    decided = [each for each in version.paragraphs if each.kind is LineKind.DECISION]
    standing = tuple(each for each in decided if each.decision is None or each.decision.withdrawn_at is None)
    agreed = [each for each in version.paragraphs if each.kind is LineKind.ACTION]
    lines = [each.line_id for each in agreed if each.line_id is not None]
    ids = [each.action_id for each in agreed if each.action_id is not None]
    theirs = Action.twg_id == version.twg_id, or_(Action.id.in_(ids), Action.line_id.in_(lines))
    found = await list_actions(session, *theirs, Action.state != ActionState.DROPPED, limit=_MOST)
    by_id = {each.id: each for each in found}
    by_line = {each.line_id: each for each in found if each.line_id is not None}
    pairs = [(each, by_id.get(each.action_id or 0) or by_line.get(each.line_id or 0)) for each in agreed]
    actions = tuple((each, action) for each, action in pairs if action is not None)
    return Agreed(version, standing, actions, await list_members(session, version.twg_id))


def note_for(agreed: Agreed, member: Membership) -> Note | None:
    """The note of a member; None where there is none for them."""
    side, version = side_of(member), agreed.version
    if side is None or not may_pass_on(member, version.meeting):
        return None
    everybody = pack({side})
    of_partners = member.role is Role.LEAD_FACILITATOR
    institution = None if of_partners else member.person.institution
    theirs = [each for each in agreed.members if _counts(each, member, of_partners=of_partners)]
    decisions = tuple(
        each for each in agreed.decisions if each.decision is None or reaches_all_of(each.decision.audience, everybody)
    )
    actions = tuple(
        (each, action)
        for each, action in agreed.actions
        if reaches_all_of(action.audience, everybody) and _is_of(action, theirs)
    )
    return Note(version, decisions, actions, institution, of_partners)


def _counts(each: Membership, member: Membership, *, of_partners: bool) -> bool:
    """Whether the actions of somebody are among those of a member's note."""
    if of_partners:
        return side_of(each) is Side.PARTNERS
    institution_id = member.person.institution_id
    return each.id == member.id or (institution_id is not None and each.person.institution_id == institution_id)


def _is_of(action: Action, members: Sequence[Membership]) -> bool:
    institutions = {each.person.institution_id for each in members} - {None}
    return action.institution_id in institutions or any(is_responsible(action, each) for each in members)


@operation(Permission.SEE)
async def read_note(session: AsyncSession, actor: Actor, version_id: int) -> Note:
    """The note of the actor about the version in force of the minutes to which a version belongs.

    Raises: NotFound; NothingToPassOn, where none is adopted, or there is no note for the actor's side.
    """
    _version, meeting = await access_version(session, actor, version_id)
    adopted = [each.id for each in await list_all_versions(session, meeting.id) if each.adopted_at is not None]
    version = await find_version(session, adopted[-1]) if adopted else None
    note = None if version is None else note_for(await gather(session, version), actor.member)
    if note is None:
        raise NothingToPassOn(meeting=meeting)
    return note
