"""Finding the name of a person who is sent in the writer's place: "can't, sending Sreyleak"."""

import re

from twg.language.said import Words

#: A name as it is typed: up to four words that begin with a capital letter.
_NAME = r"(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]*){0,3})"
_TITLES = r"(?:(?:Mr|Ms|Mrs|Miss|Dr|Prof|H\.?E|[Bb]ong)\.?\s+)?"
_ROLE = (
    r"(?:colleague|deputy(?: director)?|assistant|officer|staff|secretary|director|vice[- ]chief|chief|representative"
    r"|alternate|delegate|team (?:leader|member))"
)
_OWN = rf"(?:(?:my|our|the|a|another)\s+)?(?:{_ROLE}\s*,?\s*)?"
_SEND = r"(?:send(?:ing)?|delegat(?:e|ing)|nominat(?:e|ing)|appoint(?:ing)?|assign(?:ing)?)"
_COME = r"(?:comes?|coming|attend(?:s|ing)?|join(?:s|ing)?|goes|go|going|represent(?:s|ing)?|replac(?:e|es|ing))"
_INSTEAD = r"(?:for (?:me|us)|instead|in my place|on my behalf|represent\w* (?:me|us)|replac\w* (?:me|us))"
#: What may follow a name that ends a statement: nothing, a mark, or why the person is sent.
_END = r"(?=\s*(?:$|[,;.!()\n-]|instead|to\s|in my|on my|for (?:me|us)|as my))"
_BY_SENDING = re.compile(rf"(?i:\b{_SEND})\s+(?i:{_OWN}){_TITLES}{_NAME}{_END}")
_BY_COMING = re.compile(
    rf"{_NAME},?\s+(?i:(?:will|shall|can|is|is going to|would)\s+)?(?i:{_COME})\b(?P<rest>[^.;!?\n]*)"
)
_BY_ROLE = re.compile(rf"(?i:\b(?:my|our)\s+{_ROLE})\s*,?\s*{_TITLES}{_NAME}")
#: Words with a capital letter that are no name.
_NO_NAMES = re.compile(
    r"(?:i|we|you|he|she|it|they|this|that|who|my|our|the|an?|yes|no|not|never|ok|okay|please|sorry|dear|hello|hi|thanks|thank|and|but"
    r"|so|if|as|at|on|in|(?:mon|tues|wednes|thurs|fri|satur|sun)day|meeting|plenary|unfortunately)\b",
    re.IGNORECASE,
)
_KHMER = re.compile(
    r"(?:ចាត់|បញ្ជូន)(?:តាំង)?(?:ឱ្យ|ឲ្យ)?[\s\u200b]*(?P<name>[\u1780-\u17d3][\u1780-\u17d3 \u200b]{1,40}?)[\s\u200b]*"
    r"(?:ទៅ|មក|ចូលរួម|អញ្ជើញ|ប្រជុំ)*(?:ជំនួស|តំណាង)"
)
_KHMER_ROLES = re.compile(r"^(?:អ្នក|សហការី|អនុប្រធាន|ប្រធាន|មន្ត្រី|មិត្តរួមការងារ|លេខា|នាយក|គេ|តំណាង|បុគ្គលិក|ម្នាក់|មនុស្ស)")
#: Somebody without a name is sent: "sending my colleague", "will send sreyleak".
_SENDS_SOMEBODY = re.compile(
    rf"\b{_SEND}\s+(?:(?:my|our|a|another|the)\s+(?:\w+\s+)?{_ROLE}|somebody|someone)s?\b"
    rf"|\b{_SEND}\s+(?!(?:it|them|this|that|these|those|you|him|my|our|the|a|an|some|any|all|more|later|soon|tomorrow"
    r"|today|apolog\w+|regards|comments?|inputs?|notes?|slides?|reports?|figures?|data|documents?|files?|papers?|news"
    r"|information|written|by|from|via|to|on|in|at)\b)[a-z'’-]{3,}\s*(?:$|[,;.!\n]|instead|for me|in my place)",
    re.IGNORECASE,
)
#: Somebody comes with the writer, not instead.
_ALONG = re.compile(
    r"\b(?:with|and|besides|beside) (?:me|us|myself|i)\b|\b(?:together|along) with\b|ជាមួយ(?:ខ្ញុំ|យើង|គ្នា)|និង(?:ខ្ញុំ|យើង)"
    r"|\b(?:chea ?muoy|ning) (?:knhom|khnhom|yeung)\b"
)
_AGAINST = ("condition", "maybe", "belief", "reported", "past", "wait", "told", "come_oneself")


def comes_along(text: str) -> bool:
    """Whether a text says that somebody comes with the person who writes it: "Ms Thida together with me"."""
    return _ALONG.search(Words(text).spelt) is not None


def find_delegate(text: str) -> str:
    """The name, as typed, of the one person who comes in the writer's place; empty where there is none, or several."""
    words = Words(text)
    if words.asks or words.has(*_AGAINST) or comes_along(text):
        return ""
    found = {match["name"].strip() for pattern in (_BY_SENDING, _BY_ROLE) for match in pattern.finditer(text)}
    replaces = words.has("delegate", "not_come_oneself", "not_come", "away")
    found |= {
        match["name"].strip()
        for match in _BY_COMING.finditer(text)
        if replaces and (re.search(_INSTEAD, match[0]) or words.has("not_come_oneself", "not_come", "away"))
    }
    named = {name for name in found if not _NO_NAMES.match(name) and not name.isupper()}
    khmer = {match["name"].strip(" \u200b") for match in _KHMER.finditer(text)}
    named |= {name for name in khmer if not _KHMER_ROLES.match(name)}
    longest = max(named, key=len, default="")
    return longest if all(name in longest for name in named) and len(longest) <= 120 else ""


def sends_somebody(text: str) -> bool:
    """Whether a text says that somebody is sent whose name it does not give, or not as names are written."""
    words = Words(text)
    return _SENDS_SOMEBODY.search(text) is not None and not (words.asks or words.has(*_AGAINST))
