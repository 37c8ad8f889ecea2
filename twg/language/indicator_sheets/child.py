"""The process that reads one table of indicators; what it is given, and what it answers, is written in `apart`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from twg.language.indicator_sheets.apart import to_json
from twg.language.indicator_sheets.model import IndicatorSheet
from twg.language.indicator_sheets.reading import read_indicators
from twg.language.rosters.model import KnownTwg
from twg.language.tables.child import answer


def _read(asked: Mapping[str, Any]) -> IndicatorSheet:
    twg, others = KnownTwg(**asked["twg"]), [KnownTwg(**other) for other in asked["others"]]
    return read_indicators(Path(asked["path"]).read_bytes(), asked["name"], twg, others)


if __name__ == "__main__":
    answer(_read, to_json)
