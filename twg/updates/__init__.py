"""The updates round: what members tell of important developments before a plenary (S4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.shortening import first_line
from storage.engine.labels import N_
from storage.updates import MemberUpdate, find_update_by_id, list_updates_of_twg
from twg.core.actors import Actor
from twg.core.audiences import includes
from twg.core.operations import operations_of
from twg.core.permissions import Permission
from twg.core.sheets import Sheet
from twg.core.subjects import Domain, Subject
from twg.core.uniting import Uniting
from twg.meetings.convening import may_organise
from twg.updates import agenda, notices, rounds


async def _updates(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """What was told before plenaries: all for who prepares them, else the actor's own."""
    for update in await list_updates_of_twg(session, actor.twg.id):
        meeting = update.meeting
        runs = may_organise(actor, meeting.kind, meeting.audience) and includes(meeting.audience, actor.member)
        if runs or update.person_id == actor.person.id:
            person = update.person
            yield update.id, meeting.title, person.name, person.institution, update.text, update.answered_at


def _updates_left_out(actor: Actor) -> str:
    return "" if actor.may(Permission.MEETING_ORGANISE) else N_("what others told before plenaries")


def _newest_word(older: MemberUpdate, newer: MemberUpdate) -> dict[str, Any]:
    """Both texts, the older first; who has told of something does not lose it by an empty answer."""
    last = max((older, newer), key=lambda row: row.answered_at)
    text = "\n".join(dict.fromkeys(filter(None, [older.text, newer.text])))
    return {"text": text, "answered_at": last.answered_at, "entered_by_id": last.entered_by_id}


DOMAIN = Domain(
    operations=operations_of(rounds),
    subjects=(
        Subject(
            table=MemberUpdate,
            label=N_("Development told before a plenary"),
            access=rounds.access_update,
            title=lambda update: first_line(update.text),
            find=find_update_by_id,
            sheets=(
                Sheet(
                    "updates",
                    N_("Updates before plenaries"),
                    {
                        "meeting": N_("Meeting"),
                        "name": N_("Name"),
                        "institution": N_("Institution"),
                        "text": N_("Text"),
                        "answered_at": N_("Answered"),
                    },
                    _updates,
                    order=36,
                    dated_by=("answered_at",),
                    left_out=_updates_left_out,
                ),
            ),
        ),
    ),
    notices=(notices.ASKED, notices.REMINDER, notices.OVER),
    rules=notices.RULES,
    agenda_sources=agenda.SOURCES,
    unitings=(Uniting(table=MemberUpdate, same=("meeting_id",), unite=_newest_word),),
)

__all__ = ["DOMAIN", "notices", "rounds"]
