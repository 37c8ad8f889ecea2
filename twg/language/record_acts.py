"""What a note-taker says to the record itself: to close it, to go to an item, that a figure is another (G6)."""

import re
from dataclasses import dataclass

from storage.core.spelling import normalize
from twg.language.said import Words

#: Before what is said: "ok", "so", "please", «សូម».
_BEFORE = (
    r"(?:(?:ok(?:ay)?|so|well|right|all ?right|now|then|please|pls|great|good|and|done|thanks?)[,.!]? |សូម ?|ឥឡូវ ?)*"
)
_AFTER = r"(?: (?:now|please|pls|then))?[.! ]*"
_ITEM_WORD = r"(?:agenda )?(?:items?|points?|topics?)"
_GOING = r"(?:(?:let'?s|we|can we) )?(?:(?:move|moving|go|going)(?: on)?(?: to)?|on to|open|start(?: with)?) "
_NEXT = re.compile(
    rf"{_BEFORE}(?:{_GOING})?(?:the )?next {_ITEM_WORD}{_AFTER}"
    r"|(?:សូម)?(?:បន្ត|ទៅ|ចូល)?(?:ទៅ)?(?:ចំណុច|របៀបវារៈ|របៀបវារ:)បន្ទាប់",
    re.IGNORECASE,
)
_ITEM = re.compile(
    rf"{_BEFORE}(?:{_GOING})?(?:the )?{_ITEM_WORD} ?(?:no\.? ?|number |#)?(?P<en>[0-9]{{1,2}}){_AFTER}"
    r"|(?:សូម)?(?:បន្ត|ទៅ|ចូល)?(?:ទៅ)?(?:ចំណុច|របៀបវារ:) ?(?:ទី)? ?(?P<km>[0-9]{1,2})",
    re.IGNORECASE,
)
_OVER = r"(?:the )?(?:meeting|plenary|session)(?: is|'s)? (?:now )?(?:over|closed|finished|done|ended|adjourned)"
_CLOSE = (
    r"(?:(?:let'?s|we can|you can|can you) )?(?:close|end|finish|finali[sz]e)"
    r" (?:it|(?:the |this )?(?:record|meeting|minutes|notes?))"
)
_CLOSES = re.compile(
    rf"{_BEFORE}(?:{_OVER}(?:[,.;!]? (?:and )?(?:then )?(?:please )?{_CLOSE})?|{_CLOSE}){_AFTER}"
    r"|(?:(?:រួចរាល់|រួច|ចប់)(?:ហើយ)? ?)?(?:សូម)?បិទ(?:កំណត់(?:ហេតុ|ត្រា)|(?:កិច្ច)?ប្រជុំ)(?:ទៅ|ហើយ)?"
    r"|(?:កិច្ច|អង្គ)?ប្រជុំ(?:បាន)?(?:ចប់|បញ្ចប់)(?:ហើយ| ?រួចរាល់(?:ហើយ)?)?",
    re.IGNORECASE,
)
_FIGURE = r"[0-9](?:[0-9.,]*[0-9])?(?: ?%)?"
_INSTEAD = re.compile(
    rf"(?:(?:no|nope|sorry|oops|correction|rather|actually|i mean|i meant|ទេ|អត់ទេ|សុំទោស|កែ)[,.:;!]* )+"
    rf"(?:it(?:'s| is)|that(?:'s| is)|it should be|should be|make it|គឺ)? ?(?P<new>{_FIGURE})[.! ]*"
    rf"|(?:no[,.]? )?(?P<right>{_FIGURE}),? (?:and )?(?:not|instead of) (?P<wrong>{_FIGURE})[.! ]*"
    rf"|(?:no[,.]? )?not (?P<denied>{_FIGURE}),? (?:but )?(?P<said>{_FIGURE})[.! ]*",
    re.IGNORECASE,
)
#: A figure in a line, in digits of either script.
_IN_LINE = re.compile(r"(?<![\w.,])\d(?:[\d.,]*\d)?(?: ?%)?(?![\w])")
#: What is certainly a command: a verb for the assistant stands first.
_COMMANDS = re.compile(
    r"(?:please |pls |can you |could you |i (?:want|would like|need) |kindly )*(?:show|list|open|search|find|remind me"
    r"|export|download|print|cancel|undo|create|register|invite|announce|publish|circulate|send me|give me|help"
    r"|close)\b"
    r"|(?:សូម)?(?:បង្ហាញ|ស្វែងរក|បើក|បិទ|លុប|បង្កើត|ជួយ)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RecordAct:
    """Attributes: `closes`: the record; `item`: number of the agenda item to open, 0 for the next one."""

    closes: bool = False
    item: int = 0


def read_record_act(text: str) -> RecordAct | None:
    """What a message has done with the record that is open, where it says nothing else."""
    spelt = normalize(text)
    if _CLOSES.fullmatch(spelt):
        return RecordAct(closes=True)
    if _NEXT.fullmatch(spelt):
        return RecordAct()
    found = _ITEM.fullmatch(spelt)
    number = 0 if found is None else int(found["en"] or found["km"])
    return RecordAct(item=number) if number else None


def may_be_said(text: str) -> bool:
    """Whether words may be what is said at a meeting: neither certainly a question nor a command to the assistant."""
    return not Words(text).asks and _COMMANDS.match(normalize(text)) is None


def says_other_figure(text: str) -> bool:
    """Whether a text says only that a figure is another: "no, 7%", "7%, not 5%"."""
    return _INSTEAD.fullmatch(normalize(text)) is not None


def read_other_figure(text: str, line: str) -> list[tuple[str, str]]:
    """A line with another figure, where a text says only that (`says_other_figure`).

    Returns:
        For each figure of the line that may be meant, "5% → 7%" and the line with the other one; without any, none.
    """
    said = _INSTEAD.fullmatch(normalize(text))
    if said is None:
        return []
    new, wrong = said["new"] or said["right"] or said["said"], said["wrong"] or said["denied"]
    found = [each for each in _IN_LINE.finditer(line) if each[0].endswith("%") == new.endswith("%")]
    if wrong is not None:
        found = [each for each in found if normalize(each[0]).replace(" ", "") == wrong.replace(" ", "")]
    return [(f"{each[0]} → {new}", line[: each.start()] + new + line[each.end() :]) for each in found if each[0] != new]
