"""A question answered by naming several members, one a line."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handlers.forms.lines_field import LinesField
from handlers.forms.person_field import PersonField
from handlers.forms.surroundings import Surroundings, Typed


@dataclass(frozen=True, kw_only=True)
class PeopleField(LinesField):
    """Members in `Surroundings.options`, each typed on a line of its own as for a `PersonField`.

    Raw: as `LinesField`, the lines as typed. The value has each person's id once, as a string.
    """

    most: int = 100

    @cached_property
    def _one(self) -> PersonField:
        return PersonField(name=self.name, question=self.question, label=self.label)

    def _check_line(self, line: str, surroundings: Surroundings) -> None:
        self._one.accept(Typed(line), surroundings)

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        found = [self._one.accept(Typed(line), surroundings) for line in raw["lines"]]
        return list(dict.fromkeys(found))

    def lines(self, raw: Any, surroundings: Surroundings) -> list[str]:
        return [self._shown(key, surroundings) for key in self.read(raw, surroundings)]

    def _shown(self, value: Any, surroundings: Surroundings) -> str:
        return self._one.display(value, surroundings)
