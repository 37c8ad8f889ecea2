"""What a consolidated report must come to, computed from what happened alone: nothing here reads the assistant.

Written down again, from the description of reports (J6, R3): a TWG is missing without a round or without an accepted
report; a line has no status without an accepted report of its round, or where it has no value at all; it is delayed
where the last accepted value is below the straight line from the baseline to the target by over a tenth of the way.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Happened:
    """`kind`: "opened", "reported" with a value in percent, "accepted", "returned", "asked" to sign, "signed"."""

    kind: str
    twg: str
    number: str = ""
    value: int = 0


@dataclass
class Totals:
    """What a consolidated report says.

    Attributes:
        lines: by TWG how many indicators, and how many have an accepted report.
        delayed, open: TWG and number of each indicator that is delayed, and that has no status.
    """

    missing: set[str] = field(default_factory=set)
    signed: set[str] = field(default_factory=set)
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    delayed: set[tuple[str, str]] = field(default_factory=set)
    open: set[tuple[str, str]] = field(default_factory=set)
    ratings: Counter[str] = field(default_factory=Counter)


def expected(twgs: Iterable[str], numbers: Iterable[str], expected_now: float, events: Iterable[Happened]) -> Totals:
    """Args: `expected_now`: the lowest value in percent that is not delayed on the last day of the period."""
    totals, happened, all_numbers = Totals(), list(events), list(numbers)
    for twg in twgs:
        own = [one for one in happened if one.twg == twg]
        if not any(one.kind == "opened" for one in own):
            totals.missing.add(twg)
            continue
        accepted = _accepted(own)
        totals.lines[twg] = (len(all_numbers), len(accepted))
        totals.missing |= set() if accepted else {twg}
        totals.signed |= {twg} if any(one.kind == "signed" for one in own) else set()
        for number in all_numbers:
            if number not in accepted:
                totals.open.add((twg, number))
                totals.ratings["no_data"] += 1
            elif accepted[number] < expected_now:
                totals.delayed.add((twg, number))
                totals.ratings["delayed"] += 1
            else:
                totals.ratings["achieved" if accepted[number] >= 60 else "on_track"] += 1
    return totals


def _accepted(events: list[Happened]) -> dict[str, int]:
    """The last accepted value of each indicator: what was reported and accepted, and not only reported or returned."""
    reported, accepted = dict[str, int](), dict[str, int]()
    for one in events:
        if one.kind == "reported":
            reported[one.number] = one.value
        elif one.kind == "accepted":
            accepted[one.number] = reported[one.number]
    return accepted
