"""Open forms: those that people have begun and not yet finished."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Select, String, bindparam, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base, connection_of
from storage.members import Account

#: Keys of a context that are about messages of the chat in which the form is open (`handlers/forms/opened.py`).
OF_THE_CHAT = frozenset({"opened_from", "held", "asked_back", "doubted", "unclear"})
#: The key of the id of the person for whom somebody else opened the form.
FOR = "for"
#: The key of the id of a search for a date, for which the form of a meeting is put aside until the date is found.
KEPT_FOR = "kept_for"


class OpenForm(Base):
    """One row per person, chat, thread, form and context. The step is not stored; it is computed from the answers.

    Typed text may answer the form that was updated last; the person's other forms wait until they are continued.
    """

    __tablename__ = "form"
    # AUTOINCREMENT: SQLite would otherwise give the id of a deleted form to a new one, and a button of the deleted form
    # would act on the new one.
    __table_args__ = (Index("ix_form_user_id", "user_id", "chat_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Telegram's user id: a form may be open before its person is registered.
    user_id: Mapped[int] = mapped_column(BigInteger)
    #: Name of the form in the registry.
    name: Mapped[str] = mapped_column(String(80))
    #: The TWG in which the form was opened; None for a registration.
    twg_id: Mapped[int | None] = mapped_column(ForeignKey("twg.id"))
    #: Raw answers by field, as the person gave them. Assign a new dict: changes in place are lost.
    answers: Mapped[dict[str, Any]]
    #: What the form was opened for, such as a meeting's id or an invite's token hash; neither asked nor shown. The form
    #: engine adds what it needs to know of the conversation (`handlers/forms/opened.py`).
    context: Mapped[dict[str, Any]]
    #: Incremented with every change; a button of an earlier revision redraws the form instead of acting.
    revision: Mapped[int] = mapped_column(default=1)
    #: Name of a field that is asked again although it has an answer; empty if there is none.
    reopened: Mapped[str] = mapped_column(String(80), default="")
    opened_at: Mapped[datetime]
    #: When its question was shown last.
    updated_at: Mapped[datetime]


_HERE = (
    OpenForm.chat_id == bindparam("chat_id"),
    OpenForm.thread_id == bindparam("thread_id"),
    OpenForm.user_id == bindparam("user_id"),
)
#: Asked by nearly every update, and therefore built once.
_FORMS = select(OpenForm).where(*_HERE).order_by(OpenForm.updated_at.desc(), OpenForm.id.desc()).with_for_update()
_HAS_FORMS = select(exists().where(*_HERE))


async def has_forms(session: AsyncSession, *, chat_id: int, thread_id: int, user_id: int) -> bool:
    """Whether `list_forms` finds any, past the ORM: at most updates there are none. Nothing is locked."""
    here = {"chat_id": chat_id, "thread_id": thread_id, "user_id": user_id}
    return bool(await connection_of(session).scalar(_HAS_FORMS, here))


async def list_forms(session: AsyncSession, *, chat_id: int, thread_id: int, user_id: int) -> list[OpenForm]:
    """The open forms of a person in a chat and thread, the one updated last first.

    Their rows are locked until the transaction ends. When two processes each handle a press of Save, the second one
    waits for the first and then finds no form.
    """
    here = {"chat_id": chat_id, "thread_id": thread_id, "user_id": user_id}
    return list(await session.scalars(_FORMS, here))


async def find_form_kept_for(session: AsyncSession, name: str, row_id: int) -> OpenForm | None:
    """The form of a kind that is kept for a row, whosever it is; locked."""
    kept = OpenForm.name == name, OpenForm.context[KEPT_FOR].as_integer() == row_id
    return await session.scalar(select(OpenForm).where(*kept).order_by(OpenForm.id).limit(1).with_for_update())


async def delete_form(session: AsyncSession, form: OpenForm) -> None:
    await session.execute(delete(OpenForm).where(OpenForm.id == form.id))


async def list_old_forms(session: AsyncSession, *, before: datetime, after: int, limit: int) -> list[int]:
    """Ids of forms that were last updated before `before` (UTC, aware), in their order, from after `after` on."""
    query = select(OpenForm.id).where(OpenForm.updated_at < before, OpenForm.id > after)
    return list(await session.scalars(query.order_by(OpenForm.id).limit(limit)))


async def find_old_form(session: AsyncSession, form_id: int, *, before: datetime) -> OpenForm | None:
    """The form, locked; None if it was updated or deleted meanwhile, or another transaction has it."""
    query = select(OpenForm).where(OpenForm.id == form_id, OpenForm.updated_at < before)
    return await session.scalar(query.with_for_update(skip_locked=True))


def _chats_of(person_id: int) -> Select[int]:
    return select(Account.telegram_id).where(Account.person_id == person_id, Account.ended_at.is_(None))


async def list_forms_of(session: AsyncSession, twg_id: int, person_id: int, names: Collection[str]) -> list[int]:
    """Ids of the open forms of these names that a person has begun for themselves in a TWG, in their order."""
    theirs = OpenForm.user_id.in_(_chats_of(person_id)), OpenForm.twg_id == twg_id, OpenForm.name.in_(names)
    forms = await session.scalars(select(OpenForm).where(*theirs).order_by(OpenForm.id))
    return [form.id for form in forms if FOR not in form.context]


async def find_answers(session: AsyncSession, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The answers of open forms, by id."""
    rows = await session.execute(select(OpenForm.id, OpenForm.answers).where(OpenForm.id.in_(ids)))
    return {row.id: row.answers for row in rows}


async def give_forms(session: AsyncSession, ids: Collection[int], person_id: int, *, now: datetime) -> list[int]:
    """Move open forms with their answers to another person's private chat.

    Returns:
        Ids of those that moved: none to somebody without an account, and none of a kind that they have begun
        themselves, since only one of a kind can be continued.
    """
    chat_id = await session.scalar(_chats_of(person_id))
    if chat_id is None:
        return []
    begun = {form.name for form in await session.scalars(select(OpenForm).where(OpenForm.user_id == chat_id))}
    given = []
    for form in await session.scalars(select(OpenForm).where(OpenForm.id.in_(ids)).order_by(OpenForm.id)):
        if form.name not in begun:
            _move_to(form, chat_id, now=now)
            given.append(form.id)
    return given


def _move_to(form: OpenForm, chat_id: int, *, now: datetime) -> None:
    for name, value in moved_to(form, chat_id, now=now).items():
        setattr(form, name, value)


def moved_to(form: OpenForm, chat_id: int, *, now: datetime) -> dict[str, Any]:
    """The columns of an open form, with their values once it is in a private chat."""
    return {
        "user_id": chat_id,
        "chat_id": chat_id,
        "thread_id": 0,
        "updated_at": now,
        "context": {key: value for key, value in form.context.items() if key not in OF_THE_CHAT},
        "revision": form.revision + 1,
    }


async def list_forms_in(session: AsyncSession, chat_id: int) -> list[OpenForm]:
    """The open forms of a Telegram user in their private chat, in their order; locked."""
    query = select(OpenForm).where(OpenForm.user_id == chat_id, OpenForm.chat_id == chat_id).order_by(OpenForm.id)
    return list(await session.scalars(query.with_for_update()))


async def list_forms_for(session: AsyncSession, person_id: int) -> list[OpenForm]:
    """The open forms that others have begun for a person, in their order; locked."""
    query = select(OpenForm).where(OpenForm.context[FOR].as_integer() == person_id).order_by(OpenForm.id)
    return list(await session.scalars(query.with_for_update()))
