"""Whether a text says that something has been received: a paper, a letter, a file."""

import re

from twg.language.cues import spell
from twg.language.intents import Intent, Words, read_intent

_RECEIVED = re.compile(
    r"\b(?:received|recieved|got (?:it|them|the|your|this|these|that|all|both)|read (?:it|them|the)"
    r"|seen (?:it|them|the)|acknowledged?|acknowledging|(?:totuol|toutuol|toutoul|totoul) ?(?:ban|haey)?)\b"
    r"|ទទួលបាន|បានទទួល|ទទួលហើយ|ទទួលរួច|បានអាន|អានហើយ|អានរួច|បានឃើញ"
)
_PAPER = re.compile(
    r"\b(?:papers?|documents?|files?|annex(?:es)?|drafts?|reports?|minutes|letters?|pdf|attachments?|eksar|aeksar)\b"
    r"|ឯកសារ|លិខិត|របាយការណ៍|កំណត់ហេតុ|ឯកសារភ្ជាប់"
)
#: With these it is not said, or not of everything, that it was received.
_AGAINST = ("negation", "not_yet", "condition", "exception", "future", "partial", "belief", "wait")


def receives(text: str) -> bool:
    """Whether a reply to a paper says that it was received: "received, thanks", "ok", «បានទទួលហើយ អរគុណ», "👍"."""
    if read_intent(text, among=(Intent.ACKNOWLEDGED, Intent.THANKS)).clear:
        return True
    words = Words(text)
    return _RECEIVED.search(words.spelt) is not None and not _is_limited(words)


def receives_paper(text: str) -> bool:
    """Whether a text by itself says that a paper was received: "I have received the paper"."""
    return _PAPER.search(spell(text)) is not None and receives(text) and _RECEIVED.search(spell(text)) is not None


def may_receive(text: str) -> bool:
    """Whether a text by itself says that something was received, a paper perhaps: "received, thanks"."""
    return _RECEIVED.search(spell(text)) is not None and receives(text)


def _is_limited(words: Words) -> bool:
    return words.asks or words.of_others or words.has(*_AGAINST)
