"""What a text that is shared tells of: when, where, with or from whom, how much; and its theme (S1).

A label with a colon says which of these it is, "partner: ADB", «ទីកន្លែង៖ បាត់ដំបង»; without one only what is certain is
taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from storage.core.spelling import fold
from twg.language.comments import read_comments_asked
from twg.language.document_facts import mentions
from twg.language.meeting_places import is_known_place, is_place
from twg.language.periods import Period
from twg.language.post_days import DAY, FORMS, MONTH, TO, find_years, is_like_days, period_of, read_days
from twg.language.presenters import KNOWN_BODIES

#: In characters, as long as they are stored.
LONGEST_PLACE, LONGEST_PARTY, LONGEST_AMOUNT, LONGEST_THEME = 200, 200, 100, 100


@dataclass(frozen=True)
class Facts:
    """What a text says; None and empty where it says nothing of it."""

    period: Period | None = None
    place: str = ""
    party: str = ""
    amount: str = ""
    theme: str = ""
    #: Words that are written like days and name none: "30 February".
    no_days: str = ""


_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*)?"
#: Before a last day for something: not when the thing itself is.
_DEADLINE = re.compile(
    r"(?:\b(?:by|until|till|before|no later than|dated|of|due(?: on| by)?|clos(?:es|ing)(?: date)?(?: on)?"
    r"|expires?(?: on)?|deadline\b[^.,;\n]{0,40}|mun)|ត្រឹម|មុន)\s*:?\s*"
    rf"(?:(?:ថ្ងៃ|thngai)\s*(?:[ក-៿]{{2,14}}\s*)?)?{_WEEKDAY}$",
    re.IGNORECASE,
)
_FIGURE = (
    r"\d(?:[\d.,]*\d)?(?:\s?(?:m|mn|mio|million|bn|billion|thousand|k|lean|m[eu]{2}n|pean|លាន|ម៉ឺន|ពាន់លាន|ពាន់)(?![a-z]))?"
)
_CURRENCY = r"USD|US\$|EUR|KHR|JPY|AUD|CNY|RMB|GBP|KRW|\$|€|£|¥|៛"
_AMOUNT = re.compile(
    rf"(?:{_CURRENCY})\s?{_FIGURE}"
    rf"|(?<!\w){_FIGURE}\s?(?:{_CURRENCY}|(?:US )?dollars?|euros?|riels?|yen|yuan|ដុល្លារ(?:អាមេរិក)?|រៀល|អឺរ៉ូ|យ៉េន|យ័ន)",
    re.IGNORECASE,
)
_LABELS = {
    "period": r"dates?|when|period|កាលបរិច្ឆេទ|រយៈពេល",
    "place": r"places?|where|location|venue|area|province|ទីកន្លែង|កន្លែង|ខេត្ត",
    "party": (
        r"partners?|donors?|funded by|supported by|with|sources?|issued by|organi[sz]ed by|by whom"
        r"|ដៃគូ|ម្ចាស់ជំនួយ|ប្រភព|ជាមួយ"
    ),
    "amount": r"amount|budget|funding|cost|ទឹកប្រាក់|ថវិកា",
    "theme": r"themes?|topics?|ប្រធានបទ",
}
_LABEL = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
#: A value ends with its line, with its sentence, or before the next label.
_LABELLED = re.compile(
    rf"(?:^|(?<=[\n;|។.,]))\s*(?:{_LABEL})\s*[:=៖]\s*(?P<value>[^\n;|។]+?)"
    rf"(?=\s*(?:[\n;|។]|$|[.,]\s+(?:{'|'.join(_LABELS.values())})\s*[:=៖]|(?<=[^\W\d_]{{3}})\.\s+(?-i:[A-Z])))",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|at|visits?|visiting|nov|mok)\s+(?:the\s+)?|នៅ\s*", re.IGNORECASE)
_AND_IN = re.compile(r"\s*(?:,|&|\band\b|និង)\s*", re.IGNORECASE)
_WITH = re.compile(
    rf"(?:\b(?:with|by|from|funded by|supported by)\s+|(?:ជាមួយ|ដោយ|ពី)\s*)"
    rf"(?P<body>(?:{KNOWN_BODIES})(?:(?:,\s*|\s+and\s+|\s*/\s*)(?:{KNOWN_BODIES}))*)(?![\w-])"
)
#: Longest name of a place, in words.
_MOST_WORDS = 3


def find_facts(text: str, themes: Sequence[str] = (), *, today: date) -> Facts:
    """What a text says for certain of what it tells of.

    Args:
        themes: those that the TWG knows, which the text may mention.
    """
    labelled = dict(_labelled(text))
    found = _WITH.search(text)
    period = read_days(labelled["period"], today=today) if "period" in labelled else None
    if (sum_ := _AMOUNT.match(labelled.get("amount", ""))) is not None:
        labelled["amount"] = sum_[0]
    amounts = [match[0].strip().rstrip(".,") for match in _AMOUNT.finditer(text)]
    theme = labelled.get("theme") or next((each for each in themes if mentions(text, each)), "")
    no_days = labelled.get("period", "") if period is None else ""
    return Facts(
        period or _only_period(text, today),
        (labelled.get("place") or _known_place(text))[:LONGEST_PLACE],
        (labelled.get("party") or ("" if found is None else found["body"]))[:LONGEST_PARTY],
        (labelled.get("amount") or (amounts[0] if len(set(amounts)) == 1 else ""))[:LONGEST_AMOUNT],
        theme[:LONGEST_THEME],
        no_days if is_like_days(no_days) else "",
    )


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Each fact that a text labels, with its value."""
    for found in _LABELLED.finditer(text):
        yield next(name for name in _LABELS if found[name]), found["value"].strip().rstrip(".,")


