"""The process that reads one returned sheet; what it is given, and what it answers, is written in `apart`."""

import json
import sys
from pathlib import Path

from storage.engine.process_limits import TimeIsUp, limit_itself, time_no_more
from twg.core.refusals import BadInput
from twg.language.report_sheets.apart import to_json
from twg.language.report_sheets.reading import read_report_sheet
from twg.language.rosters.child import MEMORY_BYTES, SECONDS
from twg.language.rosters.refusals import UnsafeWorkbook


def main() -> None:
    asked = json.load(sys.stdin)
    limit_itself(seconds=SECONDS, memory_bytes=MEMORY_BYTES)
    try:
        found = to_json(read_report_sheet(Path(asked["path"]).read_bytes()))
    except BadInput as refusal:
        found = to_json(refusal)
    except (MemoryError, TimeIsUp, RecursionError):
        found = to_json(UnsafeWorkbook())
    time_no_more()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
