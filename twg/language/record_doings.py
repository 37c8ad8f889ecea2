"""Who is to do what, as it is said in a meeting: "WHO to circulate the draft by 5 March" (G6).

Somebody who can be named, and what they are to do; what only says how things are, or who comes, is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from storage.core.addressees import is_person
from storage.core.spelling import fold, is_visible, normalize, split_typed
from storage.records import LineKind
from twg.core.refusals import ImpossibleDay, PastDay, WhichDay
from twg.language.action_lines import LONGEST_LINE, without_title
from twg.language.addressees import Nameable, Named, read_addressees
from twg.language.deadlines import find_deadline
from twg.language.dues import Due, LeftOpen
from twg.language.record_lines import Line, read_until, tokens_of, with_due
from twg.time.working_time import ALWAYS_OPEN, WorkingTime

#: Between who and what: "to", "will", "agreed to", "is requested to".
_IS_TO = (
    r"(?:(?:has |have |kindly |also )?(?:agree[sd]?|commit(?:s|ted)?|offer(?:s|ed)?|promise[sd]?|undert(?:akes?|ook)"
    r"|volunteer(?:s|ed)?|need(?:s|ed)?) to"
    r"|(?:is|are|was|were)(?: kindly)? (?:(?:asked|requested|tasked|invited|expected|supposed|instructed) )?to"
    r"|ha(?:s|ve) to|will|shall|should|sh(?:l|u)?d|must|to|2)(?: (?:also|then|please|kindly|now|jointly))?"
)
_TO_DO = re.compile(rf"(?P<who>[^,;:]{{2,80}}?)\s+(?P<to>{_IS_TO})\s+(?!not\b|never\b)(?P<what>[a-z]+)", re.IGNORECASE)
#: "The Chair asked ADB to present": who asks comes before, and is left out.
_ASKED = re.compile(
    r"(?:the |this |his |her )?(?:H\.?E\.? )?[^,;:]{2,60}? (?:has |have |then |also |kindly )*"
    r"(?:asked|asks|requested|requests|invited|invites|tasked|instructed|instructs|urged|urges|reminded|reminds|wants"
    r"|wanted|encouraged|called (?:up)?on|assigned)(?: that)? (?=\S)",
    re.IGNORECASE,
)
#: What is to be done, in a plain form that is no noun.
_ORDERS = (
    r"send|resend|share(?! (?:the |that |a |our )?(?:concern|view|opinion|position))|circulate|prepare"
    r"|submit"
    r"|revise|provide|finali[sz]e|organi[sz]e|arrange|confirm|convene|collect|compile|disseminate|distribute|nominate"
    r"|translate|verify|coordinate|invite|follow up|publish|upload|write|consult|clarify|check with|liaise"
)
#: "WHO: circulate the draft", "UNICEF – share the list", "@ADB send it", "MoH send the letter": who stands first.
_MARKED = re.compile(
    rf"@?(?P<who>[^,;:\n]{{2,60}}?)(?P<sign>\s*(?::|→|[-=]+>)|\s-|)\s+(?P<what>{_ORDERS})\b", re.IGNORECASE
)
#: Of several a plain form may say what is so: "DPs provide 60%".
_SEVERAL = re.compile(r"\band\b|[&/,]|\w+s$|^(?:all|both|every)|members|people", re.IGNORECASE)
#: "The list is to be shared by UNICEF": who does it stands behind.
_BY_WHOM = re.compile(
    r"[^;:]{2,200}?\b(?:is|are|will|shall|should|must|to)(?: to)? be \w+(?:ed|nt|en|ne|de|wn|ld|id|ut) by"
    r" (?P<who>[^;:]+)",
    re.IGNORECASE,
)
#: Deeds of minutes in their plain form: with one of them also somebody is taken who is not known.
_DEEDS = re.compile(
    r"send|share|circulate|prepare|present|submit|revise|draft|organi[sz]e|arrange|provide|finali[sz]e|update|report"
    r"|review|collect|compile|confirm|contact|convene|coordinate|develop|disseminate|distribute|follow|invite|issue|lead"
    r"|liaise|nominate|pay|post|print|publish|resend|respond|reply|schedule|sign|translate|upload|verify|write|check"
    r"|consult|clarify|correct|draw|host|inform|integrate|map|procure|propose|book|chase|call|email|get|give|make|produce"
    r"|request|set|support|tell|train|brief|remind|recruit|register|forward|fix|hold|identify|look|meet|advise|ask|assess"
    r"|consolidate|cost|define|deliver|design|discuss|examine|explore|facilitate|fill|hire|implement|analyse|analyze"
    r"|approve|complete|comment|conduct|launch|monitor|plan|put|raise|speak|study|summari[sz]e|work",
    re.IGNORECASE,
)
#: What is no deed: it says how something is, or who comes.
_STATES = frozenset(
    {
        *("arrive", "attend", "be", "become", "come", "cost", "decline", "decrease", "depend", "fall", "get", "go"),
        *("grow", "happen", "have", "improve", "increase", "join", "keep", "know", "last", "leave", "like", "miss"),
        *("need", "reach", "remain", "rise", "stay", "take", "try", "want"),
    }
)
#: What somebody is "to" do all the same: "MoH to continue the training", "ADB to take the lead".
_GOES_ON = frozenset({"continue", "cost", "get", "go", "improve", "include", "increase", "join", "keep", "take", "try"})
_GIVEN = re.compile(r"\s*(?P<order>ឱ្យ|ឲ្យ|oy\b|aoy\b)?\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_MUST = re.compile(r"\s*(?:នឹង|ត្រូវ|nung\b|trov\b|nùng\b|neung\b)\s*(?P<what>\S.*)", re.IGNORECASE | re.DOTALL)
_ASKED_IN_KHMER = re.compile(
    r"(?:(?:លោក|ឯកឧត្តម|លោកជំទាវ|អង្គ|កិច្ច)?(?:ប្រធាន|ប្រជុំ)|(?:lok |ek ?udom )?(?:prothean|brothean|ang ?prochum))"
    r"(?:បាន| ban)? ?(?:ស្នើ(?:សុំ)?|សុំ|ណែនាំ|ចាត់តាំង|ប្រគល់(?:ជូន)?|snaer|snar|sner|som)? ?(?=ឱ្យ|ឲ្យ|oy\b|aoy\b)"
    r"|(?:ស្នើ(?:សុំ)?|សុំ|ណែនាំ|ចាត់តាំង|ប្រគល់(?:ជូន)?|snaer|snar|sner|som) ?(?=ឱ្យ|ឲ្យ|oy\b|aoy\b)",
    re.IGNORECASE,
)
_NO_DEED_IN_KHMER = re.compile(
    r"(?:មិន|ពុំ|កុំ|មក(?:ដល់|ចូលរួម|យឺត|ប្រជុំ)?(?!ជាមួយ)|ចូលរួម|អវត្តមាន|យឺត|ក្លាយ|មាន(?!ប្រសាសន៍)"
    r"|(?:mok|chol|youl|yeut|mean|min|ot|kom)\b)"
)
#: A name that nobody of the TWG has: it is kept as typed, and said to be unknown.
_NAME = re.compile(r"(?!(?:The|This|It|We|All)\b)[A-Z][\w.&/-]*(?: (?:and |of |the )?[A-Z][\w.&/-]*){0,4}")
#: The short name of an institution.
_SHORT_NAME = re.compile(r"[A-Za-z]*[A-Z]\w*[A-Z][\w/]*(?:(?: and |, | & |/)[A-Za-z]*[A-Z]\w*[A-Z]\w*)*")
_TITLE_IN_KHMER = re.compile(
    r"^(?:លោក(?:ស្រី|ជំទាវ|វេជ្ជបណ្ឌិត)?|ឯកឧត្តម(?:បណ្ឌិត)?|(?:lok(?: srey)?|ek ?udom) ) ?", re.IGNORECASE
)
_ALL_OF = re.compile(r"^ ?(?:ទាំងអស់|ទាំងឡាយ)")
_ORDER = re.compile(r"^\s*(?:ឱ្យ|ឲ្យ|oy\b|aoy\b)\s*", re.IGNORECASE)
#: Before until when, at the end: "by end March", "in Q1 2027", "(deadline: Friday)", «ត្រឹមចុងខែមីនា».
_UNTIL = re.compile(
    r"(?P<firm>\b(?:by|before|until|till|b4|due|deadline:?)\s+(?:the )?|\((?:deadline|due|by):? ?|ត្រឹម|មុន"
    r"|\b(?:mun|trem) )|\b(?:in|on)\s+(?:the )?|\(|, ?| - ?",
    re.IGNORECASE,
)
#: Until when without a word before it.
_BARE = re.compile(
    r"\b(?:today|tonight|tomorrow|tmrw?|asap|as soon as possible|immediately|urgently"
    r"|(?:this|next|end of(?: this| next)?) (?:week|month|quarter)"
    r"|(?:(?:this|next) )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri)(?:day)?)$"
    r"|(?:ជាបន្ទាន់|ភ្លាមៗ|ថ្ងៃស្អែក|សប្តាហ៍ក្រោយ)$",
    re.IGNORECASE,
)
_LONGEST_UNTIL = 40
_BETWEEN_DOINGS = re.compile(r"\s*[,;]\s+(?:and )?|\s+and\s+|\s*និង\s*", re.IGNORECASE)
_IN_KHMER_DOES = re.compile(r"(?:នឹង|ត្រូវ|\bnung\b|\btrov\b|\bneung\b)", re.IGNORECASE)
#: Before who, and no part of the name: a bullet, a number of a list, "so", "and".
_BEFORE_WHO = re.compile(
    r"(?:(?:[•●▪*-]|\(?[0-9]{1,2}[.)])\s+|(?:ok(?:ay)?|so|then|and|also|next|therefore|thus|finally|again)[,:]? )+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]{1,40}\)$")


@dataclass(frozen=True)
class Around:
    """What a sentence is read with. Attributes: as of `record_lines.read_lines`."""

    known: Sequence[Nameable]
    today: date
    hours: WorkingTime = ALWAYS_OPEN


def may_give(text: str) -> bool:
    """Whether a sentence may say who is to do what: then who can be named is looked up."""
    spelt = normalize(text)
    plain = _without_before(spelt)
    english = any(each.match(plain) for each in (_TO_DO, _ASKED, _BY_WHOM, _MARKED))
    return english or _ASKED_IN_KHMER.match(spelt) is not None or _IN_KHMER_DOES.search(spelt) is not None


def read_doing(sentence: str, around: Around) -> Line | None:
    """The agreed action that a sentence of its own is; None for any other.

    Nobody is guessed: who does it is called exactly so, or by a part of their name, or by a short name that nobody of
    the TWG has where the deed is one of minutes.
    """
    text = _without_before(sentence.strip())
    if len(text) > LONGEST_LINE or text.endswith("?"):
        return None
    asked = _ASKED.match(text)
    if asked is not None and (made := _doing(text[asked.end() :], around)) is not None:
        return made
    return _doing(text, around) or _by_whom(text, around) or _in_khmer(text, around)


def _doing(text: str, around: Around) -> Line | None:
    said = _TO_DO.match(text)
    if said is not None and _is_deed(said["to"], said["what"], text):
        known_deed = _DEEDS.fullmatch(said["what"]) is not None
        return _done_by(said["who"], text, around, anybody=known_deed)
    ordered = _MARKED.match(text)
    if ordered is None or not _is_small(ordered["what"], text):
        return None
    line = _done_by(ordered["who"], text.removeprefix("@"), around, anybody=bool(ordered["sign"]))
    several = not ordered["sign"] and _SEVERAL.search(ordered["who"].strip())
    return None if line is not None and several and line.due_on is None else line


def _done_by(who: str, text: str, around: Around, *, anybody: bool) -> Line | None:
    """The action of those who are called so. Args: `anybody`: also of a short name that nobody of the TWG has."""
    bare = _ASIDE.sub("", without_title(who.strip().removeprefix("@")))
    named = read_addressees(bare, around.known)
    called = bool(named) and all(map(_is_called, named))
    return action_of(text, named, around) if called or (anybody and _SHORT_NAME.fullmatch(bare)) else None


def _is_small(word: str, text: str) -> bool:
    return word.islower() or text.isupper()


def _is_deed(to: str, what: str, text: str) -> bool:
    says = fold(to).split()[0]
    if says == "2" and not _DEEDS.fullmatch(what):
        return False
    return _is_small(what, text) and fold(what) not in (
        _STATES if says in ("will", "shall", "should", "shd", "shld", "shud") else _STATES - _GOES_ON
    )


def _is_called(named: Named) -> bool:
    """Whether a name is exactly one, or a part of the names of people: a part of an institution may be anything."""
    return bool(named.tokens) and (named.exact or (named.partly and all(map(is_person, named.tokens))))


def _by_whom(text: str, around: Around) -> Line | None:
    found = _BY_WHOM.match(text.rstrip(". "))
    if found is None:
        return None
    who = re.split(r"\s+(?:by|before|until|in|on)\s|,|\(", found["who"], maxsplit=1)[0]
    named = read_addressees(without_title(who.strip()), around.known)
    return action_of(text, named, around) if named and all(map(_is_called, named)) else None


def _in_khmer(text: str, around: Around) -> Line | None:
    asked = _ASKED_IN_KHMER.match(normalize(text))
    body = split_typed(text, asked.end())[1] if asked is not None else text
    owner = given_to(body, around.known)
    return action_of(body, read_addressees(owner, around.known), around) if owner else None


def split_doings(sentence: str, around: Around) -> list[str]:
    """The parts of a sentence in which each of several is to do something; the sentence where it is no such.

    For example "WHO to circulate the draft, UNICEF to comment by Friday".
    """
    for found in _BETWEEN_DOINGS.finditer(sentence):
        first, rest = sentence[: found.start()], sentence[found.end() :]
        last = first.split()[-1] if first.split() else ""
        is_listed = "and" in fold(found[0]) and last[:1].isupper() and len(first.split()) > 1
        named = _TO_DO.match(rest) is not None or _IN_KHMER_DOES.search(normalize(rest)) is not None
        if not is_listed and named and read_doing(first, around) is not None and read_doing(rest, around) is not None:
            return [first, *split_doings(rest, around)]
    return [sentence]


def decided_doing(body: str, around: Around) -> Line | None:
    """The agreed action in what was decided: somebody who can be named, and what they will do; None for any other."""
    if len(body) > LONGEST_LINE:
        return None
    doing = _TO_DO.match(body.lstrip())
    does = doing is not None and fold(doing["what"]) not in _STATES | {"continue", "include"}
    owners = without_title(doing["who"]) if doing is not None and does else given_to(body, around.known)
    if not owners:
        return None
    named = read_addressees(owners, around.known)
    called = bool(named) and all(each.sure and (each.exact or each.partly) for each in named)
    return action_of(body, named, around) if called or _NAME.fullmatch(owners.strip()) else None


def action_of(body: str, named: Sequence[Named], around: Around) -> Line:
    """The line of an agreed action, with the last day that its words give."""
    text = _ORDER.sub("", body).strip().rstrip(". ")
    line = Line(LineKind.ACTION, text, ", ".join(each.text for each in named), tokens_of(named))
    day = find_deadline(body, today=around.today)
    return replace(line, due_on=day) if day is not None else _until(line, around)


def _until(line: Line, around: Around) -> Line:
    """The line with until when its last words say that it is to be done, and nothing else; what is unclear is asked."""
    bare = _BARE.search(line.text)
    places = [(found.end(), bool(found["firm"])) for found in _UNTIL.finditer(line.text)]
    unclear = ""
    for place, is_firm in [*places, *([] if bare is None else [(bare.start(), True)])]:
        words = line.text[place:].strip(" ).")
        if not is_visible(words) or len(words) > _LONGEST_UNTIL or words.isdecimal():
            continue
        until = read_until(words, today=around.today, hours=around.hours)
        if isinstance(until, Due):
            return with_due(line, until)
        if is_firm and isinstance(until, LeftOpen | WhichDay | PastDay | ImpossibleDay):
            unclear = words
    return replace(line, due=unclear)


def given_to(body: str, known: Sequence[Nameable]) -> str:
    """Who is given something to do in Khmer, «ឱ្យ WHO ផ្ញើ…», «ក្រសួងផែនការត្រូវ…»; "" where nobody can be named."""
    given = _GIVEN.match(normalize(body))
    if given is None:
        return ""
    rest = _TITLE_IN_KHMER.sub("", given["rest"], count=1)
    names = sorted((name for each in known for name in each.names if name), key=len, reverse=True)
    for name in names:
        spelt = normalize(name)
        if fold(rest[: len(spelt)]) != fold(spelt):
            continue
        behind = _ALL_OF.sub("", rest[len(spelt) :], count=1)
        if not behind.strip() or (spelt[-1:].isascii() and behind[:1].isascii() and behind[:1].isalnum()):
            return ""
        must = _MUST.match(behind)
        if _NO_DEED_IN_KHMER.match(behind.strip() if must is None else must["what"]):
            return ""
        return name if given["order"] or must is not None else ""
    return ""


def _without_before(text: str) -> str:
    found = _BEFORE_WHO.match(text)
    return text[found.end() :] if found is not None and text[found.end() :].strip() else text
