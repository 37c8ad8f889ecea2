"""Who composes, reads, corrects and adopts the minutes of a meeting, and of which there are any (G6).

MinutesRefusal
├── FileNotReadYet      a file that was handed in is not in the archive yet, or was not read
├── NotHeld             the meeting is ahead, was cancelled, or nothing says that it was held
├── RecordStillOpen     lines are still written: what circulates would not be what the record says
├── NobodyToReceive     nobody besides the actor is invited to the meeting
├── NotCirculating      nobody has sent the minutes to those invited yet
├── CorrectionsOver     the last day for corrections is past, and the minutes are not adopted yet
├── NoSuchParagraph
├── CorrectionUnclear   no paragraph is named, or no other words are given
├── SameWords           the paragraph says so already
├── WordsGone           the words that are to be replaced are not in the paragraph
├── WordsTwice          they are there more than once
├── KeptInRegister      a decision or an action is withdrawn in its register, and does not go from the minutes alone
├── CorrectionDecided   somebody has decided it, or it was withdrawn
├── AlreadyAdopted
├── CorrectionsOpen     corrections are not decided yet
├── RoundOpen           members can propose corrections until a day that is not over
├── NotMetAgain         no later meeting of the series has been held that could have adopted them
├── NotAdopted          minutes of a sub-group that are a draft are no report to the plenary
├── NoPlenary           no plenary is announced to which they could be reported
└── NothingToPassOn     they are not adopted, or are not for everybody of the reader's side
"""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold_whole
from storage.meetings import Meeting
from storage.members import Membership, Role
from storage.minutes import (
    CorrectionState,
    MinutesCorrection,
    MinutesParagraph,
    MinutesVersion,
    find_correction,
    find_newest,
    find_version,
)
from storage.subgroups import Office
from twg.attendance.access import Holding, find_holding
from twg.core.actors import Actor
from twg.core.audiences import parse_audience
from twg.core.refusals import NotAllowed, NotFound, Refusal
from twg.meetings.access import access_meeting
from twg.meetings.convening import may_organise
from twg.meetings.kinds import CLOSED
from twg.records.access import access_kept


class MinutesRefusal(Refusal):
    key = "minutes#refused"


class NotHeld(MinutesRefusal):
    """data: `meeting`; `holding`, the value of a `Holding`."""

    key = "minutes#not_held"


class FileNotReadYet(MinutesRefusal):
    key = "minutes#file_not_read_yet"


class RecordStillOpen(MinutesRefusal):
    """data: `meeting`."""

    key = "minutes#record_still_open"


class NobodyToReceive(MinutesRefusal):
    """data: `meeting`."""

    key = "minutes#nobody_to_receive"


class NotCirculating(MinutesRefusal):
    """data: `meeting`."""

    key = "minutes#not_circulating"


class CorrectionsOver(MinutesRefusal):
    """data: `day`, the last one."""

    key = "minutes#corrections_over"


class NoSuchParagraph(MinutesRefusal):
    """data: `number`; `most`, that of the last paragraph."""

    key = "minutes#no_such_paragraph"


class CorrectionUnclear(MinutesRefusal):
    key = "minutes#correction_unclear"


class SameWords(MinutesRefusal):
    key = "minutes#same_words"


class WordsGone(MinutesRefusal):
    """data: `number`; `words`."""

    key = "minutes#words_gone"


class WordsTwice(MinutesRefusal):
    """data: `number`; `words`."""

    key = "minutes#words_twice"


class KeptInRegister(MinutesRefusal):
    """data: `number`."""

    key = "minutes#kept_in_register"


class CorrectionDecided(MinutesRefusal):
    """data: `correction`."""

    key = "minutes#correction_decided"


class AlreadyAdopted(MinutesRefusal):
    """data: `version`."""

    key = "minutes#already_adopted"


class CorrectionsOpen(MinutesRefusal):
    """data: `count`."""

    key = "minutes#corrections_open"


class RoundOpen(MinutesRefusal):
    """data: `day`."""

    key = "minutes#round_open"


class NotMetAgain(MinutesRefusal):
    """data: `meeting`."""

    key = "minutes#not_met_again"


class NotAdopted(MinutesRefusal):
    """data: `meeting`."""

    key = "minutes#not_adopted"


class NoPlenary(MinutesRefusal):
    key = "minutes#no_plenary"


class NothingToPassOn(MinutesRefusal):
    """data: `meeting`."""

    key = "minutes#nothing_to_pass_on"