def _only_period(text: str, today: date) -> Period | None:
    """The days that a text names anywhere, besides last days for something; None where it names none, or several.

    Of several the stretch that has all the others in it: "7-18 December; the debriefing is on 18 December".
    """
    words, taken, found = fold(text), [False] * len(fold(text)), set()
    for form in FORMS:
        for match in form.finditer(words):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            if _DEADLINE.search(words[: match.start()]) is None and (period := period_of(match, today)) is not None:
                found.add(period)
    if (asked := read_comments_asked(text, today=today)) is not None and asked.by is not None:
        found.discard(Period(asked.by, asked.by))
    if not found:
        return find_years(words)
    whole = Period(min(each.first for each in found), max(each.last for each in found))
    return whole if whole in found else None


def _known_place(text: str) -> str:
    """The towns or provinces that a text names behind "in" or "at"; empty without one."""
    for before in _IN.finditer(text):
        first = end = before.end()
        while name := _place_at(text[end:]):
            last = end + len(name)
            joined = _AND_IN.match(text, last)
            end = last if joined is None else joined.end()
            if joined is None or not _place_at(text[end:]):
                return text[first:last]
    return ""


def _place_at(text: str) -> str:
    """The town or province with which a text begins; empty where it begins with none."""
    words = re.findall(r"\S+", text[:100])[:_MOST_WORDS] if text[:1].strip() else []
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).rstrip(".,;:!?។)")
        if is_known_place(name) and text.startswith(name):
            return name
    return ""


#: What divides an answer; "with" does where it is not the first word.
_PARTS = re.compile(r"\s*[;,\n]\s*|(?<=\w)\s+(?=with\s)", re.IGNORECASE)
_WITH_WHOM = re.compile(r"(?:with|by|from|ជាមួយ|ដោយ|ពី)\s+", re.IGNORECASE)
_WHERE = re.compile(r"(?:(?:in|at)\s+|នៅ\s*)(?:the\s+)?", re.IGNORECASE)


