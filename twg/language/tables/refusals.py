"""Why a file is no table that can be read.

TableRefusal
├── NotARoster                  no workbook and no text: a PDF, a picture, a damaged file
├── OldWorkbook                 .xls or .xlsb
├── LockedWorkbook              protected by a password
├── UnsafeWorkbook              far more content than its size, or declarations that no table needs
└── TooManyRows                 data: `most`
"""

from twg.core.refusals import BadInput


class TableRefusal(BadInput):
    key = "tables#refused"


class NotARoster(TableRefusal):
    key = "rosters#not_a_roster"


class OldWorkbook(TableRefusal):
    key = "rosters#old_workbook"


class LockedWorkbook(TableRefusal):
    key = "rosters#locked_workbook"


class UnsafeWorkbook(TableRefusal):
    key = "rosters#unsafe_workbook"


class TooManyRows(TableRefusal):
    """data: `most`."""

    key = "rosters#too_many_rows"
