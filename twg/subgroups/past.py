"""Who was in a sub-group at a past moment, by the audit: `Membership.groups` has only how it is now (M4, M9)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack, unpack
from storage.core.audit import list_rows_since
from storage.members import Membership, Twg
from storage.subgroups import SubGroup


@dataclass(frozen=True)
class PastPlaces:
    """What has changed in the sub-groups of a TWG since a moment.

    Attributes:
        zone: by which the days of periods count.
        changes: by person and token of a sub-group, when (UTC) and the tokens held in it until then, oldest first.
    """

    zone: ZoneInfo
    changes: Mapping[tuple[int, str], list[tuple[datetime, frozenset[str]]]] = field(default_factory=dict)

    def held(self, period: Membership, at: datetime) -> frozenset[str]:
        """The tokens that a member held in sub-groups at a moment (UTC) of a period of theirs."""
        places = period.places
        for (person_id, group), changes in self.changes.items():
            if person_id == period.person_id:
                until = next((held for when, held in changes if when > at and self._is_in(period, when)), None)
                if until is not None:
                    places = frozenset(token for token in places if token.partition(":")[0] != group) | until
        return places

    def _is_in(self, period: Membership, when: datetime) -> bool:
        """Whether a change was of this period, and not of a later one of the same person."""
        return period.until is None or when.astimezone(self.zone).date() < period.until


async def list_past_places(session: AsyncSession, twg: Twg, since: datetime) -> PastPlaces:
    """What has changed since a moment, UTC."""
    changes: defaultdict[tuple[int, str], list[tuple[datetime, frozenset[str]]]] = defaultdict(list)
    for row in await list_rows_since(session, twg.id, SubGroup.__tablename__, since):
        before = row.data.get("before", {}).get("members", {})
        for person_id in row.data.get("after", {}).get("members", {}):
            key = int(person_id), SubGroup(id=row.subject_id).token
            changes[key].append((row.at, unpack(before.get(person_id, pack([])))))
    return PastPlaces(ZoneInfo(twg.zone), dict(changes))
