"""What words say of a digest, and of the list of comments: "a daily digest please", "as Word" (S2, S3)."""

import re

from storage.core.spelling import fold
from storage.members import Pace

_PACES = {
    Pace.INSTANT: r"\b(?:stop|no|cancel|end|without|instant(?:ly)?|at once|immediately|straight away|right away)\b"
    r"|ឈប់|បញ្ឈប់|ភ្លាម|\b(?:chhob|chob|phleam|pleam)\b",
    Pace.DAILY: r"\b(?:daily|(?:every|each|a|per) day|every morning)\b|(?:រាល់|ប្រចាំ|រៀងរាល់)ថ្ងៃ|ក្នុងមួយថ្ងៃ"
    r"|\b(?:roal|raal|rol|pracham|brojam) ?(?:thngai|tngai|thngay)\b",
    Pace.WEEKLY: r"\b(?:weekly|(?:every|each|a|per) week|on mondays?)\b|(?:រាល់|ប្រចាំ|រៀងរាល់)(?:សប្តាហ៍|អាទិត្យ)"
    r"|ក្នុងមួយ(?:សប្តាហ៍|អាទិត្យ)|\b(?:roal|raal|rol|pracham|brojam) ?(?:sapda|sabda|athit|atit)\b",
}
_READ = {pace: re.compile(fold(words)) for pace, words in _PACES.items()}
_WORD = re.compile(r"\b(?:word|docx?)\b|វើដ")


def read_pace(text: str) -> Pace | None:
    """The pace that words name first; of "stop the daily digest" at once. None where they name none."""
    words = fold(text)
    return next((pace for pace, named in _READ.items() if named.search(words)), None)


def wants_word(text: str) -> bool:
    """Whether a list is wanted as a Word file."""
    return _WORD.search(fold(text)) is not None
