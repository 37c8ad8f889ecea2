"""Members propose other words for a paragraph; who organises the meeting accepts them or says why not (G6).

What is accepted is in the minutes, and in the record and the registers too. Adopted minutes stay as they are: a
correction of them that is accepted makes a version, which is adopted again.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import is_visible
from storage.engine.database import hold
from storage.meetings import Meeting
from storage.members import Adoption
from storage.minutes import (
    LONGEST_WHY,
    LONGEST_WORDS,
    CorrectionState,
    MinutesCorrection,
    MinutesParagraph,
    MinutesVersion,
    find_correction,
    list_corrections,
)
from storage.records import LineKind
from twg.actions.registering import follow_line
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound, TooLong
from twg.decisions.registering import follow_minutes
from twg.language.minute_corrections import Words
from twg.language.minute_instructions import as_written, cuts_number
from twg.minutes import notices
from twg.minutes.access import (
    CorrectionUnclear,
    KeptInRegister,
    SameWords,
    WordsGone,
    WordsTwice,
    access_held_newest,
    access_newest,
    access_undecided,
    access_version,
    check_correctable,
    check_undecided,
    paragraph_of,
)
from twg.minutes.adopting import adopt_by_silence
from twg.minutes.finding import make_findable
from twg.minutes.versions import make_next
from twg.minutes.waiting import WAITING

_PROPOSED = ("number", "old", "new")
_DECIDED = ("state", "why", "decided_by_id")


@operation(Permission.MINUTES_CORRECT)
async def propose(
    session: AsyncSession, actor: Actor, version_id: int, number: int, words: Words, *, now: datetime
) -> MinutesCorrection:
    """Propose other words for a paragraph of the newest version; those who decide are told.

    Args:
        words: of them `old` is what they replace; empty for the whole paragraph.
    Raises: NotFound, CorrectionsOver, NoSuchParagraph, CorrectionUnclear, WordsGone, WordsTwice, SameWords,
        TooLong; KeptInRegister where a decision or an action is to go.
    """
    seen, meeting = await access_version(session, actor, version_id)
    await hold(session, seen, shared=True)
    version, _meeting = await access_newest(session, actor, meeting.id)
    check_correctable(actor, version, now=now)
    paragraph = paragraph_of(version, number)
    new = words.new.strip()
    old = _check_removable(paragraph) if words.removes else _check(paragraph, words.old, new)
    correction = MinutesCorrection(
        twg_id=version.twg_id,
        version_id=version.id,
        number=number,
        old=old,
        new=new,
        proposed_at=now,
        proposed_by_id=actor.person.id,
    )
    session.add(correction)
    await record(session, actor, "minutes.propose", correction, now=now, after=values_of(correction, *_PROPOSED))
    correction = await _whole(session, correction.id)
    await notify(session, notices.PROPOSED, subject=correction, now=now, by=actor)
    return correction


def _check_removable(paragraph: MinutesParagraph) -> str:
    """Returns: the whole paragraph. Raises: KeptInRegister."""
    if paragraph.kind in (LineKind.DECISION, LineKind.ACTION):
        raise KeptInRegister(number=paragraph.number)
    return paragraph.text


def _check(paragraph: MinutesParagraph, words: str, new: str) -> str:
    """Returns: what is replaced, as the paragraph has it."""
    if not is_visible(new):
        raise CorrectionUnclear
    if len(new) > LONGEST_WORDS:
        raise TooLong(limit=LONGEST_WORDS, length=len(new))
    old, times = as_written(words, paragraph.text) if words else (paragraph.text, 1)
    if not times or (words and cuts_number(words, paragraph.text)):
        raise WordsGone(number=paragraph.number, words=words)
    if times > 1:
        raise WordsTwice(number=paragraph.number, words=words)
    if paragraph.text.replace(old, new, 1) == paragraph.text:
        raise SameWords
    return old


async def _whole(session: AsyncSession, correction_id: int) -> MinutesCorrection:
    correction = await find_correction(session, correction_id)
    assert correction is not None  # noqa: S101 - it was just written
    return correction


@operation(Permission.MINUTES_CORRECT)
async def withdraw(session: AsyncSession, actor: Actor, correction_id: int, *, now: datetime) -> MinutesCorrection:
    """Take one's own correction back while it is not decided. Raises: NotFound, CorrectionDecided."""
    correction = await _whole_of(session, actor, correction_id)
    await hold(session, correction)
    check_undecided(correction)
    before = values_of(correction, "state")
    correction.state = CorrectionState.WITHDRAWN
    after = values_of(correction, "state")
    await record(session, actor, "minutes.withdraw", correction, now=now, before=before, after=after)
    await _go_on(session, actor, correction, now=now)
    return correction


async def _whole_of(session: AsyncSession, actor: Actor, correction_id: int) -> MinutesCorrection:
    """A correction of the actor's own. Raises: NotFound."""
    actor.check_covers("minutes")
    own = MinutesCorrection.twg_id == actor.twg.id, MinutesCorrection.proposed_by_id == actor.person.id
    correction = await find_correction(session, correction_id, *own)
    if correction is None:
        raise NotFound
    return correction


