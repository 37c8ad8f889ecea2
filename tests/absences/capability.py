"""A small capability with every piece, which no release has: members say that they will be absent.

Its table has a metadata of its own, so that the migrations know nothing of it.
"""

import sys
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BaseModel
from sqlalchemy import ForeignKey, MetaData, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.registry import Capability
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.rendering.content import Content
from messages.rendering.keyboards import button
from messages.rendering.texts import Text
from scheduler.delivery.wording import Occasion, Wording
from storage.core import search
from storage.core.notifications import Notification
from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.members import Membership, Person, Role, Twg, list_members
from twg.core.actors import Actor
from twg.core.audiences import Audience, to_column
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation, operations_of
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.core.rules import rule
from twg.core.sheets import Sheet
from twg.core.subjects import Domain, Subject
from twg.core.timekeeping import Timekeeping
from twg.reminders.schedule import anchored, schedule, schedule_all

TEMPLATES = {
    "absences/declared.html.j2": "{% trans name=absence.title %}You are absent: {{ name }}{% endtrans %}",
    "absences/notice.html.j2": "{% trans name=absence.title %}Absent soon: {{ name }}{% endtrans %}",
    "absences/refusals.html.j2": "{% macro over(d) %}{% trans %}That absence is over.{% endtrans %}{% endmacro %}",
}
#: The Khmer of every text of the templates, and of every label.
KHMER = {
    "You are absent: %(name)s": "លោកអ្នកអវត្តមាន៖ %(name)s",
    "Absent soon: %(name)s": "អវត្តមានឆាប់ៗ៖ %(name)s",
    "That absence is over.": "អវត្តមាននោះបានចប់ហើយ។",
    "Absence": "អវត្តមាន",
    "Absences": "អវត្តមានទាំងអស់",
    "Absence: the day before": "អវត្តមាន៖ មួយថ្ងៃមុន",
    "An absence": "អវត្តមានមួយ",
    "Declare an absence": "ជូនដំណឹងអំពីអវត្តមាន",
    "Say that you will be absent": "ជូនដំណឹងថាលោកអ្នកនឹងអវត្តមាន",
    "Reason": "មូលហេតុ",
    "Day": "ថ្ងៃ",
}


class _Apart(Base):
    __abstract__ = True
    metadata = MetaData()


class Absence(_Apart):
    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey(Twg.__table__.c.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.__table__.c.id))
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    seen: Mapped[bool] = mapped_column(default=False)

    @property
    def title(self) -> str:
        return self.reason


class AbsenceOver(Refusal):
    key = "absences#over"


class NewAbsence(BaseModel):
    day: date
    reason: str


async def chair(cause: Cause) -> list[Membership]:
    return await list_members(cause.session, cause.subject.twg_id, Membership.role == Role.CHAIR)


DECLARED = Notice(name="absence_declared", subject=Absence, recipients=chair)
REMINDER = Notice(name="absence_reminder", subject=Absence, recipients=chair, grouped=True)
RULES = (rule("absence_1_day", "Absence: the day before", REMINDER, days=-1, grace_h=12),)


async def find_absence(session: AsyncSession, absence_id: int) -> Absence | None:
    return await session.get(Absence, absence_id)


async def access_absence(session: AsyncSession, actor: Actor, absence_id: int) -> Absence:
    found = await session.scalar(select(Absence).where(Absence.id == absence_id, Absence.twg_id == actor.twg.id))
    if found is None:
        raise NotFound
    return found


@operation(Permission.SEE)
async def declare(session: AsyncSession, actor: Actor, args: NewAbsence, *, now: datetime) -> Absence:
    """Record that a member will be absent, and tell the chair."""
    absence = Absence(twg_id=actor.twg.id, person_id=actor.person.id, day=args.day, reason=args.reason)
    session.add(absence)
    await record(session, actor, "absences.declare", absence, now=now, after=values_of(absence, "day", "reason"))
    await schedule(session, actor, absence, anchors=_anchors(actor, absence), now=now)
    await notify(session, DECLARED, subject=absence, now=now, by=actor)
    entry = search.Entry(
        subject_type=Absence.__tablename__,
        subject_id=absence.id,
        twg_id=absence.twg_id,
        audience=to_column(Audience.ALL),
        author_id=absence.person_id,
        title=absence.title,
        body="",
        dated=now,
    )
    await search.put_entry(session, entry)
    return absence


