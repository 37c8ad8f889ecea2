"""Figures beside a value that a text says to be another: last year's, a target, what it rose from, a slip corrected.

"Last year 52, this year 58", "58, up from 52", "rose from 52% to 58%", "52 -> 58", "58% (target 65%)", "58, sorry 56".
Only where the words leave no choice which figure is the value; anything else stays as it is, and is asked about.
"""

import re
from collections.abc import Sequence

from twg.language.plain import spelled
from twg.language.quantities import MASK, Quantity

#: Stands for a quantity, and for each character of an earlier year.
_Q, _OLD_YEAR = "\x03", "\x04"
_YEAR = re.compile(rf"(?:(?:in|{spelled('ឆ្នាំ')}) ?)?(20\d\d)(?!\d)")
_PUNCTUATION = r"[,.;:()\n/–-]"
#: Between one statement and the next.
_BEGIN = rf"(?:^|(?<={_PUNCTUATION})|(?<=[\u1780-\u17d3] )|(?<=\x01)|(?<= and)|(?<= but)|(?<= while))"
_NOW = "now|this (?:year|time|round|quarter|month)|today|currently|chnam nis|ilov|" + "|".join(
    spelled(word) for word in ("ឆ្នាំនេះ", "ឥឡូវ", "លើកនេះ", "ខែនេះ", "បច្ចុប្បន្ន")
)
_END = rf"(?= ?(?:$|{_PUNCTUATION}|and |but |while |{_NOW}))"
#: The end of a statement; or the next one, which may begin with a year.
_STOP = rf"(?= ?(?:$|{_PUNCTUATION}))"
_NEXT = rf"(?= ?(?:$|{_PUNCTUATION}|and |but |in |\x01))"
_OLD = (
    "(?:in |for )?(?:the )?(?:last|previous|prior|past) (?:(?:school )?year|time|quarter|round|report|month|"
    "value|figure)|before|previously|(?:the )?baseline|earlier|chnam mun|lerk mun|pi mun|mun|"
    f"{spelled('(?:កាលពី)?(?:ឆ្នាំ|លើក|ខែ)មុន|ឆ្នាំទៅ|(?:កាល)?ពីមុន|មុន')}"
)
_LATER = (
    "(?:(?:our |the )?(?:target|goal|plan|forecast)(?: for| by|)(?: next year| this year|)|"
    f"next (?:year|round|quarter|time))|{spelled('គោលដៅ|ឆ្នាំក្រោយ')}"
)
_IS = (
    r" ?(?:(?:it |value |figure )?(?:was|is|were|remains?|stays|still|had been|of|at|"
    rf"{spelled('គឺ|មាន|ចំនួន')}|ban|mean)|[:=])? ?"
)
_UP = (
    "(?:(?:has |have |had |it |is |was )*(?:slightly |slowly |now )*"
    "(?:rose|risen|increased|went up|gone up|go up|grew|grown|improved|climbed|moved|changed|up|fell|fallen|dropped|"
    "decreased|declined|went down|gone down|reduced|down)(?: slightly| slowly| again| further)*)"
)
_KHMER_UP = "(?:" + "|".join(spelled(word) for word in ("កើនឡើង", "កើន", "ឡើង", "ថយចុះ", "ធ្លាក់ចុះ", "ធ្លាក់", "ចុះ")) + ")"
_ROMAN_UP = "(?:kern|kaeun|koeun|kaern|laeng|loeng|leung|thlak|choh)"
_SLIP = (
    r"(?:oh )?(?:sorry|oops|correction|i mean(?:t)?|no,? sorry|sorry,? no|no no|no|wait|no,? wait|wait,? no|rather|"
    rf"make that|{spelled('សុំទោស|អត់ទេ')}|som tos|somtos)"
)
_NOT = rf"(?:ot men|ort men|min men|{spelled('មិនមែន|អត់មែន')})"
_WOMEN = rf"(?:women|females?|girls?|srey|srei|{spelled('ស្រី|នារី|ស្ត្រី')})"
#: Other figures with the words that say so; the value itself stays.
_OTHERS = [
    re.compile(form)
    for form in (
        rf"{_UP} from {_Q} to(?= {_Q})",
        rf"{_KHMER_UP} ?{spelled('ពី')} ?{_Q} ?(?:{'|'.join(map(spelled, ('ដល់', 'ទៅដល់', 'ទៅ', 'មក')))})(?= ?{_Q})",
        rf"{_Q} ?(?:->|→|=>|-->)(?= ?{_Q} ?$)",
        rf"{_BEGIN} ?(?:(?:tou )?lek |figure |value )?(?:{_OLD}|{_LATER}){_IS}{_Q}(?: ?(?:{_OLD}))?{_END}",
        rf"{_BEGIN} ?(?:it )?was(?: only| at)? {_Q}(?: (?:{_OLD}))?{_END}",
        rf"(?:{_BEGIN} ?|(?:compared (?:to|with)|vs\.?|versus|against|from) ){_Q},? (?:in )?(?:{_OLD}|{_LATER}){_END}",
        rf"(?<![a-z])(?:up|down|{_UP}) from (?:a baseline of )?{_Q}(?: (?:in )?(?:{_OLD}))?{_STOP}",
        rf"(?<![a-z])(?:compared (?:to|with)|instead of|rather than) {_Q}{_STOP}",
        rf"(?<![a-z])(?:replac|correct)(?:ing|es|s) (?:the |our |my )?(?:\w+ )?{_Q}(?: [a-z]+){{0,4}}{_STOP}",
        rf"{_BEGIN} ?(?:in )?\x04+ ?(?:[:=]|it was|was|had|ban|{spelled('គឺ|មាន|បាន')})? ?{_Q}{_NEXT}",
        rf"(?:{_BEGIN} ?|(?:up|down|from) (?:from )?){_Q} ?(?:in )?\x04+{_STOP}",
        rf"{_BEGIN} ?(?:it |this )?(?:is )?not {_Q},? ?(?:any ?more,? ?)?(?:but|it is|it's|its)?(?= (?:now )?{_Q})",
        rf"{_Q}[ ,.…–-]+{_SLIP}[,:]?(?: (?:it is|it's|its|should be))?(?= {_Q} ?(?:$|[,.;]))",
        rf"(?<={_Q}),? (?:and )?not {_Q}{_STOP}",
        rf"{_BEGIN} ?{_NOT} ?{_Q} ?(?:te|{spelled('ទេ')})?,?(?= ?(?:(?:kue|ku|{spelled('គឺ|តែ')}) ?)?{_Q})",
        rf"{_ROMAN_UP} pi {_Q} (?:dol|tov|mok)(?: dol)?(?= {_Q})",
        rf"{_BEGIN} ?from {_Q} (?:down|up) to(?= {_Q})",
        rf"(?<={_Q})[,;: (]*(?:of (?:which|whom) |including |incl\.? )?{_WOMEN} ?[:=]? ?{_Q}{_STOP}",
    )
]


