"""Reading until when somebody asks for time, in the midst of a sentence in English or Khmer."""

import re
from datetime import date

from twg.core.refusals import BadInput
from twg.language.days import parse_day

#: Words before the day until which time is asked for.
_UNTIL = re.compile(r"(?<!\w)(?:until|till|til|by|to|up to)(?!\w)(?: the end of)?|រហូតដល់|ដល់|ត្រឹម", re.IGNORECASE)
#: What may stand around the day and does not change it.
_AROUND = re.compile(
    r"^[\s,;:–—-]+|(?:[\s,;.!។]|(?<!\w)(?:please|pls|thanks|thank you|sir|madam|bong)(?!\w)|សូមអរគុណ|អរគុណ|បង)+$",
    re.IGNORECASE,
)


def find_until(text: str, *, today: date) -> date | None:
    """The day at the end of a text, after "until" or "by": "I need more time until 20 December".

    Args:
        today: local date.
    Returns: None where there is none that can be read whole.
    """
    for marker in _UNTIL.finditer(text):
        try:
            return parse_day(_AROUND.sub("", text[marker.end() :]), today=today)
        except BadInput:
            continue
    return None
