"""Reading answers to an invitation that people type in words."""

import re

from storage.core.spelling import fold
from storage.meetings import Rsvp

#: Whole texts that are an answer, separated by "|". A longer text may mean another: "no problem, I will come".
_ANSWERS = {
    Rsvp.YES: "yes|yes i will|yes i will come|i will come|i will attend|i will be there|yes i will be there|"
    "yes i will attend|i am coming|coming|នឹងចូលរួម|ខ្ញុំនឹងចូលរួម|ចូលរួម|បាទ|ចាស|បាទ ខ្ញុំនឹងចូលរួម|ចាស ខ្ញុំនឹងចូលរួម",
    Rsvp.NO: "no|i cannot come|i can't come|i cannot attend|i can't attend|no i cannot come|no i can't come|"
    "i will not come|i am not coming|not coming|មិនអាចចូលរួម|ខ្ញុំមិនអាចចូលរួម|ខ្ញុំមិនអាចចូលរួមទេ|មិនចូលរួម|មិនចូលរួមទេ",
    Rsvp.MAYBE: "maybe|perhaps|not sure|i am not sure|i am not sure yet|មិនទាន់ប្រាកដ|ខ្ញុំមិនទាន់ប្រាកដ|ប្រហែល",
}
_MARKS = str.maketrans(dict.fromkeys(".,!;។៖", " ") | {"’": "'"})
_ANSWER_OF = {fold(words): rsvp for rsvp, texts in _ANSWERS.items() for words in texts.split("|")}
_POLITE = re.compile(r"^(?:dear \w+|thank you|thanks|សូមអរគុណ|អរគុណ)\s+|\s+(?:please|thank you|thanks|សូមអរគុណ|អរគុណ)$")


def parse_answer(text: str) -> Rsvp | None:
    """The answer that the whole text gives, greetings and thanks aside; `None` where it may mean another."""
    return _ANSWER_OF.get(_POLITE.sub("", fold(text.translate(_MARKS))))
