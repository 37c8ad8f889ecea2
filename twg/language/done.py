"""Reading one-line reports that an action is done."""

import re

from storage.core.spelling import to_digits

#: "Done" at the beginning of a text. A Khmer word may follow without a space; a Khmer sign may not, since with it the
#: matched word would be another word.
_DONE = re.compile(
    r"(?:(?:it is |it's |it’s |all |already )*(?:done|completed|finished)(?!\w)"
    r"|(?:បាន)?(?:រួចរាល់|រួចហើយ|ធ្វើរួច|បញ្ចប់ហើយ)(?:ហើយ)?(?![\u17b4-\u17d3])|បានបញ្ចប់(?:ហើយ)?(?![\u17b4-\u17d3]))",
    re.IGNORECASE,
)
_ACTION_NUMBER = re.compile(r"(?:#|no\.?|លេខ)?\s*(\d{1,9})(?![\w%])", re.ASCII | re.IGNORECASE)
#: Separators between a leading word or number and the rest of a text.
_AFTER_LEAD = " ,;:.!។៖–—-\n\u200b"


def split_done(text: str) -> str | None:
    """The note in a text that begins with "done": "done, the draft was sent" or "រួចរាល់ …".

    Returns: the rest of the text, "" where there is none; `None` where it does not begin so, or is a question.
    """
    text = text.strip()
    done = _DONE.match(text)
    if done is None or text.endswith("?"):
        return None
    return text[done.end() :].strip(_AFTER_LEAD)


def split_action_number(text: str) -> tuple[int | None, str]:
    """Split "12 the draft was sent", "No. 12" or "លេខ ១២ …" into the action's number, if any, and the rest."""
    text = text.strip()
    number = _ACTION_NUMBER.match(to_digits(text))
    if number is None:
        return None, text
    return int(number[1]), text[number.end() :].strip(_AFTER_LEAD)
