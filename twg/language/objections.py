"""Whether words object to a text, in English and Khmer (G16): "no objection", "we object because …"."""

import re
from dataclasses import dataclass

from storage.core.spelling import fold

#: Who speaks, in each language.
_WE, _WE_KM, _WE_ROMAN = r"(?:(?:i|we)\s+)?", r"(?:យើងខ្ញុំ|ខ្ញុំ|យើង)?", r"(?:(?:knhom|yeung)\s+)?"
_NONE = re.compile(
    rf"{_WE}(?:(?:have|has|there is|with)\s+)?(?:no|nil) (?:further )?objections?(?: from (?:us|me|our side|my side))?"
    rf"|{_WE}(?:do not|don'?t) object|not objecting"
    rf"|{_WE}(?:fully )?agreed?|{_WE}(?:approve|endorse|support)(?: it| this)?"
    rf"|{_WE_KM}(?:មិន|គ្មាន|អត់)(?:មាន)?(?:ការ)?ជំទាស់(?:ទេ)?|{_WE_KM}(?:ឯកភាព|យល់ព្រម|យល់ស្រប)"
    rf"|{_WE_ROMAN}(?:ot|min) (?:mean )?chumtoas(?: te)?|ekpheap",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    rf"{_WE}(?:(?:must|do|have to|strongly|formally)\s+)?object(?:s|ion|ions|ing)?(?: to (?:it|this|that|the text))?"
    r"|(?:i|we) (?:disagree|do not agree|don'?t agree)"
    rf"|{_WE_KM}(?:សូម)?(?:ជំទាស់|មិនឯកភាព|មិនយល់ព្រម)(?:ទេ)?|{_WE_ROMAN}(?:som )?chumtoas",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"\s*[,:៖;.–-]?\s*(?:(?:because|since|as|for|due to|pruoh)\b|ព្រោះ(?:តែ)?|ដោយសារ)?\s*[,:៖]?\s*", re.IGNORECASE
)
#: What says of itself, without a question before it, that somebody does not object, or does.
_OUTRIGHT = {
    True: re.compile(r"object|ជំទាស់|chumtoas", re.IGNORECASE),
    False: re.compile(r"(?:i|we)\s|(?:សូម|យើង|ខ្ញុំ)+(?:ជំទាស់|មិន)|(?:knhom|yeung)\s", re.IGNORECASE),
}
#: Around an answer.
_POLITE = re.compile(
    r"^(?:(?:yes|ok|okay|dear all|thanks?(?: you)?|bong|បាទ|ចាស)[,.! ]+)+"
    r"|(?:[,.! ]+(?:thanks?(?: you)?|please|bong|អរគុណ))+$|[.!។🙏 ]+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Objecting:
    """What words say.

    Attributes:
        reason: why somebody objects, as typed; empty where they do not say it.
        outright: it is plain without the question; "agreed" may answer anything.
    """

    agrees: bool
    reason: str = ""
    outright: bool = False


def read_objecting(text: str) -> Objecting | None:
    """Whether a text objects; None where it says neither, or more than that it does not object."""
    said = _POLITE.sub("", text.strip())
    while said != (shorter := _POLITE.sub("", said)):
        said = shorter
    if "?" in said:
        return None
    if _NONE.fullmatch(fold(said)):
        return Objecting(agrees=True, outright=bool(_OUTRIGHT[True].search(said)))
    found = _OBJECTS.match(said)
    if found is None:
        return None
    rest = said[found.end() :]
    if re.match(r"[a-z0-9]", rest, re.IGNORECASE | re.ASCII):
        return None
    because = _BECAUSE.match(rest)
    reason = rest[because.end() :].strip() if because else rest.strip()
    return Objecting(agrees=False, reason=reason, outright=bool(_OUTRIGHT[False].match(said)))
