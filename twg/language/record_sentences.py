"""Sentences by which minutes say what was decided, in an open record (G6): "It was agreed that WHO will send …".

Such a sentence needs no word and colon before it. It is an agreed action where it names somebody who can be named, and
what they will do; any other is a decision. What is not plain stays out, so that the person is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from storage.core.spelling import fold, normalize, split_typed
from storage.records import LineKind
from twg.language.action_lines import LONGEST_LINE
from twg.language.addressees import Nameable, read_addressees
from twg.language.deadlines import find_deadline
from twg.language.dues import Due
from twg.language.record_lines import Line, read_until, tokens_of, with_due
from twg.time.working_time import ALWAYS_OPEN, WorkingTime

_WHO = (
    r"(?:(?:the |this )?(?:meeting|plenary|twg|committee|(?:technical )?working group|sub-?group|group|members|chairs?"
    r"|participants)|we|all)"
)
_DECIDED = r"(?:decided|agreed|resolved|approved|endorsed|adopted|confirmed)"
_BEGINS: dict[LineKind, re.Pattern[str]] = {
    LineKind.DECISION: re.compile(
        rf"(?:{_WHO} (?:have |has )?(?:also |then |further |unanimously |jointly )?{_DECIDED}|it (?:was|is|has been)"
        rf" (?:also |then |further |unanimously )?{_DECIDED}|{_DECIDED}(?= (?:that|to|not to|unanimously)\b))"
        r"(?: unanimously)?(?: (?P<that>that)\b)?[ :,]*"
        r"|(?:អង្គប្រជុំ|កិច្ចប្រជុំ|អង្គកិច្ចប្រជុំ|សមាជិក(?:ទាំងអស់)?|ក្រុមការងារ|យើង)(?:បាន)?(?:សម្រេច|ឯកភាព|អនុម័ត|យល់ព្រម)"
        r"|(?:បាន)?(?:សម្រេច|ឯកភាព)(?=ថា|ឱ្យ|ឲ្យ|អនុម័ត)"
        r"|(?:ang|ong) ?(?:prochum|prachum|brochum) (?:ban )?(?:somrech|samrach|samrech|yol ?prom|ek(?:a|k)?pheap)"
        r"|(?:somrech|samrach|samrech|yol ?prom|ek(?:a|k)?pheap)(?= (?:tha|oy|aoy)\b)",
        re.IGNORECASE,
    ),
    LineKind.DISCUSSION: re.compile(rf"{_WHO} (?:also |then )?discussed|(?:អង្គប្រជុំ|យើង)(?:បាន)?ពិភាក្សា", re.IGNORECASE),
    LineKind.NOTE: re.compile(
        rf"{_WHO} (?:also |then )?(?:noted|took note)|it was noted|(?:អង្គប្រជុំ)(?:បាន)?កត់សម្គាល់", re.IGNORECASE
    ),
}
#: Before what was decided, which the line leaves out.
_THAT = re.compile(r"\s*(?:that\b|ថា|tha\b)?[\s:៖,]*", re.IGNORECASE)
#: Of an agreed action: somebody is to do something.
_TO_DO = re.compile(
    r"\s*(?P<who>[^,;:]{2,80}?)\s+(?:will|shall|should|is to|are to|must|to)\s+(?!not\b|never\b)(?P<what>[a-z]+)", re.I
)
_STATES = frozenset({"be", "become", "continue", "have", "include", "keep", "last", "remain", "stay", "take"})
_GIVEN = re.compile(r"\s*(?P<order>ឱ្យ|ឲ្យ|oy\b|aoy\b)?\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_MUST = re.compile(r"\s*(?:នឹង|ត្រូវ|nung\b|trov\b)\s*", re.IGNORECASE)
_NOT = re.compile(r"(?:មិន|ពុំ|កុំ)")
#: Between sentences of one message.
_NEXT = re.compile(r"(?<=[.!;។])\s+(?=\S)|\n+")
#: A name that nobody of the TWG has: it is kept as typed, and said to be unknown.
_NAME = re.compile(r"(?!(?:The|This|It|We|All)\b)[A-Z][\w.&/-]*(?: (?:and |of |the )?[A-Z][\w.&/-]*){0,4}")
_ORDER = re.compile(r"^\s*(?:ឱ្យ|ឲ្យ|oy\b|aoy\b)\s*", re.IGNORECASE)
#: A span of days at the end: "by end March", "in Q1 2027", «ត្រឹមចុងខែមីនា».
_UNTIL = re.compile(
    r"(?:\b(?:by|before|until|in)\s+(?:the )?|\(deadline:? |ត្រឹម|មុន|mun |trem )(?P<words>[^,;()]{2,40})\)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Around:
    known: Sequence[Nameable]
    today: date
    hours: WorkingTime


def begins_sentence(text: str) -> bool:
    """Whether a text begins with what a meeting decided, discussed or noted."""
    return kind_of_sentence(text) is not None


def kind_of_sentence(text: str) -> tuple[LineKind, str] | None:
    """The kind of line that a sentence is, and what was decided in it; of a decision the words after "that"."""
    spelt = normalize(text)
    for kind, begins in _BEGINS.items():
        found = begins.match(spelt)
        if found is None:
            continue
        if kind is not LineKind.DECISION:
            return kind, text.strip()
        body = split_typed(text, found.end())[1]
        return kind, body[match.end() :].strip() if (match := _THAT.match(body)) else body.strip()
    return None


def read_sentences(
    text: str, *, known: Sequence[Nameable], today: date, hours: WorkingTime = ALWAYS_OPEN
) -> list[Line]:
    """The lines of a message that begins with such a sentence; other sentences go on with the one above them.

    A question is none. Args: as `record_lines.read_lines`.
    """
    if not begins_sentence(text) or text.rstrip().endswith("?"):
        return []
    parts: list[str] = []
    for part in _NEXT.split(text.strip()):
        if parts and not begins_sentence(part):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    around = _Around(known, today, hours)
    return [line for part in parts if (line := _read(part, around)) is not None]


def _read(sentence: str, around: _Around) -> Line | None:
    begun = kind_of_sentence(sentence)
    if begun is None or sum(map(str.isalpha, begun[1])) < 4:
        return None
    kind, body = begun
    if kind is not LineKind.DECISION:
        return Line(kind, body)
    # "approved the plan": what was done with it is the decision, and stays
    verb = re.search(r"\b(approved|endorsed|adopted|confirmed)\b|អនុម័ត", sentence[: len(sentence) - len(body)], re.I)
    action = None if verb else _action(body, around)
    return action or Line(kind, sentence.strip() if verb else _as_decision(sentence, body))


def _as_decision(sentence: str, body: str) -> str:
    """What was decided: the words after "that", else the sentence, which would lack its verb."""
    before = fold(sentence[: len(sentence) - len(body)].rstrip(" :៖,"))
    return body if before.endswith(("that", "ថា", " tha")) else sentence.strip()


def _action(body: str, around: _Around) -> Line | None:
    """The agreed action that was decided: somebody who can be named, and what they will do; None for any other."""
    if len(body) > LONGEST_LINE:
        return None
    doing = _TO_DO.match(body)
    does = doing is not None and fold(doing["what"]) not in _STATES
    owners = doing["who"] if doing is not None and does else _given(body, around.known)
    if not owners:
        return None
    named = read_addressees(owners, around.known)
    called = bool(named) and all(each.sure and (each.exact or each.partly) for each in named)
    if not called and not _NAME.fullmatch(owners.strip()):
        return None
    text = _ORDER.sub("", body).rstrip(". ")
    line = Line(LineKind.ACTION, text, ", ".join(each.text for each in named), tokens_of(named))
    day = find_deadline(body, today=around.today)
    if day is not None:
        return replace(line, due_on=day)
    span = _UNTIL.search(text)
    until = read_until(span["words"], today=around.today, hours=around.hours) if span is not None else None
    return with_due(line, until) if isinstance(until, Due) else line


def _given(body: str, known: Sequence[Nameable]) -> str:
    """Who is given something to do in Khmer, «ឱ្យ WHO ផ្ញើ…», «ក្រសួងផែនការត្រូវ…»; "" where nobody can be named."""
    given = _GIVEN.match(normalize(body))
    if given is None:
        return ""
    rest = given["rest"]
    names = sorted((name for each in known for name in each.names if name), key=len, reverse=True)
    for name in names:
        spelt = normalize(name)
        if fold(rest[: len(spelt)]) != fold(spelt):
            continue
        behind = rest[len(spelt) :]
        if (
            _NOT.match(behind.strip())
            or not behind.strip()
            or (spelt[-1:].isascii() and behind[:1].isascii() and behind[:1].isalnum())
        ):
            return ""
        return name if given["order"] or _MUST.match(behind) else ""
    return ""
