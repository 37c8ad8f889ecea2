"""The process that reads one returned sheet; what it is given, and what it answers, is written in `apart`."""

from pathlib import Path

from twg.language.report_sheets.apart import to_json
from twg.language.report_sheets.reading import read_report_sheet
from twg.language.tables.child import answer

if __name__ == "__main__":
    answer(lambda asked: read_report_sheet(Path(asked["path"]).read_bytes()), to_json)
