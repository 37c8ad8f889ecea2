"""Sentences by which minutes say what was decided, in an open record (G6): "It was agreed that WHO will send …".

Such a sentence needs no word and colon before it. It is an agreed action where it names somebody who can be named, and
what they will do (`record_doings`); any other is a decision. What is not plain stays out, so that the person is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from storage.core.spelling import fold, normalize, split_typed
from storage.records import LineKind
from twg.language.action_lines import without_title
from twg.language.addressees import Nameable, read_addressees
from twg.language.list_entries import MARK, entries_in_line, entries_in_lines
from twg.language.record_doings import Around, decided_doing, is_called, may_give, read_doing, split_doings
from twg.language.record_lines import Line, begins_line, kind_of_line, read_body
from twg.time.working_time import ALWAYS_OPEN, WorkingTime

_WHO = (
    r"(?:(?:the |this )?(?:meeting|plenary|twg|committee|(?:technical )?working group|sub-?group|group|chairs?)"
    r"|(?:all (?:of )?)?(?:the )?(?:members|participants|partners|parties|sides)|both (?:sides|parties)"
    r"|every(?:one|body)(?: present)?|we(?: all)?|all(?: of us)?)"
)
_DECIDED = r"(?:decided|agreed|resolved|approved|endorsed|adopted|confirmed)"
_BEGINS: dict[LineKind, re.Pattern[str]] = {
    LineKind.DECISION: re.compile(
        rf"(?:{_WHO} (?:have |has )?(?:also |then |further |unanimously |jointly )?{_DECIDED}|it (?:was|is|has been)"
        rf" (?:also |then |further |unanimously )?{_DECIDED}|{_DECIDED}(?= (?:that|to|not to|unanimously)\b))"
        r"(?: unanimously)?(?: (?P<that>that)\b)?[ :,]*"
        r"|(?:អង្គប្រជុំ|កិច្ចប្រជុំ|អង្គកិច្ចប្រជុំ|សមាជិក(?:ទាំងអស់)?|ក្រុមការងារ|យើង)(?:បាន)?(?:សម្រេច|ឯកភាព|អនុម័ត|យល់ព្រម)"
        r"|(?:បាន)?(?:សម្រេច|ឯកភាព)(?= ?(?:ថា|ឱ្យ|ឲ្យ|អនុម័ត))"
        r"|(?:អង្គប្រជុំ|យើង) ?(?=(?:decided|agreed)\b)"
        r"|(?:ang|ong) ?(?:prochum|prachum|brochum) (?:ban )?(?:somrech|samrach|samrech|yol ?prom|ek(?:a|k)?pheap)"
        r"|(?:somrech|samrach|samrech|yol ?prom|ek(?:a|k)?pheap)(?= (?:tha|oy|aoy)\b)",
        re.IGNORECASE,
    ),
    LineKind.DISCUSSION: re.compile(rf"{_WHO} (?:also |then )?discussed|(?:អង្គប្រជុំ|យើង)(?:បាន)?ពិភាក្សា", re.IGNORECASE),
    LineKind.NOTE: re.compile(
        rf"{_WHO} (?:also |then )?(?:noted|took note)|it was noted"
        r"|(?:please )?noted?(?= that\b)|(?:អង្គប្រជុំ)(?:បាន)?កត់សម្គាល់",
        re.IGNORECASE,
    ),
}
#: "Note Sovann left at 10", "decision the plan goes to the Minister": the word of a line without its colon.
_NO_WORD = (
    r"(?!(?:is|are|was|were|has|have|had|will|should|must|can|may|on|of|to|about|by|from|for|in|at|no|not|that|and|or|it"
    r"|this|needed|pending|required|made|taken|recorded|down|yet|still|please|s)\b"
    r"|(?:regist|paper|log|list|note|mak|taker|keep|point|support|tree)|[#(])"
)
_WORDED = {
    LineKind.DECISION: re.compile(
        rf"[•*-]?\s?(?:(?:decision|resolution) (?![0-9])|decided |resolved ){_NO_WORD}(?=\S+ \S)|សេចក្តីសម្រេច (?=\S)",
        re.IGNORECASE,
    ),
    LineKind.NOTE: re.compile(
        rf"[•*-]?\s?note (?![0-9]){_NO_WORD}(?=\S+ \S)|(?:កំណត់(?:ចំណាំ|សម្គាល់)|ចំណាំ) (?=\S)", re.IGNORECASE
    ),
}
#: "WHO said the rate dropped in Mondulkiri": what somebody of the TWG told, and neither a figure nor who comes.
_SAID = re.compile(
    r"(?P<who>[^,;:]{2,60}?)(?: (?:has |have |also |then )*(?:said|says|reported|mentioned|explained|added|pointed out"
    r"|stated|informed (?:us|the meeting)|told (?:us|the meeting))(?: that)? "
    r"|(?:បាន)?(?:និយាយ|ជម្រាប(?:ជូន)?|លើកឡើង|រាយការណ៍|ថ្លែង|ពន្យល់|បញ្ជាក់)ថា ?)"
    r"(?!.*\b(?:(?:can(?:no|')?t?|will|won't|would|could|shall) (?:not )?(?:come|attend|join|be (?:late|absent))"
    r"|(?:is|are) (?:coming|late|sick|absent|ill))\b)(?!.*(?:មក|ចូលរួម|អវត្តមាន))"
    r"(?P<what>(?:\S+ ){2,}\S+|[^\x00-\x7f]{12,}.*)",
    re.IGNORECASE,
)
#: Before what was decided, which the line leaves out.
_THAT = re.compile(r"\s*(?:that\b|ថា|tha\b)?[\s:៖,]*", re.IGNORECASE)
#: "Minutes of the last meeting approved", "agenda adopted w/o changes": what was done with a paper stands behind it.
_PAPER = (
    r"(?:agenda|minutes|plan|budget|report|tor|terms of reference|work ?plan|draft|annex|proposal|list|guideline"
    r"|strategy|policy|programme|calendar|framework)"
)
_DONE_WITH = re.compile(
    r"[•*-]?\s?(?!.*\b(?:not|never|be|if|once|until|when|who|what)\b)(?:the )?"
    rf"[^.;:?]{{0,50}}\b{_PAPER}\b[^.;:?]{{0,40}}?\b(?:(?:was|were|is|are|has been|have been) )?"
    r"(?:unanimously |formally )?(?:adopted|approved|endorsed)"
    r"(?: (?:w/o|without|with|as|by|unanimously|subject to)\b[^.;?]{0,80})?[.!]?",
    re.IGNORECASE,
)
#: Between sentences of one line; no title and no number of a list ends one.
_NEXT = re.compile(
    r"(?<=[.!;។])(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!H\.E\.)(?<!HE\.)(?<!\d\.)(?<!\bno\.)"
    r"\s+(?=\S)"
)
#: Words with a colon of what was agreed, which may be an action.
_AGREED = re.compile(r"\W*(?:(?:the )?meeting )?(?:agreed|decided)\b|\W*ឯកភាព", re.IGNORECASE)
#: "Decision - the plan is adopted": a dash for the colon, before some words.
_DASHED = re.compile(
    r"(?P<word>(?:[•*-] )?(?:decision|decided|agreed|resolved|approved|endorsed|adopted"
    r"|action(?: point)?|note|discussion|conclusion|សេចក្តីសម្រេច|សម្រេច|សកម្មភាព|កំណត់ចំណាំ)s?) ?[0-9]* ?- "
    r"(?!thank|ok\b|see you)(?=\S+ \S+ \S)",
    re.IGNORECASE,
)
#: Kinds of which a list has one in each entry.
_LISTED = (LineKind.DECISION, LineKind.ACTION)
_FEWEST_LETTERS = 4


def begins_sentence(text: str) -> bool:
    """Whether a text is a sentence of what a meeting decided, discussed or noted."""
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
    for kind, begins in _WORDED.items():
        if (found := begins.match(spelt)) is not None:
            return kind, split_typed(text, found.end())[1].strip()
    return (LineKind.DECISION, text.strip().lstrip("•*- ")) if _DONE_WITH.fullmatch(spelt) else None


def may_be_record(text: str) -> bool:
    """Whether a message may say something for the record without a beginning: then who can be named is looked up."""
    parts = [part for line in text.splitlines() for part in _NEXT.split(line.strip())]
    return any(_marked(part) or begins_sentence(part) or may_give(part) or _SAID.match(part) for part in parts)


def _is_saying(text: str, around: Around) -> bool:
    """Whether a sentence is what somebody told the meeting who is called exactly so, or by a part of their name."""
    said = _SAID.match(normalize(text))
    named = [] if said is None else read_addressees(without_title(said["who"]), around.known)
    return bool(named) and all(map(is_called, named))


def _marked(text: str) -> tuple[LineKind, str] | None:
    """The kind of line that a text begins with its word and a colon, or a dash; and what follows."""
    dashed = _DASHED.match(normalize(text))
    if dashed is None:
        return kind_of_line(text)
    begun = kind_of_line(f"{dashed['word']}:")
    return None if begun is None else (begun[0], split_typed(text, dashed.end())[1])


def read_record(text: str, *, known: Sequence[Nameable], today: date, hours: WorkingTime = ALWAYS_OPEN) -> list[Line]:
    """The lines of the record in a message; none for a question, and for one of which nothing is plain.

    What begins no line of its own goes on with the one above; before the first it is what was discussed. A line without
    a letter and a digit is left out. Below "Decisions:" each entry of a list is a decision.

    Args:
        known: whom an action may name.
        today: local date.
        hours: of the TWG.
    """
    if not begins_line(text) and text.rstrip().endswith("?"):
        return []
    reading = _Reading(Around(known, today, hours))
    for line in text.splitlines():
        reading.take(line)
    return reading.lines() if any(begun.kind for begun in reading.begun) else []


@dataclass
class _Begun:
    """A part of a message and what goes on with it. Attributes: `kind`: None for what begins no line."""

    kind: LineKind | None
    text: str
    #: Behind its beginning; "" for a sentence, of which `_read` takes it.
    body: str = ""
    #: Whether it has a word and a colon before it, which says that something was agreed.
    marked: bool = False
    agreed: bool = False


@dataclass
class _Reading:
    around: Around
    begun: list[_Begun] = field(default_factory=list)

    def take(self, line: str) -> None:
        marked = _marked(line)
        if marked is not None:
            agreed = _AGREED.match(line) is not None
            self.begun.append(_Begun(marked[0], line, marked[1], marked=True, agreed=agreed))
        elif self._goes_on(line):
            self._go_on(f"\n{line}")
        else:
            parts = [line.strip()] if line.count(";") > 1 else _NEXT.split(line.strip())
            for place, part in enumerate(parts):
                self._take_sentence(part, "\n" if place == 0 else " ")

    def _goes_on(self, line: str) -> bool:
        """Whether a line is of the part above: an entry of its list, or a line below "discussion:".

        What by itself is a decision, or an action with its last day, is a line of its own.
        """
        above = self.begun[-1] if self.begun else None
        if above is None or not above.marked:
            return False
        if above.kind in _LISTED:
            return MARK.match(line) is not None
        kind, doing = kind_of_sentence(line.strip()), read_doing(line, self.around)
        return not (kind is not None and kind[0] is LineKind.DECISION) and (doing is None or doing.due_on is None)

    def _take_sentence(self, part: str, between: str) -> None:
        kind = kind_of_sentence(part)
        if kind is not None and sum(map(str.isalpha, kind[1])) >= _FEWEST_LETTERS:
            self.begun.append(_Begun(kind[0], part))
        elif read_doing(part, self.around) is not None:
            self.begun += [_Begun(LineKind.ACTION, each) for each in split_doings(part.rstrip(" ;"), self.around)]
        elif part.count(";") > 1 and self.begun and self.begun[-1].kind is LineKind.ACTION:
            found = MARK.match(part)  # "3) MoP; print it; 20 January" below others
            self.begun.append(_Begun(LineKind.ACTION, part, part[found.end() :] if found else part, marked=True))
        elif _is_saying(part, self.around):
            self.begun.append(_Begun(LineKind.NOTE, part))
        elif self.begun:
            self._go_on(between + part)
        else:
            self.begun.append(_Begun(None, part))

    def _go_on(self, more: str) -> None:
        last = self.begun[-1]
        last.text, last.body = last.text + more, last.body + more if last.marked else ""

    def lines(self) -> list[Line]:
        return [line for begun in self.begun for line in self._lines_of(begun) if any(map(str.isalnum, line.text))]

    def _lines_of(self, begun: _Begun) -> list[Line]:
        if begun.kind is None:
            return [Line(LineKind.DISCUSSION, begun.text.strip())]
        if not begun.marked:
            return [_read(begun.text.strip(), self.around)]
        body = begun.body.strip()
        entries = (entries_in_lines(body) if "\n" in body else entries_in_line(body)) if begun.kind in _LISTED else []
        return [self._line_of(begun, each) for each in entries or [body] if any(map(str.isalnum, each))]

    def _line_of(self, begun: _Begun, body: str) -> Line:
        kind = begun.kind
        assert kind is not None  # noqa: S101 - it is one of those that are marked
        if kind is LineKind.ACTION or begun.agreed:
            doing = None if ";" in body else read_doing(body, self.around, agreed=True)
            if doing is not None and (kind is LineKind.DECISION or doing.named):
                return doing
        around = self.around
        return read_body(kind, body, known=around.known, today=around.today, hours=around.hours)


def _read(sentence: str, around: Around) -> Line:
    """The line that a sentence is which begins as one, or says who is to do what."""
    begun = kind_of_sentence(sentence)
    if begun is None:
        doing = read_doing(sentence, around)
        return doing if doing is not None else Line(LineKind.NOTE, sentence)
    kind, body = begun
    if kind is not LineKind.DECISION:
        return Line(kind, body)
    # "approved the plan": what was done with it is the decision, and stays
    begins = sentence[: len(sentence) - len(body)]
    verb = not begins or re.search(r"\b(approved|endorsed|adopted|confirmed)\b|អនុម័ត", begins, re.I)
    action = None if verb else decided_doing(body, around)
    return action or Line(kind, sentence.strip() if verb else _as_decision(sentence, body))


def _as_decision(sentence: str, body: str) -> str:
    """What was decided: the words after "that", else the sentence, which would lack its verb."""
    before = fold(sentence[: len(sentence) - len(body)].rstrip(" :៖,"))
    is_word = before.lstrip("•*- ") in ("decision", "resolution", "decided", "resolved", "សេចក្តីសម្រេច")
    return body if is_word or before.endswith(("that", "ថា", " tha")) else sentence.strip()