@operation(Permission.MEETING_ORGANISE)
async def accept(
    session: AsyncSession, actor: Actor, correction_id: int, why: str = "", *, now: datetime
) -> MinutesCorrection:
    """Put the proposed words into the minutes; who proposed them is told.

    Raises: NotFound, NotAllowed, CorrectionDecided; WordsGone where another correction has changed them; TooLong.
    """
    correction, version, meeting = await _hold(session, actor, correction_id)
    paragraph = paragraph_of(version, correction.number)
    if correction.old not in paragraph.text:
        raise WordsGone(number=correction.number, words=correction.old)
    if version.adopted_at is not None:
        others = [each for each in version.open_corrections if each.id != correction.id]
        made = await make_next(session, actor, version, meeting, now=now)
        for each in others:
            each.version_id = made.id  # they are about the newest version
        version, _meeting = await access_newest(session, actor, meeting.id)
        paragraph = paragraph_of(version, correction.number)
    before = values_of(paragraph, "text")
    paragraph.text = paragraph.text.replace(correction.old, correction.new, 1)
    after = values_of(paragraph, "text")
    await record(session, actor, "minutes.correct", paragraph, now=now, before=before, after=after)
    await _carry_over(session, actor, paragraph, now=now)
    if version.number == 1:
        await make_findable(session, version, meeting)
    await _decide(session, actor, correction, CorrectionState.ACCEPTED, why, now=now)
    return correction


async def _carry_over(session: AsyncSession, actor: Actor, paragraph: MinutesParagraph, *, now: datetime) -> None:
    """Let the record and the registers say what a paragraph says: its line, its decision, its action."""
    if not paragraph.stands:
        if paragraph.line is not None:
            paragraph.line.removed_at = now
            gone = {"removed_at": now}
            await record(
                session, actor, "records.take_back", paragraph.line, now=now, before={"removed_at": None}, after=gone
            )
        return
    if paragraph.line is not None:
        before = values_of(paragraph.line, "text")
        paragraph.line.text, paragraph.line.changed_at = paragraph.text, now
        after = values_of(paragraph.line, "text")
        await record(session, actor, "records.correct", paragraph.line, now=now, before=before, after=after)
        await follow_line(session, actor, paragraph.line, now=now)
    if paragraph.decision is not None:
        await follow_minutes(session, actor, paragraph.decision, paragraph.text, now=now)


@operation(Permission.MEETING_ORGANISE)
async def refuse(
    session: AsyncSession, actor: Actor, correction_id: int, why: str, *, now: datetime
) -> MinutesCorrection:
    """Leave the minutes as they are; who proposed it is told why.

    Raises: NotFound, NotAllowed, CorrectionDecided; Missing, TooLong (the reason).
    """
    if not is_visible(why):
        raise Missing(field="why")
    correction, _version, _meeting = await _hold(session, actor, correction_id)
    await _decide(session, actor, correction, CorrectionState.REFUSED, why, now=now)
    return correction


async def _hold(
    session: AsyncSession, actor: Actor, correction_id: int
) -> tuple[MinutesCorrection, MinutesVersion, Meeting]:
    """An undecided correction, locked with the newest version. Raises: as `access_undecided`."""
    correction = await access_undecided(session, actor, correction_id)
    version, meeting = await access_held_newest(session, actor, correction.version_id)
    await hold(session, correction)
    check_undecided(correction)
    return correction, version, meeting


async def _decide(
    session: AsyncSession,
    actor: Actor,
    correction: MinutesCorrection,
    state: CorrectionState,
    why: str,
    *,
    now: datetime,
) -> None:
    if len(why) > LONGEST_WHY:
        raise TooLong(field="why", limit=LONGEST_WHY, length=len(why))
    before = values_of(correction, *_DECIDED)
    correction.state, correction.why, correction.decided_at = state, why.strip(), now
    correction.decided_by, correction.decided_by_id = actor.person, actor.person.id
    change = "minutes.accept" if state is CorrectionState.ACCEPTED else "minutes.refuse"
    after = values_of(correction, *_DECIDED)
    await record(session, actor, change, correction, now=now, before=before, after=after)
    await notify(session, notices.DECIDED, subject=correction, now=now, by=actor)
    await _go_on(session, actor, correction, now=now)


async def _go_on(session: AsyncSession, actor: Actor, correction: MinutesCorrection, *, now: datetime) -> None:
    """Once nothing is undecided any more and the last day is over: adopt by silence, or tell who chairs."""
    version, _meeting = await access_newest(session, actor, correction.version.meeting_id)
    over = version.correct_by is None or now.astimezone(actor.zone).date() > version.correct_by
    if version.adopted_at is not None or version.open_corrections or not over:
        return
    if not await adopt_by_silence(session, version.id, now=now) and version.adoption is Adoption.CHAIR:
        await notify(session, WAITING, subject=version, now=now, by=actor)


@operation(Permission.SEE)
async def list_proposed(
    session: AsyncSession, actor: Actor, version_id: int
) -> tuple[MinutesVersion, list[MinutesCorrection]]:
    """The newest version and all corrections of the minutes of its meeting, oldest first. Raises: NotFound."""
    _version, meeting = await access_version(session, actor, version_id)
    newest, _meeting = await access_newest(session, actor, meeting.id)
    return newest, await list_corrections(session, meeting.id)
