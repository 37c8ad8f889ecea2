"""Answering when one can, for each of the proposed dates (G14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import find_last_change
from storage.core.bound_messages import change_bound
from storage.dates import Choice, DateAnswer, DateOption, DatePoll, list_date_answers
from storage.engine.database import hold
from storage.members import Membership, Role, list_without_account
from twg.core.actors import Actor
from twg.core.audit import Recorded, record_all, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.undoing import is_undoable
from twg.dates.access import access_poll, access_run, check_answerable, is_asked, list_asked, list_open, takes_answers
from twg.dates.clashes import Against, access_against

#: Answers that come within this time of each other change the message of who runs the search once.
SETTLE = timedelta(seconds=2)
_ANSWERED = ("choice", "words", "answered_at")


@dataclass(frozen=True)
class Standing:
    """How a search stands.

    Attributes:
        asked: everybody who is asked as of now.
        answers: of these, by person and date.
        silent: those who have answered for no date.
        against: what stands against each date, by its id.
        without_account: those asked without Telegram, for whom the reader may enter answers.
        undo_id: of the reader's own change that ended it, as long as it can be taken back; None for none.
    """

    poll: DatePoll
    asked: list[Membership]
    answers: dict[int, dict[int, DateAnswer]]
    against: dict[int, Against]
    without_account: list[Membership] = field(default_factory=list)
    undo_id: int | None = None

    @property
    def silent(self) -> list[Membership]:
        return [member for member in self.asked if member.person_id not in self.answers]

    def who(self, option: DateOption, choice: Choice) -> list[tuple[Membership, DateAnswer]]:
        """Those who say this of a date, with their answers."""
        given = [(member, self.answers.get(member.person_id, {}).get(option.id)) for member in self.asked]
        return [(member, answer) for member, answer in given if answer is not None and answer.choice is choice]

    @property
    def best(self) -> list[DateOption]:
        """The dates that most can, then most can if need be; several where they are equal; none without an answer."""
        if not self.answers:
            return []
        scores = {option.id: self._score(option) for option in self.poll.options}
        highest = max(scores.values())
        return [option for option in self.poll.options if scores[option.id] == highest]

    def _score(self, option: DateOption) -> tuple[int, int]:
        can, if_need_be = len(self.who(option, Choice.CAN)), len(self.who(option, Choice.IF_NEED_BE))
        return can + if_need_be, can


@operation(Permission.MEETING_ANSWER)
async def answer(
    session: AsyncSession,
    actor: Actor,
    poll_id: int,
    choices: Mapping[int, Choice],
    words: str = "",
    *,
    now: datetime,
) -> DatePoll:
    """Record what the actor says of dates; it replaces what they said of these before.

    Args:
        choices: by the id of the date.
        words: as typed; empty for a pressed button.
    Raises: NotFound, also for a date of another search; NotAllowed for who is not asked; DatesEnded, AnswersClosed.
    """
    poll = await access_poll(session, actor, poll_id)
    await hold(session, poll, shared=True)
    check_answerable(actor, poll, now=now)
    if not choices or not choices.keys() <= {option.id for option in poll.options}:
        raise NotFound
    given = (await list_date_answers(session, choices)).get(actor.person.id, {})
    recorded = []
    for option_id, choice in choices.items():
        said = given.get(option_id)
        before = None if said is None else values_of(said, *_ANSWERED)
        if said is None:
            said = DateAnswer(option_id=option_id, person_id=actor.person.id)
            session.add(said)
        said.choice, said.words, said.answered_at, said.entered_by_id = choice, words, now, actor.by_id
        recorded.append(Recorded(said, {**values_of(said, *_ANSWERED)}, before))
    await record_all(session, actor, "dates.answer", recorded, now=now)
    await change_bound(session, DatePoll.__tablename__, [poll.id], now=now + SETTLE)
    return poll


async def access_own(session: AsyncSession, actor: Actor, poll: DatePoll) -> dict[int, DateAnswer]:
    """What the actor has said, by the id of the date."""
    answers = await list_date_answers(session, [option.id for option in poll.options])
    return answers.get(actor.person.id, {})


@operation(Permission.SEE)
async def list_unanswered(session: AsyncSession, actor: Actor, *, now: datetime) -> list[DatePoll]:
    """The searches that take answers, in which the actor is asked and has said nothing."""
    today = now.astimezone(actor.zone).date()
    asked = [poll for poll in await list_open(session, actor) if is_asked(poll, actor.member)]
    open_ = [poll for poll in asked if takes_answers(poll, today=today, now=now)]
    return [poll for poll in open_ if not await access_own(session, actor, poll)]


async def access_standing(session: AsyncSession, actor: Actor, poll: DatePoll, *, now: datetime) -> Standing:
    """How a search stands, for an actor who runs it."""
    asked = await list_asked(session, poll)
    answers = await list_date_answers(session, [option.id for option in poll.options])
    ids = {member.person_id for member in asked}
    given = {person_id: theirs for person_id, theirs in answers.items() if person_id in ids}
    against = await access_against(session, actor, poll, asked=asked)
    entered: set[int] = set()
    if actor.role is Role.SECRETARIAT and takes_answers(poll, today=now.astimezone(actor.zone).date(), now=now):
        entered = await list_without_account(session, ids)
    without = [member for member in asked if member.person_id in entered]
    return Standing(poll, asked, given, against, without, await _find_undo(session, actor, poll, now=now))


async def _find_undo(session: AsyncSession, actor: Actor, poll: DatePoll, *, now: datetime) -> int | None:
    """The id of the audit row by which the actor has just ended a search; None where it cannot be taken back."""
    if poll.ended_at is None or poll.ended_by_id != actor.person.id or not is_undoable(poll.ended_at, now=now):
        return None
    change = await find_last_change(session, DatePoll.__tablename__, poll.id)
    return None if change is None else change.id


@operation(Permission.MEETING_ORGANISE)
async def list_standing(session: AsyncSession, actor: Actor, poll_id: int, *, now: datetime) -> Standing:
    """Who can when. Raises: NotFound, NotAllowed."""
    return await access_standing(session, actor, await access_run(session, actor, poll_id), now=now)
