"""What the machinery keeps of a person's chats: open forms, effects of messages, kept acts, what was sent back."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.effects import Effect
from storage.core.forms import OpenForm
from storage.core.kept_acts import KeptAct
from storage.core.notifications import Notification
from storage.members import Membership


async def list_traces(
    session: AsyncSession, chat_ids: Iterable[int]
) -> tuple[list[OpenForm], list[Effect], list[KeptAct]]:
    """The open forms of these private chats, the effects of their messages, and their kept acts."""
    chats = list(chat_ids)
    forms = await session.scalars(select(OpenForm).where(OpenForm.user_id.in_(chats)).order_by(OpenForm.id))
    effects = await session.scalars(select(Effect).where(Effect.chat_id.in_(chats)))
    acts = await session.scalars(select(KeptAct).where(KeptAct.chat_id.in_(chats)))
    return list(forms), list(effects), list(acts)


async def list_notifications_about(session: AsyncSession, kind: str, person_id: int) -> list[Notification]:
    """The notifications of a kind about any membership of a person, oldest first."""
    theirs = select(Membership.id).where(Membership.person_id == person_id)
    about = Notification.subject_type == Membership.__tablename__, Notification.subject_id.in_(theirs)
    query = select(Notification).where(Notification.kind == kind, *about)
    return list(await session.scalars(query.order_by(Notification.id)))
