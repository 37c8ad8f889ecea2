"""What a roster says, as it was read: the people and vacant seats, and what is remarked on rows."""

from dataclasses import dataclass, field

from storage.core.roles import Role
from twg.language.rosters.refusals import RowRemark


@dataclass(frozen=True)
class RosterPerson:
    """A person or a vacant seat.

    Attributes:
        place: "7", or "Members!7" where the workbook has several sheets with people.
        role: the role in the TWG; of an alternate that of the person whose alternate they are.
        name: empty for a vacant seat; in Latin letters where the file has them, else in Khmer ones.
        title: "H.E. Dr."; `title_km`, `name_km` in Khmer letters.
        degrees: behind the name: "MD, MPH".
        sex: "female", "male" or empty.
        phone: as typed, all numbers; `phones` as E.164, the first one first.
        email: as typed, all addresses; `emails` without what is not part of them.
        themes: of a focal point, as typed.
        alternate_of: index in `Roster.people` of the person whose alternate this is.
        cells: by field, the cell that it was read from: {"name": "C7"}.
    """

    place: str
    role: Role
    name: str = ""
    title: str = ""
    name_km: str = ""
    title_km: str = ""
    degrees: str = ""
    sex: str = ""
    position: str = ""
    institution: str = ""
    phone: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    emails: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    alternate_of: int | None = None
    cells: dict[str, str] = field(default_factory=dict)

    @property
    def vacant(self) -> bool:
        return not self.name


@dataclass(frozen=True)
class Remark:
    """A remark on a row: `place` and `cell` ("C7", or empty) say where; both are empty for one on a whole column."""

    place: str
    what: RowRemark
    cell: str = ""


@dataclass(frozen=True)
class Roster:
    """A roster as it was read."""

    people: list[RosterPerson]
    remarks: list[Remark]

    @property
    def errors(self) -> list[Remark]:
        """Remarks on rows that are left out."""
        return [remark for remark in self.remarks if remark.what.error]

    @property
    def warnings(self) -> list[Remark]:
        return [remark for remark in self.remarks if not remark.what.error]


@dataclass(frozen=True)
class KnownTwg:
    """A TWG by which a file may be known: that of the import, or another one."""

    code: str
    name: str
    name_km: str = ""
