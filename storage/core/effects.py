"""What a person's message had an effect on, so that an edit of the message can be asked about."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, String, Text, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.forms import OpenForm
from storage.engine.database import Base


class Effect(Base):
    """A message that answered a question of a form, or was saved.

    While the form is open, `form_id` and `field` say which question. Once something was saved, `subject_type` and
    `subject_id` say what.
    """

    __tablename__ = "effect"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: The text that had the effect, as the person typed it.
    text: Mapped[str] = mapped_column(Text)
    #: What the message was edited into, while the person is asked whether that counts (see `handlers.routing.edits`).
    edited: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: The form in which it is an answer, which may be closed by now; ids of forms are never given again.
    form_id: Mapped[int | None] = mapped_column(index=True)
    #: The question that it answered; empty for a message that opened the form, or was saved without one.
    field: Mapped[str] = mapped_column(String(80), default="")
    subject_type: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[int | None]
    noted_at: Mapped[datetime]


async def find_effect(session: AsyncSession, chat_id: int, message_id: int) -> Effect | None:
    return await session.get(Effect, (chat_id, message_id))


async def find_edited(session: AsyncSession, form_id: int) -> Effect | None:
    """A message that answered an open form and was edited, while its person is asked whether that counts."""
    of_form = Effect.form_id == form_id, Effect.subject_id.is_(None), Effect.edited.is_not(None)
    return await session.scalar(select(Effect).where(*of_form).order_by(Effect.message_id).limit(1))


async def note_effect(session: AsyncSession, effect: Effect, *, replaces: bool = True) -> None:
    """Note what a message had an effect on; earlier effects of the message are forgotten.

    Args:
        replaces: so are those of other messages that answered the same question of the form; not where they all are
            in the answer.
    """
    if effect.form_id is not None and replaces:
        same = (Effect.form_id == effect.form_id) & (Effect.field == effect.field)
        await session.execute(delete(Effect).where(same))
    await session.merge(effect)


async def note_saved(session: AsyncSession, form: OpenForm, subject_type: str, subject_id: int) -> None:
    """The answers of a form were saved as this subject."""
    saved = {"subject_type": subject_type, "subject_id": subject_id}
    await session.execute(update(Effect).where(Effect.form_id == form.id).values(saved))


async def forget_old_effects(session: AsyncSession, *, before: datetime) -> None:
    """Delete effects that were noted before `before` (UTC, aware)."""
    await session.execute(delete(Effect).where(Effect.noted_at < before))
