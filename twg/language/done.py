"""Reading reports that an action is done: the line of `/done`, and the note in a text that begins with "done"."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from storage.core.spelling import fold, key_of, to_digits
from twg.language.intents import SMALL_TALK, Intent, Words, read_intent
from twg.language.scope import narrows

#: "Done" at the beginning of a text. A Khmer word may follow without a space; a Khmer sign may not, since with it the
#: matched word would be another word.
_DONE = re.compile(
    r"(?:(?:yes|ok|okay|it is |it's |it’s |all |already )*[ ,]*(?:done|completed|finished)(?!\w)"
    r"|(?:បាន)?(?:រួចរាល់|រួចហើយ|ធ្វើរួច|បញ្ចប់ហើយ)(?:ហើយ)?(?![\u17b4-\u17d3])|បានបញ្ចប់(?:ហើយ)?(?![\u17b4-\u17d3]))",
    re.IGNORECASE,
)
_ACTION_NUMBER = re.compile(r"(#|no\.?|number|action|លេខ|ទី)?\s*(\d{1,9})(?![\w%])", re.ASCII | re.IGNORECASE)
#: Separators between a leading word or number and the rest of a text.
_AFTER_LEAD = " ,;:.!។៖–—-\n\u200b"
_SEPARATED = re.compile(r"\s*(?:[,;:.!)។៖–—\n]|- )")
#: The number of another action after the first: "1,2", "1 & 2", "1 and 2 done"; not "1, 2 districts sent it".
_NAMES_ANOTHER = re.compile(
    r"\s*(?:[,&+/-]|and|និង|ning)\s*(?:#|no\.?\s*|(?:action|task)\s*|(?:កិច្ចការ)?(?:ទី|លេខ)\s*)?[\d០-៩]{1,4}(?:\s*(?:[,&+/.:;]|and|done|sent|ruoch|រួច|\Z))"
    r"|\s+[\d០-៩]{1,4}\s*\Z",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?:they are |these are )?both(?! (?:mef|moh|mop|sides|ministries|languages))\b|ទាំងពីរ(?!ភាសា|ភាគី|ក្រសួង)"
)
#: What a number counts: "2 districts", "3 of 25", "12 more provinces", "1 province"; not "12 Received by the ministry".
_COUNTS = re.compile(
    r"(?:of|out of|more|other|others|or|and|to|in|half|percent|per ?cent|dozen|hundred|thousand|million)(?!\w)"
    r"|(?:[^\W\d_]+ ){0,2}(?:people|children|women|men|staff|(?!this|its|his|was|has|is|as)[^\W\d_]+[^\W\d_su]s)(?!\w)"
    r"|(?:district|province|commune|village|ministry|institution|member|partner|person|site|centre|center|facility|copy"
    r"|page|day|week|month|year|hour|quarter|srok|khet|khum|phum|neak|krasuong|sthaban)(?!\w)",
    re.IGNORECASE,
)
#: Words with which a note begins, whatever a later word counts: "2 the figures were sent".
_BEGINS_NOTE = re.compile(
    r"(?:the|a|an|it|its|this|that|we|i|all|everything|my|our|is|was|has|have|done|sent|see|as|on|by|with|yes|now|already"
    r"|please|[^\W\d_]+ed|thver|ban|phnher|ruoch|haey|knhom)(?!\w)",
    re.IGNORECASE,
)
#: Khmer words that a number may count: "2 ស្រុក", "៣ ខេត្ត".
_COUNTED = re.compile(
    r"(?:ស្រុក|ខេត្ត|ឃុំ|ភូមិ|តារាង|ទំព័រ|ផ្នែក|ក្រសួង|ស្ថាប័ន|នាក់|រូប|ថ្ងៃ|ខែ|ឆ្នាំ|ឯកសារ|មន្ទីរ|ភាគរយ|ច្បាប់|សប្តាហ៍|អាទិត្យ)"
)


#: "HLT-5", "hlt 5", «HLT-៥»: the number of an action within a TWG, and what follows it.
_REFERENCE = re.compile(r"\s*([^\W\d_]{2,8})[ \u200b]?[-–—]?[ \u200b]?(\d{1,6})(?![\w%])", re.ASCII)


def split_reference(text: str, codes: Collection[str]) -> tuple[str, int, str] | None:
    """The code of a TWG, the number of an action in it, and the rest of a line that begins with them.

    Args:
        codes: of the TWGs that may be meant.
    """
    digits = to_digits(text)
    found = _REFERENCE.match(digits)
    code = None if found is None else next((each for each in codes if key_of(each) == key_of(found[1])), None)
    return None if found is None or code is None else (code, int(found[2]), text[found.end() :].strip(_AFTER_LEAD))


@dataclass(frozen=True)
class DoneLine:
    """What follows `/done`.

    Attributes:
        number: of the action; `None` where the line does not begin with one.
        note: the rest of the line, as typed.
        named: the number is surely the action's, and counts nothing that the note says.
        certain: that, and the note does not say that something is left to do.
    """

    number: int | None
    note: str
    named: bool
    certain: bool


def read_done_line(line: str) -> DoneLine:
    """Read "12 the draft was sent", "No. 12: sent", "លេខ ១២ …"; "2 districts have sent it" is not certain."""
    text = line.strip()
    found = _ACTION_NUMBER.match(to_digits(text))
    if found is None:
        return DoneLine(None, text, named=False, certain=False)
    rest = text[found.end() :]
    note = rest.strip(_AFTER_LEAD)
    named = bool(found[1]) or not note or _SEPARATED.match(rest) is not None
    named = (named or not _is_counted(note)) and not _NAMES_ANOTHER.match(rest)
    return DoneLine(int(found[2]), note, named=named, certain=named and not _is_limited(note))


def is_of_several(text: str) -> bool:
    """Whether a text says of several actions that they are done, by numbers alone or "both": "1 and 2 done"."""
    found = _ACTION_NUMBER.match(to_digits(text.strip()))
    listed = found is not None and _NAMES_ANOTHER.match(text.strip()[found.end() :]) is not None
    return listed or _BOTH.match(fold(text)) is not None


def _is_counted(note: str) -> bool:
    """Whether a number before the note may count what the note begins with."""
    if _COUNTED.match(note) is not None:
        return True
    return _BEGINS_NOTE.match(note) is None and _COUNTS.match(note) is not None


def _is_limited(note: str) -> bool:
    """Whether the note says, or may say, that it is not done, not yet, or not wholly."""
    reading = read_intent(note, among=(Intent.PROGRESS, Intent.QUESTION, *_REQUESTED))
    if reading.intent is not Intent.OTHER or narrows(note):
        return True
    limits = Words(note).has("condition", "exception", "future", "partial", "not_yet", "negation")
    return limits and not read_intent(note).is_clearly(Intent.DONE)


_REQUESTED = (Intent.MORE_TIME, Intent.HAND_OVER, Intent.NOT_MINE, Intent.STILL_NEEDED, Intent.CANCEL, Intent.WAIT)


def note_of(text: str) -> str:
    """The note with which a text closes an action: what follows "done" at its beginning, else the whole text."""
    text = text.strip()
    done = _DONE.match(text)
    rest = "" if done is None else text[done.end() :]
    if done is None or (not _SEPARATED.match(rest) and not rest.startswith((" ", "\u200b"))):
        return text
    rest = rest.strip(_AFTER_LEAD)
    return text if not rest or read_intent(rest, among=SMALL_TALK).clear else rest


def split_action_number(text: str, ids: list[int]) -> tuple[int | None, str]:
    """Split "2: done" or "No. 2 is done" into the number of one of these actions, if any, and the rest."""
    line = read_done_line(text)
    return (line.number, line.note) if line.number in ids else (None, text.strip())
