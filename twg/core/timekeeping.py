"""How an installation keeps time: its working hours and its reminder rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from twg.core.rules import Rule
from twg.time.working_time import WorkingTime


@dataclass(frozen=True)
class Timekeeping:
    """What operations need to know of the installation they run in.

    Attributes:
        rules: of every TWG that is not configured otherwise.
        twg_rules: of the TWGs that are, by code.
    """

    hours: WorkingTime = field(default_factory=WorkingTime)
    rules: tuple[Rule, ...] = ()
    twg_rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)

    def rules_of(self, twg_code: str) -> tuple[Rule, ...]:
        """The reminder rules of a TWG, before what it has set in the chat."""
        return self.twg_rules.get(twg_code, self.rules)


#: Open at all hours and without rules: where nobody is reminded of anything.
NO_TIMEKEEPING = Timekeeping()
