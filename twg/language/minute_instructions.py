"""What people ask to have changed in a paragraph of minutes, in words (G6): "May should be June", "WHO not UNICEF".

An instruction is about the paragraph and never stands in its place: what it makes of the paragraph is worked out from
the words that are there, and where that is not plain nothing is made of it.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from storage.core.spelling import fold, is_visible, key_of, split_typed

#: Around words that are quoted.
QUOTES = "\"'“”‘’«»„ \t\n"
_TRIMMED = QUOTES + ".,;។"
#: A text at least so like the paragraph (0 to 1) is the paragraph written anew, not an instruction about it.
_LIKE = 0.5
_PLEASE = r"(?:(?:please|kindly|pls|could you|can you|សូម(?:មេត្តា)?|som)[ ,:]*)*"
#: Words about the minutes before what stands in them.
_SAYS = (
    r"(?:in (?:the )?(?:draft )?minutes?,? )?(?:it|this|that|he|she|they|here|you|(?:the )?(?:draft |word |pdf )?"
    r"(?:minutes?|draft|document|paper|text|file)) (?:says?|reads?|writes?|wrote|states?|ha(?:s|ve)|put)"
)
_REPLACED = tuple(
    (re.compile(rf"{_PLEASE}{words}", re.IGNORECASE | re.DOTALL))
    for words in (
        r"(?:replace|substitute|change|correct|amend|exchange)(?: the words?)? (?P<old>.+?)"
        r" (?:by|with|to|into) (?P<new>.+)",
        r"instead of (?P<old>.+?)[, ]+(?:it |this )?"
        r"(?:should (?:read|be|say)|write|put|say|use|must be)[ :]+(?P<new>.+)",
        r"not (?P<old>.+?)[, ]+but(?: rather)? (?P<new>.+)",
        rf"{_SAYS}[ :]+(?P<old>.+?)(?:[,;.–-]+ ?| (?=but ))"
        r"(?:but |and )?(?:it |this |that |there )?(?:was|were|is|are|should (?:read|be|say|have been)|must be)"
        r"[ :]+(?P<new>.+)",
        r"(?P<old>.+?) (?:should|must|ought to|has to|needs to) (?:be|read|say)[ :]+(?P<new>.+)",
        r"(?P<new>.+?)[, ]+(?:and |instead of |rather than )?not (?P<old>.+)",
        r"(?P<new>.+?)[, ]+(?:instead of|rather than) (?P<old>.+)",
        r"(?:ប្តូរ|ប្ដូរ|កែ|ជំនួស)(?:ពាក្យ)? ?(?P<old>.+?) ?(?:ទៅជា|ដោយ|ជា) ?(?P<new>.+)",
        r"(?P<new>.+?) ?(?:មិនមែន|ពុំមែន)(?:ជា)? ?(?P<old>.+)",
        r"(?:ក្នុងកំណត់ហេតុ|កំណត់ហេតុ|នៅទីនេះ)?(?:សរសេរ|ដាក់|ថា)(?:ថា)? ?(?P<old>.+?) ?(?:ប៉ុន្តែ|តែ|គួរ|ត្រូវ)"
        r"(?:ជា|តាមពិត|ដាក់|គឺ| )+(?P<new>.+)",
        r"(?P<new>.+?) (?:min|ot|mun) ?m(?:en|ean|aen) (?P<old>.+)",
        r"(?:bdo|pdo|pdou|phdo|dor) (?P<old>.+?) (?:tov )?(?:chea|jea|doy) (?P<new>.+)",
    )
)
_SENTENCE_DROPPED = re.compile(
    rf"{_PLEASE}(?:delete|remove|drop|omit|strike(?: out)?|take out) the (?P<place>last|first|final) sentence"
    rf"|{_PLEASE}(?:លុប|ដក)(?:ចេញ)? ?ប្រយោគ(?:ទី ?)?(?P<khmer>ចុងក្រោយ|ដំបូង|១|1)(?:ចេញ)?",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    rf"{_PLEASE}(?:(?:delete|remove|drop|omit|strike(?: out)?|take out)(?: the words?)?|(?:លុប|ដក)(?:ពាក្យ)?) ?"
    r"(?P<old>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ADDED = re.compile(
    rf"{_PLEASE}(?:(?:add|append|insert)(?: (?:at the end|that|the sentence|also))?|បន្ថែម(?:ថា)?|banthem|bonthem)"
    r"(?: ?[:៖] ?| )(?P<added>.+)",
    re.IGNORECASE | re.DOTALL,
)
#: Words of somebody who speaks about a paragraph: they are no paragraph.
_REMARK = re.compile(
    rf"{_PLEASE}(?:replace|substitute|change|correct|amend|delete|remove|drop|omit|strike|take out|add|append|insert"
    r"|instead of|not )\b"
    r"|.*\b(?:is|are|was|were|seems?|looks?) (?:wrong|incorrect|missing|not (?:correct|right|true|what)|mis-?spel\w+"
    r"|spel\w+ wrong\w*|unclear)\b|.*\bshould (?:read|say|be)\b|(?:wrong|incorrect|typo|missing)\b|.*\btypo\b"
    r"|សូម|លុប|ប្តូរ|ប្ដូរ|កែ|បន្ថែម|ខុស|.*(?:ខុស|មិនត្រឹមត្រូវ|មិនមែន)",
    re.IGNORECASE | re.DOTALL,
)
_SAID_OF_MINUTES = re.compile(
    rf"{_SAYS}\b|in the (?:draft )?minutes\b|(?:ក្នុង)?កំណត់ហេតុ|(?:knong )?kamnot ?het", re.IGNORECASE
)
#: That a whole paragraph is to go: nothing else is named.
_REMOVED = re.compile(
    rf"{_PLEASE}(?:delete|remove|drop|omit|strike(?: out)?|take out)"
    r"(?: it| this| that| the whole(?: paragraph)?| completely)*"
    r"|(?:should|must|can|to) be (?:deleted|removed|dropped|taken out|struck)(?: out)?"
    r"|(?:is )?(?:not needed|superfluous)"
    r"|(?:សូម)?(?:លុប|ដក)(?:ចេញ|ចោល)*|(?:som )?(?:lub|lup|luob|dok)(?: chaol| chenh)*",
    re.IGNORECASE,
)
#: What was done with something, which stands in the place of no name: "the list should be shared by WHO".
_DONE = re.compile(r"(?:\w+(?:ed|en)|sent|made|done|held|kept|given|paid|put|set|read)\b", re.IGNORECASE)
_AS_WRITTEN = re.compile(
    r"[, ]+(?:as (?:it )?(?:is )?(?:written|stated|says?|said)(?: there| here)?|please|pls)$", re.IGNORECASE
)
_NUMERAL = re.compile(r"[0-9០-៩]+(?:[.,][0-9០-៩]+)*")
_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=។)\s*(?=\S)")


@dataclass(frozen=True)
class Instruction:
    """What is to be done to a paragraph. Attributes: `text`: as typed."""

    text: str


def read_instruction(text: str) -> Instruction | None:
    """The instruction that a text is; None for a text that may be a paragraph."""
    bare = text.strip()
    if _REMARK.match(bare) or _REMOVED.fullmatch(bare) or any(each.fullmatch(bare) for each in _REPLACED):
        return Instruction(bare)
    return None


def read_remark(text: str) -> Instruction | None:
    """What a text that names no paragraph says of the minutes: "it says 12 members, it was 14"; None for any other."""
    bare = text.strip()
    return (
        Instruction(bare) if _SAID_OF_MINUTES.match(bare) and any(each.fullmatch(bare) for each in _REPLACED) else None
    )


def carried_out(instruction: Instruction, paragraph: str) -> tuple[str, str] | None:
    """The words of the paragraph that the instruction replaces, as it has them, and those in their place.

    None where that is not plain: the words are not there, or more than once; or the text is like the paragraph itself.
    """
    text = instruction.text
    if is_like(text, paragraph) or removes(instruction):
        return None
    if (sentence := _SENTENCE_DROPPED.fullmatch(text.strip(_TRIMMED))) is not None:
        return _without_sentence(paragraph, last=fold(sentence["place"] or "") != "first" and not _is_first(sentence))
    if (added := _ADDED.fullmatch(text)) is not None and is_visible(added["added"]):
        return paragraph, f"{_ended(paragraph)} {added['added'].strip(QUOTES)}"
    for pattern in _REPLACED:
        found = pattern.fullmatch(text)
        pair = None if found is None else _pair(found["old"], found["new"], paragraph)
        if pair is not None:
            return _in_place(pair, paragraph)
    dropped = _DROPPED.fullmatch(text)
    return None if dropped is None else _without(dropped["old"], paragraph)


def is_like(text: str, paragraph: str) -> bool:
    """Whether a text is rather the paragraph written anew than words about it."""
    return SequenceMatcher(None, fold(text), fold(paragraph), autojunk=False).ratio() >= _LIKE


def _is_first(found: re.Match[str]) -> bool:
    return found["khmer"] in ("ដំបូង", "១", "1")


def _in_place(pair: tuple[str, str], paragraph: str) -> tuple[str, str]:
    """The pair; the whole paragraph where the words stand within a longer one too, which the operation refuses."""
    return pair if paragraph.count(pair[0]) == 1 else (paragraph, paragraph.replace(*pair, 1))


def removes(instruction: Instruction) -> bool:
    """Whether the whole paragraph is to go."""
    return _REMOVED.fullmatch(instruction.text.strip(_TRIMMED + ":៖–-")) is not None


def fitted(old: str, new: str, paragraph: str) -> tuple[str, str] | None:
    """Old and new words, cut to what differs: "14 members" for "12", where members follow the 12, is 14.

    A number alone takes the place of the number in the old words. None where the new words would stand beside others
    that are meant to go, as "14 members" for "12" in "12 people".
    """
    numerals = _NUMERAL.findall(old)
    if _NUMERAL.fullmatch(new) and len(numerals) == 1:
        return numerals[0], new
    if _NUMERAL.fullmatch(old) is None or not _LETTERS.search(new):
        return old, new
    others = _NUMERAL.findall(new)
    written = _once(old, paragraph)
    if len(others) != 1 or not written:
        return None
    before, behind = new.split(others[0], 1)
    at = paragraph.find(written)
    stands_before = key_of(paragraph[:at]).endswith(key_of(before))
    stands_behind = key_of(paragraph[at + len(written) :]).startswith(key_of(behind))
    return (old, others[0]) if stands_before and stands_behind else None


def number_replaced(text: str, paragraph: str) -> tuple[str, str] | None:
    """The number that "14 members" replaces in a paragraph that has other members once; None for anything else."""
    numerals = _NUMERAL.findall(text)
    around = [each.strip(_TRIMMED) for each in _NUMERAL.split(text, maxsplit=1)]
    if len(numerals) != 1 or not ("%" in text or any(_LETTERS.search(each) for each in around)):
        return None
    before, behind = (re.escape(each) for each in around)
    found = re.findall(rf"(?i){before}\s*({_NUMERAL.pattern})\s*{behind}", paragraph)
    if len(found) != 1 or key_of(found[0]) == key_of(numerals[0]) or not _once(found[0], paragraph):
        return None
    return _in_place((found[0], numerals[0]), paragraph)


def _pair(old: str, new: str, paragraph: str) -> tuple[str, str] | None:
    """Old words that the paragraph has once, and the new ones, as far as they differ."""
    old, new = _AS_WRITTEN.sub("", old.strip(_TRIMMED)).strip(_TRIMMED), new.strip(_TRIMMED)
    if not is_visible(old) or not is_visible(new) or (_DONE.match(new) and not _DONE.match(old)):
        return None
    cut = fitted(old, new, paragraph)
    if cut is None or (cut[1].isdecimal() and _NUMERAL.fullmatch(cut[0]) is None):
        return None
    words = _once(cut[0], paragraph)
    return (words, cut[1]) if words and key_of(cut[1]) != key_of(words) else None


def _once(words: str, paragraph: str) -> str:
    """The words as the paragraph has them, where it has them once and as words of their own; else "".

    A correction replaces them where they come first, so that no longer word may have them before: "Mayor", "May".
    """
    written, _times = as_written(words, paragraph)
    if not written:
        return ""
    whole = re.compile(rf"(?<![a-zA-Z0-9]){_apart(written)}(?![a-zA-Z0-9])")
    found = list(whole.finditer(paragraph))
    return written if len(found) == 1 and found[0].start() == paragraph.find(written) else ""


def _apart(words: str) -> str:
    """A pattern of words that are no part of a longer number."""
    begins = r"(?<![0-9០-៩])(?<![0-9០-៩][.,])" if words[0].isdecimal() else ""
    return rf"{begins}{re.escape(words)}" + (r"(?![.,]?[0-9០-៩])" if words[-1].isdecimal() else "")


def cuts_number(words: str, text: str) -> bool:
    """Whether words stand in a text only as a part of a longer number: "2" in "12"."""
    written, times = as_written(words, text)
    return times > 0 and re.search(_apart(written), text) is None


def _without(words: str, paragraph: str) -> tuple[str, str] | None:
    written = _once(words.strip(_TRIMMED), paragraph)
    if not written:
        return None
    before, behind = paragraph.split(written, 1)
    joined = before.rstrip() + behind.lstrip() if re.match(r"\s*[,.;!?។]", behind) else f"{before} {behind}"
    return _whole(paragraph, " ".join(joined.split()))


def _without_sentence(paragraph: str, *, last: bool) -> tuple[str, str] | None:
    sentences = _SENTENCE_END.split(paragraph.strip())
    return _whole(paragraph, " ".join(sentences[:-1] if last else sentences[1:])) if len(sentences) > 1 else None


def _whole(paragraph: str, new: str) -> tuple[str, str] | None:
    return (paragraph, new) if is_visible(new) else None


def _ended(paragraph: str) -> str:
    text = paragraph.rstrip()
    return text if text.endswith((".", "!", "?", "។")) else text + ("។" if not text[-1:].isascii() else ".")


def as_written(words: str, text: str) -> tuple[str, int]:
    """The stretch of a text that has these words, as it stands there, and how often they do.

    Case, spaces and digits may be typed otherwise than they are written. Returns: "" and 0 where they are not there.
    """
    if words in text:
        return words, text.count(words)
    spelt, sought = fold(text), fold(words)
    at = spelt.find(sought) if sought else -1
    if at < 0:
        return "", 0
    _before, behind = split_typed(text, at)
    found = split_typed(behind, len(sought))[0].strip()
    return (found, spelt.count(sought)) if key_of(found) == key_of(words) else ("", 0)  # a letter may fold to two
