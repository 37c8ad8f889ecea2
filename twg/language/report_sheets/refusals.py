"""Why a returned sheet is refused, as a whole or a row of it (J7).

ReportSheetRefusal
├── NoReportSheet           not a sheet for reports, or one whose hidden sheet is gone or was changed
├── HeadingEdited           data: `cell`, `was`
├── RowsMoved               data: `cell`, `was`: a number or a name was changed, or rows were moved, added in between
└── ExtraRows               data: `cell`: something stands below the last row

RowRefusal                  about one cell; the report is left out
├── FormulaInCell           data: `cell`
├── ClosedCell              data: `cell`, `text`: it is not one to fill in
├── NotInList               data: `text`
├── ValueWithoutData        a value beside "no data"
├── DayNotReached           a day beside "not yet"
├── LongText                data: `limit`
├── ReasonExpected          "no data" without the reason in the note
├── NotAsked                "no data" of somebody who owes no report on it
├── NotYours                data: `indicator`: others are responsible
├── NotInSheetAnyMore       the indicator is not reported on any more, or not in this TWG
└── UnitChanged             data: `unit`: since the sheet was made
"""

from twg.core.refusals import BadInput


class ReportSheetRefusal(BadInput):
    """The whole file is refused."""

    key = "indicators-reports#refused"


class NoReportSheet(ReportSheetRefusal):
    key = "indicators#no_report_sheet"


class HeadingEdited(ReportSheetRefusal):
    key = "indicators#heading_edited"


class RowsMoved(ReportSheetRefusal):
    key = "indicators#rows_moved"


class ExtraRows(ReportSheetRefusal):
    key = "indicators#extra_rows"


class RowRefusal(BadInput):
    """About one cell."""

    key = "indicators-cell#refused"


class FormulaInCell(RowRefusal):
    key = "indicators#formula_in_cell"


class ClosedCell(RowRefusal):
    key = "indicators#closed_cell"


class NotInList(RowRefusal):
    key = "indicators#not_in_list"


class ValueWithoutData(RowRefusal):
    key = "indicators#value_without_data"


class DayNotReached(RowRefusal):
    key = "indicators#day_not_reached"


class LongText(RowRefusal):
    key = "indicators#long_text"


class ReasonExpected(RowRefusal):
    key = "indicators#reason_expected"


class NotAsked(RowRefusal):
    key = "indicators#not_asked"


class NotYours(RowRefusal):
    key = "indicators#not_yours"


class NotInSheetAnyMore(RowRefusal):
    key = "indicators#not_reported_on"


class UnitChanged(RowRefusal):
    key = "indicators#unit_changed"
