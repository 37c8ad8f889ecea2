"""Reading an agreed action that is given in one line: "MoP and ADB; revise the budget annex; end Jan" (A1).

Between semicolons stand who, what and until when; between commas what is done comes first, "Revise the budget annex,
Dara Chan, 15 December". What is understood is taken out of the line; everything else stays in the action, as typed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from storage.core.addressees import is_person
from twg.core.refusals import ImpossibleDay, PastDay, Refusal, WhichDay
from twg.language.addressees import Nameable, Named, read_addressees
from twg.language.deadlines import find_deadline
from twg.language.due_periods import read_period
from twg.language.dues import LeftOpen, read_due
from twg.language.meeting_parts import is_moment, split_parts_of_line
from twg.language.moments import read_moment
from twg.time.working_time import ALWAYS_OPEN, WorkingTime

#: Longest line whose parts are read, in characters.
LONGEST_LINE = 600
#: Words before an owner or a day that the question already says.
_BEFORE_OWNER = re.compile(
    r"(?:owners?|responsible|resp\.?|assigned to|by whom|who|អ្នកទទួលខុសត្រូវ|ទទួលខុសត្រូវ|អ្នកទទួលបន្ទុក|ម្ចាស់)\s*[:៖-]?\s*",
    re.IGNORECASE,
)
_BEFORE_DUE = re.compile(
    r"(?:due(?: date| on| by)?|deadline|until|till|before end of|កាលកំណត់|ផុតកំណត់|ឱ្យហើយត្រឹម)\s*[:៖-]?\s*", re.IGNORECASE
)
#: Titles before a name.
_TITLE = re.compile(
    r"(?:(?:H\.?E\.?|Dr|Mr|Mrs|Ms|Miss|Prof|Lok(?: Srey)?)\.?\s+|ឯកឧត្តម(?:បណ្ឌិត)?|លោកជំទាវ|លោកស្រី|លោក)+[\s\u200b]*",
    re.IGNORECASE,
)
#: "Dara Chan: revise the annex": the owner stands first.
_OWNER_FIRST = re.compile(r"\s*([^:៖\n]{2,60})\s*[:៖]\s+(?=\S)")
#: "Dara Chan to revise the annex": the owner stands first, and stays in the text.
_DOER = re.compile(r"\s*([^\W\d_][^,;:\d]{1,58}?)\s+(?:to|will|shall|should|must)\s+(?=[a-z])")
_BETWEEN = re.compile(r"\s*[;；]\s*")
#: What a name is said to do: the one that leads comes first.
_LEADS = re.compile(
    r"\s*\((?:lead(?:s|ing)?(?: (?:agency|ministry|institution|partner))?|(?:អ្នក|ស្ថាប័ន)?(?:នាំមុខ|ដឹកនាំ))\)", re.IGNORECASE
)
_SUPPORTS = re.compile(
    r"\s*\((?:in |to )?(?:support(?:s|ing)?|assist(?:s|ing)?|(?:ស្ថាប័ន)?(?:គាំទ្រ|សហការ))\)", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r"[,/&\n]|\band\b|និង", re.IGNORECASE)
#: A part that is no name: "revise the annex".
_BEGINS_LOW = re.compile(r"(?!(?:all|the|both|every) )[a-z]")
#: Parts between semicolons: who, what, until when.
_WHOLE = 3


@dataclass(frozen=True)
class ActionLine:
    """What a line says of an action; its texts are what the questions about it read.

    Attributes:
        text: what is to be done: whatever is not understood as anything else.
        owners: who is responsible, as typed; the first leads.
        named: the same, name by name, with the tokens that each may mean; none where a name is not known.
        due: until when, in words; as an ISO date, where a day is named for certain.
    """

    text: str = ""
    owners: str = ""
    named: tuple[Named, ...] = ()
    due: str = ""


def read_action_line(
    text: str, *, known: Sequence[Nameable], today: date, hours: WorkingTime = ALWAYS_OPEN
) -> ActionLine:
    """What the line says; one that is longer than `LONGEST_LINE` is only searched for "by" and a day.

    Nobody is guessed: a name that fits several, or none, is among `named` with those near to it, for the person to
    choose.

    Args:
        known: whom it may name: persons, institutions, sub-groups, parts and roles of the TWG.
        today: local date.
        hours: of the TWG.
    """
    if len(text) > LONGEST_LINE:
        return _with_deadline(ActionLine(text=text.strip()), today)
    reading = _Reading(known, today, hours)
    segments = [part for part in _BETWEEN.split(text.strip()) if part]
    if len(segments) > 1 and (line := reading.between_semicolons(segments)) is not None:
        return _with_deadline(line, today)
    return _with_deadline(reading.between_commas(text), today)


def _with_deadline(line: ActionLine, today: date) -> ActionLine:
    """With the day that follows "by" in the text, where none is given apart."""
    day = None if line.due else find_deadline(line.text, today=today)
    return line if day is None else ActionLine(line.text, line.owners, line.named, day.isoformat())


@dataclass(frozen=True)
class _Reading:
    known: Sequence[Nameable]
    today: date
    hours: WorkingTime

    def between_semicolons(self, segments: Sequence[str]) -> ActionLine | None:
        """Who, what, until when, in any order that says which is which; None where none of them says anything."""
        rest = list(segments)
        due = self._take(rest, self._due, last=True)
        owners = self._take(rest, self._owners)
        if not owners and len(segments) == _WHOLE and len(rest) > 1 and not _BEGINS_LOW.match(rest[0]):
            owners = _without(_BEFORE_OWNER, rest.pop(0))  # by its place: who it is, is asked
        if not rest or not (owners or due):
            return None
        return ActionLine("; ".join(rest), owners, tuple(read_addressees(owners, self.known)) if owners else (), due)

    def _take(self, rest: list[str], read: Callable[[str], str], *, last: bool = False) -> str:
        """The first part, or the last, that reads so; the only part that is left is what is done."""
        for place in reversed(range(len(rest))) if last else range(len(rest)):
            found = read(rest[place]) if len(rest) > 1 else ""
            if found:
                del rest[place]
                return found
        return ""

    def between_commas(self, text: str) -> ActionLine:
        parts = split_parts_of_line(text)
        first, said = _OWNER_FIRST.match(parts[0]) if parts else None, list[str]()
        doer = _DOER.match(parts[0]) if parts else None
        owners = due = ""
        if doer is not None:
            owners = self._owners(doer[1])
        if first is not None and (named := self._owners(first[1])):
            owners, parts[0] = named, parts[0][first.end() :]
        for place, part in enumerate(parts):
            if place and not owners and (named := self._owners(part)):
                owners = named
            elif place and not due and not part.isdecimal() and (when := self._due(part)):
                due = when
            else:
                said.append(part)
        whole = len(said) == len(parts) and (not owners or doer is not None)
        named_so = tuple(read_addressees(owners, self.known)) if owners else ()
        return ActionLine(text.strip() if whole else ", ".join(said), owners, named_so, due)

    def _owners(self, part: str) -> str:
        """The names in a part that has nothing else, without titles and what stands before; "" for any other."""
        words = lead_first(without_title(_without(_BEFORE_OWNER, part)))
        named = read_addressees(words, self.known)
        return words if named and all(self._is_called(each) for each in named) else ""

    def _is_called(self, named: Named) -> bool:
        """Whether a name is exactly one, or a part of the names of people: a part of an institution may be anything."""
        return bool(named.tokens) and (named.exact or (named.partly and all(map(is_person, named.tokens))))

    def _due(self, part: str) -> str:
        """Until when a part says that it is to be done, and nothing else; "" for any other."""
        words = _without(_BEFORE_DUE, part).strip()
        if read_period(words, today=self.today) is None and is_moment(words, self.today):
            moment = read_moment(words, today=self.today)
            if moment.names_day:
                is_certain = moment.day_certain and not moment.names_time and not moment.aside
                ahead = moment.days[0] >= self.today  # one that is over is asked back in the words for it
                return moment.days[0].isoformat() if is_certain and ahead else words
        try:
            read_due(words, today=self.today, hours=self.hours)
        except (LeftOpen, WhichDay, PastDay, ImpossibleDay):
            return words
        except Refusal:
            return ""
        return words


def without_title(name: str) -> str:
    """A name without the titles before it."""
    return _without(_TITLE, name).strip()


def lead_first(owners: str) -> str:
    """Names with the one first that is said to lead, "MoP (lead)", and without what the others do, "ADB (support)"."""
    plain = _SUPPORTS.sub("", owners)
    if _LEADS.search(plain) is None:
        return plain.strip()
    names = [name.strip() for name in _BETWEEN_NAMES.split(plain) if name.strip()]
    return ", ".join(_LEADS.sub("", name) for name in sorted(names, key=lambda name: _LEADS.search(name) is None))


def _without(words: re.Pattern[str], part: str) -> str:
    """The part without these words at its beginning, unless nothing is left."""
    found = words.match(part)
    return part[found.end() :] or part if found is not None else part
