"""What a search finds of an action."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.core import search
from storage.meetings import Meeting


async def make_findable(session: AsyncSession, action: Action) -> None:
    """Index text, owner, institution and notes; readers who may see its meeting find it by the meeting's title too."""
    owner = [action.owner.name] if action.owner is not None else []
    institution = [action.institution.name, action.institution.name_km] if action.institution is not None else []
    updates = [item.text for item in action.updates]
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Action.__tablename__,
            subject_id=action.id,
            twg_id=action.twg_id,
            audience=action.audience,
            author_id=action.created_by_id,
            title=action.title,
            body=" ".join([action.text, *owner, *institution, *updates, action.closing_note]),
            dated=action.created_at,
            about=None if action.meeting_id is None else (Meeting.__tablename__, action.meeting_id),
        ),
    )