#: A figure of money without its currency, where an amount is asked: "200k", "5 million".
_PLAIN_AMOUNT = re.compile(
    r"\d(?:[\d.,]*\d)?\s?(?:m|mn|mio|million|bn|billion|thousand|k|lean|លាន|ម៉ឺន|ពាន់លាន|ពាន់)", re.IGNORECASE
)
#: What days have that stand beside other words without a comma: figures, and the name of a month or a year.
_SURE_DAYS = re.compile(rf"(?=.*\d).*(?:\d[/.-]\d|\d{{4}}|(?:{MONTH}))")
#: Words that days at the edge of a part are written with at most: "28 Nov 2026 to 3 Dec 2026".
_MOST_OF_DAYS = 7


def read_answer(text: str, *, rest_is_place: bool, today: date) -> Facts:
    """What an answer to the question for these facts says: "3-14 December, Battambang", "ADB; USD 30 m; 2027".

    Commas may be missing: "15 Dec Kampong Cham", "ADB 200k 2027".

    Args:
        rest_is_place: whether what is neither days nor an amount says where; else it says with or from whom.
    """
    if (whole := read_days(text, today=today)) is not None:
        return Facts(whole)
    period, amount, no_days, places, parties = None, "", "", [], []
    for part in filter(None, _split(text)):
        if is_like_days(part) and read_days(part, today=today) is None:
            no_days = no_days or part
            continue
        if period is None:
            period, part = _take_days(part, today)
        if not amount:
            amount, part = _take_amount(part, plain=not rest_is_place)
        if not part:
            continue
        if with_whom := _WITH_WHOM.match(part):
            parties.append(part[with_whom.end() :])
        elif where := _WHERE.match(part):
            places.append(part[where.end() :])
        elif rest_is_place or is_place(part):
            places.append(part)
        else:
            parties.append(part)
    place, party = ", ".join(places)[:LONGEST_PLACE], ", ".join(parties)[:LONGEST_PARTY]
    return Facts(period, place, party, amount[:LONGEST_AMOUNT], no_days=no_days)


def _take_days(part: str, today: date) -> tuple[Period | None, str]:
    """The days with which a part begins or ends, the longest words for them, and the rest of it."""
    if (period := read_days(part, today=today)) is not None:
        return period, ""
    words = list(re.finditer(r"\S+", part))
    for count in range(min(len(words) - 1, _MOST_OF_DAYS), 0, -1):
        first, last = part[: words[count - 1].end()], part[words[-count].start() :]
        for days, rest in ((first, part[words[count - 1].end() :]), (last, part[: words[-count].start()])):
            if _SURE_DAYS.search(fold(days)) and (period := read_days(days, today=today)) is not None:
                return period, rest.strip(_ASIDE)
    return None, part


def _take_amount(part: str, *, plain: bool) -> tuple[str, str]:
    """The amount that a part is, or with which it ends or begins, and the rest of it."""
    for amount in (_AMOUNT, _PLAIN_AMOUNT) if plain else (_AMOUNT,):
        for found in amount.finditer(part):
            before, after = part[: found.start()], part[found.end() :]
            if not re.match(r"\w", after) and not re.search(r"\w$", before) and not (before.strip() and after.strip()):
                return found[0].strip(" ."), (before + after).strip(_ASIDE)
    return "", part


#: Between days or an amount and the rest of a part.
_ASIDE = " .:–—-\u200b"
#: A comma that divides nothing; in "December 3-14, 2026" and "3, 4 and 5 December" too.
_WITHIN = re.compile(
    rf"(?<=\d),(?=\d{{3}})|(?P<month>(?:{MONTH})(?:\.?\s*{DAY}(?:{TO}{DAY})?)?),(?=\s\d{{4}})"
    rf"|(?<=\d),(?=\s?{DAY}(?:\s*,\s*{DAY})*{TO}{DAY}\s)",
    re.IGNORECASE,
)


def _kept(comma: re.Match[str]) -> str:
    return f"{comma['month'] or ''}\0"


def _split(text: str) -> list[str]:
    """The parts of an answer; a comma within days or a figure, "3 December, 2026", "3,863,635", divides nothing."""
    joined = _WITHIN.sub(_kept, text)
    return [part.replace("\0", ",").strip() for part in _PARTS.split(joined)]
