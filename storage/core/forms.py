"""Open forms: those that people have begun and not yet finished."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base


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


async def list_forms(session: AsyncSession, *, chat_id: int, thread_id: int, user_id: int) -> list[OpenForm]:
    """The open forms of a person in a chat and thread, the one updated last first.

    Their rows are locked until the transaction ends. When two processes each handle a press of Save, the second one
    waits for the first and then finds no form.
    """
    query = select(OpenForm).where(
        OpenForm.chat_id == chat_id, OpenForm.thread_id == thread_id, OpenForm.user_id == user_id
    )
    query = query.order_by(OpenForm.updated_at.desc(), OpenForm.id.desc()).with_for_update()
    return list(await session.scalars(query))


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