def without_others(masked: str, quantities: Sequence[Quantity], spelt: str, year: int | None) -> tuple[str, str]:
    """The masked and the spelt text, with the other figures and the words that mark them blotted out, each as long.

    Args:
        spelt: the text before dates were masked.
        year: this one; a figure said to be of an earlier year is another one.
    Unchanged where that would leave no figure, or more than one that stands for itself.
    """
    if len(quantities) < 2:
        return masked, spelt
    dated = masked if year is None else _YEAR.sub(lambda found: _mark_year(found, masked, year), spelt)
    marked = "".join(_OLD_YEAR if sign == _OLD_YEAR else own for own, sign in zip(masked, dated, strict=True))
    skeleton, places = _skeleton(marked, quantities)
    blotted = skeleton
    for form in _OTHERS:
        blotted = form.sub(lambda match: "\x01" * len(match[0]), blotted)
    if blotted.count(_Q) != 1:
        return masked, spelt
    text, said = list(masked), list(spelt)
    for place, character in enumerate(blotted):
        if character == "\x01" and skeleton[place] != "\x01":
            start, end = places[place], places[place + 1]
            said[start:end] = MASK * (end - start)
            if skeleton[place] != _OLD_YEAR:
                text[start:end] = MASK * (end - start)
    return "".join(text), "".join(said)


def _mark_year(found: re.Match[str], masked: str, year: int) -> str:
    """An earlier year that was masked, as signs that say so."""
    is_old = int(found[1]) < year and masked[found.start() : found.end()].strip("\x01\x02") == ""
    return _OLD_YEAR * len(found[0]) if is_old else found[0]


def _skeleton(masked: str, quantities: Sequence[Quantity]) -> tuple[str, list[int]]:
    """The text with one sign for each quantity, and the place of each of its characters in the text."""
    characters: list[str] = []
    places: list[int] = []
    place = 0
    for quantity in [*quantities, None]:
        until = len(masked) if quantity is None else quantity.start
        characters += masked[place:until]
        places += range(place, until)
        if quantity is not None:
            characters.append(_Q)
            places.append(quantity.start)
            place = quantity.end
    return "".join(characters), [*places, len(masked)]
