"""What a search finds of an action."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.core import search
from storage.core.addressees import Addressee
from storage.core.audiences import unpack
from storage.meetings import Meeting
from storage.members import Twg


def _sharing(action: Action) -> list[Addressee]:
    """Those whom its `co_owners` name one by one."""
    tokens = unpack(action.co_owners)
    return [each for each in action.addressees if each.token in tokens]


async def make_findable(session: AsyncSession, action: Action) -> None:
    """Index text, owners and notes; readers who may see its meeting find it by the meeting's title too."""
    owners = [action.owner.name] if action.owner is not None else []
    owners += [action.institution.name, action.institution.name_km] if action.institution is not None else []
    sharing = [name for each in _sharing(action) for name in (each.name, each.name_km) if name]
    updates = [item.text for item in action.updates]
    twg = await session.get_one(Twg, action.twg_id)
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Action.__tablename__,
            subject_id=action.id,
            twg_id=action.twg_id,
            audience=action.audience,
            author_id=action.created_by_id,
            title=action.title,
            body=" ".join(
                [
                    f"{twg.code}-{action.number}",
                    action.text,
                    action.theme,
                    *owners,
                    *sharing,
                    *updates,
                    action.closing_note,
                ]
            ),
            dated=action.created_at,
            about=None if action.meeting_id is None else (Meeting.__tablename__, action.meeting_id),
        ),
    )
