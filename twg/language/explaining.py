"""Whether words that are asked for are hardly what is asked: why something is changed, what is to be changed."""

import re

from twg.language import cues
from twg.language.asked import holds_back, is_moment, names_nothing, withdraws
from twg.language.intents import Words

#: Somebody else is to say it, or nobody: "ask HE", "no need to tell", «មិនបាច់ប្រាប់ទេ».
_REFERS = re.compile(
    r"let me (?!know)\w+|(?:please |pls |just )*(?:ask|call|contact|check with|speak to|talk to)\b"
    r"|(?:(?:there is )?no need|not needed|not necessary|no reason|no comment)\b|(?:i |we )?(?:do|did) not know\b"
    r"|(?:សូម|សុំ)?សួរ|(?:មិន|អត់)(?:បាច់|ចាំបាច់)|ot bach|min bach"
)
#: What was answered before is corrected: "hall 3, not hall 2".
_CORRECTS = re.compile(r"[^,;.]{1,40}[,;] not [^,;.]{1,40}|not [^,;.]{1,40}[,;]? but [^,;.]{1,40}", re.IGNORECASE)
#: The paper is fine, or is another one than was meant.
_FINE = re.compile(
    r"\W*(?:nothing|no comments?|no changes?)\s*(?:[,.;!]|$)|.*\bwrong (?:paper|file|document|version|one)\b", re.I
)
#: What goes on after "ok": "ok but please add the annex".
_BUT = re.compile(r"\b(?:but|please|pls|add|except|however)\b|ប៉ុន្តែ|តែ|សូម")
_ACCEPTS = re.compile(r"\baccept(?:ed|s)?\b(?! (?:only|if|when|after))|ទទួលយក|អនុម័ត")


def hardly_tells_why(text: str) -> bool:
    """Whether a text hardly tells why something is changed.

    It sends to somebody else, waits, corrects an answer, or says another day and nothing else.
    """
    spelt = Words(text).spelt
    return (
        holds_back(text)
        or is_moment(text)
        or _REFERS.match(spelt) is not None
        or _CORRECTS.fullmatch(text.strip()) is not None
    )


def hardly_asks_for_change(text: str) -> bool:
    """Whether a text hardly says what is to be changed in a paper, which its author reads: it is fine, or waits."""
    words = Words(text)
    if withdraws(text) or names_nothing(text) or hardly_tells_why(text) or _FINE.match(text):
        return True
    is_fine = _ACCEPTS.search(words.spelt) or re.match(r"(?:គ្មាន|អត់មាន|មិនមាន)អ្វី", words.spelt)
    return (is_fine is not None or cues.begins("agree", words.core)) and not _BUT.search(words.spelt)
