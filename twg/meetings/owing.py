"""Who owes a paper for a meeting: who was asked for one and has handed none in (D6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents.packs import list_meeting_papers
from storage.meetings import AgendaItem, Meeting
from storage.members import Membership, list_without_account
from storage.papers import STANDING, AskedPaper, Paper, list_asked, list_papers
from twg.core.audiences import list_audience
from twg.core.permissions import ORGANISERS


@dataclass(frozen=True)
class Owed:
    """A paper that was asked for and is not there.

    Attributes:
        members: who may hand it in: the person who was asked, or everybody of the institution, as far as they may see
            the meeting.
        unreachable: whether none of them can be written to.
    """

    asked: AskedPaper
    members: tuple[Membership, ...]
    unreachable: bool

    @property
    def item(self) -> AgendaItem:
        assert self.asked.item is not None  # noqa: S101 - `list_asked` joins the items
        return self.asked.item

    def is_owed_by(self, member: Membership) -> bool:
        return any(each.person_id == member.person_id for each in self.members)


async def list_owed(session: AsyncSession, meeting: Meeting) -> list[Owed]:
    """What is owed for a meeting, in the order of its agenda.

    A paper settles it that the person, somebody of their institution, or the secretariat has handed in for the item,
    and a document that was circulated for it.
    """
    asked = await list_asked(session, [meeting.id])
    if not asked:
        return []
    members = await list_audience(session, meeting.twg_id, meeting.audience)
    papers = await list_papers(session, Paper.meeting_id == meeting.id, Paper.state.in_(STANDING))
    circulated = {paper.agenda_item_id for paper in await list_meeting_papers(session, meeting.id)}
    organisers = {member.person_id for member in members if member.role in ORGANISERS}
    without = await list_without_account(session, [member.person_id for member in members])
    owed = []
    for each in asked:
        if each.agenda_item_id in circulated or any(_settles(paper, each, organisers) for paper in papers):
            continue
        asked_of = [member for member in members if _is_asked(member, each)]
        # Who accepts papers reads all that is owed; of an institution the others are meant, where there are any.
        able = tuple([one for one in asked_of if one.person_id not in organisers] or asked_of)
        owed.append(Owed(each, able, all(member.person_id in without for member in able)))
    return owed


def _is_asked(member: Membership, asked: AskedPaper) -> bool:
    if asked.person_id is not None:
        return member.person_id == asked.person_id
    return member.person.institution_id == asked.institution_id


def _settles(paper: Paper, asked: AskedPaper, organisers: set[int]) -> bool:
    if paper.agenda_item_id != asked.agenda_item_id:
        return False
    institution_id = asked.institution_id if asked.person is None else asked.person.institution_id
    own = paper.handed_in_by_id == asked.person_id or paper.handed_in_by_id in organisers
    return own or (institution_id is not None and paper.handed_in_by.institution_id == institution_id)


def list_owed_by(owed: Sequence[Owed], member: Membership) -> list[Owed]:
    """What a member owes, themselves or as one of their institution."""
    return [each for each in owed if each.is_owed_by(member)]
