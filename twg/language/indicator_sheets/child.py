"""The process that reads one table of indicators; what it is given, and what it answers, is written in `apart`."""

import json
import sys
from pathlib import Path

from storage.engine.process_limits import TimeIsUp, limit_itself, time_no_more
from twg.core.refusals import BadInput
from twg.language.indicator_sheets.apart import to_json
from twg.language.indicator_sheets.reading import read_indicators
from twg.language.rosters.child import MEMORY_BYTES, SECONDS
from twg.language.rosters.model import KnownTwg
from twg.language.rosters.refusals import UnsafeWorkbook


def main() -> None:
    asked = json.load(sys.stdin)
    limit_itself(seconds=SECONDS, memory_bytes=MEMORY_BYTES)
    twg, others = KnownTwg(**asked["twg"]), [KnownTwg(**other) for other in asked["others"]]
    try:
        found = to_json(read_indicators(Path(asked["path"]).read_bytes(), asked["name"], twg, others))
    except BadInput as refusal:
        found = to_json(refusal)
    except (MemoryError, TimeIsUp, RecursionError):
        found = to_json(UnsafeWorkbook())
    time_no_more()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
