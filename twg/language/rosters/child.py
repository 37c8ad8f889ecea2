"""The process that reads one list of members; what it is given, and what it answers, is written in `apart`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from twg.language.rosters.as_json import to_json
from twg.language.rosters.model import KnownTwg, Roster
from twg.language.rosters.reading import read_roster
from twg.language.tables.child import answer


def _read(asked: Mapping[str, Any]) -> Roster:
    twg, others = KnownTwg(**asked["twg"]), [KnownTwg(**other) for other in asked["others"]]
    return read_roster(Path(asked["path"]).read_bytes(), asked["name"], twg, others)


if __name__ == "__main__":
    answer(_read, to_json)
