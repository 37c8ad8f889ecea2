"""Why a table of indicators cannot be read, and what is remarked on single rows of one that can.

IndicatorSheetRefusal
├── NoIndicatorHeadings
└── NoIndicatorsBelow

SheetRemark                     about one row
├── NoNumber, NoStatement, TwiceInSheet, UnreadableCell, OtherTwgsIndicator, LongCell, EmptyFormula
│                               errors: the row is left out
└── NumberTaken, UnitTaken, ReportsNotTaken
                                warnings: the row is taken
"""

from typing import ClassVar

from twg.core.refusals import BadInput


class IndicatorSheetRefusal(BadInput):
    """The whole file is refused."""

    key = "indicators-sheet#refused"


class NoIndicatorHeadings(IndicatorSheetRefusal):
    key = "indicators#no_headings"


class NoIndicatorsBelow(IndicatorSheetRefusal):
    key = "indicators#none_below"


class SheetRemark(BadInput):
    """About one row, which is left out where this is an error."""

    key = "indicators-row#refused"
    error: ClassVar[bool] = False


class NoNumber(SheetRemark):
    """Neither a number nor a year from which one could be made."""

    key = "indicators#no_number"
    error = True


class NoStatement(SheetRemark):
    """data: `number`."""

    key = "indicators#no_statement"
    error = True


class TwiceInSheet(SheetRemark):
    """data: `number`; `row`, where it stands first."""

    key = "indicators#twice"
    error = True


class UnreadableCell(SheetRemark):
    """data: `text`; `unit`."""

    key = "indicators#unreadable_cell"
    error = True


class OtherTwgsIndicator(SheetRemark):
    """data: `named`."""

    key = "indicators#other_twgs"
    error = True


class LongCell(SheetRemark):
    """data: `text`, its beginning; `limit`, in characters."""

    key = "indicators#long_cell"
    error = True


class EmptyFormula(SheetRemark):
    key = "indicators#empty_formula"
    error = True


class NumberTaken(SheetRemark):
    """data: `number`."""

    key = "indicators#number_taken"


class UnitTaken(SheetRemark):
    """data: `number`, `unit`."""

    key = "indicators#unit_taken"


class ReportsNotTaken(SheetRemark):
    """Progress and constraints are reports. data: none."""

    key = "indicators#reports_not_taken"
