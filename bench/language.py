"""Random texts and queries with the frequencies of a natural language."""

import random
from itertools import accumulate

_SYLLABLES = (
    "ka",
    "re",
    "mi",
    "to",
    "lun",
    "ves",
    "dar",
    "pho",
    "sen",
    "bri",
    "gal",
    "nu",
    "សុខ",
    "ភាព",
    "ក្រុម",
    "ការងារ",
)
#: Number of different words. Their frequencies follow Zipf's law.
_WORDS = 4_000


class Language:
    """Random texts; the same in every run, because the seed is fixed."""

    def __init__(self) -> None:
        self._random = random.Random(7)  # noqa: S311 - no secret
        syllables = self._random
        self.words = ["".join(syllables.choices(_SYLLABLES, k=syllables.randint(2, 4))) for _ in range(_WORDS)]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(_WORDS)))

    def text(self, length: int) -> str:
        return " ".join(self._random.choices(self.words, cum_weights=self._weights, k=length))

    def query(self) -> str:
        """One to three words, with the same frequencies as in the texts."""
        return self.text(self._random.randint(1, 3))
