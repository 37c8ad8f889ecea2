"""Whether a text asks its readers for comments, and until which day: "Comments by 15 January, please" (S2)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from twg.language.deadlines import split_known
from twg.language.moments import LONGEST, read_moment
from twg.language.when_tokens import tokens_of

_THEM = r"(?:comments?|feedback|views?|inputs?|suggestions?|opinions?)"
#: What asks for comments, rather than tells of some: "your comments", "comments are welcome", "please comment".
_ASKS = re.compile(
    rf"\b(?:your|any)\s+(?:\w+\s+)?{_THEM}\b"
    rf"|\bfor\s+{_THEM}\b"
    rf"|\b{_THEM}\b[^.\n]{{0,40}}\b(?:welcome|requested|invited|expected|due)\b"
    rf"|\b{_THEM},?\s+please\b"
    rf"|\b(?:please|kindly|invited to|welcome to)\s+(?:\w+\s+){{0,4}}?(?:comment|review|{_THEM})\b"
    rf"|^\W*(?:send|share|give|provide|submit)\b[^.\n]{{0,30}}\b{_THEM}\b"
    r"|\bwhat (?:do )?you think\b"
    rf"|\b{_THEM}\b[^.។\n]{{0,40}}សូម|\bsom\b[^.\n]{{0,40}}\b(?:comments?|feedback|yobal|mate?k)\b"
    r"|សូម[^។\n]{0,60}(?:យោបល់|មតិ)",
    re.IGNORECASE,
)
#: What asks for comments where a day follows: "Comments by Friday", and not "Comments by the ministry".
_ASKS_BY = re.compile(
    rf"\b{_THEM}\s+(?:to \w+\s+)?(?:by|until|till|before|no later than)\b"
    rf"|^\W*{_THEM}\s+(?:on|about|to|regarding)\b[^.\n]{{0,80}}\b(?:by|until|till|before|no later than)\b"
    r"|(?:យោបល់|មតិ)[^។\n]{0,40}(?:ត្រឹម|យ៉ាងយូរ)",
    re.IGNORECASE,
)
#: What tells of comments that came.
_TELLS = re.compile(r"\b(?:thank|thanks|received|took|taken|reflects?)\b", re.IGNORECASE)
#: "Deadline for comments: 15 December".
_DEADLINE_FOR = re.compile(
    r"\b(?:deadline|due date|last day|closing date) (?:for|of|to (?:send|submit|provide)) "
    rf"(?:\w+ ){{0,2}}?{_THEM}\W*(?:(?:is|on)\s+)*",
    re.IGNORECASE,
)
#: "Before the day" as Khmer is written in Latin letters.
_BEFORE = re.compile(r"\bm[uo]n (?=(?:ti )?(?:thngai|tngai|thngay)\b)", re.IGNORECASE)
#: Words before a last day, as `tokens_of` reads them, and how many days before the day that follows it is.
_MARKERS = {("l", "to"): 0, ("F", "by"): 0, ("R", -1): 1}
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|[។\n]+")


@dataclass(frozen=True)
class CommentsAsked:
    """That comments are asked for. `by` is the last day; None where none can be read for certain."""

    by: date | None


def read_comments_asked(text: str, *, today: date) -> CommentsAsked | None:
    """What a text says of comments; None where it does not ask for any.

    Args:
        today: local date.
    """
    asked = False
    days: set[date] = set()
    for sentence in _SENTENCE_ENDS.split(text):
        if _TELLS.search(sentence):
            continue
        sentence = _BEFORE.sub("before ", _DEADLINE_FOR.sub("comments by ", sentence))
        found = _days_of(sentence, today)
        if _ASKS.search(sentence) or (found and _ASKS_BY.search(sentence)):
            asked, days = True, days | {day for day in found if day >= today}
    if not asked:
        return None
    return CommentsAsked(days.pop() if len(days) == 1 else None)


def _days_of(sentence: str, today: date) -> set[date]:
    """The days that follow "by", "until" or «ត្រឹម», whatever is said after them; of "before" the day before it."""
    tokens, days = tokens_of(sentence), set()
    for place, token in enumerate(tokens[:-1]):
        earlier = _MARKERS.get((token.kind, token.value))
        if earlier is None:
            continue
        words, _after = split_known(sentence, tokens, place + 1)
        moment = read_moment(words, today=today) if len(words) <= LONGEST else None
        if moment is not None and moment.day_certain:
            days.add(moment.days[0] - timedelta(days=earlier))
    return days
