"""Why a roster cannot be read, and what is remarked on single rows of one that can.

RosterRefusal
├── NoHeadings                  no row names the columns
├── NobodyInRoster              headings, and nobody below them
└── RosterOfAnotherTwg          data: `named`, `twg`

RowRemark                       about one row
├── NoName, NoRole, OneCellOnly, SeveralPeople, TwiceInRoster, AlternateOfNobody, TooLongCell, NotCalculated,
│   OtherTwgsRows               errors: the row is left out
└── the others                  warnings: the row is taken; ColumnNotRead and HiddenColumn are about a column
"""

from typing import ClassVar

from twg.core.refusals import BadInput


class RosterRefusal(BadInput):
    """The whole file is refused."""

    key = "rosters#refused"


class NoHeadings(RosterRefusal):
    key = "rosters#no_headings"


class NobodyInRoster(RosterRefusal):
    key = "rosters#nobody"


class RosterOfAnotherTwg(RosterRefusal):
    """data: `named`, the code of the TWG that the file is about; `twg`, the code of that it was imported into."""

    key = "rosters#another_twg"


class RowRemark(BadInput):
    """About one row, which is left out where this is an error."""

    key = "rosters-row#refused"
    error: ClassVar[bool] = False


class NoName(RowRemark):
    key = "rosters#no_name"
    error = True


class NoRole(RowRemark):
    """Neither a column nor a heading nor the institution tells the role."""

    key = "rosters#no_role"
    error = True


class OneCellOnly(RowRemark):
    """A row with one text, which is no heading that is known. data: `text`."""

    key = "rosters#one_cell_only"
    error = True


class SeveralPeople(RowRemark):
    """Several names in one cell that cannot be told apart. data: `text`."""

    key = "rosters#several_people"
    error = True


class TwiceInRoster(RowRemark):
    """data: `row`, where the person stands first; `name`."""

    key = "rosters#twice"
    error = True


class AlternateOfNobody(RowRemark):
    """data: `name`."""

    key = "rosters#alternate_of_nobody"
    error = True


class TooLongCell(RowRemark):
    """data: `text`, `limit`."""

    key = "rosters#too_long"
    error = True


class NotCalculated(RowRemark):
    """A formula whose value the file does not have."""

    key = "rosters#not_calculated"
    error = True


class UnreadablePhone(RowRemark):
    """data: `text`."""

    key = "rosters#unreadable_phone"


class UnreadableEmail(RowRemark):
    """data: `text`."""

    key = "rosters#unreadable_email"


class UnreadableSex(RowRemark):
    """data: `text`."""

    key = "rosters#unreadable_sex"


class UnknownRole(RowRemark):
    """The role is not known; that of the heading is taken. data: `text`, `role`."""

    key = "rosters#unknown_role"


class RoleFromInstitution(RowRemark):
    """data: `role`, `institution`."""

    key = "rosters#role_from_institution"


class RoleFromAbove(RowRemark):
    """The constituency is empty and taken to be that of the row above. data: `role`."""

    key = "rosters#role_from_above"


class InstitutionFromAbove(RowRemark):
    """The institution is empty and taken to be that of the row above. data: `institution`."""

    key = "rosters#institution_from_above"


class TakenAsInstitution(RowRemark):
    """One text in a list whose institutions stand in rows of their own. data: `text`."""

    key = "rosters#taken_as_institution"


class NoteInName(RowRemark):
    """What stands in brackets behind a name and is no part of it is not kept. data: `text`, `name`."""

    key = "rosters#note_in_name"


class ColumnNotRead(RowRemark):
    """A column of which nothing is kept. data: `column`, its letters; `heading`, empty where it has none."""

    key = "rosters#column_not_read"


class HiddenColumn(RowRemark):
    """A column that nobody sees in the file is not read. data: `column`, `heading`."""

    key = "rosters#hidden_column"


class HiddenRow(RowRemark):
    key = "rosters#hidden_row"


class OtherTwgsRows(RowRemark):
    """data: `named`."""

    key = "rosters#other_twgs_row"
    error = True


class WrongTotal(RowRemark):
    """data: `said`, `read`."""

    key = "rosters#wrong_total"
