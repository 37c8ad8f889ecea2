"""Telling that somebody leaves a question open because others know the answer, or nobody yet."""

import re

from storage.core.spelling import normalize

#: "ask the members", "no idea", «សួរសមាជិកសិន».
_TO_OTHERS = re.compile(
    r"\b(?:to be confirmed|tbc|tbd|no idea|not (?:fixed|known|decided|sure)|(?:do not|don'?t) know|find a date"
    r"|ask (?:the |all |our )*(?:members|others|everybody|everyone|them|people|dps|chair|lf|partners)"
    r"|when (?:they|everybody|everyone|people|all) (?:can|are free)"
    r"|(?:let )?(?:the )?(?:members|them) (?:choose|decide)"
    r"|(?:min|ot|ort) (?:torn |ton |tean )?deng|suor (?:ke|samacheck|samachik))\b"
    r"|សួរ(?:សមាជិក|គេ|អ្នក|ដៃគូ)|មិន(?:ទាន់)?ដឹង|អត់(?:ទាន់)?ដឹង|មិនទាន់(?:ច្បាស់|កំណត់|សម្រេច)|រកកាលបរិច្ឆេទ",
    re.IGNORECASE,
)


def leaves_to_others(text: str) -> bool:
    """Whether a text says that others are to be asked, or that nobody knows yet: "not sure yet, ask the members"."""
    return _TO_OTHERS.search(normalize(text)) is not None
