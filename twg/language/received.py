"""Whether a text says that something has been received: a paper, a letter, a file."""

import re

from storage.core.spelling import is_visible
from twg.language.cues import spell
from twg.language.intents import Intent, Words, read_intent

_RECEIVED = re.compile(
    r"\b(?:received|recieved|got (?:it|them|the|your|this|these|that|all|both)|read (?:it|them|the)"
    r"|seen (?:it|them|the)|acknowledged?|acknowledging|(?:totuol|toutuol|toutoul|totoul|tortuol) ?(?:ban|haey)?"
    r"|(?<!please )(?<!kindly )confirm(?:ed|ing)?(?: the)? receipt|receipt (?:is )?confirmed)\b"
    r"|ទទួលបាន|បានទទួល|ទទួលហើយ|ទទួលរួច|បានអាន|អានហើយ|អានរួច|បានឃើញ"
)
#: Between statements; in Khmer a space stands there too.
_BETWEEN = re.compile(
    r"[,;!។\n]+|(?<!\bH)(?<!\bE)[.]+|\s[–—-]\s|\s+and\s+(?=(?:i|we|will|shall)\b)|\s+(?=(?:ខ្ញុំ|យើង)?នឹង)",
    re.IGNORECASE,
)
#: What is done with a paper that has come.
_NEXT = re.compile(
    r"(?:(?:i|we|my team|our team) )?(?:will|shall|nung|neng) (?:\w+ )?"
    r"(?:revert|reply|respond|come back|get back|read|review|study|comment|share|forward|circulate|look|send|check"
    r"|examine|consider|discuss|consult|merl|an|pinit|chhlaey|chlaey)\b.*"
    r"|(?:(?:our|my) )?(?:comments?|feedback|inputs?|reply) (?:(?:to|will|shall) follow|follows?)\b.*"
    r"|(?:ch|j)am (?:merl|an|pinit)\b.*"
    r"|(?:ខ្ញុំ|យើង)?នឹង(?:អាន|ពិនិត្យ|មើល|ឆ្លើយ|ផ្តល់|ផ្ញើ|ជូន|សិក្សា|ចែក|រាយការណ៍).*",
    re.DOTALL,
)
_PAPER = re.compile(
    r"\b(?:papers?|documents?|files?|annex(?:es)?|drafts?|reports?|minutes|letters?|pdf|attachments?|eksar|aeksar)\b"
    r"|ឯកសារ|លិខិត|របាយការណ៍|កំណត់ហេតុ|ឯកសារភ្ជាប់"
)
_IN_PAPER = re.compile(
    r"\b(?:comments?|remarks?|suggestions?|observations?|tables?|pages?|paragraphs?|sections?|yobal)\b"
    r"|យោបល់|មតិ|តារាង|ទំព័រ|កថាខណ្ឌ"
)
#: With these it is not said, or not of everything, that it was received.
_AGAINST = ("negation", "not_yet", "condition", "exception", "future", "partial", "belief", "wait")


def receives(text: str) -> bool:
    """Whether a reply to a paper says that it was received: "received, thanks", "ok", «បានទទួលហើយ អរគុណ», "👍"."""
    if read_intent(text, among=(Intent.ACKNOWLEDGED, Intent.THANKS)).clear:
        return True
    words = Words(text)
    if _RECEIVED.search(words.spelt) is not None and not _is_limited(words):
        return True
    first, *rest = [piece for piece in _BETWEEN.split(words.typed) if is_visible(piece)] or [""]
    return bool(rest) and receives(first) and all(map(_adds_nothing, rest))


def misses(text: str) -> bool:
    """Whether a reply to a paper says that something was not received: "I have not received the annex"."""
    words = Words(text)
    return _RECEIVED.search(words.spelt) is not None and words.has("negation", "not_yet") and not words.asks


def _adds_nothing(piece: str) -> bool:
    """Whether a statement beside "received" says only what is done with the paper next, or is polite: "will revert"."""
    words = Words(piece)
    if words.asks or words.has("negation", "condition", "exception", "not_yet"):
        return False
    return words.only("acknowledged") or _NEXT.match(words.core.strip(" ,")) is not None


def speaks_of_paper(text: str) -> bool:
    """Whether a text speaks of what stands in a paper, or of comments on it: "table 3", «យោបល់»."""
    return _IN_PAPER.search(spell(text)) is not None


def receives_paper(text: str) -> bool:
    """Whether a text by itself says that a paper was received: "I have received the paper"."""
    return _PAPER.search(spell(text)) is not None and receives(text) and _RECEIVED.search(spell(text)) is not None


def may_receive(text: str) -> bool:
    """Whether a text by itself says that something was received, a paper perhaps: "received, thanks"."""
    return _RECEIVED.search(spell(text)) is not None and receives(text)


def _is_limited(words: Words) -> bool:
    return words.asks or words.of_others or words.has(*_AGAINST)
