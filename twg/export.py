"""The shared store as tables, for whoever may take it out (R4). Only what the actor may see leaves with them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.actions import Action, list_actions
from storage.documents import Document, Receipt, list_documents
from storage.indicators import Submission, list_indicators, list_submissions
from storage.meetings import Attendance, Meeting, MeetingState, list_meetings
from storage.members import Person, list_members
from storage.sharing import Post, list_posts
from twg.actions.recording import meeting_of, visible_actions
from twg.core.actors import Actor
from twg.core.audiences import Reader, from_column, includes, visible_to
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.language.parsing import AgendaLine
from twg.meetings.planning import visible_meetings

#: More rows than a worksheet shows well; an archive that has more is exported by its operator.
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Table:
    """A sheet: its key, the keys of its columns, and rows of plain values, enumerations, aware moments and agendas."""

    key: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@operation(Permission.STORE_EXPORT)
async def export_store(session: AsyncSession, actor: Actor) -> list[Table]:
    """Members, meetings, answers, documents, receipts, indicators, reports, actions and posts of the actor's TWG."""
    makers: list[Callable[[AsyncSession, Actor], Any]] = [
        _members,
        _meetings,
        _answers,
        _documents,
        _receipts,
        _indicators,
        _reports,
        _actions,
        _posts,
    ]
    return [await maker(session, actor) for maker in makers]


def _house(person: Person) -> str:
    return person.institution.name if person.institution else ""


async def _members(session: AsyncSession, actor: Actor) -> Table:
    members = await list_members(session, actor.twg.id)
    rows = [
        (
            member.person.name,
            member.person.position,
            _house(member.person),
            member.role,
            ", ".join(member.themes),
            member.person.contact,
            member.since,
        )
        for member in members
    ]
    return Table("members", ("name", "position", "institution", "role", "themes", "contact", "since"), rows)


async def _visible_meetings(session: AsyncSession, actor: Actor) -> list[Meeting]:
    criteria = [visible_meetings(Reader.of(actor))]
    if not actor.may(Permission.MEETING_ORGANISE):
        criteria.append(Meeting.state != MeetingState.DRAFT)
    return await list_meetings(session, actor.twg.id, *criteria, limit=MOST_ROWS)


async def _meetings(session: AsyncSession, actor: Actor) -> Table:
    rows = [
        (
            meeting.title,
            meeting.kind,
            meeting.starts_at,
            meeting.duration_min,
            meeting.place,
            from_column(meeting.audience),
            meeting.state,
            tuple(AgendaLine(item.title, item.presenter, item.minutes) for item in meeting.agenda),
        )
        for meeting in await _visible_meetings(session, actor)
    ]
    columns = ("title", "kind", "starts_at", "minutes", "place", "audience", "state", "agenda")
    return Table("meetings", columns, rows)


async def _answers(session: AsyncSession, actor: Actor) -> Table:
    """Everybody invited to each meeting that was announced; the answer is empty where none was given."""
    meetings = [meeting for meeting in await _visible_meetings(session, actor) if meeting.announced_at is not None]
    members = await list_members(session, actor.twg.id)
    given = await _answers_given(session, [meeting.id for meeting in meetings])
    rows = []
    for meeting in meetings:
        answers = given.get(meeting.id, {})
        people = {member.person_id: member.person for member in members if includes(meeting.audience, member)}
        people |= {answer.person_id: person for answer, person in answers.values() if answer.rsvp is not None}
        for person in sorted(people.values(), key=lambda person: (person.name, person.id)):
            answer = answers[person.id][0] if person.id in answers else None
            rows.append((meeting.title, meeting.starts_at, person.name, _house(person), *_answer_cells(answer)))
    columns = ("meeting", "starts_at", "name", "institution", "answer", "delegate", "answered_at")
    return Table("answers", columns, rows)


def _answer_cells(answer: Attendance | None) -> tuple[Any, ...]:
    if answer is None or answer.rsvp is None:
        return None, "", None
    return answer.rsvp, answer.delegate_name, answer.answered_at


async def _answers_given(
    session: AsyncSession, meeting_ids: list[int]
) -> dict[int, dict[int, tuple[Attendance, Person]]]:
    """Answers by meeting and person; whoever answered and left the TWG since is among them."""
    query = select(Attendance, Person).join(Person, Person.id == Attendance.person_id)
    query = query.where(Attendance.meeting_id.in_(meeting_ids)).options(joinedload(Person.institution))
    found: dict[int, dict[int, tuple[Attendance, Person]]] = {}
    for attendance, person in await session.execute(query):
        found.setdefault(attendance.meeting_id, {})[person.id] = attendance, person
    return found


