"""Whether a text tells of a development, or says that there is none (S4)."""

import re

from twg.language.about_meetings import read_told
from twg.language.asked import (
    find_figure,
    is_about_a_task,
    is_aside,
    is_bare_figure,
    names_nothing,
    promises,
    withdraws,
)
from twg.language.intents import ANSWERS, Intent, Words, read_intent
from twg.language.rsvp import is_about_coming, parse_answer

#: "Nothing to report", "no updates from our side", "ot mean te", «គ្មានអ្វីថ្មីទេ».
_NO_NEWS = re.compile(
    r"(?:there (?:is|are) |we have |i have )?(?:nothing|no|not any|without)(?: (?:new|important|major|further|special"
    r"|particular|else|more|much))*(?: (?:updates?|news|developments?|changes?|information|info))?"
    r"(?: (?:to (?:report|share|add|tell)|from (?:us|me|(?:our|my) (?:side|end|ministry|department|institution))"
    r"|this time|yet|so far|for now))*"
    r"|(?:ot|min|kmean|ort)(?: ?mean)?(?: (?:avey|ey|kar|thmey|update))* ?te"
    r"|(?:យើង|ខាងយើង|ខ្ញុំ)?\s*(?:គ្មាន|មិនមាន|អត់មាន|ពុំមាន)\s*(?:អ្វី|អី|អីទេ|ព័ត៌មាន|ការវិវឌ្ឍ)?\s*(?:ថ្មី|ថ្មីៗ|ពិសេស)?\s*"
    r"(?:ត្រូវ)?\s*(?:រាយការណ៍|ជូនដំណឹង|ជម្រាបជូន)?\s*(?:ទេ)?"
)
#: Not yet: somebody will write later, or elsewhere.
_PUT_OFF = re.compile(
    r"\b(?:i|we)(?:'ll| will| shall| am going to| can)? (?:send|share|write|report|reply|answer|update|get back|check)"
    r"(?: (?:it|this|them|you|one|something|back|to you))*\b(?!.*\b(?:was|were|has|have)\b)"
    r"|\b(?:see|as per|refer to) (?:the )?(?:attach|annex|e-?mail|file)|\bby e-?mail\b|^later\b|^same as\b"
    r"|ចាំខ្ញុំ|នឹងផ្ញើ|ផ្ញើតាម|សុំពន្យារ|សូមពន្យារ|ចាំផ្ញើ"
)
#: A figure of an indicator, what was told elsewhere, and what is asked of the assistant.
_OF_ELSE = re.compile(
    r"\d{4}-\d+\b|(?:i|we)(?: have)? already (?:told|sent|shared|reported|answered|replied|informed)\b"
    r"|.*\bshould (?:be|have|start|begin|take)\b|(?:do not|stop|please stop) (?:send|ask|remind|writ|messag|disturb)\w*"
    r"|(?:ខ្ញុំ|យើង)?(?:បាន)?(?:ប្រាប់|ផ្ញើ|ជូនដំណឹង|រាយការណ៍)(?:តាម|រួច|ហើយ)"
)
#: What asks somebody for something: "please ask Sokha instead", «សូមសួរ…».
_ASKS_FOR = re.compile(r"^(?:please|pls|kindly|could you|can you)\b|^(?:សូម|សុំ)")


def says_no_news(text: str) -> bool:
    """Whether the whole text says that there is no development to tell of; "no" alone may mean something else."""
    words = Words(text)
    core = words.core.strip(" ,;:.!។\n–—-")
    if "?" in text or not core:
        return False
    return (words.only("nothing") and words.has("nothing")) or (core != "no" and _NO_NEWS.fullmatch(core) is not None)


def tells_of_development(text: str) -> bool:
    """Whether a text tells what has happened, rather than answering a meeting, asking, promising or greeting.

    Where it is not certain the person is asked: members read what is told.
    """
    words = Words(text)
    if (
        is_aside(text)
        or is_bare_figure(text)
        or find_figure(text)
        or withdraws(text)
        or names_nothing(text)
        or says_no_news(text)
    ):
        return False
    if is_about_a_task(text) or promises(text) or read_intent(text).is_clearly(*ANSWERS, Intent.WAIT):
        return False
    if read_told(text) is not None or _OF_ELSE.match(words.core.strip()):
        return False
    if _PUT_OFF.search(words.spelt) or _ASKS_FOR.match(words.spelt):
        return False
    return not (is_about_coming(text) and parse_answer(text) is not None)
