"""How large a store is, and the places of its rows."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Size:
    """What a store holds; apart from `twgs` and `years`, each figure is for one TWG.

    Attributes:
        circulated: how many of the documents went to all members, with a receipt and a delivery for each of them.
        open_actions: how many of the actions are not done yet.
        told: notifications to all members, beside those of the documents.
    """

    twgs: int
    years: float
    people: int
    meetings: int
    documents: int
    circulated: int
    posts: int
    actions: int
    open_actions: int
    indicators: int
    rounds: int
    told: int

    def scaled(self, scale: float) -> "Size":
        """A smaller store with as many TWGs."""
        rows = ("people", "meetings", "documents", "circulated", "posts", "actions", "open_actions", "told")
        return replace(self, **{name: max(round(getattr(self, name) * scale), 5) for name in rows})


#: 2,000 people, 1,200 meetings, 100,000 documents and posts, 20,000 actions, 400 indicators, 1,000,000 deliveries.
TEN_YEARS = Size(
    twgs=20,
    years=10,
    people=100,
    meetings=60,
    documents=2500,
    circulated=320,
    posts=2500,
    actions=1000,
    open_actions=20,
    indicators=20,
    rounds=20,
    told=180,
)
#: The first month of one TWG, with the same people, indicators, meetings ahead and open work. Meetings were held in it,
#: so that what tells of the last one answers alike in both stores.
FIRST_MONTH = Size(
    twgs=1,
    years=1 / 12,
    people=100,
    meetings=8,
    documents=12,
    circulated=12,
    posts=12,
    actions=20,
    open_actions=20,
    indicators=20,
    rounds=1,
    told=10,
)


@dataclass(frozen=True)
class Place:
    """One TWG of a store that is being filled.

    Attributes:
        at: counts from 0.
        now: when the store is looked at, UTC, aware.
    """

    size: Size
    at: int
    now: datetime

    @property
    def twg_id(self) -> int:
        return self.at + 1

    def id(self, number: int, of: int) -> int:
        """The id of a row of this TWG: the `number`th (from 0) of a table that has `of` rows for each TWG."""
        return self.at * of + number + 1

    def person(self, number: int) -> int:
        """The id of a person; numbers wrap around, so that any count of rows has owners."""
        return self.id(number % self.size.people, self.size.people)
