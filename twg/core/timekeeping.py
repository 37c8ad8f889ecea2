"""How an installation keeps time: its working hours and its reminder rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from storage.members import Twg
from twg.core.rules import Rule
from twg.time.working_time import WorkingTime


@dataclass(frozen=True)
class Timekeeping:
    """What operations need to know of the installation they run in.

    Attributes:
        rules: of every TWG that is not configured otherwise.
        twg_rules: of the TWGs that are, by code.
        check_in_opens: how long before a meeting begins members can say that they are there.
    """

    hours: WorkingTime = field(default_factory=WorkingTime)
    rules: tuple[Rule, ...] = ()
    twg_rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    check_in_opens: timedelta = timedelta(minutes=30)

    def rules_of(self, twg_code: str) -> tuple[Rule, ...]:
        """The reminder rules of a TWG, before what it has set in the chat."""
        return self.twg_rules.get(twg_code, self.rules)


def hours_of(twg: Twg, hours: WorkingTime) -> WorkingTime:
    """The working time of a TWG: that of the installation with what the TWG has set itself, which takes precedence."""
    if twg.opens_at is not None and twg.closes_at is not None:
        hours = replace(hours, quiet_from=twg.closes_at, quiet_until=twg.opens_at)
    if twg.extra_days_off or twg.extra_working_days:
        off, working = (
            frozenset(map(date.fromisoformat, days)) for days in (twg.extra_days_off, twg.extra_working_days)
        )
        hours = replace(
            hours,
            extra_holidays=(hours.extra_holidays | off) - working,
            extra_working_days=(hours.extra_working_days | working) - off,
        )
    return hours


#: Open at all hours and without rules: where nobody is reminded of anything.
NO_TIMEKEEPING = Timekeeping()
