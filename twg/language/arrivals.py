"""Words with which somebody at a meeting says that they are there (G5)."""

import re

from storage.core.spelling import fold

_POLITE = r"(?:bong|sir|madam|all|everyone|bat|baat|cha+|jaa?s?|now|thanks?|thank you|បាទ|ចាស|បង|លោក|អរគុណ)"
_HERE = re.compile(
    rf"(?:{_POLITE}[\s,]*)*(?:"
    r"(?:(?:i am|i'm|im|i m)\s+)?(?:already\s+)?(?:here|present|in the (?:meeting )?room)"
    r"|i\s*(?:have|'ve|just|have just|have already)?\s*arrived"
    r"|(?:k(?:h)?n[hy]?om\s+)?m(?:o|or|ao)k\s+d[oa]l\s+h(?:er?y|aey|aiy|z|ouy)"
    r"|(?:ខ្ញុំ)?\s*(?:បាន)?\s*(?:មក)?ដល់\s*(?:កន្លែង(?:ប្រជុំ)?|បន្ទប់ប្រជុំ)?\s*ហើយ"
    r"|(?:ខ្ញុំ)?\s*មានវត្តមាន\s*(?:ហើយ|នៅទីនេះ(?:ហើយ)?|ក្នុងអង្គប្រជុំ)?"
    rf")(?:[\s,]*{_POLITE})*"
)
_ENDS = re.compile(r"[^\w\u1780-\u17d3\u17dd]+$")


def says_here(text: str) -> bool:
    """Whether a text says that its author has come, and nothing else: "I am here", «មកដល់ហើយ»."""
    said = _ENDS.sub("", fold(text).replace("’", "'"))
    return _HERE.fullmatch(said) is not None