async def access_minuted(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """A meeting that was held, for who keeps its record. Raises: NotFound, NotAllowed, NotHeld."""
    meeting = await access_kept(session, actor, meeting_id)
    holding = await find_holding(session, meeting, now=now)
    if holding is not Holding.HELD:
        raise NotHeld(meeting=meeting, holding=holding.value)
    return meeting


def decides(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor accepts corrections of the minutes of a meeting, or does not: who organises it."""
    return may_organise(actor, meeting.kind, meeting.audience)


def may_adopt(member: Membership, meeting: Meeting) -> bool:
    """Whether a member, who sees the meeting, adopts its minutes as the one who chairs it.

    The chair of the sub-group for what is for that alone; the lead facilitators among the partners; else the Chair.
    Source: Guideline 2016, Part Three (b), (c)(iv).
    """
    groups = {token for token in parse_audience(meeting.audience) if token.startswith("subgroup_")}
    if groups and groups == parse_audience(meeting.audience):
        return all(f"{token}:{Office.CHAIR.value}" in member.places for token in groups)
    if member.role is Role.CHAIR:
        return True
    return member.role is Role.LEAD_FACILITATOR and meeting.kind in CLOSED


async def access_version(session: AsyncSession, actor: Actor, version_id: int) -> tuple[MinutesVersion, Meeting]:
    """A version with its meeting, if the actor may see that. Raises: NotFound."""
    actor.check_covers("minutes")
    version = await find_version(session, version_id, MinutesVersion.twg_id == actor.twg.id)
    if version is None:
        raise NotFound
    return version, await access_meeting(session, actor, version.meeting_id)


async def access_newest(session: AsyncSession, actor: Actor, meeting_id: int) -> tuple[MinutesVersion, Meeting]:
    """The newest version of the minutes of a meeting. Raises: NotFound (the meeting), NotCirculating."""
    actor.check_covers("minutes")
    meeting = await access_meeting(session, actor, meeting_id)
    version = await find_newest(session, meeting.id)
    if version is None:
        raise NotCirculating(meeting=meeting)
    return version, meeting


async def access_held_newest(session: AsyncSession, actor: Actor, version_id: int) -> tuple[MinutesVersion, Meeting]:
    """The newest version of the minutes to which a version belongs, locked, as it is then. Raises: NotFound."""
    _version, meeting = await access_version(session, actor, version_id)
    newest = await find_newest(session, meeting.id)
    assert newest is not None  # noqa: S101 - the one that was found, or a later one
    await hold_whole(session, newest)
    return await access_newest(session, actor, meeting.id)


def takes_corrections(version: MinutesVersion, *, today: date) -> bool:
    """Whether members can propose corrections: until the last day, and again once the minutes are adopted.

    A version that corrects adopted minutes has no last day.
    """
    return version.adopted_at is not None or version.correct_by is None or today <= version.correct_by


def check_correctable(actor: Actor, version: MinutesVersion, *, now: datetime) -> None:
    """Raises: CorrectionsOver."""
    if not takes_corrections(version, today=now.astimezone(actor.zone).date()):
        raise CorrectionsOver(day=version.correct_by)


async def access_paragraph(session: AsyncSession, actor: Actor, paragraph_id: int) -> MinutesParagraph:
    """The paragraph as the newest version has it, if the actor may see the meeting. Raises: NotFound."""
    row = await session.get(MinutesParagraph, paragraph_id)
    if row is None:
        raise NotFound
    _version, meeting = await access_version(session, actor, row.version_id)
    newest, _meeting = await access_newest(session, actor, meeting.id)
    return paragraph_of(newest, row.number)


def paragraph_of(version: MinutesVersion, number: int) -> MinutesParagraph:
    """The paragraph with this number. Raises: NoSuchParagraph, also for one that was removed."""
    for each in version.paragraphs:
        if each.number == number and each.stands:
            return each
    raise NoSuchParagraph(number=number, most=len(version.paragraphs))


async def access_correction(session: AsyncSession, actor: Actor, correction_id: int) -> MinutesCorrection:
    """A correction of minutes of a meeting that the actor may see. Raises: NotFound."""
    actor.check_covers("minutes")
    correction = await find_correction(session, correction_id, MinutesCorrection.twg_id == actor.twg.id)
    if correction is None:
        raise NotFound
    await access_meeting(session, actor, correction.version.meeting_id)
    return correction


async def access_undecided(session: AsyncSession, actor: Actor, correction_id: int) -> MinutesCorrection:
    """A correction that is not decided, for who decides it. Raises: NotFound, NotAllowed, CorrectionDecided."""
    correction = await access_correction(session, actor, correction_id)
    if not decides(actor, correction.version.meeting):
        raise NotAllowed
    check_undecided(correction)
    return correction


def check_undecided(correction: MinutesCorrection) -> None:
    """Raises: CorrectionDecided."""
    if correction.state is not CorrectionState.PROPOSED:
        raise CorrectionDecided(correction=correction)
