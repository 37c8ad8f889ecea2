"""One row of a roster as the people, or the vacant seat, that it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from storage.core.roles import Role
from storage.core.spelling import each_once
from twg.language.contacts import read_contact
from twg.language.rosters.headings import NAMES, Column
from twg.language.rosters.model import Remark, RosterPerson
from twg.language.rosters.names import Named, PersonName, has_title, is_alternate, is_nobody, is_to_be_named
from twg.language.rosters.parts import Part, is_serial
from twg.language.rosters.refusals import (
    AlternateOfNobody,
    InstitutionFromAbove,
    NoName,
    NoRole,
    NotCalculated,
    NoteInName,
    OneCellOnly,
    RoleFromAbove,
    RoleFromInstitution,
    RowRemark,
    SeveralPeople,
    TooLongCell,
    UnknownRole,
    UnreadableEmail,
    UnreadablePhone,
    UnreadableSex,
)
from twg.language.rosters.roles import RoleWords, names_group, read_part, read_role, role_of_institution
from twg.language.rosters.values import Values
from twg.language.tables.cells import Line

_LIMITS = {"name": 120, "position": 120, "institution": 200}
#: Roles that a position may tell by itself, that brackets may, and that either may where it names the TWG: "Secretary"
#: is a position too, and "Adviser" hardly ever the TWG's.
_BY_POSITION = frozenset({Role.CHAIR, Role.LEAD_FACILITATOR, Role.FOCAL_POINT})
_IN_BRACKETS = _BY_POSITION | {Role.SECRETARIAT}
_OF_TWG = _IN_BRACKETS | {Role.TECHNICAL_ADVISER}
#: Sides of whom a position, without a column of roles, tells no chair of the TWG.
_NEVER_CHAIR = frozenset({Role.PRIVATE_SECTOR, Role.CIVIL_SOCIETY})
_BEHIND = re.compile(r"(?<=\S)\s*[(\[]([^()\[\]]+)[)\]]\s*$")
#: Between a position and the role in the TWG: "រដ្ឋមន្ត្រី ជាប្រធាន".
_AS = re.compile("[\\s\u200b]+ជា(?=\\S)")
#: What is meant as an address, unlike a name that people have in Telegram.
_ADDRESS = re.compile(r"[^\s@]@[^\s@]")
#: Words in brackets behind a name that are no part of it: "(on leave until March)".
_NOTE_BEHIND = re.compile(
    r"(?<=\S)\s*[(\[]((?=[a-z])[^()\[\]]*\s[^()\[\]]*|(?i:acting|interim|a\.\s?i\.|retired|resigned|new|former))[)\]]\s*$"
)
_NAMES = (Column.NAME, Column.NAME_LATIN, Column.NAME_KM, Column.FAMILY_NAME, Column.GIVEN_NAME)


@dataclass
class RowReader:
    """Reads one row.

    Attributes:
        place: how the row is named in remarks.
        people: those read so far; the row's are added.
    """

    part: Part
    line: Line
    place: str
    people: list[RosterPerson]
    remarks: list[Remark] = field(default_factory=list)

    def read(self) -> None:
        """Add the people in the row, or the vacant seat; nobody where the row is left out, with a remark why."""
        headings = self.part.headings
        self._read(headings.columns, alternates=False)
        for columns in headings.alternates:
            if any(index in self.line.cells for index in columns):
                self._read(columns, alternates=True)
        for named in Values(self.line, headings.columns).alternates():
            values = Values(self.line, {})
            self._add(values, [Named(named.name, alternate=True)], RoleWords(), "")

    def _read(self, columns: Mapping[int, Column], *, alternates: bool) -> None:
        values = Values(self.line, columns)
        if any(not cell.calculated for cell in values.cells()):
            self._remark(NotCalculated())
            return
        if self._is_one_text():
            self._remark(OneCellOnly(text=self.line.own()[-1].text))
            return
        named, institution, words = values.people(), values.institution(), self._words(values)
        if named is not None and self._is_name_below(named):
            self._complete(named[0].name)
            return
        if named is None:
            if alternates:
                return
            phone, _email = values.contact(0, 1)
            left_out = phone or values.text(
                Column.SEX
            )  # of somebody whose name is not there; an address may be an office's
            if left_out or (not institution and not values.text(Column.ROLE)):
                self._remark_on_nobody()
                return
        people = [Named(one.name, alternate=True) for one in named or []] if alternates else named or []
        if not people and (alternates or is_alternate_row(words, values)):
            if not is_to_be_named(values.text(*_NAMES)):
                return
            people = [Named(PersonName(""), alternate=True)]
        if sum(not one.alternate for one in people) > 1:
            self._remark(SeveralPeople(text=values.text(*_NAMES)), values.place(*_NAMES))
            return
        self._add(values, people, words, institution)

    def _is_name_below(self, named: list[Named]) -> bool:
        """Whether the row has nothing but the name of the person above it in the other script."""
        headings = self.part.headings
        own = self.line.own()
        if (
            self.part.last is None
            or len(named) != 1
            or len(own) != 1
            or headings.columns.get(own[0].column) not in NAMES
        ):
            return False
        index, above = self.part.last
        name = named[0].name
        if index != len(self.people) - 1 or named[0].alternate or above.vacant or name.name_km == name.name:
            return False
        return above.name == above.name_km != ""

    def _complete(self, name: PersonName) -> None:
        """Let the person above have a name in Latin letters too."""
        assert self.part.last is not None  # noqa: S101 - it was looked at before
        index, above = self.part.last
        named = replace(above, name=name.name, title=name.title or above.title, title_km=above.title_km or above.title)
        self.people[index] = named
        self.part.last = index, named

    def _add(self, values: Values, people: list[Named], words: RoleWords, institution: str) -> None:
        for number, named in enumerate(people or [Named(PersonName(""))]):
            alternate = named.alternate or words.alternate
            if alternate and self.part.last is None:
                nobody = AlternateOfNobody(name=named.name.name) if named.name.name else NoName()
                self._remark(nobody, values.place(*_NAMES))
                continue
            above = self.part.last if alternate else None
            belongs_to = institution or (above[1].institution if above is not None else self.part.institution)
            if not belongs_to and self.part.block and values.has(Column.INSTITUTION):
                belongs_to = self.part.block
                self._remark(InstitutionFromAbove(institution=belongs_to))
            self.part.block = belongs_to or self.part.block
            role = above[1].role if above is not None and words.role is None else self._role(values, words, belongs_to)
            if role is None:
                return
            person = self._person(values, named, role, words, belongs_to, number, max(len(people), 1), above)
            if person is None:
                return
            if above is None:
                self.part.last = len(self.people), person
            self.people.append(person)

    def _person(
        self,
        values: Values,
        named: Named,
        role: Role,
        words: RoleWords,
        institution: str,
        number: int,
        count: int,
        above: tuple[int, RosterPerson] | None,
    ) -> RosterPerson | None:
        """The person; None, with a remark, where a text is too long to be kept."""
        first, name = number == 0, named.name
        position = (values.position() or words.unknown) if first else ""
        for limit_name, text in (("name", name.name), ("position", position), ("institution", institution)):
            if len(text) > _LIMITS[limit_name]:
                self._remark(
                    TooLongCell(text=f"{text[:60]}…", limit=_LIMITS[limit_name]), values.used.get(limit_name, "")
                )
                return None
        sex = values.sex() if first else ""
        if sex is None:
            self._remark(UnreadableSex(text=values.text(Column.SEX)), values.place(Column.SEX))
        phone, email = values.contact(number, count)
        contact = read_contact(f"{phone}\n{email}")
        self._remark_on_contact(phone, email, values)
        title, bare = values.title() if first else "", _without_office(name.name)
        if (note := _NOTE_BEHIND.search(bare)) is not None:
            bare = bare[: note.start()]
            self._remark(NoteInName(text=note[1], name=bare), values.used.get("name", ""))
        return RosterPerson(
            place=self.place,
            role=role,
            name=bare,
            title=" ".join(dict.fromkeys(filter(None, (title, name.title)))),
            name_km=_without_office(name.name_km),
            title_km=name.title_km,
            degrees=name.degrees,
            sex=sex or "",
            position=position,
            institution=institution,
            phone=phone,
            phones=contact.phones,
            email=email,
            emails=contact.emails,
            themes=tuple(each_once((*words.themes, values.text(Column.THEME)))),
            alternate_of=None if above is None else above[0],
            cells=dict(values.used),
        )

    def _words(self, values: Values) -> RoleWords:
        """What the columns say; whether an alternate is meant, that of the constituency may tell too."""
        words, beside = self._words_of_role(values), read_role(values.text(Column.CONSTITUENCY))
        return replace(words, alternate=True) if beside is not None and beside.alternate else words

    def _words_of_role(self, values: Values) -> RoleWords:
        """What the column of roles says, or else the position or brackets behind the name: "Director (Chair)"."""
        text = values.text(Column.ROLE)
        if text and not is_nobody(text):
            return read_role(text) or RoleWords(unknown=text)
        if (ticked := self._ticked()) is not None:
            return ticked
        position, name = values.position(), values.text(*_NAMES)
        note = values.text(Column.NOTE)
        beside = re.findall(r"\(([^()]+)\)", f"{position} {name} {note}")
        told = [(text, _BY_POSITION) for text in (position, position.rpartition(",")[2])]
        told += [(text, _IN_BRACKETS) for text in _AS.split(position)[1:]]
        for text, offices in (*told, *((text, _IN_BRACKETS) for text in (*beside, note))):
            words = read_part(text)
            allowed = _OF_TWG if names_group(text) else offices
            if words is not None and (words.role in allowed or words.alternate):
                return words
        return RoleWords(alternate=is_alternate(values.text(Column.NOTE)))

    def _ticked(self) -> RoleWords | None:
        """The role whose column has a mark; one that is more than a plain member counts before that."""
        headings = self.part.headings
        marked = (index for index in sorted(headings.ticked) if index in self.line.cells)
        read = [read_role(headings.texts[index]) for index in marked]
        found = [words for words in read if words is not None]
        return min(found, key=lambda words: words.role is None, default=None)

    def _role(self, values: Values, words: RoleWords, institution: str) -> Role | None:
        """The role by its words, the constituency, the part of the list, the institution; else None."""
        part = self.part.words or RoleWords()
        constituency = read_role(values.text(Column.CONSTITUENCY)) or RoleWords()
        self.part.side = constituency.role or self.part.side
        side = constituency.role if constituency.role not in (None, Role.CHAIR) else part.role or constituency.role
        role = words.role or side
        if role is Role.CHAIR and not values.text(Column.ROLE) and side is not Role.CHAIR:
            own = role_of_institution(institution) if side is None else side
            role = own if own in _NEVER_CHAIR else role  # the president of a chamber, the chair of a board
        if (
            words.co_chair
            or part.co_chair
            or constituency.co_chair
            or (role is Role.CHAIR and side is Role.DEVELOPMENT_PARTNER)
        ):
            of = side if side in (Role.GOVERNMENT, Role.DEVELOPMENT_PARTNER) else role_of_institution(institution)
            if words.co_chair or words.role in (None, Role.CHAIR):
                role = Role.LEAD_FACILITATOR if of is Role.DEVELOPMENT_PARTNER else Role.CHAIR
        if role is None and (role := role_of_institution(institution)) is not None:
            self._remark(RoleFromInstitution(role=role, institution=institution))
        if role is None and self.part.side is not None and values.has(Column.CONSTITUENCY):
            role = self.part.side
            self._remark(RoleFromAbove(role=role))
        if role is None:
            self._remark(NoRole())
        elif words.unknown:
            self._remark(UnknownRole(text=words.unknown, role=role), values.place(Column.ROLE))
        return role

    def _remark_on_contact(self, phone: str, email: str, values: Values) -> None:
        """Remark on what is neither a number nor an address."""
        for text, where in ((phone, values.used.get("phone", "")), (email, values.used.get("email", ""))):
            read = read_contact(text)
            unread = read.unread or ((text,) if text and not read.phones and not read.emails else ())
            for part in unread:
                is_email = text is email or _ADDRESS.search(part) is not None
                self._remark(UnreadableEmail(text=part) if is_email else UnreadablePhone(text=part), where)

    def _is_one_text(self) -> bool:
        """Whether one text is spread over the row, as a heading is, and not one that names somebody."""
        own = [cell for cell in self.line.own() if not is_serial(cell, self.part.headings)]
        if len(own) != 1 or has_title(own[0].text):
            return False
        return sum(cell.spread and cell.text == own[0].text for cell in self.line.cells.values()) > 1

    def _remark_on_nobody(self) -> None:
        """Remark on a row without a name: one text of unknown meaning, or fields of nobody."""
        own = [cell for cell in self.line.own() if not is_serial(cell, self.part.headings)]
        if len(own) == 1:
            self._remark(OneCellOnly(text=own[0].text))
        elif own:
            self._remark(NoName())

    def _remark(self, what: RowRemark, cell: str = "") -> None:
        self.remarks.append(Remark(self.place, what, cell))


def _without_office(name: str) -> str:
    """A name without the office in brackets behind it: "Maria Lopez (co-chair)"."""
    behind = _BEHIND.search(name)
    return name[: behind.start()] if behind is not None and read_part(behind[1]) is not None else name


def is_alternate_row(words: RoleWords, values: Values) -> bool:
    """Whether a row without a name would be an alternate's, of whom there is none yet."""
    return words.alternate or is_alternate(values.text(*_NAMES))
