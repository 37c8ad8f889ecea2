"""Lines by which the record of a meeting is kept: "decision: …", "action: MoP and ADB; revise the annex; end Jan" (G6).

A line begins with what it is, and a colon. Lines without such a beginning go on with the line above.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from storage.core.spelling import fold, is_visible
from storage.records import LineKind
from twg.core.refusals import Refusal
from twg.language.days import parse_day
from twg.language.moments import read_moment

_WORDS: dict[LineKind, str] = {
    LineKind.DECISION: r"decisions?|decided|agreed|adopted|endorsed|(?:អង្គប្រជុំ)?(?:បាន)?សម្រេច|សេចក្[តដ]ីសម្រេច|ឯកភាព|អនុម័ត",
    LineKind.ACTION: r"actions?(?: points?)?|to[ -]?do|tasks?|សកម្មភាព|កិច្ចការ(?:ដែលបានឯកភាព)?",
    LineKind.DISCUSSION: r"discussions?|discussed|(?:ការ)?ពិភាក្សា",
    LineKind.CONCLUSION: r"conclusions?|concluded|(?:សេចក្[តដ]ី)?សន្និដ្ឋាន",
    LineKind.NOTE: r"notes?|noted|កំណត់(?:ចំណាំ|សម្គាល់)|ចំណាំ|(?:កត់)?សម្គាល់",
}
_BEGINS = {kind: re.compile(rf"\s*(?:{words})\s*[:៖：]\s*", re.IGNORECASE) for kind, words in _WORDS.items()}
_BETWEEN = re.compile(r"\s*[;；]\s*")
#: Before the words for a day.
_BEFORE_DUE = re.compile(
    r"(?:due(?: date)?|deadline|by|until|till|no later than|before the|ត្រឹម|មុន|កាលកំណត់)\s*[:៖]?\s*", re.IGNORECASE
)
#: Words that leave the day of an action open: they are asked about, wherever they stand.
_VAGUE = re.compile(
    r"asap|as soon as possible|soon|immediately|urgent(?:ly)?|on[- ]?going|continuous(?:ly)?|t\.?b\.?[dc]\.?"
    r"|ឆាប់ៗ?|ឱ្យបានឆាប់|ជាបន្ទាន់|បន្ត",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """A line of the record, as it was typed.

    Attributes:
        text: what it says; of an action, what is to be done.
        owners: of an action, who does it; empty where nobody is named.
        due: of an action, the words for its last day; empty where there are none.
        due_on: the local day that they mean; None where that is not clear.
        doubt: why it is not clear: the refusal of these words as a day.
    """

    kind: LineKind
    text: str
    owners: str = ""
    due: str = ""
    due_on: date | None = None
    doubt: Refusal | None = field(default=None, compare=False)


def begins_line(text: str) -> bool:
    """Whether a text begins as a line of the record does."""
    return _kind_of(text) is not None


def read_lines(text: str, *, today: date) -> list[Line]:
    """The lines of the record in a message; none for a message that does not begin with one.

    A line that says nothing behind its beginning is left out, where another one does not go on with it.

    Args:
        today: local date.
    """
    if not begins_line(text):
        return []
    said: list[tuple[LineKind, list[str]]] = []
    for each in text.splitlines():
        begun = _kind_of(each)
        if begun is not None:
            said.append((begun[0], [begun[1]]))
        else:
            said[-1][1].append(each)
    joined = [(kind, "\n".join(parts).strip()) for kind, parts in said]
    return [read_body(kind, body, today=today) for kind, body in joined if is_visible(body)]


def _kind_of(text: str) -> tuple[LineKind, str] | None:
    """The kind of line that a text begins, and what follows."""
    for kind, begins in _BEGINS.items():
        if found := begins.match(text):
            return kind, text[found.end() :]
    return None


def read_body(kind: LineKind, body: str, *, today: date) -> Line:
    """A line from what follows its beginning. Of an action, parts are told apart by semicolons: who; what; by when."""
    if kind is not LineKind.ACTION:
        return Line(kind, body)
    parts = [part for part in _BETWEEN.split(body) if is_visible(part)]
    due = _take_due(parts, today)
    owners = parts.pop(0) if len(parts) > 1 else ""
    due_on, doubt = read_due(due, today=today) if due else (None, None)
    return Line(kind, "; ".join(parts), owners, due, due_on, doubt)


def _take_due(parts: list[str], today: date) -> str:
    """Take the words for the last day out of the parts: the last one that names a day; empty where none does.

    Of three parts the last one is when, whatever it says: it is asked about where it is not clear.
    """
    for place in range(len(parts) - 1, 0, -1):
        if _names_day(parts[place], today):
            return parts.pop(place)
    return parts.pop() if len(parts) > 2 else ""


def _names_day(part: str, today: date) -> bool:
    words = without_before(part)
    if _VAGUE.fullmatch(fold(words)):
        return True
    moment = read_moment(words, today=today)
    return moment.understood and (moment.names_day or bool(moment.days) or moment.impossible)


def without_before(part: str) -> str:
    """The words for a day without "by" and the like before them."""
    found = _BEFORE_DUE.match(part)
    return part[found.end() :] or part if found is not None else part


def read_due(words: str, *, today: date) -> tuple[date | None, Refusal | None]:
    """The last day that words mean, or why it is not clear. A period means its last day."""
    try:
        return parse_day(without_before(words), today=today), None
    except Refusal as doubt:
        return None, doubt
