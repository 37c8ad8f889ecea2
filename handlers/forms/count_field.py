"""A question for how many there are of something."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from handlers.forms.fields import Field
from handlers.forms.surroundings import Surroundings
from storage.core.spelling import normalize
from twg.core.refusals import BadInput

#: Digits alone, in any script that `normalize` knows; no count has more of them.
_DIGITS = re.compile(r"[0-9]{1,9}")


class UnreadableCount(BadInput):
    """data: `lowest`, `highest`."""

    key = "forms#unreadable_count"


@dataclass(frozen=True, kw_only=True)
class CountField(Field):
    """A whole number from `lowest` to `highest`, in digits of either script."""

    reads: ClassVar[bool] = True
    lowest: int = 0
    highest: int

    def read(self, raw: Any, surroundings: Surroundings) -> int:
        digits = normalize(raw)
        if not _DIGITS.fullmatch(digits) or not self.lowest <= int(digits) <= self.highest:
            raise UnreadableCount(lowest=self.lowest, highest=self.highest)
        return int(digits)
