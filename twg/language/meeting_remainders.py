"""What in the line of a meeting may change what the rest says: "every month", "without the DPs", "tbc" (G1).

It is neither a title nor a place, so that it is asked about.
"""

import re
from collections.abc import Iterator

#: From here to the end of the part: who is left out, how often it is held.
_TO_END = (
    r"(?:every|each)\s+(?:other\s+|second\s+)?(?:day|week|month|quarter|year|monday|tuesday|wednesday|thursday|friday)\b"
    r"|(?:without|except|excluding|apart from|but not|instead of|rather than)\s"
    r"|រៀងរាល់|រាល់(?=\s*(?:ខែ|សប្តាហ៍|សប្ដាហ៍|ត្រីមាស|ឆ្នាំ|ថ្ងៃ))|លើកលែង|ដោយគ្មាន|ដោយមិន|ជំនួស"
    r"|r(?:ea|ie)ng\s?r(?:oa|o)l\b|l[eu]?(?:r|u)?k\s?leng\b|doy\s+(?:kmean|min)\b"
)
#: A part by itself, or at the end of one: that it is not certain, or is off.
_WHOLE = (
    r"to be (?:confirmed|decided)|tbc|tbd|tentative(?:ly)?|not (?:yet )?(?:confirmed|sure|certain)|cancel(?:l?ed)?"
    r"|postponed"
    r"|if (?:possible|needed|necessary)|maybe|perhaps|មិនទាន់ច្បាស់(?:លាស់)?|បណ្តោះអាសន្ន|បណ្ដោះអាសន្ន|លុបចោល|បើអាច|ប្រហែល"
    r"|min\s?toan\s?chbas"
)
#: Words before a day or a time that leave it open.
_HEDGE = re.compile(
    r"(?:^|[\s,])(?P<hedge>not(?: on| at)?|except(?: on)?|before|after|around|about|maybe|perhaps|either|between"
    r"|កុំ|មិនមែន|ក្រោយ|មុន|ប្រហែល|kom|min men)\s*$",
    re.IGNORECASE,
)
_CUE = re.compile(
    rf"(?:(?<![\w-])(?=[a-z(]))?(?P<rest>\(?(?:{_TO_END}).*)$|(?:^|[\s(])(?P<whole>\(?(?:{_WHOLE})\)?\s*[?!.]*)$",
    re.IGNORECASE,
)


def cut_remainder(part: str) -> Iterator[str]:
    """The part, cut before words that may change the meaning of the line."""
    cue = _CUE.search(part)
    if cue is None:
        yield part
        return
    begin = cue.start("rest") if cue["rest"] is not None else cue.start("whole")
    yield from (piece for piece in (part[:begin].strip(" ,;-–—"), part[begin:].strip()) if piece)


def is_remainder(part: str) -> bool:
    """Whether a part that `cut_remainder` gave may change the meaning of the line."""
    cue = _CUE.match(part)
    return cue is not None


def split_hedge(part: str) -> tuple[str, str]:
    """A part before a day or a time, and the words at its end that leave that open; empty where there are none."""
    hedge = _HEDGE.search(part)
    return (part, "") if hedge is None else (part[: hedge.start("hedge")].rstrip(" ,"), hedge["hedge"])
