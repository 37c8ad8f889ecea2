"""Reading an agreed action that is given in one line: "Revise the budget annex, Dara Chan, 15 December".

What is understood is taken out of the line; everything else stays in the action, as it was typed.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from storage.core.spelling import fold, key_of
from twg.language.deadlines import find_deadline
from twg.language.meeting_parts import is_moment, split_parts_of_line
from twg.language.moments import read_moment

#: Longest line whose parts are read, in characters.
LONGEST_LINE = 600
#: Words before an owner or a day that the question already says.
_BEFORE_OWNER = re.compile(
    r"(?:owners?|responsible|resp\.?|assigned to|by whom|who|អ្នកទទួលខុសត្រូវ|ទទួលខុសត្រូវ|ម្ចាស់)\s*[:៖-]?\s*", re.IGNORECASE
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


@dataclass
class ActionLine:
    """What a line says of an action, as texts that the questions about it read.

    Attributes:
        text: what is to be done: whatever is not understood as anything else.
        owner: a member, as typed; several members may have that name.
        institution: one whose members are known, as typed.
        due: the day in words, where it may be more than one; else as an ISO date.
    """

    text: str = ""
    owner: str = ""
    institution: str = ""
    due: str = ""


def read_action_line(text: str, *, names: Collection[str], institutions: Collection[str], today: date) -> ActionLine:
    """What the line says; one that is longer than `LONGEST_LINE` is only searched for "by" and a day.

    Args:
        names: of the members.
        institutions: of the members.
        today: local date.
    """
    line = ActionLine()
    parts = split_parts_of_line(text) if len(text) <= LONGEST_LINE else [text]
    first, said = _OWNER_FIRST.match(parts[0]) if parts else None, []
    doer = _DOER.match(parts[0]) if parts else None
    if doer is not None and is_name(_without(_TITLE, doer[1]), names):
        line.owner = _without(_TITLE, doer[1]).strip()
    if first is not None and is_name(first[1], names):
        line.owner, parts[0] = _without(_TITLE, first[1]).strip(), parts[0][first.end() :]
    for place, part in enumerate(parts):
        who, when = _without(_TITLE, _without(_BEFORE_OWNER, part)), _without(_BEFORE_DUE, part)
        if place == 0:
            said.append(part)
        elif not (line.owner or line.institution) and is_name(who, names):
            line.owner = who
        elif not (line.owner or line.institution) and key_of(who) in set(map(key_of, institutions)):
            line.institution = who
        elif not line.due and is_moment(when, today) and read_moment(when, today=today).names_day:
            line.due = _due(when, today)
        else:
            said.append(part)
    whole = len(said) == len(parts) and (not line.owner or doer is not None)
    line.text = text.strip() if whole else ", ".join(said)
    if not line.due:
        day = find_deadline(line.text, today=today)
        line.due = "" if day is None else day.isoformat()
    return line


def _without(words: re.Pattern[str], part: str) -> str:
    """The part without these words at its beginning, unless nothing is left."""
    found = words.match(part)
    return part[found.end() :] or part if found is not None else part


def _due(words: str, today: date) -> str:
    """The day that a part names; the words themselves where they leave it open, so that it is asked."""
    moment = read_moment(words, today=today)
    is_certain = moment.day_certain and not moment.names_time and not moment.aside
    return moment.days[0].isoformat() if is_certain else words


def is_name(text: str, names: Collection[str]) -> bool:
    """Whether a text is a member's name, in any order of its words, or one word of it."""
    words = _words(text)
    return bool(words) and any(words == _words(name) or (len(words) == 1 and words < _words(name)) for name in names)


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).replace(".", " ").split())
