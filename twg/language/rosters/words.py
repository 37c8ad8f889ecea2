"""The words of `words.toml` as patterns over folded text."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from storage.core.spelling import fold

_KHMER = re.compile("[\u1780-\u17ff]+")


@cache
def load_words() -> dict[str, Any]:
    """The file, by its sections."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def pattern(words: Iterable[str], parts: Mapping[str, Iterable[str]] | None = None) -> re.Pattern[str]:
    """Any of these words, the first that fits. `parts` are what stands for "{name}" in them."""
    return re.compile("|".join(_alternatives(words, parts or {})))


def _alternatives(words: Iterable[str], parts: Mapping[str, Iterable[str]]) -> Iterable[str]:
    for word in words:
        spelled = word
        for name, alternatives in parts.items():
            spelled = spelled.replace(f"{{{name}}}", "|".join(alternatives))
        spelled = _KHMER.sub(lambda run: fold(run[0]), spelled)
        yield spelled if _KHMER.search(word) else rf"(?<![a-z])(?:{spelled})(?![a-z])"
