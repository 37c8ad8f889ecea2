"""The process that reads one list of members; what it is given, and what it answers, is written in `apart`."""

import json
import sys
from pathlib import Path

from storage.engine.process_limits import TimeIsUp, limit_itself, time_no_more
from twg.language.rosters.as_json import to_json
from twg.language.rosters.model import KnownTwg
from twg.language.rosters.reading import read_roster
from twg.language.rosters.refusals import RosterRefusal, UnsafeWorkbook

#: Seconds of processor time for a list.
SECONDS = 60
#: Address space of the process, in bytes.
MEMORY_BYTES = 1024 * 1024 * 1024


def main() -> None:
    asked = json.load(sys.stdin)
    limit_itself(seconds=SECONDS, memory_bytes=MEMORY_BYTES)
    twg, others = KnownTwg(**asked["twg"]), [KnownTwg(**other) for other in asked["others"]]
    try:
        found = to_json(read_roster(Path(asked["path"]).read_bytes(), asked["name"], twg, others))
    except RosterRefusal as refusal:
        found = to_json(refusal)
    except (MemoryError, TimeIsUp, RecursionError):
        found = to_json(UnsafeWorkbook())
    time_no_more()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