@operation(Permission.SEE)
async def see(session: AsyncSession, actor: Actor, absence_id: int, *, now: datetime) -> Absence:
    """Note that the chair has seen it."""
    absence = await access_absence(session, actor, absence_id)
    before = values_of(absence, "seen")
    absence.seen = True
    await record(session, actor, "absences.see", absence, now=now, before=before, after=values_of(absence, "seen"))
    return absence


def _anchors(actor: Actor, absence: Absence) -> dict[str, datetime]:
    return anchored(RULES, datetime.combine(absence.day, time(23, 59), actor.zone))


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    actor = Actor(twg, timekeeping=timekeeping)
    async for batch in in_batches(session, select(Absence).where(Absence.twg_id == twg.id), Absence.id):
        await schedule_all(session, actor, {absence: _anchors(actor, absence) for absence in batch}, now=now)


def still_calls(absence: Absence, now: datetime) -> None:
    if absence.day < (now - timedelta(days=1)).date():
        raise AbsenceOver


async def rows(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    found = await session.scalars(select(Absence).where(Absence.twg_id == actor.twg.id).order_by(Absence.id))
    for absence in found:
        yield absence.id, absence.reason, absence.day


SHEET = Sheet("absences", "Absences", {"reason": "Reason", "day": "Day"}, rows, order=1000)
SUBJECT = Subject(
    table=Absence,
    label="Absence",
    access=access_absence,
    title=lambda absence: absence.title,
    find=find_absence,
    still_calls=still_calls,
    reschedule=reschedule,
    searched=True,
    sheets=(SHEET,),
)
DOMAIN = Domain(
    operations=operations_of(sys.modules[__name__]),
    subjects=(SUBJECT,),
    notices=(DECLARED, REMINDER),
    rules=RULES,
)

WORDING = Wording()


@WORDING.of(DECLARED, "absences/notice", holds="the recipient may see it")
@WORDING.of(REMINDER, "absences/notice", holds="the recipient may see it")
async def worded(occasion: Occasion) -> Content | None:
    absence = await occasion.once(find_absence, occasion.notification.subject_id)
    return None if absence is None else Content("absences/notice", {"absence": absence})


router = Router("absences")


@router.form("declare_absence", Text("Declare an absence"), saves=declare, opened_by="declare")
class DeclareForm(Form):
    day: Annotated[date, DayField(question=Text("On which day?"), label=Text("Day"))]
    reason: Annotated[str, Field(question=Text("Why?"), label=Text("Reason"))]

    async def save(self, request: Request, _about: Any) -> Reply:
        args = NewAbsence(day=self.day, reason=self.reason)
        return show("absences/declared", absence=await declare(request.session, request.member, args, now=request.now))


@router.command("absent", Text("Say that you will be absent"))
async def absent(request: Request, _rest: str) -> Reply:
    return await open_form(request, DeclareForm)


@router.button("open", subject=Absence, opens=True)
async def open_(request: Request, absence_id: int) -> Reply:
    absence = await access_absence(request.session, request.member, absence_id)
    return say("absences/declared", absence=absence)


@router.reply_to(DECLARED, REMINDER, label=Text("An absence"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    return say(
        "absences/declared", absence=await see(request.session, request.member, about[0].subject_id, now=request.now)
    )


@router.offer
async def offer(_request: Request) -> list[Offer]:
    return [Offer(45, button(Text("Declare an absence"), "absences:declare"))]


ABSENCES = Capability("absences", DOMAIN, WORDING, router)
