"""Searches for a date, and who could when, as sheets of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.dates import DateAnswer, list_date_answers, read_polls
from storage.engine.labels import N_
from storage.members import list_people
from twg.core.actors import Actor
from twg.core.addressing import access_reading
from twg.core.audiences import Reader
from twg.core.permissions import Permission
from twg.core.sheets import Sheet
from twg.dates.access import may_run_poll, visible_polls


async def _polls(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """A row for each date that is proposed."""
    read = await access_reading(session, actor)
    async for polls in read_polls(session, actor.twg.id, visible_polls(Reader.of(actor))):
        for poll in polls:
            chosen = None if poll.chosen is None else poll.chosen.starts_at
            facts = poll.title, poll.kind, read(poll.audience)
            for option in poll.options:
                yield (option.id, *facts, option.starts_at, poll.answer_by, poll.ending, chosen, poll.created_by.name)


async def _date_answers(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """What was said of each date: of all in the searches that the actor runs, of their own in the others."""
    async for polls in read_polls(session, actor.twg.id, visible_polls(Reader.of(actor))):
        for poll in polls:
            answers = await list_date_answers(session, [option.id for option in poll.options])
            for person in await list_people(session, answers):
                if person.id != actor.person.id and not may_run_poll(actor, poll):
                    continue
                for option in poll.options:
                    said: DateAnswer | None = answers[person.id].get(option.id)
                    if said is not None:
                        named = said.id, poll.title, option.starts_at, person.name, person.institution
                        yield (*named, said.choice, said.words, said.answered_at)


def _answers_left_out(actor: Actor) -> str:
    return "" if actor.may(Permission.MEETING_ORGANISE) else N_("who can when, in searches of others for a date")


SHEETS = (
    Sheet(
        "date_polls",
        N_("Finding a date"),
        {
            "title": N_("Title"),
            "kind": N_("Kind"),
            "audience": N_("For"),
            "starts_at": N_("Proposed date"),
            "answer_by": N_("Last day to answer"),
            "ending": N_("State"),
            "date": N_("Chosen date"),
            "name": N_("Proposed by"),
        },
        _polls,
        order=34,
        dated_by=("starts_at",),
    ),
    Sheet(
        "date_answers",
        N_("Who can when"),
        {
            "title": N_("Title"),
            "starts_at": N_("Proposed date"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "answer": N_("Answer"),
            "words": N_("In their words"),
            "answered_at": N_("Answered"),
        },
        _date_answers,
        order=35,
        dated_by=("starts_at",),
        left_out=_answers_left_out,
    ),
)
