"""Meetings and answers to them as sheets of the export (R4)."""

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.engine.labels import N_
from storage.meetings import Attendance, Meeting, read_meetings
from storage.meetings.items import ItemInvitation, list_item_invitations
from storage.members import Membership, Person, list_members
from twg.core.actors import Actor
from twg.core.addressing import access_reading
from twg.core.audiences import Reader, includes
from twg.core.permissions import Permission
from twg.core.sheets import Sheet
from twg.language.agenda import AgendaLine
from twg.meetings.access import visible_meetings
from twg.meetings.convening import may_organise
from twg.meetings.items import stands
from twg.meetings.standing_in import find_represented

#: Meetings whose answers are read together; each has up to as many as the TWG has members.
MEETINGS_AT_ONCE = 20


async def _meetings(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    read = await access_reading(session, actor)
    async for meetings in read_meetings(session, actor.twg.id, visible_meetings(Reader.of(actor))):
        for meeting in meetings:
            yield (
                meeting.id,
                meeting.title,
                meeting.kind,
                meeting.starts_at,
                meeting.duration_min,
                meeting.place,
                read(meeting.audience),
                meeting.state,
                tuple(AgendaLine(item.title, item.presenter, item.minutes) for item in meeting.agenda),
            )


async def _answers(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """Everybody invited to each meeting that was announced; the answer is empty where none was given."""
    announced = visible_meetings(Reader.of(actor)), Meeting.announced_at.is_not(None)
    members = await list_members(session, actor.twg.id)
    async for meetings in read_meetings(session, actor.twg.id, *announced, size=MEETINGS_AT_ONCE):
        ids = [meeting.id for meeting in meetings]
        given = await _answers_given(session, ids)
        of_items = await list_item_invitations(session, ItemInvitation.meeting_id.in_(ids))
        for meeting in meetings:
            shows = partial(_shows_words, actor, meeting)
            for row in _answers_to(meeting, members, given.get(meeting.id, {}), shows):
                yield row
            for invitation in of_items:
                if invitation.meeting_id == meeting.id and stands(invitation):
                    yield _answer_to_item(meeting, invitation, shows)


def _shows_words(actor: Actor, meeting: Meeting, person_id: int) -> bool:
    """Whether the actor reads what somebody wrote beside their answer, and their delegate's contact.

    As in the chat: who organises the meeting does, and of their own answer everybody.
    """
    return person_id == actor.person.id or may_organise(actor, meeting.kind, meeting.audience)


def _words_left_out(actor: Actor) -> str:
    return "" if actor.may(Permission.MEETING_ORGANISE) else N_("what members wrote beside their answers, and contacts")


def _answer_to_item(meeting: Meeting, invitation: ItemInvitation, shows: Callable[[int], bool]) -> tuple[Any, ...]:
    """Of a member who is invited to one item of the agenda and not to the rest."""
    person, title = invitation.person, "" if invitation.item is None else invitation.item.title
    words = invitation.words if shows(person.id) else ""
    answer = invitation.rsvp, None, "", "", words, invitation.answered_at, title
    named = meeting.title, meeting.starts_at, person.name, person.institution, ""
    return f"{meeting.id}-{person.id}-{invitation.id}", *named, *answer


def _answers_to(
    meeting: Meeting,
    members: list[Membership],
    answers: dict[int, tuple[Attendance, Person]],
    shows: Callable[[int], bool],
) -> Iterator[tuple[Any, ...]]:
    invited = [member for member in members if includes(meeting.audience, member)]
    people = {member.person_id: member.person for member in invited}
    stands_for = find_represented(invited, {person_id: answer.rsvp for person_id, (answer, _) in answers.items()})
    people |= {answer.person_id: person for answer, person in answers.values() if answer.rsvp is not None}
    for person in sorted(people.values(), key=lambda person: (person.name, person.id)):
        answer = answers[person.id][0] if person.id in answers else None
        named = f"{meeting.id}-{person.id}", meeting.title, meeting.starts_at, person.name, person.institution
        holder = stands_for.get(person.id)
        yield (*named, "" if holder is None else holder.person.name, *_answer_cells(answer, shows=shows(person.id)))


def _answer_cells(answer: Attendance | None, *, shows: bool) -> tuple[Any, ...]:
    if answer is None or answer.rsvp is None:
        return None, None, "", "", "", None, ""
    delegate = answer.delegate_name, answer.delegate_contact if shows else ""
    return answer.rsvp, answer.late_min, *delegate, answer.words if shows else "", answer.answered_at, ""


async def _answers_given(
    session: AsyncSession, meeting_ids: list[int]
) -> dict[int, dict[int, tuple[Attendance, Person]]]:
    """Answers by meeting and person, those of people who have left the TWG since among them."""
    query = select(Attendance, Person).join(Person, Person.id == Attendance.person_id)
    query = query.where(Attendance.meeting_id.in_(meeting_ids)).options(joinedload(Person.institution))
    found: dict[int, dict[int, tuple[Attendance, Person]]] = {}
    for attendance, person in await session.execute(query):
        found.setdefault(attendance.meeting_id, {})[person.id] = attendance, person
    return found


SHEETS = (
    Sheet(
        "meetings",
        N_("Meetings"),
        {
            "title": N_("Title"),
            "kind": N_("Kind"),
            "starts_at": N_("Begins at"),
            "minutes": N_("Lasts (minutes)"),
            "place": N_("Place"),
            "audience": N_("For"),
            "state": N_("State"),
            "agenda": N_("Agenda"),
        },
        _meetings,
        order=20,
        dated_by=("starts_at",),
    ),
    Sheet(
        "answers",
        N_("Answers"),
        {
            "meeting": N_("Meeting"),
            "starts_at": N_("Begins at"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "stands_for": N_("In place of"),
            "answer": N_("Answer"),
            "late": N_("Late by (minutes)"),
            "delegate": N_("Delegate"),
            "contact": N_("Contact"),
            "words": N_("In their words"),
            "answered_at": N_("Answered"),
            "item": N_("Agenda item"),
        },
        _answers,
        order=30,
        dated_by=("starts_at",),
        left_out=_words_left_out,
    ),
)
