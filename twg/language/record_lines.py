"""Lines by which the record of a meeting is kept: "decision: …", "action: MoP and ADB; revise the annex; end Jan" (G6).

A line begins with what it is, and a colon; what follows of an action is read as every other line that gives one
(`action_lines`). A whole message is read by `record_sentences`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from storage.actions import Every
from storage.core.spelling import is_visible, normalize, split_typed
from storage.records import LineKind
from twg.core.refusals import Refusal
from twg.language.action_lines import read_action_line
from twg.language.addressees import Nameable, Named
from twg.language.dues import Due, read_due
from twg.time.working_time import ALWAYS_OPEN, WorkingTime

_WORDS: dict[LineKind, str] = {
    LineKind.DECISION: r"decisions?|dec\.?(?= ?: ?[^\W\d])|resolutions?|resolved|agreements?"
    r"|(?:(?:the )?meeting )?(?:decided|agreed|adopted|endorsed|approved)(?: that)?"
    r"|som ?ra?ech|samra?ech|ekpheap|(?:អង្គប្រជុំ)?(?:បាន)?សម្រេច(?:ថា)?|សេចក្តីសម្រេច|ឯកភាព|អនុម័ត",
    LineKind.ACTION: r"(?:agreed )?actions?(?: points?| items?)?|aps?(?: ?[0-9]{1,2})?|to[ -]?do|tasks?"
    r"|សកម្មភាព|ចំណុចសកម្មភាព|កិច្ចការ(?:ដែលបានឯកភាព)?",
    LineKind.DISCUSSION: r"disc(?:ussions?|ussed|\.)?|(?:ការ)?ពិភាក្សា",
    LineKind.CONCLUSION: r"concl(?:usions?|uded|\.)?|(?:សេចក្តី)?សន្និដ្ឋាន",
    LineKind.NOTE: r"notes?|noted|n\.?b\.?|កំណត់(?:ចំណាំ|សម្គាល់)|ចំណាំ|(?:កត់)?សម្គាល់",
}
#: Before a line that is pasted from a list: a bullet, or a number, which before other lines is that of an agenda item.
_BULLET, _LISTED = r"(?:[•●▪*-] ?)?", r"(?:[•●▪*-] ?|\(?[0-9]{1,2}[.)] ?)?"
#: "Decision 2: …"; of an action the number is that of one that was recorded, as in "action 2: done".
_NUMBER = {LineKind.DECISION: r"(?: ?(?:no\.? ?|#|ទី ?)?[0-9]{1,2})?"}
#: In the spelling of `normalize`.
_BEGINS = {
    kind: re.compile(
        rf"{_LISTED if kind in (LineKind.DECISION, LineKind.ACTION) else _BULLET}"
        rf"(?:{normalize(words)}){_NUMBER.get(kind, '')} ?: ?",
        re.IGNORECASE,
    )
    for kind, words in _WORDS.items()
}
#: A dash may stand for the colon where what follows is told apart as that of an action is.
_DASHED = re.compile(rf"(?:{normalize(_WORDS[LineKind.ACTION])}) - (?=[^;]+;)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[;；]\s*")


@dataclass(frozen=True)
class Line:
    """A line of the record; its attributes are columns of `RecordLine`.

    Attributes:
        text: what it says; of an action, what is to be done.
        owners: of an action, who does it, as typed; empty where nobody is named.
        named: tokens of the owners, in their order, with "|" between; empty unless all of them are known.
        due: of an action, the words of a period, or those that are not clear; may be empty.
        due_on: its last day; None where there is none, or it is not clear.
        every: how often it is due again.
        review_on: the day on which one that is left open is looked at again.
    """

    kind: LineKind
    text: str
    owners: str = ""
    named: str = ""
    due: str = ""
    due_on: date | None = None
    every: Every | None = None
    review_on: date | None = None


def begins_line(text: str) -> bool:
    """Whether a text begins as a line of the record does."""
    return kind_of_line(text) is not None


def begins_action(text: str) -> bool:
    """Whether a line of the text begins as an action does: then who can be named is looked up."""
    begun = [kind_of_line(each) for each in text.splitlines()]
    return any(each is not None and each[0] is LineKind.ACTION for each in begun)


def kind_of_line(text: str) -> tuple[LineKind, str] | None:
    """The kind of line that a text begins, and what follows."""
    spelt = normalize(text)
    for kind, begins in _BEGINS.items():
        found = begins.match(spelt) or (_DASHED.match(spelt) if kind is LineKind.ACTION else None)
        if found is not None:
            return kind, split_typed(text, found.end())[1]
    return None


def read_body(
    kind: LineKind, body: str, *, known: Sequence[Nameable], today: date, hours: WorkingTime = ALWAYS_OPEN
) -> Line:
    """A line from what follows its beginning.

    Args:
        known: whom an action may name.
        today: local date.
        hours: of the TWG.
    """
    if kind is not LineKind.ACTION:
        return Line(kind, body)
    if any(not is_visible(part) for part in _BETWEEN.split(body)[1:-1]):  # which of the others says what is left open
        return Line(kind, body)
    read = read_action_line(body, known=known, today=today, hours=hours)
    owners = ", ".join(each.text for each in read.named) or read.owners
    line = Line(kind, read.text, owners, tokens_of(read.named), read.due)
    until = None if not read.due else read_until(read.due, today=today, hours=hours)
    return with_due(line, until) if isinstance(until, Due) else line


def tokens_of(named: Sequence[Named]) -> str:
    """The tokens of those who are named, with "|" between; empty unless all of them are known."""
    if not all(each.sure for each in named):
        return ""
    return "|".join(dict.fromkeys(token for each in named for token in each.tokens))


def read_until(words: str, *, today: date, hours: WorkingTime) -> Due | Refusal:
    """Until when, or why the words are not clear."""
    try:
        return read_due(words, today=today, hours=hours)
    except Refusal as doubt:
        return doubt


def with_due(line: Line, due: Due) -> Line:
    """The line of an action with another last day, period or day of review."""
    return replace(line, due=due.words, due_on=due.day, every=due.every, review_on=due.review_on)
