"""How a nomination of a lead facilitator stands among the development partners (M3).

Development partners manage their own arrangements (Guideline, Part Three (a)(ii)); each of their institutions has one
voice. A nomination is confirmed by the majority of the institutions, or when working days pass without an objection.

NominationRefusal
├── NominatedAlready        one nomination is open at a time
├── NotAPartner             whoever leads comes from the development partners
├── NotConfirmed            the nominee would take over before it is confirmed
├── ObjectionsOver          it was confirmed because nobody had objected until the last day
├── NotBegun                the nominee would take over before the first day
└── NominationEnded
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.facilitators import LeadNomination, LeadVoice, find_nomination, list_voices
from storage.members import Institution, Membership, Role, list_members
from twg.core.actors import Actor
from twg.core.refusals import NotFound, Refusal
from twg.members.partners import PARTNERS
from twg.time.working_time import WorkingTime

#: Working days for an objection.
OBJECTION_DAYS = 5


class NominationRefusal(Refusal):
    key = "facilitators#refused"


class NominatedAlready(NominationRefusal):
    """data: `name` of the nominee."""

    key = "facilitators#nominated_already"


class NotAPartner(NominationRefusal):
    """data: `name`."""

    key = "facilitators#not_a_partner"


class NotConfirmed(NominationRefusal):
    """data: `until`, last day for an objection."""

    key = "facilitators#not_confirmed"


class ObjectionsOver(NominationRefusal):
    """data: `day`, the last one for an objection."""

    key = "facilitators#objections_over"


class NotBegun(NominationRefusal):
    """data: `day`."""

    key = "facilitators#not_begun"


class NominationEnded(NominationRefusal):
    key = "facilitators#ended"


@dataclass(frozen=True)
class Standing:
    """What the institutions of the development partners say of a nomination.

    Attributes:
        institutions: how many there are.
        agree, object_: those that do.
        objections: why, in words, by each institution that has said it; for who proposes.
        lapsed: whether the nominee cannot take over any more, being no development partner of the TWG by now.
        proposer_left: whether the person who proposes is none of the development partners any more.
    """

    institutions: int
    agree: tuple[Institution, ...]
    object_: tuple[Institution, ...]
    objections: dict[Institution, str]
    lapsed: bool = False
    proposer_left: bool = False

    @property
    def is_majority(self) -> bool:
        return 2 * len(self.agree) > self.institutions


async def find_standing(session: AsyncSession, nomination: LeadNomination) -> Standing:
    """The standing by the members of now: the voice of an institution that has left does not count."""
    members = await list_members(session, nomination.twg_id, Membership.role.in_(PARTNERS))
    present = {member.person.institution_id for member in members} - {None}
    voices = [voice for voice in await list_voices(session, nomination.id) if voice.institution_id in present]
    words = {voice.institution: voice.words for voice in voices if not voice.agrees and voice.words}
    choosing = {member.person_id: member.role for member in members}
    return Standing(
        len(present),
        _institutions(voices, agrees=True),
        _institutions(voices, agrees=False),
        words,
        lapsed=choosing.get(nomination.nominee_id) is not Role.DEVELOPMENT_PARTNER,
        proposer_left=nomination.proposed_by_id not in choosing,
    )


def _institutions(voices: Iterable[LeadVoice], *, agrees: bool) -> tuple[Institution, ...]:
    return tuple(voice.institution for voice in voices if voice.agrees is agrees)


def is_confirmed(nomination: LeadNomination, standing: Standing, *, today: date) -> bool:
    """Whether the development partners have confirmed it, by their majority or by silence, and it can begin."""
    if standing.lapsed:
        return False
    return standing.is_majority or (today > nomination.open_until and not standing.object_)


def last_day(today: date, hours: WorkingTime) -> date:
    """The last of the working days for an objection."""
    day = today
    for _number in range(OBJECTION_DAYS):
        day = hours.later_working_day(day + timedelta(days=1))
    return day


async def access_nomination(session: AsyncSession, actor: Actor, nomination_id: int) -> LeadNomination:
    """A nomination in the actor's TWG, for those who choose or organise, and for whom it is about. Raises: NotFound."""
    here = LeadNomination.id == nomination_id, LeadNomination.twg_id == actor.twg.id
    found = await find_nomination(session, *here)
    if found is None or actor.role not in {*PARTNERS, Role.CHAIR, Role.SECRETARIAT}:
        raise NotFound
    return found


async def access_open(session: AsyncSession, actor: Actor, nomination_id: int) -> LeadNomination:
    """The same, open and locked. Raises: NotFound; NominationEnded, also where it has lapsed."""
    found = await access_nomination(session, actor, nomination_id)
    await hold(session, found)
    if found.ended_at is not None or (await find_standing(session, found)).lapsed:
        raise NominationEnded
    return found
