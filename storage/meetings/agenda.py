"""Agenda items of meetings, and the editions of which those invited were told."""

from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base
from storage.engine.labels import N_, Labelled


class AgendaKind(Labelled):
    """What an agenda item is, in the order in which a meeting takes them."""

    OPENING = "opening", N_("Opening")
    ADOPTION = "adoption", N_("Adoption of the agenda")
    MINUTES = "minutes", N_("Minutes of the last meeting")
    SUBSTANCE = "substance", N_("Item")
    BREAK = "break", N_("Break")
    OTHER = "other", N_("Other business")
    NEXT = "next", N_("Next meeting")
    CLOSING = "closing", N_("Closing")


class AgendaItem(Base):
    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: Place in the agenda, from 1.
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    presenter: Mapped[str] = mapped_column(String(120), default="")
    #: Time planned for it, in minutes.
    minutes: Mapped[int | None]
    #: By which editions know it; unlike an id, it is not given again, and comes back with an item that is restored.
    token: Mapped[str] = mapped_column(String(16), default=partial(token_hex, 6), server_default="")
    kind: Mapped[AgendaKind] = mapped_column(default=AgendaKind.SUBSTANCE, server_default=AgendaKind.SUBSTANCE.value)
    #: What stands below the title.
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: What is required of members.
    action: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: As typed: "gender"; empty where none was given.
    theme: Mapped[str] = mapped_column(String(100), default="", server_default="")
    area: Mapped[str] = mapped_column(String(100), default="", server_default="")
    #: The member, or else the institution, that is called as `presenter`, where one is.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))


class AgendaEdition(Base):
    """The agenda as those invited were told of it: the first when the meeting was announced."""

    __tablename__ = "agenda_edition"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    #: From 1.
    number: Mapped[int]
    #: Its items in their order: `token` of the row, `title`, `presenter`, `minutes`, `note`, `action`, `theme`, `area`.
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: UTC; of the newest change that it has.
    created_at: Mapped[datetime]
    #: Who made the newest change; None in editions from before there were any.
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


async def find_edition(session: AsyncSession, meeting_id: int, number: int) -> AgendaEdition | None:
    return await session.scalar(
        select(AgendaEdition).where(AgendaEdition.meeting_id == meeting_id, AgendaEdition.number == number)
    )


async def find_last_edition(session: AsyncSession, meeting_id: int) -> AgendaEdition | None:
    """The newest edition of an agenda; None before the meeting is announced."""
    query = select(AgendaEdition).where(AgendaEdition.meeting_id == meeting_id)
    return await session.scalar(query.order_by(AgendaEdition.number.desc()).limit(1))