async def _visible_documents(session: AsyncSession, actor: Actor) -> list[Document]:
    visible = visible_to(Reader.of(actor), Document.audience, Document.created_by_id)
    return await list_documents(session, actor.twg.id, visible, limit=MOST_ROWS)


async def _documents(session: AsyncSession, actor: Actor) -> Table:
    rows = [
        (
            document.title,
            document.kind,
            from_column(document.audience),
            document.circulated_at,
            document.versions[-1].file.name,
            document.versions[-1].file.sha256 or "",
            document.note,
        )
        for document in await _visible_documents(session, actor)
    ]
    return Table("documents", ("title", "kind", "audience", "circulated_at", "file", "sha256", "note"), rows)


async def _receipts(session: AsyncSession, actor: Actor) -> Table:
    documents = {document.id: document for document in await _visible_documents(session, actor)}
    query = select(Receipt).where(Receipt.document_id.in_(documents)).order_by(Receipt.document_id, Receipt.id)
    receipts = await session.scalars(query.options(joinedload(Receipt.person).joinedload(Person.institution)))
    rows = [
        (
            documents[receipt.document_id].title,
            receipt.person.name,
            _house(receipt.person),
            receipt.acknowledged_at,
        )
        for receipt in receipts
    ]
    return Table("receipts", ("document", "name", "institution", "acknowledged_at"), rows)


async def _indicators(session: AsyncSession, actor: Actor) -> Table:
    rows = []
    for indicator in await list_indicators(session, actor.twg.id):
        target = indicator.targets[-1] if indicator.targets else None
        rows.append(
            (
                indicator.number,
                indicator.statement,
                indicator.unit,
                indicator.baseline,
                indicator.baseline_period,
                target.value if target else None,
                target.period if target else "",
                ", ".join(item.institution.name for item in indicator.responsible),
            )
        )
    columns = ("number", "statement", "unit", "baseline", "baseline_period", "target", "target_period", "responsible")
    return Table("indicators", columns, rows)


async def _reports(session: AsyncSession, actor: Actor) -> Table:
    submissions = await list_submissions(session, Submission.twg_id == actor.twg.id, limit=MOST_ROWS)
    rows = [
        (
            submission.indicator.number,
            submission.version,
            submission.value,
            submission.indicator.unit,
            submission.note,
            submission.constraints,
            submission.next_steps,
            submission.evidence.name if submission.evidence else "",
            submission.submitted_by.name,
            _house(submission.submitted_by),
            submission.submitted_at,
            submission.state,
            submission.review_comment,
        )
        for submission in submissions
    ]
    columns = ("number", "version", "value", "unit", "note", "constraints", "next_steps", "evidence", "name")
    return Table("reports", (*columns, "institution", "reported_at", "state", "comment"), rows)


async def _actions(session: AsyncSession, actor: Actor) -> Table:
    criteria = Action.twg_id == actor.twg.id, visible_actions(Reader.of(actor))
    rows = []
    for action in await list_actions(session, *criteria, limit=MOST_ROWS):
        meeting = meeting_of(action, actor.member)
        files = [item.evidence for item in action.updates] + [action.evidence]
        rows.append(
            (
                action.id,
                action.text,
                action.owner.name if action.owner else "",
                action.institution.name if action.institution else "",
                action.due_on,
                action.state,
                meeting.title if meeting else "",
                from_column(action.audience),
                action.created_at,
                "\n".join(f"{item.person.name}: {item.text}" for item in action.updates if item.text),
                action.closed_at,
                action.closing_note,
                ", ".join(file.name for file in files if file is not None),
            )
        )
    columns = ("number", "action", "name", "institution", "due_on", "state", "meeting", "audience", "recorded_at")
    return Table("actions", (*columns, "updates", "closed_at", "closing_note", "evidence"), rows)


async def _posts(session: AsyncSession, actor: Actor) -> Table:
    visible = visible_to(Reader.of(actor), Post.audience, Post.author_id)
    posts = await list_posts(session, actor.twg.id, visible, limit=MOST_ROWS)
    rows = [
        (
            post.created_at,
            post.kind,
            post.text,
            post.author.name,
            _house(post.author),
            from_column(post.audience),
            post.file.name if post.file else "",
        )
        for post in posts
    ]
    return Table("posts", ("shared_at", "kind", "text", "name", "institution", "audience", "file"), rows)
